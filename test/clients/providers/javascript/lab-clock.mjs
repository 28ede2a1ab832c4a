// The clock of a program in the lab, which a test moves. Import it first: what is imported later sees this clock alone. Pauses of half a
// second and more, which libraries make between attempts, take a thousandth of their time.
import { setTimeout as realTimeout } from "node:timers";

const RealDate = Date;
let passed = 0;

globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RealDate.now() + passed] : args));
  }

  static now() {
    return RealDate.now() + passed;
  }
};

globalThis.setTimeout = (callback, delay = 0, ...args) =>
  realTimeout(callback, delay < 500 ? delay : delay / 1000, ...args);

export function pass(milliseconds) {
  passed += milliseconds;
}
