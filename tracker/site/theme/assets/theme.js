// The theme that a reader chose, set before anything is drawn; and the button that turns to the next.
"use strict";
(() => {
  const KEY = "tracker-theme";
  const THEMES = ["system", "light", "dark"];
  const root = document.documentElement;
  let theme = "system";

  // Where storing is denied the choice holds for this page.
  const stored = () => {
    try { return localStorage.getItem(KEY); } catch { return null; }
  };
  const store = () => {
    try { localStorage.setItem(KEY, theme); } catch { /* kept by this page alone */ }
  };
  const take = (asked) => {
    theme = THEMES.includes(asked) ? asked : "system";
    if (theme === "system") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  take(stored());

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    if (!button) return;
    const said = button.querySelector("span");
    const tell = () => { said.textContent = `Theme: ${theme}`; };
    button.addEventListener("click", () => {
      take(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length]);
      store();
      tell();
    });
    addEventListener("storage", (event) => {
      if (event.key === KEY) { take(event.newValue); tell(); }
    });
    tell();
    button.hidden = false;
  });
})();
