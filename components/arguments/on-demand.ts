/** What a program loads only if it gives the argument that needs it. */
import type * as Narrowing from "../../trust/build/narrowing-conditions";
import type * as Contracts from "../../trust/contract";

/** The reader of federation contracts. */
export function contracts(): typeof Contracts {
  return require("../../trust/contract") as typeof Contracts;
}

/** The checks of narrowing conditions. */
export function narrowing(): typeof Narrowing {
  return require("../../trust/build/narrowing-conditions") as typeof Narrowing;
}
