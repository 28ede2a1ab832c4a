/** An OpenID Connect issuer outside Azure, such as that of GitHub Actions. */
import { type JWTPayload, SignJWT } from "jose";
import { type Clock, epochSeconds } from "../../clock";
import { LoopbackServer } from "../../http/loopback-server";
import { KeyRing } from "./key-ring";

/** How long its tokens live, in seconds. GitHub's live about as long. */
const LIFETIME = 600;

/** Signs any token on request, and publishes its keys on its own listener. */
export class OutsideIssuer {
  private constructor(
    /** The `iss` of its tokens, an https URL without a slash at its end. */
    readonly url: string,
    private readonly keys: KeyRing,
    private readonly server: LoopbackServer,
    private readonly clock: Clock,
  ) {}

  static async start(url: string, clock: Clock): Promise<OutsideIssuer> {
    const keys = await KeyRing.create(clock);
    const documents: Readonly<Record<string, () => object>> = {
      "/.well-known/openid-configuration": () => ({
        issuer: url,
        jwks_uri: `${url}/.well-known/jwks`,
        response_types_supported: ["id_token"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
      }),
      "/.well-known/jwks": () => ({
        keys: keys.published().map(({ kid, n, e }) => ({ use: "sig", kty: "RSA", kid, alg: "RS256", n, e })),
      }),
    };
    const server = await LoopbackServer.listen((request, response) => {
      const document = documents[request.url ?? ""];
      // @evidence inferred An address that the issuer does not have is 404. Reason: this is an issuer of the lab, not
      // a service of Azure.
      response.writeHead(document === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(document === undefined ? "{}" : JSON.stringify(document()));
    });
    return new OutsideIssuer(url, keys, server, clock);
  }

  /** Where one of its addresses is found on this machine; undefined for an address that is not its own. */
  resolve(address: string): string | undefined {
    return address.startsWith(`${this.url}/`)
      ? `${this.server.url}${address.slice(this.url.length)}`
      : undefined;
  }

  /** A token of an outside identity. Claims that are given replace the default ones. */
  async sign(claims: JWTPayload): Promise<string> {
    const now = epochSeconds(this.clock);
    const { kid, privateKey } = this.keys.active;
    return new SignJWT({ iss: this.url, iat: now, nbf: now, exp: now + LIFETIME, ...claims })
      .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
      .sign(privateKey);
  }

  async stop(): Promise<void> {
    await this.server.close();
  }
}
