/** Public keys of OIDC issuers, fetched as AWS STS does. */
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
 * @evidence documentation An issuer has at most 100 RSA and 100 EC keys. Source: IAM User Guide, "Create an OIDC
 *   identity provider".
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
   * The key that `keyId` names at `issuer`.
   *
   * @param type `RSA` or `EC`
   *
   * @throws StsError `InvalidIdentityToken` when the issuer cannot be reached in time, its documents are not as AWS
   *   wants them, or it has no such key.
   */
  async find(issuer: string, keyId: string | undefined, type: string): Promise<JWK> {
    const matches = (key: JWK): boolean => key.kid === keyId && key.kty === type && key.use !== "enc";
    const known = this.#known.get(issuer);
    const fresh = known !== undefined && this.#options.clock() - known.fetchedAt < this.#options.keepFor;
    const found = (fresh ? known.keys.find(matches) : undefined) ?? (await this.#fetch(issuer)).find(matches);
    if (keyId === undefined || found === undefined) {
      // @evidence log A token that names no key of the issuer is refused like an issuer without keys. Source:
      // awslabs/aws-sdk-rust #827 (the text).
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
    if (!Array.isArray(keys) || !keys.every(isKey) || !withinQuota(keys)) {
      // @evidence documentation A key set that is not as AWS wants it is refused alike. Source: AWS re:Post,
      // "InvalidIdentityToken".
      throw noKey();
    }
    this.#known.set(issuer, { keys, fetchedAt: this.#options.clock() });
    return keys;
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

function withinQuota(keys: readonly JWK[]): boolean {
  const ofType = (type: string): number => keys.filter((key) => key.kty === type).length;
  return ofType("RSA") <= KEYS_OF_ONE_TYPE && ofType("EC") <= KEYS_OF_ONE_TYPE;
}

/**
 * AWS's text, its two spaces included.
 *
 * @evidence log The text has two spaces after the comma. Source: awslabs/aws-sdk-rust #827 (2023).
 */
function noKey(): StsError {
  return new StsError(
    "InvalidIdentityToken",
    "Couldn't retrieve verification key from your identity provider,  " +
      "please reference AssumeRoleWithWebIdentity documentation for requirements",
  );
}
