/** The pseudonyms of `collect --redact`: they hide names and IDs, and keep the structure that `audit` judges. */
import { createHmac, randomBytes } from "node:crypto";
import { isIPv6 } from "node:net";
import { isObject } from "../../trust";
import { GUID_FORM, IAM_ID_FORM } from "../id-forms";
import { BUILT_IN_AZURE_ROLES } from "./built-in-azure-roles";
import {
  ARM_CUSTOM_PROVIDER,
  ARM_CUSTOM_TYPES,
  ARM_ID,
  ARM_PROVIDER,
  ARM_WORDS,
  AWS_NAME,
  ENDS_WITH_NAMES,
  KEPT_GUIDS,
  KEPT_MEMBERS,
  KEPT_WORDS,
  keptHost,
  MICROSOFT_AUDIENCE,
  NAME_MEMBERS,
  NAMED_BY_PEOPLE,
} from "./redaction-vocabulary";
import type { ObjectRecord, SectionRecord } from "./snapshot-records";

/**
 * The parts of a text, the first that fits: a policy variable, a moment, an IP address, a GUID, a resource type of Azure, a
 * host, an ID of IAM, a word.
 */
const PARTS = new RegExp(
  [
    String.raw`(?<variable>\$\{[^}]*\})`,
    String.raw`(?<moment>\d{4}-\d\d-\d\dT[\d:.+Z-]+)`,
    String.raw`(?<address>\b\d{1,3}(?:\.\d{1,3}){3}\b)`,
    `(?<guid>${GUID_FORM})`,
    String.raw`(?<type>\bMicrosoft\.[A-Za-z]+(?:/[A-Za-z]+)?)`,
    String.raw`(?<host>(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,}\b)`,
    `(?<id>${IAM_ID_FORM})`,
    String.raw`(?<word>[\p{L}\p{M}\p{N}_-]+)`,
  ].join("|"),
  "giu",
);

/** The parts of a name: a policy variable, a GUID, a word. A host in it is words like all others. */
const NAME_PARTS = new RegExp(
  String.raw`(?<variable>\$\{[^}]*\})|(?<guid>${GUID_FORM})|[\p{L}\p{M}\p{N}_-]+`,
  "giu",
);

/** An ARN: what names partition, service, and region; the account; and the rest. */
const ARN = /^(arn:[^:]*:[^:]*:[^:]*:)([^:]*)(:.*)$/s;

const GUIDS_AND_ACCOUNTS = new RegExp(String.raw`(?<guid>${GUID_FORM})|\b\d{12}\b`, "gi");

/** IPv4 addresses that are nobody's: everything, private ones, and those of a host or a link. Source: RFC 6890. */
const COMMON_ADDRESS = /^(?:0|10|127|169\.254|172\.(?:1[6-9]|2\d|3[01])|192\.168)\./;

