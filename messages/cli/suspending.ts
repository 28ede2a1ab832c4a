import { Catalog, entry } from "../catalog";

/**
 * Problems and warnings of `suspend` and `resume`. Texts with an `answer` end with what AWS answered and what to do about it:
 * the message of an `IamError` of cli/roles.
 */
export const SUSPENDING = new Catalog({
  "trust-policy-not-shown": entry({
    text: (change: "closed" | "restored", seconds: number) =>
      `trust policy: ${change}, but IAM does not show it after ${seconds} seconds. Run the command again`,
  }),
});
