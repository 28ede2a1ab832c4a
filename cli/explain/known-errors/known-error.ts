/** What is known about one error text of a cloud, a client, or the engine. */

/**
 * How the text is known: captured traffic, source code, a log or an issue, the vendor's documentation, or a conclusion
 * from one of these.
 */
export type Grade = "recorded" | "source" | "log" | "documentation" | "inferred";

/**
 * How bad an error is. `"broken"`: it stays until something is changed. `"passing"`: it can disappear with time.
 * `"symptom"`: another error is the cause, and this client does not show it.
 */
export type Weight = "broken" | "passing" | "symptom";

/** An error text that was not written by this product. */
export interface KnownError {
  /** Stable code in kebab case. It is unique in the product, and the anchor of the entry on the manual's page. */
  readonly code: string;
  /** What the error means, as a heading. */
  readonly title: string;
  /** The exact text. `{name}` stands for a value. */
  readonly text: string;
  /** A shorter part of the text by which it is recognized, in the same form. Default is the whole text. */
  readonly match?: string;
  readonly weight: Weight;
  /** Why it happens: one to three sentences. */
  readonly cause: string;
  /** Commands that confirm the cause. Words in capitals are for the reader to replace, but for those that {@link valuesIn} the text gives. */
  readonly confirm: readonly string[];
  /** How to fix it. A line is a command, unless it begins with `#`. Words in capitals are for the reader to replace. */
  readonly fix: readonly string[];
  readonly grade: Grade;
  /** Where the text was found. */
  readonly source: string;
  /** The call to AWS that is refused with this text, if clients print both. */
  readonly call?: AwsCall;
  /** Whether a test provokes it in the lab and compares the exact text. */
  readonly inLab?: true;
}

/** A refused call to AWS, as clients name it. */
export interface AwsCall {
  /** AWS's code: `AccessDenied`. */
  readonly code: string;
  /** The operation: `AssumeRoleWithWebIdentity`. */
  readonly operation: string;
  /** The name of the error in the SDK for JavaScript v3. Default is the code. */
  readonly javaScriptName?: string;
}

/** What the AWS CLI and boto3 print for a refused call. Source: botocore, `exceptions.py` (ClientError). */
export function botocoreText(call: AwsCall, text: string): string {
  return `An error occurred (${call.code}) when calling the ${call.operation} operation: ${text}`;
}

/** What the SDK for JavaScript v3 prints for a refused call. */
export function javaScriptText({ code, javaScriptName = code }: AwsCall, text: string): string {
  return `${javaScriptName}: ${text}`;
}

/** The errors of one service or program. */
export interface KnownErrors {
  /** Who prints them, as a heading: `AWS STS`. */
  readonly area: string;
  readonly errors: readonly KnownError[];
}

/** The longest value that replaces a `{name}` in an error text, in characters. */
const LONGEST_VALUE = 400;

/** A regular expression for a whole text, to the letter: `{name}` stands for any value. */
export function exactPatternOf(text: string): RegExp {
  const parts = text.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join("[^]+?")}$`);
}

/** A regular expression for a part of an error text. White space may differ, so wrapped lines are found too. */
function literal(part: string): string {
  return (
    part
      .trim()
      .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
      // JSON escapes quotation marks.
      .replaceAll('"', String.raw`\\?"`)
      .replaceAll(/\s+/g, String.raw`\s+`)
  );
}

/** Whether a value may take its place in a command: nothing in it means something else to a shell or an option. */
export function isPlain(value: string): boolean {
  return /^[A-Za-z0-9][\w:/.@+=-]{0,199}$/.test(value);
}

/** The values that a text has for the names of an error's text. Those at its beginning and its end have no border, so they are left out. */
export function valuesIn({ text }: Pick<KnownError, "text">, found: string): ReadonlyMap<string, string> {
  const pieces = text.split(/\{(\w+)\}/);
  const names: string[] = [];
  const pattern = pieces.map((piece, index) => {
    const isName = index % 2 === 1;
    if (!isName || pieces[index - 1] === "" || pieces[index + 1] === "") {
      return isName ? "" : literal(piece);
    }
    names.push(piece);
    return `([^]{1,${LONGEST_VALUE}}?)`;
  });
  const [, ...values] = new RegExp(pattern.join("")).exec(found) ?? [];
  return new Map(names.map((name, index) => [name, (values[index] ?? "").trim()]));
}

/** A command with the values for its words in capitals: `AUDIENCE` stands for `{audience}`. */
export function withValues(command: string, values: ReadonlyMap<string, string>): string {
  return command.startsWith("#")
    ? command
    : [...values].reduce((line, [name, value]) => {
        const word = name.replaceAll(/([a-z])([A-Z])/g, "$1_$2").toUpperCase();
        return line.replaceAll(new RegExp(String.raw`(?<![\w-])${word}(?![\w-])`, "g"), () => value);
      }, command);
}

/** A regular expression that finds an error text. */
export function patternOf({ text, match = text }: Pick<KnownError, "text" | "match">): RegExp {
  const parts = match.split(/\{\w+\}/).map(literal);
  const begins = /^\w/.test(match) ? String.raw`(?<!\w)` : "";
  const ends = /\w$/.test(match) ? String.raw`(?!\w)` : "";
  return new RegExp(begins + parts.filter((part) => part !== "").join(`[^]{1,${LONGEST_VALUE}}?`) + ends);
}
