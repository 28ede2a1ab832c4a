/** Something that is wrong, and how to fix it. */
export interface Problem {
  /** A code of the error catalog, such as `entra-not-assigned`. */
  readonly code: string;
  readonly text: string;
}

/** Why there are no credentials. The message ends with the code, which `npx @azure-to-aws/cli explain` explains. */
export class AzureToAwsError extends Error {
  override readonly name = "AzureToAwsError";
  /** The code of the first problem. */
  readonly code: string;

  /** @internal */
  constructor(problems: readonly [Problem, ...Problem[]], options?: ErrorOptions) {
    super(problems.map(({ code, text }) => `${oneLine(text)} [${code}]`).join("\n"), options);
    this.code = problems[0].code;
  }
}

/** A text of any origin as one line, without anything that looks like a token. */
function oneLine(text: string): string {
  const line = text.replace(/eyJ[\w-]{6,}(\.[\w-]*)*/g, "<token>").replace(/\s+/g, " ");
  return line.length <= 1500 ? line : `${line.slice(0, 1500)}...`;
}
