/** Replaces what identifies somebody, and every secret, by placeholders: reports are sent to others. */
import { homedir, hostname, userInfo } from "node:os";

/** A value that no report may show, and what is shown instead. */
export interface Known {
  readonly value: string;
  /** Such as `<tenant>`. */
  readonly placeholder: string;
  /**
   * A word of somebody's language, such as the name of a person or a machine. It is replaced where it is a word, not where it is
   * part of one: a user called "identity" leaves "identities" alone. Default: false, so it is replaced wherever it is.
   */
  readonly isWord?: boolean;
}

/** Variables whose values are secrets, by their names. */
const SECRET_VARIABLE =
  /SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|ACCESS_KEY|_KEY$|_SIG$|SASL|COOKIE|(?:^|_)(?:PAT|AUTH|PASS|PWD)$/i;

/** The folders of the shell: their names look like those of a password. */
const FOLDER_VARIABLE = /^(?:OLD)?PWD$/i;

/** User and password of an address, as in `https://user:password@host`. A password may have an `@`: the last one ends it. */
const USERINFO = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/"'<>]+)@/gi;

/** Shorter values are no secrets, and would be found everywhere. */
const SHORTEST_SECRET = 6;

/** An address of IPv6, written in full or with `::`. Times such as `10:11:12` have fewer parts. */
const IPV6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){2,7}:|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![\w:])/gi;

/** What is replaced wherever it appears, by its form. The order counts. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}/g, "<token>"],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g, "<AWS ID>"],
  [USERINFO, "$1<user>@"],
  [/\bassumed-role\/[^\s/"']+\/[^\s"']+/g, "assumed-role/<role>/<session>"],
  // Of any other ARN of IAM, STS, and Organizations, the kind stays. `root` has no name.
  [
    /(\barn:[\w-]+:(?:iam|sts|organizations):[^\s:]*:[^\s:]*:(?!assumed-role\/)[\w-]+\/)[^\s"',;)\]]+/g,
    "$1<name>",
  ],
  [/\bo-[a-z0-9]{10,32}\b/g, "<organization>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<GUID>"],
  [/\b[0-9a-f]{32}\b/gi, "<GUID>"],
  [/\b\d{12}\b/g, "<account>"],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, "<mail address>"],
  [/\b[\w-]+\.onmicrosoft\.com\b/gi, "<domain>"],
  [/\b(tenant named ).*?(?=\. This can happen|\. You might|\.?$)/gm, "$1<tenant>"],
  [/\b(in the directory )'[^']*'/g, "$1'<tenant>'"],
  [/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?Z?/g, "<time>"],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, "<address>"],
  [IPV6, "<address>"],
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
      (rest, { value, placeholder, isWord = false }) =>
        // A function, since a placeholder is no pattern of `replaceAll`.
        rest.replaceAll(isWord ? wholeWord(value) : new RegExp(escaped(value), "gi"), () => placeholder),
      text,
    );
    return FORMS.reduce((rest, [form, placeholder]) => rest.replaceAll(form, placeholder), withoutKnown);
  }

  /** The members of a record that a program answered, names and values redacted. */
  redactRecord(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(record).map(([name, value]) => [this.redact(name), this.redact(value)]),
    );
  }
}

/** The secrets of an environment, and what it says of the person and the machine. */
export function knownOfEnvironment(environment: NodeJS.ProcessEnv): readonly Known[] {
  const secrets = Object.entries(environment)
    .flatMap(([name, value = ""]) => [
      ...(SECRET_VARIABLE.test(name) && !FOLDER_VARIABLE.test(name) ? [value] : []),
      // Such as `HTTPS_PROXY` and `DATABASE_URL`, whatever they are called.
      ...passwordsIn(value),
    ])
    .filter((value) => value.length >= SHORTEST_SECRET)
    .map((value) => ({ value, placeholder: "<secret>" }));
  return [
    ...secrets,
    { value: homedir(), placeholder: "<home>", isWord: true },
    { value: hostname(), placeholder: "<machine>", isWord: true },
    { value: userInfo().username, placeholder: "<user>", isWord: true },
  ];
}

/** The passwords of addresses in a text, as they are written there and as programs decode them. */
function passwordsIn(text: string): readonly string[] {
  return [...text.matchAll(USERINFO)].flatMap(([, , userinfo = ""]) => {
    const password = userinfo.slice(userinfo.indexOf(":") + 1);
    try {
      return [...new Set([userinfo, password, decodeURIComponent(password)])];
    } catch {
      return [userinfo, password];
    }
  });
}

/** Letters, digits, and underscores of any language make a word. `\b` knows those of English alone. */
function wholeWord(text: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])${escaped(text)}(?![\p{L}\p{N}_])`, "giu");
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
