// Loaded before a Node program under test: nothing is fetched, and what was asked for is written down.
const { appendFileSync } = require("node:fs");
const { Socket } = require("node:net");

Socket.prototype.connect = function (...asked) {
  appendFileSync(process.env.ASKED_FOR, JSON.stringify(asked.flat(2)[0]?.host ?? "somebody") + "\n");
  process.nextTick(() => this.destroy(new Error("tests have no network")));
  return this;
};
