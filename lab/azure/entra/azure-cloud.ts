/** Microsoft's clouds, each with its own identity endpoints. */
import {
  LOGIN_CHINA_HOST,
  LOGIN_GOVERNMENT_HOST,
  LOGIN_HOST,
  STS_CHINA_HOST,
  STS_HOST,
} from "../azure-hosts";

/** A cloud, as the Azure providers' `environment` names it. */
export type AzureCloud = "public" | "usgovernment" | "china";

/** Where a cloud's tokens come from. */
export interface IdentityHosts {
  /** Issuer of tokens of the first version. Azure Government has none of its own. */
  readonly sts: string;
  /** Issuer of tokens of the second version, the token endpoint, and the keys. */
  readonly login: string;
}

/**
 * Where each cloud signs in, and who issues its tokens.
 *
 * @evidence documentation Each cloud has its own hosts for logins; Azure Government has no issuer of the first
 *   version. Source: Microsoft Entra, "Microsoft Entra authentication & national clouds"; Azure VPN Gateway's page on
 *   Entra authentication.
 */
export const IDENTITY_HOSTS: Readonly<Record<AzureCloud, IdentityHosts>> = {
  public: { sts: STS_HOST, login: LOGIN_HOST },
  usgovernment: { sts: STS_HOST, login: LOGIN_GOVERNMENT_HOST },
  china: { sts: STS_CHINA_HOST, login: LOGIN_CHINA_HOST },
};

/** The cloud whose keys a login host publishes. */
export function cloudOfLogin(host: string): AzureCloud {
  if (host === LOGIN_GOVERNMENT_HOST) {
    return "usgovernment";
  }
  return host === LOGIN_CHINA_HOST ? "china" : "public";
}
