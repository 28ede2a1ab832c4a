/** Public keys of OIDC issuers, fetched as AWS STS does. */
import { X509Certificate } from "node:crypto";
import type { JWK } from "jose";
import type { Clock } from "../../clock";
import { StsError } from "./sts-error";

/**
 * Time that an issuer has to answer one request, in milliseconds.
 *
 * @evidence documentation An issuer has five seconds to answer. Source: AWS re:Post, "InvalidIdentityToken".
 */
const FETCH_LIMIT = 5_000;

/**
 * Most RSA keys, and most EC keys, of one issuer.
 *
 * @evidence recorded An issuer with 101 RSA keys has none of them for STS, and still has its EC keys. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws-keys.json at 9dc356f (`key-rsa-101`, `key-rsa-101-ec-token`). The same for EC keys is
 *   in the IAM User Guide, "Create an OIDC identity provider".
 */
const KEYS_OF_ONE_TYPE = 100;

/**
 * Members of the discovery document that must be there.
 *
 * @evidence documentation STS uses no discovery document without these lists. Source: AWS re:Post, "InvalidIdentityToken".
 */
const REQUIRED_LISTS = [
  "response_types_supported",
  "subject_types_supported",
  "id_token_signing_alg_values_supported",
];

/** What {@link IssuerKeys} needs. */
export interface IssuerKeysOptions {
  /** Where a public https address is found on this machine. */
  readonly resolve: (url: string) => string;
  readonly clock: Clock;
  /**
   * How long fetched keys are used without asking again, in milliseconds. A key that is not among them is asked for
   * at once. AWS does not say how long it keeps keys. Default is 300000 (five minutes).
   */
  readonly keepFor?: number;
}

interface KeySet {
  readonly keys: readonly JWK[];
  readonly fetchedAt: number;
}

/** Keys of any number of issuers, kept for a while. */
export class IssuerKeys {
  readonly #options: Required<IssuerKeysOptions>;
  readonly #known = new Map<string, KeySet>();

  constructor(options: IssuerKeysOptions) {
    this.#options = { keepFor: 300_000, ...options };
  }

  /**
   * The key that `keyId` names at `issuer`. Without an ID: the only key that the issuer has.
   *
   * @param type `RSA` or `EC`
   *
   * @throws StsError `InvalidIdentityToken` when the issuer cannot be reached in time, its documents are not as AWS
   *   wants them, or it has no such key.
   */
  async find(issuer: string, keyId: string | undefined, type: string): Promise<JWK> {
    const known = this.#known.get(issuer);
    const fresh = known !== undefined && this.#options.clock() - known.fetchedAt < this.#options.keepFor;
    const found =
      (fresh ? named(known.keys, keyId, type) : undefined) ?? named(await this.#fetch(issuer), keyId, type);
    if (found === undefined) {
      // @evidence recorded A token that names no key of the issuer is refused like an issuer without keys. Source:
      // radkawar/stackd internal/services/sts/testdata/oidc/aws.json at 9dc356f (`unknown-key-id`, `missing-key-id`, `empty-key-id`).
      throw noKey();
    }
    return found;
  }

  async #fetch(issuer: string): Promise<readonly JWK[]> {
    const discovery = await this.#get(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
    const lists = REQUIRED_LISTS.every(
      (name) => Array.isArray(discovery[name]) && discovery[name].length > 0,
    );
    const address = discovery.jwks_uri;
    if (
      !lists ||
      discovery.issuer !== issuer ||
      typeof address !== "string" ||
      !address.startsWith("https://")
    ) {
      // @evidence documentation A discovery document that is not as AWS wants it is refused alike. Source: AWS re:Post,
      // "InvalidIdentityToken".
      throw noKey();
    }
    const keys = (await this.#get(address)).keys;
    if (!Array.isArray(keys) || !keys.every(isKey)) {
      // @evidence documentation A key set that is not as AWS wants it is refused alike. Source: AWS re:Post,
      // "InvalidIdentityToken".
      throw noKey();
    }
    const usable = keys.filter((key) => isUsable(key) && isWithinQuota(keys, key));
    this.#known.set(issuer, { keys: usable, fetchedAt: this.#options.clock() });
    return usable;
  }

  async #get(url: string): Promise<Record<string, unknown>> {
    // @evidence documentation An issuer that does not answer in time, or not with a JSON object, is refused alike. Source: AWS
    // re:Post, "InvalidIdentityToken".
    try {
      const response = await fetch(this.#options.resolve(url), {
        redirect: "error",
        signal: AbortSignal.timeout(FETCH_LIMIT),
      });
      if (!response.ok) {
        throw noKey();
      }
      const document: unknown = await response.json();
      if (typeof document !== "object" || document === null) {
        throw noKey();
      }
      return document as Record<string, unknown>;
    } catch {
      throw noKey();
    }
  }
}

function isKey(value: unknown): value is JWK {
  return typeof value === "object" && value !== null && "kty" in value && typeof value.kty === "string";
}

/**
 * @evidence recorded The last of several keys with one ID counts. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws-keys.json at 9dc356f (`key-duplicate-wrong-first`, `key-duplicate-wrong-last`).
 * @evidence recorded A token without a key ID is taken if the issuer has a single key. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws-keys.json at 9dc356f (`key-no-header-kid`).
 */
function named(keys: readonly JWK[], keyId: string | undefined, type: string): JWK | undefined {
  const candidates = keyId === undefined ? (keys.length === 1 ? keys : []) : keys;
  return candidates.findLast((key) => key.kty === type && (keyId === undefined || key.kid === keyId));
}

/**
 * @evidence recorded Keys without an ID, for encryption, with a certificate alone, or with a certificate of another key
 *   are as if they were not there. Source: radkawar/stackd internal/services/sts/testdata/oidc/aws-keys.json at 9dc356f
 *   (`key-no-jwk-kid`, `key-encryption-use`, `key-x5c-only`, `key-x5c-conflict`).
 */
function isUsable(key: JWK): boolean {
  const parts = key.kty === "RSA" ? [key.n, key.e] : [key.crv, key.x, key.y];
  return (
    key.kid !== undefined &&
    key.use !== "enc" &&
    parts.every((part) => part !== undefined) &&
    (key.x5c === undefined || isCertified(key, key.x5c))
  );
}

/** Whether the first certificate can be read and has the same public key. */
function isCertified(key: JWK, [certificate = ""]: readonly string[]): boolean {
  try {
    const { publicKey } = new X509Certificate(Buffer.from(certificate, "base64"));
    const { n, x, y } = publicKey.export({ format: "jwk" });
    return n === key.n && x === key.x && y === key.y;
  } catch {
    return false;
  }
}

function isWithinQuota(keys: readonly JWK[], { kty }: JWK): boolean {
  return keys.filter((key) => key.kty === kty).length <= KEYS_OF_ONE_TYPE;
}

/**
 * AWS's text, its two spaces included.
 *
 * @evidence recorded The text has two spaces after the comma. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws.json at 9dc356f (`unknown-key-id`).
 */
export function noKey(): StsError {
  return new StsError(
    "InvalidIdentityToken",
    "Couldn't retrieve verification key from your identity provider,  " +
      "please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
}
