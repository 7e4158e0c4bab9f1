// Search over the index beside this file. The index is a script, because a page that was opened
// from a folder may not fetch. Text is put in place as text, never as HTML.
"use strict";
(() => {
  const form = document.querySelector("form.search");
  if (!form) return;
  const input = form.querySelector("input");
  const box = form.querySelector(".found");
  const list = box.querySelector("[role=listbox]");
  const said = box.querySelector("[role=status]");
  const EACH = 6;
  const ALONE = 14;
  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ß: "ss" };
  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/[øłđðþæœıß]/g, (letter) => LETTERS[letter]);
  const parts = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  // The index, read when search is first used.
  let loading = null;
  const load = () => {
    loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = form.dataset.index;
      script.onload = () => resolve(opened(self.TRACKER_INDEX));
      script.onerror = reject;
      document.head.append(script);
    });
    return loading;
  };
  const opened = ({ kinds, pages, words, places }) => ({
    kinds,
    words: words.split(" "),
    places: places.split(","),
    pages: pages.map(([title, url, kind, id], number) => ({
      number, title, url, kind, id, name: fold(title), title_words: parts(title), id_words: id.split("-"),
    })),
  });
  const placesOf = (index, at) => {
    let number = 0;
    return index.places[at].split(" ").map((step) => (number += parseInt(step, 36)));
  };

  // Where a word is found in the text: page by page the word that it begins; inside words where it begins none.
  const inText = (index, word) => {
    const found = new Map();
    const take = (at, sum) => {
      for (const number of placesOf(index, at)) {
        const before = found.get(number);
        if (!before || before.sum < sum) found.set(number, { sum, word: index.words[at] });
      }
    };
    index.words.forEach((one, at) => { if (one.startsWith(word)) take(at, one === word ? 3 : 2); });
    if (!found.size && word.length > 1) index.words.forEach((one, at) => { if (one.includes(word)) take(at, 1); });
    return found;
  };
  const inName = (page, word) => {
    if (page.title_words.includes(word)) return 14;
    if (page.title_words.some((one) => one.startsWith(word))) return 10;
    if (page.id_words.some((one) => one.startsWith(word))) return 8;
    return word.length > 2 && (page.name.includes(word) || page.id.includes(word)) ? 4 : 0;
  };
  const whole = (page, asked) => {
    const id = asked.replace(/^\w+\//, "");
    if (page.id && page.id === id) return 1000;
    if (page.name === asked) return 500;
    return (page.id.startsWith(asked) ? 60 : 0) + (page.name.startsWith(asked) ? 50 : 0);
  };

  // Every word asked for must be on the page.
  const find = (index, text) => {
    const asked = fold(text.trim());
    const words = parts(text).map((word) => word.slice(0, 40));
    if (!words.length) return [];
    const texts = words.map((word) => inText(index, word));
    const hits = [];
    for (const page of index.pages) {
      let sum = whole(page, asked);
      let by = "";
      const all = words.every((word, place) => {
        const name = inName(page, word);
        const inside = texts[place].get(page.number);
        sum += name || inside?.sum || 0;
        if (!name && inside) by = inside.word;
        return name || inside;
      });
      if (all) hits.push({ page, sum, by });
    }
    return hits.sort((a, b) => b.sum - a.sum || a.page.title.localeCompare(b.page.title));
  };

  // What is shown: grouped by kind, the kind with the best hit first.
  const element = (name, values = {}, ...children) => {
    const made = Object.assign(document.createElement(name), values);
    made.append(...children);
    return made;
  };
  const marked = (text, words) => {
    const letters = [...text];
    const folded = letters.map(fold);
    const starts = [];
    let whole = "";
    folded.forEach((one, at) => { starts.push(whole.length); whole += one; if (at === folded.length - 1) starts.push(whole.length); });
    const on = new Array(letters.length).fill(false);
    for (const word of words) {
      const begun = whole.search(new RegExp(`(?<![\\p{L}\\p{N}])${word}`, "u"));
      const from = begun < 0 ? whole.indexOf(word) : begun;
      if (from < 0) continue;
      letters.forEach((_, at) => { if (starts[at] >= from && starts[at] < from + word.length && folded[at]) on[at] = true; });
    }
    const nodes = [];
    for (let at = 0; at < letters.length;) {
      let end = at;
      while (end < letters.length && on[end] === on[at]) end += 1;
      const piece = letters.slice(at, end).join("");
      nodes.push(on[at] ? element("mark", { textContent: piece }) : piece);
      at = end;
    }
    return nodes;
  };
  const option = (hit, words, number) => {
    const { page, by } = hit;
    const link = element("a", { href: `${form.dataset.base}/${page.url}`, id: `site-found-${number}`, tabIndex: -1 },
      element("span", {}, ...marked(page.title, words)));
    link.setAttribute("role", "option");
    if (page.id) link.append(element("small", {}, ...marked(page.id, words)));
    if (by) link.append(element("small", { className: "by" }, "has ", ...marked(by, words)));
    return link;
  };
  const show = (index) => {
    const words = [...new Set(parts(input.value))];
    const hits = find(index, input.value);
    const groups = new Map();
    for (const hit of hits) {
      const of = groups.get(hit.page.kind);
      if (of) of.push(hit); else groups.set(hit.page.kind, [hit]);
    }
    const most = groups.size > 1 ? EACH : ALONE;
    let number = 0;
    list.replaceChildren(...[...groups].map(([kind, held]) => {
      const more = held.length - most;
      const heading = element("div", { className: "kind", id: `site-found-kind-${kind}` },
        more > 0 ? `${index.kinds[kind]}, the first ${most} of ${held.length}` : index.kinds[kind]);
      const group = element("div", {}, heading, ...held.slice(0, most).map((hit) => option(hit, words, number++)));
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", heading.id);
      heading.setAttribute("role", "presentation");
      return group;
    }));
    const asked = input.value.trim();
    said.textContent = hits.length
      ? `${hits.length} found. Arrow keys choose, Enter opens.`
      : `Nothing has “${asked}”. Try fewer words, or the beginning of one: “cost” finds “costs”.`;
    open(Boolean(asked));
    choose(0);
  };

  // The keyboard stays in the box; what is chosen is told by `aria-activedescendant`.
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const choose = (at) => {
    const all = options();
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (all[at]) {
      input.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const step = (by) => {
    const all = options();
    if (all.length) choose((all.indexOf(chosen()) + by + all.length) % all.length);
  };
  const open = (is) => {
    box.hidden = !is;
    input.setAttribute("aria-expanded", String(is));
    if (!is) input.removeAttribute("aria-activedescendant");
  };
  const search = () => {
    if (!input.value.trim()) { list.replaceChildren(); open(false); return; }
    load().then(show, () => { said.textContent = "The index of this site is missing."; open(true); });
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", search);
  input.addEventListener("focus", () => { load().catch(() => {}); if (input.value) search(); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      if (box.hidden) { input.value = ""; input.blur(); }
      open(false);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!box.hidden) chosen()?.click();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) search(); else step(event.key === "ArrowDown" ? 1 : -1);
    }
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) open(false); });
  form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) open(false); });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const palette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!slash && !palette) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
})();
