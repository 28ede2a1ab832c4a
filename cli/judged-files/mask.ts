/** Hides a file's secrets in the verdicts and findings that judge reports. */
import { WITHHELD } from "../../messages/cli";
import {
  type FixedCondition,
  isObject,
  type PartialVerdict,
  type TrustFinding,
  type TrustFix,
  type TrustGrant,
} from "../../trust";

/** Shorter secrets are masked only as whole strings: they may well be a part of another word. */
const SHORTEST_PART = 8;

/** Puts a word in place of a file's secrets. */
export class Mask {
  /** The secrets, the longest first: one can contain another. */
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.#secrets = [...new Set(secrets)]
      .filter((secret) => secret !== "")
      .sort((a, b) => b.length - a.length);
  }

  /** A string without secrets. */
  text<T extends string | undefined>(text: T): T {
    return (text === undefined ? text : this.#secrets.reduce(withoutSecret, text)) as T;
  }

  /** Whether a string has a secret in it, or is one. */
  hides(text: string): boolean {
    return this.text(text) !== text;
  }

  /** A JSON value without secrets, in its member names neither. */
  json<T>(value: T): T;
  json(value: unknown): unknown {
    if (typeof value === "string") {
      return this.text(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.json<unknown>(item));
    }
    return isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([name, member]) => [this.text(name), this.json<unknown>(member)]),
        )
      : value;
  }

  /** A verdict whose findings and grants show no secret. What they say in code words stays. */
  verdict(verdict: PartialVerdict): PartialVerdict {
    if (this.#secrets.length === 0) {
      return verdict;
    }
    const { findings, grants, unknown } = verdict;
    return {
      ...verdict,
      findings: findings.map((finding) => this.finding(finding)),
      grants: grants.map((grant) => this.#grant(grant)),
      unknown: this.json(unknown),
    };
  }

  /** A finding without secrets. */
  finding(finding: TrustFinding): TrustFinding {
    if (this.#secrets.length === 0) {
      return finding;
    }
    const { sid, provider, key, path, found, right, consequence, detail, fix, remedy, message } = finding;
    return {
      ...finding,
      ...this.json({ found, right, consequence, detail, message }),
      path: this.json(path),
      sid: this.text(sid),
      provider: this.text(provider),
      key: this.text(key),
      remedy: this.text(remedy),
      fix: fix === undefined ? undefined : this.#fix(fix),
    };
  }

  #fix({ addTo, replace, alsoReplace, operator, conditions, rename }: TrustFix): TrustFix {
    const masked = ({ operator: former, key, values }: FixedCondition): FixedCondition => ({
      operator: former,
      key: this.text(key),
      values: this.json(values),
    });
    return {
      addTo,
      operator,
      conditions: this.json(conditions),
      replace: replace && masked(replace),
      ...(alsoReplace === undefined ? {} : { alsoReplace: alsoReplace.map(masked) }),
      ...(rename === undefined ? {} : { rename: this.json(rename) }),
    };
  }

  #grant({ statement, sid, provider, audience, subject, standIn, reach }: TrustGrant): TrustGrant {
    return {
      statement,
      reach,
      sid: this.text(sid),
      provider: this.text(provider),
      audience: { kind: audience.kind, values: this.json(audience.values) },
      subject: { kind: subject.kind, values: this.json(subject.values) },
      ...(standIn === undefined
        ? {}
        : { standIn: { key: this.text(standIn.key), values: this.json(standIn.values) } }),
    };
  }
}

function withoutSecret(text: string, secret: string): string {
  const quoted = JSON.stringify(secret);
  const whole = text === secret ? WITHHELD : text.replaceAll(quoted, JSON.stringify(WITHHELD));
  return secret.length < SHORTEST_PART
    ? whole
    : whole.replaceAll(secret, WITHHELD).replaceAll(quoted.slice(1, -1), WITHHELD);
}