/** Characters that become others of their range: which, their first, and how many there are. */
const RANGES: readonly (readonly [RegExp, string, number])[] = [
  [/[a-z]/, "a", 26],
  [/[A-Z]/, "A", 26],
  [/\d/, "0", 10],
];

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
  readonly #orders = new Map<string, readonly number[]>();

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
    return { kind: record.kind, of: this.#ids(record.of), data: this.#data(record) } as T;
  }

  #data(record: ObjectRecord): unknown {
    const { kind, data } = record;
    switch (kind) {
      case "aws.credential-report-row":
        return { ...data, user: this.#name(data.user ?? ""), arn: this.#text(data.arn ?? "") };
      case "entra.directory-role-assignment":
        // A built-in role has the same name and the same ID in every tenant.
        return {
          ...(this.#value(data) as object),
          ...(data.isBuiltIn
            ? { roleName: data.roleName, roleDefinitionId: data.roleDefinitionId }
            : { roleName: this.#name(data.roleName) }),
        };
      case "azure.role-assignment":
        return {
          ...(this.#value(data) as object),
          roleName: BUILT_IN_AZURE_ROLES.has(data.roleName) ? data.roleName : this.#roleName(data.roleName),
          ...(typeof data.condition === "string" ? { condition: this.#condition(data.condition) } : {}),
        };
      default:
        return this.#value(data);
    }
  }

  /** The name of a custom role, or the ID of a definition that was not listed. */
  #roleName(text: string): string {
    return ARM_ID.test(text) ? this.#armId(text) : this.#name(text);
  }

  /** A condition of a role assignment: `@Resource[Microsoft.Storage/…:name] StringEquals 'payroll'`. What is in quotes is a name. */
  #condition(text: string): string {
    return text.replace(/'([^']*)'|[^']+/g, (found, quoted: string | undefined) =>
      quoted === undefined ? this.#parts(found) : `'${this.#name(quoted)}'`,
    );
  }

  /**
   * An ID of Azure Resource Manager. The words of its structure, the providers, and the types stay. A name never does, whatever words
   * it is made of.
   */
  #armId(id: string): string {
    let isBehindProvider = false;
    let isName = false;
    let isOwn = false;
    const hidden = id.split("/").map((segment) => {
      if (segment === "") {
        return segment;
      }
      if (isName) {
        isName = false;
        return this.#name(segment);
      }
      if (isBehindProvider) {
        isBehindProvider = false;
        isOwn = ARM_CUSTOM_PROVIDER.test(segment);
        return ARM_PROVIDER.test(segment) ? segment : this.#name(segment);
      }
      isBehindProvider = /^providers$/i.test(segment);
      isName = !isBehindProvider;
      const isType = isOwn ? ARM_CUSTOM_TYPES.test(segment) : /^[a-z]+$/i.test(segment);
      return ARM_WORDS.test(segment) || isType ? segment : this.#name(segment);
    });
    return hidden.join("/");
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
      KEPT_MEMBERS.has(name) ? member : NAME_MEMBERS.has(name) ? this.#names(member) : this.#value(member),
    ]);
    return Object.fromEntries(members) as unknown;
  }

  /** A name, or several. */
  #names(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map((one) => this.#names(one));
    }
    return typeof value === "string" ? this.#name(value) : this.#value(value);
  }

  /** Names of members stay, but for condition keys of issuers: `sts.windows.net/TENANT/:aud`. */
  #memberName(name: string): string {
    return /^[a-z0-9-]+:/i.test(name) || !/[./]/.test(name) ? name : this.#text(name);
  }

  /** GUIDs and account IDs alone. */
  #ids(text: string): string {
    return text.replaceAll(GUIDS_AND_ACCOUNTS, (found) =>
      found.length === 12 ? this.#digits(found) : this.#guid(found),
    );
  }

  #text(text: string): string {
    const [, head, account = "", rest = ""] = ARN.exec(text) ?? [];
    if (head !== undefined) {
      // What AWS itself has is the same for everybody.
      return account === "aws" ? text : `${head}${this.#parts(account)}${this.#resource(rest)}`;
    }
    if (ARM_ID.test(text)) {
      return this.#armId(text);
    }
    const [, beginning, names = ""] = ENDS_WITH_NAMES.exec(text) ?? [];
    if (beginning !== undefined && !MICROSOFT_AUDIENCE.test(text)) {
      return beginning + this.#name(names);
    }
    const [address = "", ...mask] = text.split("/");
    return isIPv6(address) ? [this.#longAddress(address), ...mask].join("/") : this.#parts(text);
  }

  /** The end of an ARN. */
  #resource(text: string): string {
    const [, type, name = ""] = NAMED_BY_PEOPLE.exec(text) ?? [];
    return type === undefined ? this.#parts(text) : type + this.#name(name);
  }

  /** A name with its path. No word is kept but those of AWS's own paths. */
  #name(text: string): string {
    const [own = ""] = AWS_NAME.exec(text) ?? [];
    const hidden = text.slice(own.length).replace(NAME_PARTS, (found, ...rest) => {
      const { variable, guid } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
      if (guid !== undefined) {
        return this.#guid(found);
      }
      if (variable !== undefined) {
        return this.#parts(found);
      }
      return /^\d{12}$/.test(found) ? this.#digits(found) : this.#word(found);
    });
    return own + hidden;
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
      if (groups.address !== undefined) {
        return this.#address(found);
      }
      if (groups.variable !== undefined) {
        // ${aws:PrincipalTag/team, 'a default'}
        return found.replaceAll(/'[^']*'/g, (quoted) => this.#parts(quoted));
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

  /** An IPv4 address, each part by the key and the parts before it: a network's addresses are still those of one network. */
  #address(address: string): string {
    if (COMMON_ADDRESS.test(address)) {
      return address;
    }
    const parts = address.split(".");
    const made = parts.map((part, index) => {
      const value = Number(part);
      const order = this.#order(`address ${parts.slice(0, index).join(".")}`, 254);
      // The ends of a range stay: 203.0.113.0/24.
      return value > 0 && value < 255 ? (order[value - 1] ?? 0) + 1 : value;
    });
    return made.join(".");
  }

  /** An IPv6 address as one of a unique local network. Source: RFC 4193. */
  #longAddress(address: string): string {
    if (/^[:0]*1?$/.test(address)) {
      return address;
    }
    const groups = address.toLowerCase().split(":");
    const made = groups.map((group, index) => {
      const before = groups.slice(0, index + 1).join(":");
      return /[1-9a-f]/.test(group) ? this.#hmac(`address ${before}`).toString("hex").slice(0, 4) : group;
    });
    return ["fd00", ...made.slice(1)].join(":");
  }

  /**
   * A word whose characters are exchanged in an order that depends on the key and on what is before them. So words that begin
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
      made += this.#character(character, before);
      before += character.toLowerCase();
    }
    if (this.#words.size >= MOST_KEPT) {
      this.#words.clear();
    }
    this.#words.set(word, made);
    return made;
  }

  #character(character: string, before: string): string {
    for (const [range, first, size] of RANGES) {
      if (range.test(character)) {
        const begin = first.charCodeAt(0);
        const order = this.#order(`word ${size} ${before}`, size);
        return String.fromCharCode(begin + (order[character.charCodeAt(0) - begin] ?? 0));
      }
    }
    return /[_-]/.test(character) ? character : "x";
  }

  /**
   * The numbers below a size in an order that depends on the key. A shift would not do: who knows one name could read
   * the next character of every name that begins like it, and names such as AWSServiceRoleForSupport are known to all.
   */
  #order(context: string, size: number): readonly number[] {
    const known = this.#orders.get(context);
    if (known !== undefined) {
      return known;
    }
    const bytes = Array.from({ length: Math.ceil(size / 16) }, (_, block) =>
      this.#hmac(`${block} ${context}`),
    );
    const ranks = Buffer.concat(bytes);
    const rankOf = (number: number) => ranks.readUInt16BE(2 * number);
    const order = Array.from({ length: size }, (_, number) => number).sort(
      (one, other) => rankOf(one) - rankOf(other) || one - other,
    );
    if (this.#orders.size >= MOST_KEPT) {
      this.#orders.clear();
    }
    this.#orders.set(context, order);
    return order;
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
