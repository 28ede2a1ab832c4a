import fc from "fast-check";
import { parseDocument } from "yaml";
import { policy } from "../../../unit/trust/properties/generated-policies";
import { editedBytes } from "../edited-bytes";
import { judgeBytes } from "../judge-bytes";
import { openTarget, type Target } from "../target";

const text = fc
  .tuple(policy, fc.constantFrom(undefined, 2, "\t"))
  .map(([document, indent]) => JSON.stringify(document, null, indent));

/** Files with one trust policy, with bytes inserted, cut, doubled and flipped. */
export const trustDocumentBytes: Target = {
  name: "trust-document-bytes",
  feeds: "trust policies with bytes inserted, cut, doubled, and flipped, to `judge`",
  unsound: "the evaluator admits a token that no grant names, or a member occurs twice",
  runs: 400,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      openTarget({
        inputs: editedBytes(text),
        check: (bytes) => {
          const { file, exitCode } = judgeBytes(bytes);
          const roles = file?.roles ?? [];
          if (roles.some(({ judgment }) => judgment.verdict === "accepted")) {
            demandNoMemberTwice(bytes.toString());
          }
          return exitCode === 0 ? "accepted" : "refused";
        },
      }),
    ),
};

/** Readers differ in which of two members of the same name they take. JSON is YAML, whose parser finds them. */
function demandNoMemberTwice(json: string): void {
  const twice = parseDocument(json).errors.find(({ code }) => code === "DUPLICATE_KEY");
  if (twice !== undefined) {
    throw new Error(`unsound: accepted with a member that comes twice: ${json}`);
  }
}
