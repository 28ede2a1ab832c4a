/** The proof of a pipeline that it is an application: a token of the pipeline's own issuer. */
import { readFile } from "node:fs/promises";
import { LOGINS, withCode } from "../../messages";
import { rememberSecret } from "../arguments/secret-values";

/** What a provider is configured with, as far as it leads to the token. */
export interface OidcSettings {
  readonly oidcToken: string | undefined;
  readonly oidcTokenFilePath: string | undefined;
  readonly oidcRequestUrl: string | undefined;
  readonly oidcRequestToken: string | undefined;
  /** Of Azure DevOps, whose service has other requests than GitHub's. */
  readonly adoPipelineServiceConnectionId: string | undefined;
}

/** What Entra expects as the audience of such a token. */
const AUDIENCE = "api://AzureADTokenExchange";

/** The version of the request that Azure DevOps takes. */
const AZURE_DEVOPS_API_VERSION = "7.1";

/**
 * The token: given, in a file, or requested from Azure DevOps or GitHub, in the order of the `azuread` provider.
 *
 * Source: hashicorp/go-azure-sdk, `sdk/auth`: `auth.go`, `ado_pipeline_oidc_authorizer.go`, `github_oidc_authorizer.go`, as
 * vendored by terraform-provider-azuread v3.8.0.
 *
 * @param send - Sends a request.
 * @returns Undefined when none is configured.
 * @throws Error that says why there is none.
 */
export async function oidcAssertion(
  settings: OidcSettings,
  send: (url: string, init: RequestInit) => Promise<Response>,
): Promise<string | undefined> {
  const { oidcToken, oidcTokenFilePath: file, oidcRequestUrl, oidcRequestToken } = settings;
  if (oidcToken !== undefined) {
    return oidcToken.trim();
  }
  if (file !== undefined) {
    return (await readFile(file, "utf8")).trim();
  }
  if (oidcRequestUrl === undefined || oidcRequestToken === undefined) {
    return undefined;
  }
  rememberSecret(oidcRequestToken);
  const { adoPipelineServiceConnectionId: connection } = settings;
  const url = new URL(oidcRequestUrl);
  const missing = {
    audience: AUDIENCE,
    ...(connection === undefined
      ? {}
      : { "api-version": AZURE_DEVOPS_API_VERSION, serviceConnectionId: connection }),
  };
  for (const [name, value] of Object.entries(missing)) {
    if (!url.searchParams.has(name)) {
      url.searchParams.set(name, value);
    }
  }
  const response = await send(url.href, {
    method: connection === undefined ? "GET" : "POST",
    headers: {
      Accept: "application/json",
      Authorization: `Bearer ${oidcRequestToken}`,
      "Content-Type": "application/json",
    },
  });
  const issuer = connection === undefined ? "GitHub" : "Azure DevOps";
  if (!response.ok) {
    throw new Error(withCode(LOGINS.say("oidc-token-refused", issuer, response.status)));
  }
  const answer = (await response.json()) as Readonly<Record<"oidcToken" | "value", unknown>>;
  const token = connection === undefined ? answer.value : answer.oidcToken;
  if (typeof token !== "string") {
    throw new Error(withCode(LOGINS.say("oidc-token-missing", issuer)));
  }
  return token;
}
