import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

/** What the output of a failed program follows. */
const OUTPUT = "Its output follows";

/** What is wrong with the lab's surroundings, or with a program that uses the lab. */
export const LAB = new Catalog({
  "lab-unsupported": entry({
    text: (what: string, _how?: string) => `the lab does not support ${what}`,
    next: (_what: string, how = "Remove it for runs against the lab") => how,
  }),
  "lab-az-unsupported": entry({
    text: (what: string, known?: string) =>
      `the lab's az does not support ${what}${known === undefined ? "" : `. Expected one of: ${known}`}`,
    next: () => "For other commands, use the real Azure CLI: npm start -w lab -- --tls",
  }),
  "lab-plugin-unknown": entry({
    text: (name: string, known: readonly string[]) =>
      `--official-plugins: unknown plugin ${quoted(name)}. Expected one or more of ${known.join(", ")}, separated by commas`,
  }),
});

/** Promises of the demo that did not hold, in the lab or in an acceptance run. */
export const DEMO = new Catalog({
  "demo-pulumi-failed": entry({
    text: (command: string) => `${command} failed`,
    next: () => OUTPUT,
  }),
});
