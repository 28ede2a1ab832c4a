import { createHmac, randomBytes } from "node:crypto";
import { isObject } from "../../trust";
import { KEPT_GUIDS, KEPT_MEMBERS, KEPT_WORDS, keptHost } from "./redaction-vocabulary";
import type { ObjectRecord, SectionRecord } from "./snapshot-records";

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/**
 * The parts of a text, the first that fits: a policy variable, a moment, an IP address, a GUID, a resource type of Azure, a
 * host, an ID of IAM, a word.
 */
const PARTS = new RegExp(
  [
    String.raw`(?<variable>\$\{[^}]*\})`,
    String.raw`(?<moment>\d{4}-\d\d-\d\dT[\d:.+Z-]+)`,
    String.raw`(?<address>\b\d{1,3}(?:\.\d{1,3}){3}\b)`,
    `(?<guid>${GUID.source})`,
    String.raw`(?<type>\bMicrosoft\.[A-Za-z]+(?:/[A-Za-z]+)?)`,
    String.raw`(?<host>(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}\b)`,
    String.raw`(?<id>\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{12,})`,
    String.raw`(?<word>[\p{L}\p{N}_-]+)`,
  ].join("|"),
  "giu",
);

/** An ARN: what names partition, service, and region; the account; and the rest. */
const ARN = /^(arn:[^:]*:[^:]*:[^:]*:)([^:]*)(:.*)$/s;

/** Pseudonyms that are kept, so that the same word is not made twice. */
const MOST_KEPT = 100_000;

/**
 * Replaces names and IDs in records, so that a snapshot can be shared: the same text by the same pseudonym, everywhere in the
 * snapshot. The key of the pseudonyms is random and is not stored, so nobody can go back, and two snapshots differ.
 *
 * Pseudonyms keep what verdicts depend on: the structure of ARNs, issuers, and subjects; wildcards; and which texts begin
 * alike, because policies have patterns such as `app-*`.
 */
export class Redactor {
  readonly #key: Buffer;
  readonly #words = new Map<string, string>();

  /** @param key - For tests. Default: a random one. */
  constructor(key: Buffer = randomBytes(32)) {
    this.#key = key;
  }

  /** The record with pseudonyms. */
  redact<T extends ObjectRecord | SectionRecord>(record: T): T {
    if (record.kind === "section") {
      const { error } = record;
      // A permission, and where it is needed: `sts:AssumeRole on arn:…`.
      const { needs: lacked } = error ?? {};
      const needs =
        lacked === undefined ? {} : { needs: lacked.replace(/\barn:\S+/, (arn) => this.#text(arn)) };
      return {
        ...record,
        section: this.#ids(record.section),
        ...(error === undefined ? {} : { error: { ...needs, code: error.code, message: "redacted" } }),
      };
    }
    const { kind, of, data } = record;
    const redacted =
      kind === "aws.credential-report-row"
        ? { ...data, user: this.#text(data.user ?? ""), arn: this.#text(data.arn ?? "") }
        : this.#value(data);
    return { kind, of: this.#ids(of), data: redacted } as T;
  }

  #value(value: unknown): unknown {
    if (typeof value === "string") {
      return this.#text(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.#value(item));
    }
    if (!isObject(value) || isOfAws(value)) {
      return value;
    }
    const members = Object.entries(value).map(([name, member]) => [
      this.#memberName(name),
      KEPT_MEMBERS.has(name) ? member : this.#value(member),
    ]);
    return Object.fromEntries(members) as unknown;
  }

  /** Names of members stay, but for condition keys of issuers: `sts.windows.net/TENANT/:aud`. */
  #memberName(name: string): string {
    return /^[a-z0-9-]+:/i.test(name) || !/[./]/.test(name) ? name : this.#text(name);
  }

  /** GUIDs and account IDs alone. */
  #ids(text: string): string {
    return text
      .replace(new RegExp(GUID, "gi"), (guid) => this.#guid(guid))
      .replace(/\b\d{12}\b/g, (id) => this.#digits(id));
  }

  #text(text: string): string {
    const [, head, account = "", rest = ""] = ARN.exec(text) ?? [];
    if (head !== undefined) {
      // What AWS itself has is the same for everybody.
      return account === "aws" ? text : `${head}${this.#parts(account)}${this.#parts(rest)}`;
    }
    return this.#parts(text);
  }

  #parts(text: string): string {
    return text.replace(PARTS, (found, ...rest) => {
      const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
      if (groups.guid !== undefined) {
        return this.#guid(found);
      }
      if (groups.host !== undefined) {
        return this.#host(found);
      }
      if (groups.id !== undefined) {
        return found.slice(0, 4) + this.#word(found.slice(4));
      }
      return groups.word === undefined ? found : this.#keptOrWord(found);
    });
  }

  #keptOrWord(word: string): string {
    if (/^\d{12}$/.test(word)) {
      return this.#digits(word);
    }
    return KEPT_WORDS.has(word.toLowerCase()) || /^\d{1,5}$/.test(word) ? word : this.#word(word);
  }

  #host(host: string): string {
    const kept = keptHost(host);
    const front = host.slice(0, host.length - kept.length);
    return front.replace(/[A-Za-z0-9_-]+/g, (label) => this.#keptOrWord(label)) + kept;
  }

  #guid(guid: string): string {
    if (KEPT_GUIDS.has(guid.toLowerCase())) {
      return guid;
    }
    const hex = this.#hmac(`guid ${guid.toLowerCase()}`).toString("hex");
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `8${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join("-");
  }

  #digits(id: string): string {
    const digits = [...this.#hmac(`account ${id}`).subarray(0, id.length)];
    return digits.map((byte) => String(byte % 10)).join("");
  }

  /**
   * A word whose characters are shifted by a number that depends on the key and on what is before them. So words that begin
   * alike still do, and different words stay different. Upper and lower case stay: Azure compares without them.
   */
  #word(word: string): string {
    const known = this.#words.get(word);
    if (known !== undefined) {
      return known;
    }
    let made = "";
    let before = "";
    for (const character of word) {
      made += shifted(character, this.#hmac(`word ${before}`).readUInt32BE(0));
      before += character.toLowerCase();
    }
    if (this.#words.size >= MOST_KEPT) {
      this.#words.clear();
    }
    this.#words.set(word, made);
    return made;
  }

  #hmac(text: string): Buffer {
    return createHmac("sha256", this.#key).update(text).digest();
  }
}

/** A policy of AWS's own: its name and its document are public. */
function isOfAws(value: Readonly<Record<string, unknown>>): boolean {
  return [value.PolicyArn, value.Arn].some(
    (arn) => typeof arn === "string" && /^arn:[^:]+:iam::aws:/.test(arn),
  );
}

function shifted(character: string, by: number): string {
  const ranges: readonly (readonly [RegExp, string, number])[] = [
    [/[a-z]/, "a", 26],
    [/[A-Z]/, "A", 26],
    [/\d/, "0", 10],
  ];
  for (const [range, first, size] of ranges) {
    if (range.test(character)) {
      const begin = first.charCodeAt(0);
      return String.fromCharCode(begin + ((character.charCodeAt(0) - begin + by) % size));
    }
  }
  return /[_-]/.test(character) ? character : "x";
}
