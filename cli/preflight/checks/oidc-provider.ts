/** The preflight check of the OIDC provider: whether to create one, adopt one, or add a client ID. */
import { coded } from "../../../messages";
import { oidcProviderName } from "../../../trust";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotRead, cannotTell, type Check, type CheckManual, ok, wrong } from "../check";

/** The account's OIDC provider for an issuer. */
export interface FoundProvider {
  readonly arn: string;
  readonly clientIds: Reading<readonly string[]>;
}

/** What the check of the OIDC provider looks at. */
export interface OidcProviderFacts {
  readonly issuer: string | undefined;
  /** The provider of the issuer in the account; `undefined` if there is none. */
  readonly provider: Reading<FoundProvider | undefined>;
  /** The provider that the configuration adopts. */
  readonly adopted: string | undefined;
  /** The client ID that AWS expects; `undefined` if it is not known yet. */
  readonly clientId: string | undefined;
  /** What AWS expects as the client ID: for tokens of version 2 not the audience, but the client ID of the identity. */
  readonly clientIdIs: "the audience" | "the client ID of the managed identity";
}

/** How the report calls this check. */
const OIDC_PROVIDER = coded("oidc-provider", "IAM OIDC provider");

/** What the manual says about this check. */
export const OIDC_PROVIDER_MANUAL: CheckManual = {
  check: OIDC_PROVIDER,
  cause:
    "The account already has the provider of this tenant, or the adopted provider does not list the audience.",
  fix: "Adopt the provider with `oidcProviderArn`, or let its owner add the audience. [The OIDC provider](../reference/command-line.md#the-oidc-provider-after-the-first-update) names an exception.",
  reads: "`iam:ListOpenIDConnectProviders`, `iam:GetOpenIDConnectProvider`.",
  cannotTell:
    "If the configuration has a separate login; whether the provider lists the client ID of v2 tokens or an application ID: only the update knows these.",
};

/** An account has one OIDC provider per URL. If it has one already, it must be adopted, with the audience in its list. */
export function checkOidcProvider({
  issuer,
  provider,
  adopted,
  clientId,
  clientIdIs,
}: OidcProviderFacts): Check {
  if (issuer === undefined) {
    return cannotTell(OIDC_PROVIDER, "the tenant is not known");
  }
  if (!isRead(provider)) {
    return cannotRead(OIDC_PROVIDER, provider, "aws iam list-open-id-connect-providers");
  }
  const found = provider.value;
  if (found === undefined) {
    return adopted === undefined
      ? ok(OIDC_PROVIDER, `none for ${issuer}, so pulumi up creates it`)
      : wrong(OIDC_PROVIDER, {
          found: `none for ${issuer}`,
          expected: adopted,
          fix: "pulumi config rm oidcProviderArn  # pulumi up then creates the provider",
        });
  }
  const { arn, clientIds } = found;
  const add = addClientId(arn, clientId ?? `<${clientIdIs.replace("the ", "")}>`);
  if (adopted === undefined) {
    return wrong(OIDC_PROVIDER, {
      found: `${arn} exists already`,
      expected: "a provider that is adopted: an account has one per issuer",
      fix: [
        "# To use it without owning it:",
        `pulumi config set oidcProviderArn ${arn}`,
        ...(lists(clientIds, clientId) ? [] : [add]),
        "# To own it with this stack from now on, import it under the name that pulumi preview shows:",
        `pulumi import aws:iam/openIdConnectProvider:OpenIdConnectProvider <name> ${arn}`,
      ].join("\n"),
    });
  }
  if (adopted !== arn) {
    return wrong(OIDC_PROVIDER, {
      found: `${arn}, the provider of ${issuer} (${oidcProviderName(issuer)})`,
      expected: `the adopted ${adopted}`,
      fix: `pulumi config set oidcProviderArn ${arn}`,
    });
  }
  if (!isRead(clientIds)) {
    return cannotTell(OIDC_PROVIDER, `the client IDs of ${arn} cannot be read: ${clientIds.refused}`, {
      fix: `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${arn}`,
    });
  }
  if (clientId === undefined) {
    return cannotTell(OIDC_PROVIDER, `${arn} is adopted; ${clientIdIs} is not known yet`, {
      fix: add,
    });
  }
  return lists(clientIds, clientId)
    ? ok(OIDC_PROVIDER, `${arn} is adopted, and lists ${clientId}`)
    : wrong(OIDC_PROVIDER, {
        found: `${arn} is adopted, and lists ${clientIds.value.join(", ") || "nothing"}`,
        expected: clientId,
        fix: add,
      });
}

function lists(clientIds: Reading<readonly string[]>, clientId: string | undefined): boolean {
  return clientId !== undefined && isRead(clientIds) && clientIds.value.includes(clientId);
}

function addClientId(arn: string, clientId: string): string {
  return `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${clientId}`;
}
