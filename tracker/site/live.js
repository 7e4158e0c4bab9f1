// Served by `tracker site serve` alone, to pages on this machine: it asks for the page anew when there
// is a later one.
"use strict";
(() => {
  const { built } = document.currentScript.dataset;
  const asked = new URLSearchParams({ page: location.pathname, built });
  const source = new EventSource(`/.tracker/events?${asked}`);
  source.addEventListener("message", () => {
    source.close();
    location.reload();
  });
})();
