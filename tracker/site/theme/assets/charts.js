// Draws the charts of a page. It is loaded only by pages that have one, and loads Vega itself, so that
// the words and tables come first. Nothing is evaluated (vega-interpreter), nothing is fetched but the
// files beside this one, and text reaches the page as text.
"use strict";
(() => {
  const here = new URL(".", document.currentScript.src);
  const figures = [...document.querySelectorAll("figure.chart")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const drawn = new Map();

  const load = (name) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL(`vega/${name}.min.js`, here);
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${name} is missing`));
    document.head.append(script);
  });

  // Colours are properties of the theme, `var(--name)`, looked up where the chart stands.
  const probe = document.createElement("span");
  probe.hidden = true;
  const colour = (name) => {
    probe.style.color = "";
    probe.style.color = name;
    return getComputedStyle(probe).color;
  };
  const COLOUR = /^var\(--[a-z0-9-]+\)$/;
  const coloured = (node, key) => {
    if (key === "data" || key === "datasets") return node;
    if (typeof node === "string") return COLOUR.test(node) ? colour(node) : node;
    if (Array.isArray(node)) return node.map((one) => coloured(one));
    if (node === null || typeof node !== "object") return node;
    return Object.fromEntries(Object.entries(node).map(([name, one]) => [name, coloured(one, name)]));
  };

  const config = (place) => {
    const soft = colour("var(--soft)"), ink = colour("var(--ink)"), line = colour("var(--line-strong)");
    const narrow = place.clientWidth < 520;
    const text = { labelColor: soft, titleColor: soft, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500 };
    return {
      background: "transparent", padding: { left: 2, right: 2, top: 4, bottom: 2 },
      font: getComputedStyle(place).fontFamily, view: { stroke: null }, autosize: { type: "fit-x", contains: "padding" },
      axis: { ...text, gridColor: colour("var(--chart-grid)"), domainColor: line, tickColor: line, labelPadding: 6 },
      axisY: { labelLimit: narrow ? Math.round(place.clientWidth * 0.38) : 250 },
      legend: {
        ...text, orient: "top", direction: "horizontal", ...(narrow && { columns: 2 }), labelColor: ink, symbolSize: 80, rowPadding: 4, columnPadding: 14, offset: 24,
        layout: { top: { anchor: "start", bounds: "full", direction: narrow ? "vertical" : "horizontal", margin: narrow ? 6 : 28 } },
      },
      text: { color: ink, fontSize: 12 }, bar: { opacity: 1 }, area: { opacity: 1 }, line: { strokeWidth: 2 },
    };
  };

  // The tooltip: words and values of a mark, beside the pointer or the mark itself.
  const tip = document.createElement("div");
  tip.className = "chart-tip";
  tip.hidden = true;
  const show = (value, x, y) => {
    if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
    const list = document.createElement("dl");
    for (const [name, said] of Object.entries(typeof value === "object" ? value : { "": value })) {
      const term = document.createElement("dt"), what = document.createElement("dd");
      term.textContent = name;
      what.textContent = String(said);
      list.append(term, what);
    }
    tip.replaceChildren(list);
    tip.hidden = false;
    const box = tip.getBoundingClientRect();
    const left = x + 14 + box.width > innerWidth ? x - 14 - box.width : x + 14;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${Math.max(8, Math.min(y + 14, innerHeight - box.height - 8))}px`;
  };

  // The keyboard: the picture is one stop, and the arrows go from mark to mark.
  const walk = (figure, place) => {
    let at = -1;
    const marks = () => [...place.querySelectorAll("svg [role=graphics-symbol][aria-label]")]
      .filter((one) => one.__data__?.tooltip);
    const ring = (one) => {
      place.querySelectorAll(".chart-ring").forEach((old) => old.remove());
      if (!one) return;
      const box = one.getBoundingClientRect(), around = place.getBoundingClientRect();
      const found = document.createElement("span");
      found.className = "chart-ring";
      found.style.left = `${box.left - around.left - 4}px`;
      found.style.top = `${box.top - around.top - 4}px`;
      found.style.width = `${box.width + 8}px`;
      found.style.height = `${box.height + 8}px`;
      place.append(found);
    };
    const leave = () => { at = -1; tip.hidden = true; ring(null); };
    const go = (to) => {
      const all = marks();
      if (!all.length) return;
      at = Math.max(0, Math.min(to, all.length - 1));
      const one = all[at], box = one.getBoundingClientRect();
      ring(one);
      show(one.__data__.tooltip, box.right - Math.min(box.width / 2, 60), box.bottom - 6);
      figure.querySelector(".chart-said").textContent = one.getAttribute("aria-label");
    };
    const keys = {
      ArrowRight: () => go(at + 1), ArrowDown: () => go(at + 1), ArrowLeft: () => go(at - 1), ArrowUp: () => go(at - 1),
      Home: () => go(0), End: () => go(marks().length - 1), Escape: leave,
    };
    place.addEventListener("keydown", (event) => {
      if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      keys[event.key]();
    });
    place.addEventListener("blur", leave);
  };

  const name = (figure) => {
    const page = document.querySelector("h1")?.textContent ?? document.title;
    return `${page} ${figure.id.replace(/^chart-/, "")}`.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 80);
  };
  const save = async (figure, kind) => {
    const view = drawn.get(figure).view;
    // What is saved has the paper that it was drawn for.
    view.background(colour("var(--sheet)"));
    const address = await view.toImageURL(kind, kind === "png" ? 2 : 1);
    view.background("transparent");
    const link = document.createElement("a");
    link.href = address;
    link.download = `${name(figure)}.${kind}`;
    link.click();
  };

  // A group of marks is no mark of its own to those who listen; Vega says so of groups that begin empty.
  const regroup = (place) => {
    for (const group of place.querySelectorAll("svg g[role=graphics-symbol]:not([aria-label])")) {
      group.setAttribute("role", "graphics-object");
    }
  };

  const draw = async (figure) => {
    const place = figure.querySelector(".chart-place");
    const spec = JSON.parse(figure.querySelector(".chart-spec").textContent);
    place.append(probe);
    const settings = {
      mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false, config: config(place),
      tooltip: (_, event, __, value) => show(value, event?.clientX, event?.clientY), logLevel: 1,
    };
    const colours = coloured(spec);
    probe.remove();
    drawn.get(figure)?.finalize();
    drawn.set(figure, await self.vegaEmbed(place, colours, settings));
    place.style.minHeight = "";
    place.dataset.drawn = "";
  };

  const prepare = (figure) => {
    const place = figure.querySelector(".chart-place");
    place.hidden = false;
    place.style.minHeight = `${Number(place.dataset.height) + 60}px`;
    place.tabIndex = 0;
    place.setAttribute("role", "group");
    place.setAttribute("aria-label", `${figure.querySelector("[id$=-title]").textContent}: picture, arrow keys go from mark to mark`);
    for (const key of figure.querySelectorAll(".chart-key")) key.hidden = false;
    figure.querySelector(".chart-data").open = false;
    figure.querySelector(".chart-save").hidden = false;
    figure.querySelectorAll("[data-save]").forEach((button) => {
      button.addEventListener("click", () => save(figure, button.dataset.save));
    });
    walk(figure, place);
    new MutationObserver(() => regroup(place)).observe(place, { subtree: true, childList: true, attributeFilter: ["role"] });
  };

  const give_up = (figure) => {
    figure.querySelector(".chart-place").hidden = true;
    figure.querySelector(".chart-save").hidden = true;
    figure.querySelector(".chart-data").open = true;
  };

  const all = async () => { for (const figure of figures) await draw(figure); };
  let waiting = 0;
  const again = () => { clearTimeout(waiting); waiting = setTimeout(all, 30); };

  const start = async () => {
    figures.forEach(prepare);
    document.body.append(tip);
    try {
      for (const part of ["vega", "vega-lite", "vega-embed"]) await load(part);
      await all();
    } catch (error) {
      figures.forEach(give_up);
      throw error;
    }
    dark.addEventListener("change", again);
    new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  };
  if (figures.length) start();
})();
