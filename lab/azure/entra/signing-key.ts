/** One RSA key with which a tenant signs its tokens. */
import { createHash, generateKeyPair, type KeyObject, type KeyPairKeyObjectResult } from "node:crypto";
import { promisify } from "node:util";
import { selfSignedCertificate } from "./self-signed-certificate";

const newKeyPair = promisify(generateKeyPair);

/** Key pairs that were given back. Creating one takes 0.2 CPU seconds. */
const spare: KeyPairKeyObjectResult[] = [];

/**
 * A key as Entra publishes it.
 *
 * @evidence documentation A key has `kid` and `x5t` of the same value, and no `alg`. Source: Microsoft identity
 *   platform, "Access tokens".
 */
export interface PublishedKey {
  readonly kty: "RSA";
  readonly use: "sig";
  readonly kid: string;
  readonly x5t: string;
  readonly n: string;
  readonly e: string;
  readonly x5c: readonly [string];
}

/** An RSA key pair, its certificate and the name (`kid`) that tokens call it by. */
export class SigningKey {
  #isGivenBack = false;

  private constructor(
    readonly privateKey: KeyObject,
    readonly publicKey: KeyObject,
    readonly published: PublishedKey,
  ) {}

  /** Makes a key of 2,048 bits that no other one has; its certificate is valid from `now` (epoch milliseconds). */
  static async generate(now: number): Promise<SigningKey> {
    const { privateKey, publicKey } = spare.pop() ?? (await newKeyPair("rsa", { modulusLength: 2048 }));
    const commonName = "accounts.accesscontrol.windows.net";
    const certificate = selfSignedCertificate({ privateKey, publicKey, commonName, notBefore: now });
    const thumbprint = createHash("sha1").update(certificate).digest("base64url");
    const { n, e } = publicKey.export({ format: "jwk" });
    if (n === undefined || e === undefined) {
      throw new Error("an RSA public key has a modulus and an exponent");
    }
    const x5c = certificate.toString("base64");
    return new SigningKey(privateKey, publicKey, {
      kty: "RSA",
      use: "sig",
      kid: thumbprint,
      x5t: thumbprint,
      n,
      e,
      x5c: [x5c],
    });
  }

  /** Lets a later key have the key pair. Nothing may trust this key from now on: its tenant is gone. */
  giveBack(): void {
    if (!this.#isGivenBack) {
      this.#isGivenBack = true;
      spare.push({ privateKey: this.privateKey, publicKey: this.publicKey });
    }
  }

  get kid(): string {
    return this.published.kid;
  }
}
