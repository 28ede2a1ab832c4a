/** How Entra takes an audience, and tokens of its version: what fails the program, and what is only warned of. */
import { getDomains, type GetDomainsResult } from "@pulumi/azuread/getDomains";
import * as pulumi from "@pulumi/pulumi";
import { hostToVerify, isOnVerifiedDomain, judgeNewAudience } from "../../trust";
import { failLate } from "../arguments/argument-error";
import { type EntraCloud, graphEndpoint } from "./entra-cloud";
import { warn } from "../warning";

/** Warns of v2 tokens, once it is known that they are asked for. */
export function warnOfTokenVersion(component: pulumi.Resource, tokenVersion: pulumi.Output<number>): void {
  tokenVersion.apply((version) => {
    if (version === 1) return;
    void warn(
      "tokenVersion 2 protects less: AWS compares the client ID of the identity, not the audience, so that neither the audience nor the app role decides any more who gets in, and a token that the same identity got for any other API of the tenant opens the role too. Leave tokenVersion out for v1 tokens.",
      component,
    );
  });
}

/** On what it depends whether Entra takes an audience. */
export interface AudienceSurroundings {
  readonly tenantId: pulumi.Output<string>;
  readonly tokenVersion: pulumi.Output<number>;
  readonly cloud: pulumi.Output<EntraCloud>;
}

/**
 * Fails the program for an `https` or `http` URI whose domain the tenant has not verified, if the deployer may read the
 * domains. Warns of a URI that the default policy of tenants refuses, which an administrator may have changed; that
 * policy leaves applications with v2 tokens alone.
 *
 * @param label - The class and name of the component, for the error.
 * @param component - The component, whose `azuread` provider is asked, and at which warnings are shown.
 * @returns The audience, once it has been checked.
 */
export function checkAudienceInTenant(
  label: string,
  component: pulumi.Resource,
  audience: pulumi.Output<string>,
  { tenantId, tokenVersion, cloud }: AudienceSurroundings,
): pulumi.Output<string> {
  const known = pulumi.all([audience, tenantId, tokenVersion, cloud]);
  return known.apply<string>(async ([uri, tenant, version, ofCloud]) => {
    const host = hostToVerify(uri);
    const verified = host === undefined ? undefined : await verifiedDomains(component);
    if (host !== undefined && verified !== undefined) {
      if (isOnVerifiedDomain(host, verified)) return uri;
      const reason = `must be on a domain that the tenant has verified (${verified.join(", ")}); got ${JSON.stringify(uri)}: leave it out, or verify the domain in the Entra admin center`;
      return failLate(label, [{ path: "audience", reason }]);
    }
    const verdict = judgeNewAudience(uri, { tenantId: tenant });
    const isExempt = version === 2 && host === undefined;
    if (verdict === "allowed" || isExempt) return uri;
    const got = `audience ${JSON.stringify(uri)}`;
    await warn(
      verdict === "refused"
        ? `${got} has a form that Entra's default tenant policy refuses: a new application ID URI must contain the tenant ID, the application's ID or a verified domain. Leave it out, or set audienceForm to "application-id". Otherwise an administrator has to exempt this deployment (https://aka.ms/identifier-uri-addition-error).`
        : `Entra accepts ${got} only if its domain is verified in the tenant, and this login cannot read the domains. To list them: az rest --url ${graphEndpoint(ofCloud)}/v1.0/domains`,
      component,
    );
    return uri;
  });
}

/** The verified domains of the tenant; undefined when the login may not read them. */
async function verifiedDomains(component: pulumi.Resource): Promise<readonly string[] | undefined> {
  try {
    // Nothing is reported in a preview that configures the provider itself.
    const answer: Partial<GetDomainsResult> = await getDomains({}, { parent: component });
    return answer.domains?.filter(({ verified }) => verified).map(({ domainName }) => domainName);
  } catch {
    return undefined;
  }
}
