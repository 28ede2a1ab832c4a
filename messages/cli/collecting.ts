import { Catalog, entry } from "../catalog";

/** Problems of `collect`. Texts with an `answer` end with what the cloud answered. */
export const COLLECTING = new Catalog({
  "collect-login-failed": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")}. The login does not work there: ${answer}. Run az login --tenant ID, or correct the ARM_ variables. Then run the command again with --resume`,
  }),
  "collect-answer-too-large": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")} (${answer}). An answer of this size is not one of the cloud's. Check the endpoints and the proxy, and run the command again with --resume`,
  }),
  "collect-failed": entry({
    text: (sections: readonly string[], answer: string) =>
      `not collected: ${sections.join(", ")} (${answer}). Run the command again with --resume`,
  }),
});
