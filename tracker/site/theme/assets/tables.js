// Sorting and filtering of tables, and filtering of boards. What is asked for stands in the address,
// so that a view can be shared. Rows say by number which options they fit (`data-f`).
"use strict";
(() => {
  if (self.TRACKER_TABLES) return;
  self.TRACKER_TABLES = true;
  const UNSET = "-";
  const LONG = 12;
  const FIRST = 40;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const make = (name, values = {}, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  // A facet: boxes are made of its entries; `chosen` holds the numbers of those that are ticked.
  const facetOf = (details) => {
    const chosen = new Set();
    const options = [...details.querySelectorAll("li")].map((entry) => {
      const label = entry.textContent;
      const value = entry.dataset.v ?? label;
      const input = make("input", { type: "checkbox" });
      const count = make("span", { className: "count" });
      entry.replaceChildren(make("label", {}, input, make("span", { textContent: label }), count));
      return { entry, label, value, input, count };
    });
    const facet = { details, name: details.dataset.name, said: details.querySelector(".chosen"), options, chosen, word: "" };
    if (options.length > LONG) {
      const find = make("input", { type: "search", placeholder: "Find", autocomplete: "off" });
      find.setAttribute("aria-label", `Find in ${details.querySelector("summary").textContent.trim()}`);
      find.addEventListener("input", (event) => {
        event.stopPropagation();
        facet.word = fold(find.value);
        narrow(facet);
      });
      details.querySelector("ul").before(find);
    }
    return facet;
  };
  // Of a long list only what can still be chosen is shown, and has the words that were asked for.
  const narrow = ({ options, word }) => {
    for (const one of options) {
      const isSpent = one.count.textContent === "0" && !one.input.checked;
      one.entry.classList.toggle("none-left", isSpent);
      one.entry.hidden = options.length > LONG && (isSpent || !fold(one.label).includes(word));
    }
  };

  const equip = (sheet, at) => {
    const prefix = at ? `${at + 1}.` : "";
    const form = sheet.querySelector(".filters");
    const words = form.elements.q;
    const clear = form.querySelector("[data-clear]");
    const said = form.querySelector(".shown");
    const nothing = sheet.querySelector("[data-nothing]");
    const body = sheet.querySelector("tbody");
    const heads = [...sheet.querySelectorAll("thead th[data-sort]")];
    const groups = [...sheet.querySelectorAll("[data-group]")];
    const facets = [...form.querySelectorAll(".facet")].map(facetOf);
    const items = [...sheet.querySelectorAll("[data-f]")].map((element, place) => ({
      element,
      place,
      text: null,
      keys: {},
      fits: element.dataset.f.split(";").map((one) => one.split(",").map(Number)),
    }));
    let sort = "";
    let ordered = items;
    let last = null;

    // The address.
    const names = () => ["q", "sort", ...facets.map((one) => one.name)].map((name) => prefix + name);
    const read = () => {
      const asked = new URLSearchParams(location.search);
      words.value = asked.get(`${prefix}q`) ?? "";
      const by = asked.get(`${prefix}sort`) ?? "";
      sort = heads.some((one) => one.dataset.name === by.replace(/^-/, "")) ? by : "";
      for (const facet of facets) {
        const values = new Set(asked.getAll(prefix + facet.name));
        facet.chosen.clear();
        facet.options.forEach((one, number) => {
          one.input.checked = values.has(one.value);
          if (one.input.checked) facet.chosen.add(number);
        });
      }
    };
    const write = () => {
      const asked = new URLSearchParams(location.search);
      for (const name of names()) asked.delete(name);
      for (const facet of facets) {
        for (const number of facet.chosen) asked.append(prefix + facet.name, facet.options[number].value);
      }
      if (words.value.trim()) asked.set(`${prefix}q`, words.value.trim());
      if (sort) asked.set(`${prefix}sort`, sort);
      const search = asked.size ? `?${asked}` : location.pathname;
      try { history.replaceState(null, "", search + location.hash); } catch { /* the view holds all the same */ }
      lead();
    };
    const lead = () => {
      for (const link of document.querySelectorAll("a[data-view]")) link.search = location.search;
    };

    // To lay hundreds of rows out takes longer than to find them: the first of them answer, the others
    // follow when those are painted. Their end lies far below what is seen, so nothing jumps.
    const settle = () => {
      if (items.length <= 2 * FIRST) return;
      last?.classList.remove("cut");
      last = ordered.filter((one) => !one.element.hidden)[FIRST]?.element;
      last?.classList.add("cut");
      requestAnimationFrame(() => setTimeout(() => last?.classList.remove("cut")));
    };

    // Filtering. An option counts what would be there if its own facet asked for nothing.
    const filter = () => {
      const asked = fold(words.value).split(/\s+/).filter(Boolean);
      const counts = facets.map((one) => new Array(one.options.length).fill(0));
      let shown = 0;
      for (const item of items) {
        if (asked.length) item.text ??= fold(item.element.textContent);
        const said = asked.every((word) => item.text.includes(word));
        const missed = facets.filter((one, number) => one.chosen.size && !item.fits[number].some((fit) => one.chosen.has(fit)));
        const fits = said && !missed.length;
        if (item.element.hidden === fits) item.element.hidden = !fits;
        shown += fits;
        if (!said || missed.length > 1) continue;
        facets.forEach((one, number) => {
          if (!missed.length || missed[0] === one) for (const fit of item.fits[number]) counts[number][fit] += 1;
        });
      }
      tell(shown, counts);
    };
    const tell = (shown, counts) => {
      const total = items.length;
      const noun = total === 1 ? sheet.dataset.one : sheet.dataset.many;
      const text = shown === total ? `${total} ${noun}` : `${shown} of ${total} ${noun}`;
      if (said.textContent !== text) said.textContent = text;
      facets.forEach((facet, number) => {
        const names = [...facet.chosen].map((one) => facet.options[one].label);
        facet.said.textContent = names.length > 1 ? `${names.length} chosen` : names[0] ?? "";
        facet.details.classList.toggle("on", names.length > 0);
        facet.options.forEach((one, place) => { one.count.textContent = counts[number][place]; });
        narrow(facet);
      });
      for (const group of groups) {
        const left = group.querySelectorAll("[data-f]:not([hidden])").length;
        group.querySelector(".count").textContent = left;
      }
      const isNarrowed = words.value.trim() !== "" || facets.some((one) => one.chosen.size);
      clear.hidden = !isNarrowed;
      nothing.hidden = shown > 0 || !total;
      sheet.classList.toggle("is-empty", !shown);
    };

    // Sorting. What has no value comes last, either way.
    const keyOf = (item, head) => {
      const cell = item.element.cells[head.cellIndex];
      const { sort: how, facet } = head.dataset;
      if (facet !== undefined) {
        const number = item.fits[facet][0];
        return facets[facet].options[number].value === UNSET ? null : number;
      }
      if (cell.classList.contains("none")) return null;
      if (how === "number") {
        const number = Number(cell.dataset.v ?? cell.textContent);
        return Number.isNaN(number) ? null : number;
      }
      if (how === "date") return cell.querySelector("time")?.dateTime ?? null;
      return cell.querySelector(".none") ? null : (cell.querySelector("a") ?? cell).textContent.trim();
    };
    const order = () => {
      const head = heads.find((one) => one.dataset.name === sort.replace(/^-/, ""));
      const turn = sort.startsWith("-") ? -1 : 1;
      for (const one of heads) {
        if (one === head) one.setAttribute("aria-sort", turn < 0 ? "descending" : "ascending");
        else one.removeAttribute("aria-sort");
      }
      if (!body || (!head && ordered === items)) return;
      const name = head?.dataset.name;
      const keyed = items.map((item) => ({ item, key: head ? (item.keys[name] ??= keyOf(item, head)) : null }));
      const compare = head?.dataset.sort === "text" && head.dataset.facet === undefined
        ? collator.compare
        : (a, b) => (a < b ? -1 : Number(a > b));
      keyed.sort((a, b) =>
        (a.key === null) - (b.key === null)
        || (a.key !== null && b.key !== null && turn * compare(a.key, b.key))
        || a.item.place - b.item.place);
      ordered = keyed.map((one) => one.item);
      body.append(...ordered.map((one) => one.element));
      sheet.classList.toggle("is-sorted", Boolean(head));
    };

    for (const head of heads) {
      const { name } = head.dataset;
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        sort = sort === name ? `-${name}` : sort === `-${name}` ? "" : name;
        order();
        settle();
        write();
      });
    }
    for (const facet of facets) {
      facet.options.forEach((one, number) => {
        one.input.addEventListener("change", () => {
          if (one.input.checked) facet.chosen.add(number);
          else facet.chosen.delete(number);
          filter();
          settle();
          write();
        });
      });
      facet.details.addEventListener("toggle", () => {
        if (facet.details.open) for (const one of facets) if (one !== facet) one.details.open = false;
      });
      facet.details.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        facet.details.open = false;
        facet.details.querySelector("summary").focus();
      });
    }
    const wipe = () => {
      words.value = "";
      for (const facet of facets) {
        facet.chosen.clear();
        for (const one of facet.options) one.input.checked = false;
      }
      filter();
      settle();
      write();
      words.focus();
    };
    for (const one of sheet.querySelectorAll("[data-clear]")) one.addEventListener("click", wipe);
    words.addEventListener("input", () => { filter(); settle(); write(); });
    form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("click", (event) => {
      for (const one of facets) if (!one.details.contains(event.target)) one.details.open = false;
    });
    const restore = () => { read(); order(); filter(); lead(); };
    addEventListener("popstate", restore);
    form.hidden = false;
    restore();
  };

  document.querySelectorAll(".sheet").forEach(equip);
})();
