import fc from "fast-check";
import { decode } from "../../../../cli/input/read-input";
import { type JudgedFile, judgeTerraformSource, judgeText } from "../../../../cli/judged-files/judge-file";
import { UnreadableError } from "../../../../policy-sources";
import { policy } from "../../../unit/trust/properties/generated-policies";
import { editedBytes } from "../edited-bytes";
import { demandReports } from "../judge-bytes";
import { openTarget, type Target } from "../target";

/** JSON is an expression of Terraform's language, if no text in it looks like a template. */
function expression(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[$%](?=\{)/g, "$&$&");
}

const WAYS: readonly ((policy: unknown) => string)[] = [
  (value) => role(`jsonencode(${expression(value)})`),
  (value) => role(`<<EOF\n${expression(value)}\nEOF`),
  (value) => `locals {\n  policy = ${expression(value)}\n}\n${role("jsonencode(local.policy)")}`,
  (value) => role(`jsonencode(merge(${expression(value)}, local.more))`),
  (value) => `${document(value)}${role("data.aws_iam_policy_document.d.json")}`,
];

function role(value: string): string {
  return `resource "aws_iam_role" "r" {\n  assume_role_policy = ${value}\n}\n`;
}

/** A document with the conditions of a policy's statements. */
function document(value: unknown): string {
  const statements = [(value as { readonly Statement?: unknown }).Statement].flat();
  const blocks = statements.map((statement) => {
    const { Action, Condition, Principal } = statement as Record<string, unknown>;
    const conditions = Object.entries((Condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
      ([test, block]) =>
        Object.entries(block).map(
          ([variable, values]) =>
            `condition {\n test = ${expression(test)}\n variable = ${expression(variable)}\n values = ${expression([values].flat())}\n}`,
        ),
    );
    const federated = (Principal as { readonly Federated?: unknown } | undefined)?.Federated;
    return `statement {\n actions = ${expression([Action].flat())}\n principals {\n type = "Federated"\n identifiers = ${expression([federated].flat())}\n}\n${conditions.join("\n")}\n}`;
  });
  return `data "aws_iam_policy_document" "d" {\n${blocks.join("\n")}\n}\n`;
}

/** The way that leaves out parts of a policy, which a document has no place for. */
const PARTIAL = WAYS.at(-1);

interface Input {
  readonly bytes: Buffer;
  /** The policy that an intact file has; `undefined` for one with edited bytes. */
  readonly policy: unknown;
  readonly isExact: boolean;
}

const whole = fc
  .tuple(policy, fc.constantFrom(...WAYS))
  .map(([value, write]) => ({ policy: value, text: write(value), isExact: write !== PARTIAL }));

/** Terraform source, which is accepted only if its policy is. */
export const terraformSource: Target = {
  name: "terraform-source",
  feeds: "Terraform source with a role, to `judge`",
  unsound: "a role is accepted whose policy as JSON is not, or the role of an intact file is missed",
  runs: 100,
  leastAccepted: 0.05,
  open: async () =>
    Promise.resolve(
      openTarget<Input>({
        inputs: fc.oneof(
          {
            weight: 2,
            arbitrary: whole.map(({ text, ...rest }) => ({ bytes: Buffer.from(text), ...rest })),
          },
          {
            weight: 1,
            arbitrary: editedBytes(whole.map(({ text }) => text)).map((bytes) => ({
              bytes,
              policy: undefined,
              isExact: false,
            })),
          },
        ),
        check: async ({ bytes, policy: value, isExact }) => {
          const file = await read(bytes);
          demandReports(file);
          const roles = file?.roles ?? [];
          if (value !== undefined && roles.length !== 1) {
            throw new Error(`unsound: a role goes unseen: ${bytes.toString()}`);
          }
          const isAccepted = roles.some(({ verdict }) => verdict === "accepted");
          if (
            isAccepted &&
            isExact &&
            judgeText("f", JSON.stringify(value)).roles[0]?.verdict !== "accepted"
          ) {
            throw new Error(`unsound: Terraform source passes: ${bytes.toString()}`);
          }
          // Taken, that is: read, and not found wrong.
          return roles.length > 0 && roles.every(({ verdict }) => verdict !== "rejected")
            ? "accepted"
            : "refused";
        },
      }),
    ),
};

async function read(bytes: Uint8Array): Promise<JudgedFile | undefined> {
  try {
    return await judgeTerraformSource("main.tf", decode(bytes), []);
  } catch (error) {
    if (error instanceof UnreadableError) {
      return undefined;
    }
    throw error;
  }
}
