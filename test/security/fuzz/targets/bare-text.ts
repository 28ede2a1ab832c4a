import fc from "fast-check";
import { stringify } from "yaml";
import { policy } from "../../../unit/trust/properties/generated-policies";
import { editedBytes } from "../edited-bytes";
import { judgeBytes } from "../judge-bytes";
import { strangerIn } from "../soundness";
import { openTarget, type Target } from "../target";

type Policy = Record<string, unknown>;

/** The forms in which people keep a policy. */
const WAYS: readonly ((policy: Policy) => string)[] = [
  (value) => stringify(value, { aliasDuplicateObjects: false }),
  (value) =>
    `// a policy\n${JSON.stringify(value, null, 2).replace(/([\]}])\n/g, "$1, /* , */\n")}`.replace(
      /,( \/\*[^/]*\/\n\s*[^\s"{[])/g,
      " $1",
    ),
  (value) => encodeURIComponent(JSON.stringify(value)),
  (value) => JSON.stringify(JSON.stringify(value)),
  (value) => JSON.stringify({ RoleName: "r", AssumeRolePolicyDocument: value }),
  (value) => JSON.stringify({ AssumeRolePolicyDocument: JSON.stringify(value) }),
  ({ Statement }) => JSON.stringify(Statement),
  (value) => JSON.stringify(value).replace(/\d{12}/g, "${account}"),
  (value) => JSON.stringify(value).replace(/"sub:?[^"]*"/g, '"{{ subject }}"'),
];

interface Input {
  readonly bytes: Buffer;
  /** The policy, if the text is whole. */
  readonly held: Policy | undefined;
}

const written = fc
  .tuple(policy, fc.constantFrom(...WAYS))
  .map(([held, write]) => ({ bytes: Buffer.from(write(held)), held }));

/** Policies alone, in every form in which people keep them. */
export const bareText: Target = {
  name: "bare-text",
  feeds:
    "policies in YAML, with comments, encoded, as statements, as input of `create-role`, and with placeholders, to `judge`",
  unsound: "an open policy is accepted, or the file passes with one",
  runs: 200,
  leastAccepted: 0.02,
  open: async () =>
    Promise.resolve(
      openTarget<Input>({
        inputs: fc.oneof(
          { weight: 2, arbitrary: written },
          {
            weight: 1,
            arbitrary: editedBytes(written.map(({ bytes }) => bytes.toString())).map((bytes) => ({
              bytes,
              held: undefined,
            })),
          },
        ),
        check: ({ bytes, held }) => {
          const { file, exitCode } = judgeBytes(bytes);
          const isPassed =
            exitCode === 0 || file?.roles.some(({ judgment }) => judgment.verdict === "accepted") === true;
          if (held !== undefined && isPassed && strangerIn(held) !== undefined) {
            throw new Error(`unsound: an open policy passes: ${bytes.toString()}`);
          }
          return exitCode === 0 ? "accepted" : "refused";
        },
      }),
    ),
};
