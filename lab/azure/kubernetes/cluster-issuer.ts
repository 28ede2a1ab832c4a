/** The OpenID Connect issuer of a cluster. */
import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { type Clock, epochSeconds } from "../../clock";
import { KeyRing } from "../entra/key-ring";

/** The service account that a token of the cluster names. */
export interface ServiceAccountToken {
  readonly namespace: string;
  readonly serviceAccount: NamedObject;
  readonly audiences: readonly string[];
  /** Seconds. The API server takes 600 and more; AKS gives a day at most. */
  readonly expirationSeconds: number;
  /** The pod that the token is bound to. Default is none, as for `kubectl create token`. */
  readonly pod?: NamedObject;
}

/** An object of the cluster, as its tokens name it. */
export interface NamedObject {
  readonly name: string;
  readonly uid: string;
}

const DAY = 86_400;

/**
 * Signs tokens of service accounts, and publishes what it takes to verify them. The address is
 * `https://<region>.oic.prod-aks.azure.com/<tenant ID>/<GUID>/`, with the slash at its end.
 *
 * @evidence documentation The address of an issuer names region, tenant, and a GUID, with a slash at its end. Source:
 *   AKS, "Create an OpenID Connect provider for your AKS cluster".
 */
export class ClusterIssuer {
  private constructor(
    /** The `iss` of the tokens. */
    readonly url: string,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  static async create(url: string, clock: Clock): Promise<ClusterIssuer> {
    return new ClusterIssuer(url, await KeyRing.create(clock), clock);
  }

  /** The discovery document, as AKS's page shows it. */
  discoveryDocument(): Record<string, unknown> {
    return {
      issuer: this.url,
      jwks_uri: `${this.url}openid/v1/jwks`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    };
  }

  /**
   * The keys, as Kubernetes publishes them: with `alg` and without certificates.
   *
   * @evidence source Keys have `alg` and no certificates. Source: kubernetes/kubernetes
   *   pkg/serviceaccount/openidmetadata.go.
   */
  keyDocument(): Record<string, unknown> {
    return {
      keys: this.keys
        .published()
        .map(({ kid, n, e }) => ({ use: "sig", kty: "RSA", kid, alg: "RS256", n, e })),
    };
  }

  /**
   * Makes the next key sign, as AKS does by itself from time to time. The former one stays published.
   *
   * @evidence documentation AKS rotates the key of an issuer by itself. Source: AKS, "Create an OpenID Connect
   *   provider for your AKS cluster".
   */
  async rotate(): Promise<void> {
    await this.keys.rotate();
  }

  /**
   * A token with the claims of Kubernetes's `pkg/serviceaccount/claims.go`. The node is left out of them.
   *
   * @evidence source Tokens of service accounts have these claims. Source: kubernetes/kubernetes
   *   pkg/serviceaccount/claims.go.
   */
  async sign(token: ServiceAccountToken): Promise<string> {
    const { namespace, serviceAccount, audiences, expirationSeconds, pod } = token;
    const now = epochSeconds(this.clock);
    const { active } = this.keys;
    const claims = {
      aud: [...audiences],
      exp: now + Math.min(expirationSeconds, DAY),
      iat: now,
      iss: this.url,
      jti: randomUUID(),
      "kubernetes.io": { namespace, ...(pod === undefined ? {} : { pod }), serviceaccount: serviceAccount },
      nbf: now,
      sub: `system:serviceaccount:${namespace}:${serviceAccount.name}`,
    };
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: active.kid }).sign(active.privateKey);
  }
}
