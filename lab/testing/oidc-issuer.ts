/** A small OIDC issuer for tests: any issuer URL, one server, keys that can be changed. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import { LoopbackServer } from "../http/loopback-server";

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

/** A key pair of the issuer, or of someone who only pretends. */
export interface IssuerKey {
  readonly algorithm: string;
  readonly privateKey: PrivateKey;
  readonly publicJwk: JWK;
}

/** Makes a key pair with a key ID. */
export async function issuerKey(keyId: string, algorithm = "RS256"): Promise<IssuerKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  return { algorithm, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid: keyId, use: "sig" } };
}

/** Signs claims; the header's key ID is the key's own unless another is given. */
export async function signToken(
  claims: JWTPayload,
  key: IssuerKey,
  keyId = key.publicJwk.kid,
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: key.algorithm, typ: "JWT", ...(keyId === undefined ? {} : { kid: keyId }) })
    .sign(key.privateKey);
}

/** Serves discovery documents and keys. */
export class OidcIssuer {
  /** Keys that the issuer publishes. */
  keys: JWK[];
  /** Merged into every discovery document. */
  discovery: Record<string, unknown> = {};
  /** HTTP status of every answer. */
  status = 200;
  /** Paths asked for, in order. */
  readonly requests: string[] = [];
  #server: LoopbackServer | undefined;

  private constructor(keys: JWK[]) {
    this.keys = keys;
  }

  /** Starts an issuer that publishes `keys`. */
  static async listen(...keys: readonly IssuerKey[]): Promise<OidcIssuer> {
    const issuer = new OidcIssuer(keys.map(({ publicJwk }) => publicJwk));
    issuer.#server = await LoopbackServer.listen((request, response) => {
      issuer.#answer(request, response);
    });
    return issuer;
  }

  /** Maps a public address to this server. */
  readonly resolve = (url: string): string => url.replace("https:/", this.#server?.url ?? "");

  /** Stops the server. */
  async close(): Promise<void> {
    await this.#server?.close();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "";
    this.requests.push(path);
    const [, address] = /^\/(.*)\/\.well-known\/openid-configuration$/.exec(path) ?? [];
    // As at Entra, the version 1 issuer's name has a slash at its end and its keys lie on another host.
    const issuer = `https://${address}${address?.startsWith("sts.windows.net") ? "/" : ""}`;
    const document = {
      issuer,
      jwks_uri: "https://login.windows.net/common/discovery/keys",
      response_types_supported: ["code", "id_token"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
      ...this.discovery,
    };
    response
      .writeHead(this.status, { "content-type": "application/json" })
      .end(JSON.stringify(address === undefined ? { keys: this.keys } : document));
  }
}
