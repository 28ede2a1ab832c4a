/** Replaces what identifies somebody, and every secret, by placeholders: reports are sent to others. */
import { homedir, hostname, userInfo } from "node:os";

/** A value that no report may show, and what is shown instead. */
export interface Known {
  readonly value: string;
  /** Such as `<tenant>`. */
  readonly placeholder: string;
}

/** Variables whose values are secrets, by their names. */
const SECRET_VARIABLE = /SECRET|TOKEN|PASSWORD|PASSPHRASE|CREDENTIAL|ACCESS_KEY|_KEY$|_SIG$|SASL|COOKIE/i;

/** Shorter values are no secrets, and would be found everywhere. */
const SHORTEST_SECRET = 6;

/** What is replaced wherever it appears, by its form. The order counts. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g, "<token>"],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, "<AWS ID>"],
  [/\bassumed-role\/[^\s/"']+\/[^\s"']+/g, "assumed-role/<role>/<session>"],
  [/(:iam::[^\s:]*:(?:user|role)\/)[^\s"']+/g, "$1<name>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<GUID>"],
  [/\b[0-9a-f]{32}\b/gi, "<GUID>"],
  [/\b\d{12}\b/g, "<account>"],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "<mail address>"],
  [/\b[\w-]+\.onmicrosoft\.com\b/gi, "<domain>"],
  [/\b(tenant named ).*?(?=\. This can happen|\. You might|\.?$)/gm, "$1<tenant>"],
  [/\b(in the directory )'[^']*'/g, "$1'<tenant>'"],
  [/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, "<time>"],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, "<address>"],
  // Query strings of operations are signed.
  [/([?&](?:t|c|s|h|sig|se|sp|sv)=)[^&\s"']+/g, "$1<signature>"],
];

/** Replaces known values and known forms. */
export class Redactor {
  readonly #known: readonly Known[];

  /** @param known - values of this run. Longer ones are replaced first, so none is cut by another. */
  constructor(known: readonly Known[]) {
    this.#known = known
      .filter(({ value }) => value.length > 2)
      .sort((one, other) => other.value.length - one.value.length);
  }

  /** The text without them. Doing it twice is doing it once. */
  redact(text: string): string {
    const withoutKnown = this.#known.reduce(
      (rest, { value, placeholder }) => rest.replaceAll(new RegExp(escaped(value), "gi"), placeholder),
      text,
    );
    return FORMS.reduce((rest, [form, placeholder]) => rest.replaceAll(form, placeholder), withoutKnown);
  }

  /** The value with all its texts, names of members included, redacted. */
  redactAll<T>(value: T): T {
    if (typeof value === "string") {
      return this.redact(value) as T;
    }
    if (Array.isArray(value)) {
      return value.map((item: unknown) => this.redactAll(item)) as T;
    }
    if (typeof value === "object" && value !== null) {
      const members = Object.entries(value).map(([name, member]) => [
        this.redact(name),
        this.redactAll(member as unknown),
      ]);
      return Object.fromEntries(members) as T;
    }
    return value;
  }
}

/** The secrets of an environment, and what it says of the person and the machine. */
export function knownOfEnvironment(environment: NodeJS.ProcessEnv): readonly Known[] {
  const secrets = Object.entries(environment).flatMap(([name, value = ""]) =>
    SECRET_VARIABLE.test(name) && value.length >= SHORTEST_SECRET ? [{ value, placeholder: "<secret>" }] : [],
  );
  return [
    ...secrets,
    { value: homedir(), placeholder: "<home>" },
    { value: hostname(), placeholder: "<machine>" },
    // A short name would be found in other words.
    ...(userInfo().username.length >= SHORTEST_SECRET
      ? [{ value: userInfo().username, placeholder: "<user>" }]
      : []),
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
