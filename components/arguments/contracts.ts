import type * as Contracts from "../../trust/contract";

/** The reader of federation contracts. A program without a contract does not load it. */
export function contracts(): typeof Contracts {
  return require("../../trust/contract") as typeof Contracts;
}
