/** Answers of the real STS (`sts-answers.json`), and the request that asks the lab the same. */
import { constants, createPublicKey, type KeyObject, sign } from "node:crypto";
import { exportJWK, generateKeyPair, type JWK } from "jose";
import { selfSignedCertificate } from "../../../azure/entra/self-signed-certificate";
import recording from "./sts-answers.json";

/** One case: what differs from the first token, and the answer. */
export interface RecordedRow {
  readonly case: string;
  /** Files of the recording that have it. */
  readonly in: readonly string[];
  /** Whether the answer is from a summary of the recording, not from the row itself. */
  readonly summary?: true;
  /** When each file asked, in seconds after its first token was made. */
  readonly asked?: readonly number[];
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly without?: string;
  /** Members that the payload has a second time. */
  readonly again?: Readonly<Record<string, unknown>>;
  readonly header?: TokenHeader;
  readonly keys?: readonly PublishedKey[];
  readonly parameters?: Readonly<Record<string, string>>;
  readonly trust?: { readonly condition: object; readonly principal?: object };
  readonly session?: {
    readonly audience?: string;
    readonly subject?: unknown;
    readonly sourceIdentity?: string;
    readonly seconds?: number;
  };
  readonly refused?: string;
}

interface TokenHeader {
  readonly alg: string;
  readonly [name: string]: unknown;
}

interface PublishedKey {
  readonly key: string;
  readonly with?: JWK;
  readonly without?: keyof JWK;
  readonly modulus?: "other";
  readonly certificate?: true;
  readonly more?: number;
}

/** The answers, and what is known of the recording. */
export const RECORDED = recording as unknown as Omit<typeof recording, "rows"> & {
  readonly rows: readonly RecordedRow[];
};

/** A row in one of its files. */
export interface Asked {
  readonly row: RecordedRow;
  readonly file: string;
  /** Seconds between the first token and the call. */
  readonly asked: number;
}

/** Calls that do not depend on the time were made at some point of the first minutes. */
const ANY_TIME = 20;

/** Each row once for each of its files. */
export const ASKED: readonly Asked[] = RECORDED.rows.flatMap((row) =>
  row.in.map((file, index) => ({ row, file, asked: row.asked?.[index] ?? ANY_TIME })),
);

const ALGORITHMS = ["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

/** Keys like those of the recording: one for RSA, one for each curve. */
export class RecordedKeys {
  private constructor(
    private readonly pairs: ReadonlyMap<string, { readonly privateKey: KeyObject; readonly jwk: JWK }>,
    private readonly certificate: string,
  ) {}

  /** Makes new keys. */
  static async make(): Promise<RecordedKeys> {
    const rsa = await keyPair("RS256");
    const pairs = new Map<string, { privateKey: KeyObject; jwk: JWK }>();
    for (const alg of ALGORITHMS) {
      const pair = alg.startsWith("RS") ? rsa : await keyPair(alg);
      pairs.set(alg, { privateKey: pair.privateKey, jwk: { ...pair.jwk, kid: alg, alg, use: "sig" } });
    }
    const certificate = selfSignedCertificate({
      publicKey: createPublicKey(rsa.privateKey),
      privateKey: rsa.privateKey,
      commonName: "recorded",
      notBefore: Date.now(),
    });
    return new RecordedKeys(pairs, certificate.toString("base64"));
  }

  /** What the issuer publishes for a row: all six keys if the row does not say. */
  published({ keys }: RecordedRow): JWK[] {
    return (keys ?? ALGORITHMS.map((key) => ({ key }))).flatMap((entry) => this.#publish(entry));
  }

  /** The token of a row, signed now. */
  token(
    { row, asked }: Asked,
    issuer: string,
    start: number,
    names: Readonly<Record<string, string>>,
  ): string {
    const header = row.header ?? { alg: "RS256", kid: "RS256", typ: "JWT" };
    const base = { iss: issuer, aud: "client-a", sub: "subject-probe", iat: { at: -10 }, exp: { at: 900 } };
    const claims: Record<string, unknown> = { ...base, ...row.claims };
    const kept = Object.entries(claims).filter(([name]) => name !== row.without);
    const told = filled([...kept, ...Object.entries(row.again ?? {})], start, asked, names);
    // By hand: a member can be there twice.
    const payload = (told as [string, unknown][])
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`)
      .join();
    const signed = `${base64(JSON.stringify(header))}.${base64(`{${payload}}`)}`;
    return `${signed}.${this.#sign(header.alg, signed)}`;
  }

  #publish({ key, with: changes, without, modulus, certificate, more }: PublishedKey): JWK[] {
    const jwk = { ...this.pairs.get(key)?.jwk, ...changes };
    if (modulus === "other") {
      jwk.n = `${jwk.n?.slice(0, -4)}AAAA`;
    }
    if (certificate) {
      jwk.x5c = [this.certificate];
    }
    const published = Object.fromEntries(Object.entries(jwk).filter(([name]) => name !== without)) as JWK;
    return more === undefined
      ? [published]
      : Array.from({ length: more }, (_, index) => ({ ...published, kid: `extra${index}` }));
  }

  #sign(algorithm: string, text: string): string {
    const { privateKey } = this.pairs.get(algorithm) ?? {};
    if (privateKey === undefined) {
      throw new Error(`no key for ${algorithm}`);
    }
    const padding = constants.RSA_PKCS1_PADDING;
    const key = { key: privateKey, padding, dsaEncoding: "ieee-p1363" } as const;
    return sign(`sha${algorithm.slice(2)}`, Buffer.from(text), key).toString("base64url");
  }
}

/**
 * A value of the recording with what differs from run to run put in: `{ at: 1 }` is a second after the first token,
 * `{ text: 1 }` the same as a string, `{ afterAsked: 1 }` a second after the call, `{role}` the role's ARN.
 */
export function filled(
  value: unknown,
  start: number,
  asked: number,
  names: Readonly<Record<string, string>>,
): unknown {
  if (typeof value === "string") {
    return value
      .replaceAll(/\{(start|asked)([+-]\d+)\}/g, (_, from: string, seconds: string) =>
        String(start + (from === "asked" ? asked : 0) + Number(seconds)),
      )
      .replaceAll(/\{(\w+)\}/g, (whole, name: string) => names[name] ?? whole);
  }
  if (Array.isArray(value)) {
    return value.map((entry) => filled(entry, start, asked, names));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  const { at, text, afterAsked, repeat, times } = value as Readonly<Record<string, unknown>>;
  if (typeof at === "number") {
    return start + at;
  }
  if (typeof text === "number") {
    return String(start + text);
  }
  if (typeof afterAsked === "number") {
    return start + asked + afterAsked;
  }
  if (typeof repeat === "string") {
    return repeat.repeat(Number(times));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [name, filled(entry, start, asked, names)]),
  );
}

async function keyPair(algorithm: string): Promise<{ privateKey: KeyObject; jwk: JWK }> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const { createPrivateKey } = await import("node:crypto");
  const key = createPrivateKey({ key: (await exportJWK(privateKey)) as never, format: "jwk" });
  return { privateKey: key, jwk: await exportJWK(publicKey) };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64url");
}
