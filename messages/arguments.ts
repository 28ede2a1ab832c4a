import { Catalogue, entry } from "./catalogue";

/** What is wrong with the arguments of a component. Each text continues the argument's path: `workloads.app: …`. */
export const ARGUMENTS = new Catalogue("Component arguments", {
  "argument-unknown": entry({
    text: (nearest: string | undefined, valid: readonly string[]) =>
      `unknown argument; ${nearest === undefined ? "" : `did you mean "${nearest}"? `}Valid arguments: ${valid.join(", ")}`,
    sample: ["permissions", ["permissions", "subject"]],
    cause:
      "The component has no argument of this name. The name is misspelled, or it belongs to another object.",
    fix: "Use one of the listed names. [Arguments](arguments.md) lists them all.",
  }),
});
