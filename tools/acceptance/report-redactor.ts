/** Replaces secrets, and what identifies somebody, with placeholders, because users send reports to others. */
import { homedir, hostname, userInfo } from "node:os";
import { hideSecrets } from "../../cli/hide-secrets";
import { GUID_FORM, IAM_ID_FORM } from "../../cli/id-forms";

/** A value that no report may show, and its placeholder. */
export interface Known {
  readonly value: string;
  /** Such as `<tenant>`. */
  readonly placeholder: string;
  /**
   * Whether the value can be a word, such as the name of a person or a machine. Then only whole words are replaced: a user named
   * "identity" does not change "identities". Default: false, so it is replaced everywhere.
   */
  readonly isWord?: boolean;
}

/** Variables whose values are secrets, by their names. */
const SECRET_VARIABLE =
  /SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|ACCESS_KEY|_KEY$|_SIG$|SASL|COOKIE|(?:^|_)(?:PAT|AUTH|PASS|PWD)$/i;

/** Folders of the shell, whose names look like those of a password. */
const FOLDER_VARIABLE = /^(?:OLD)?PWD$/i;

/** User and password of an address, as in `https://user:password@host`. A password may have an `@`: the last one ends it. */
const USERINFO = /\b([a-z][a-z0-9+.-]*:\/\/)([^\s/"'<>]+)@/gi;

/** Shorter values are not secrets, and would occur everywhere. */
const SHORTEST_SECRET = 6;

/** An address of IPv6, written in full or with `::`. Times such as `10:11:12` have fewer parts. */
const IPV6 =
  /(?<![\w:.])(?:(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6}|(?:[0-9a-f]{1,4}:){2,7}:|::(?:[0-9a-f]{1,4}:){0,6}[0-9a-f]{1,4})(?![\w:])/gi;

/** Patterns that are replaced everywhere, after the secrets. Their order matters. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(String.raw`${IAM_ID_FORM}\b`, "g"), "<AWS ID>"],
  [USERINFO, "$1<user>@"],
  [/\bassumed-role\/[^\s/"']+\/[^\s"']+/g, "assumed-role/<role>/<session>"],
  // Any other ARN of IAM, STS, and Organizations keeps its kind. `root` has no name.
  [
    /(\barn:[\w-]+:(?:iam|sts|organizations):[^\s:]*:[^\s:]*:(?!assumed-role\/)[\w-]+\/)[^\s"',;)\]]+/g,
    "$1<name>",
  ],
  [/\bo-[a-z0-9]{10,32}\b/g, "<organization>"],
  [new RegExp(String.raw`\b${GUID_FORM}\b`, "gi"), "<GUID>"],
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
export class ReportRedactor {
  readonly #known: readonly Known[];

  /** @param known - values of this run. Longer values are replaced first, so a shorter one never splits them. */
  constructor(known: readonly Known[]) {
    this.#known = known
      .filter(({ value }) => value.length > 2)
      .sort((one, other) => other.value.length - one.value.length);
  }

  /** The text with placeholders. Redacting twice changes nothing more. */
  redact(text: string): string {
    const withoutKnown = this.#known.reduce(
      (rest, { value, placeholder, isWord = false }) =>
        // A function, so that `replaceAll` does not read the placeholder as a pattern.
        rest.replaceAll(isWord ? wholeWord(value) : new RegExp(escaped(value), "gi"), () => placeholder),
      text,
    );
    return FORMS.reduce(
      (rest, [form, placeholder]) => rest.replaceAll(form, placeholder),
      hideSecrets(withoutKnown),
    );
  }

  /** A record with redacted names and values. */
  redactRecord(record: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(record).map(([name, value]) => [this.redact(name), this.redact(value)]),
    );
  }
}

/** The secrets of an environment, and the names of the user and the machine. */
export function knownOfEnvironment(environment: NodeJS.ProcessEnv): readonly Known[] {
  const secrets = Object.entries(environment)
    .flatMap(([name, value = ""]) => [
      ...(SECRET_VARIABLE.test(name) && !FOLDER_VARIABLE.test(name) ? [value] : []),
      // Such as `HTTPS_PROXY` and `DATABASE_URL`, with any name.
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

/** The passwords of addresses in a text, as written and as decoded. */
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

/** Words consist of letters, digits, and underscores of any language. `\b` knows only those of English. */
function wholeWord(text: string): RegExp {
  return new RegExp(String.raw`(?<![\p{L}\p{N}_])${escaped(text)}(?![\p{L}\p{N}_])`, "giu");
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
