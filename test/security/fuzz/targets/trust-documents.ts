import fc from "fast-check";
import { judgeTrustPolicy } from "../../../../trust";
import { policy } from "../../../unit/trust/properties/generated-policies";
import { demandSound } from "../demand-sound";
import { edited } from "../edited-json";
import { demandNoInternalError } from "../judge-bytes";
import { openTarget, type Target } from "../target";

const inputs = fc.tuple(fc.oneof(policy, edited(policy), edited(policy, 1)), fc.boolean());

/** Trust policies as values: those of the property tests, and the same with members changed, moved and nested. */
export const trustDocuments: Target = {
  name: "trust-documents",
  feeds: "trust policies with members changed, moved, renamed, and nested, to `judgeTrustPolicy`",
  unsound: "the evaluator admits a token that no grant names",
  runs: 800,
  leastAccepted: 0.03,
  open: async () =>
    Promise.resolve(
      openTarget({
        inputs,
        check: ([document, asText]) => {
          const { accepted, findings, grants } = judgeTrustPolicy(asText ? textOf(document) : document);
          demandNoInternalError(findings);
          if (accepted) {
            demandSound(document, grants);
          }
          return accepted ? "accepted" : "refused";
        },
      }),
    ),
};

/** Of values nested so deep that nothing can write them, the value. */
function textOf(document: unknown): unknown {
  try {
    return JSON.stringify(document);
  } catch {
    return document;
  }
}
