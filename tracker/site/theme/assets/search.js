// Search over the index beside this file. The index is a script, because a page that was opened
// from a folder may not fetch. Text is put in place as text, never as HTML.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.querySelector("input");
  const box = form.querySelector(".found");
  const list = box.querySelector("ul");
  const said = box.querySelector("[role=status]");
  const LIMIT = 12;
  let loading = null;

  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = form.dataset.index;
      script.onload = () => resolve(self.TRACKER_INDEX);
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };

  // Every word asked for must begin a word of the page; a hit in the title or the id counts more.
  const score = (entry, words) => {
    const title = entry.t.toLowerCase();
    let sum = 0;
    for (const word of words) {
      if (title.startsWith(word)) sum += 8;
      else if (title.includes(" " + word)) sum += 5;
      else if (entry.u.includes(word)) sum += 4;
      else if (title.includes(word)) sum += 3;
      else if ((" " + entry.w).includes(" " + word)) sum += 1;
      else return 0;
    }
    return sum;
  };

  const show = (index) => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.replaceChildren();
    box.hidden = !words.length;
    if (!words.length) return;
    const hits = index
      .map((entry) => ({ entry, sum: score(entry, words) }))
      .filter((hit) => hit.sum)
      .sort((a, b) => b.sum - a.sum || a.entry.t.localeCompare(b.entry.t));
    said.textContent = hits.length === 1 ? "1 page" : `${hits.length} pages`;
    for (const { entry } of hits.slice(0, LIMIT)) {
      const link = document.createElement("a");
      const kind = document.createElement("small");
      link.href = `${form.dataset.base}/${entry.u}`;
      link.textContent = entry.t;
      kind.textContent = entry.k;
      link.append(kind);
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
  };

  const search = () => load().then(show, () => { said.textContent = "The index is missing."; box.hidden = false; });
  const close = () => { box.hidden = true; };
  const step = (by) => {
    const links = [...list.querySelectorAll("a")];
    const next = links.indexOf(document.activeElement) + by;
    (next < 0 ? input : links[Math.min(next, links.length - 1)])?.focus();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); list.querySelector("a")?.click(); });
  input.addEventListener("input", search);
  input.addEventListener("focus", () => { load(); if (input.value) search(); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); input.focus(); }
    else if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
    else if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) close(); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
