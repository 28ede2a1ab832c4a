/** Checks an audience and a token version against the tenant: some problems fail the program, others only cause a warning. */
import { getApplication, type GetApplicationResult } from "@pulumi/azuread/getApplication";
import { getDomains, type GetDomainsResult } from "@pulumi/azuread/getDomains";
import * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import { hostToVerify, isOnVerifiedDomain, judgeNewAudience } from "../../trust/applications";
import type { EntraCloud } from "../../trust/entra";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { graphEndpoint } from "../logins/graph-endpoint";
import { warn } from "../pulumi/component";
import { failUnlessSuspending } from "../pulumi/suspending";

/** Warns about v2 tokens, once the version is known. */
export function warnOfTokenVersion(component: pulumi.Resource, tokenVersion: pulumi.Output<number>): void {
  tokenVersion.apply((version) => {
    if (version === 1) {
      return;
    }
    void warn(
      coded(
        "token-version-two",
        "tokenVersion 2 protects less: AWS checks only which client asked. Audience and app role no longer matter: a token that the identity got for any other API of the tenant also opens the role",
        "Omit tokenVersion for v1 tokens",
      ),
      component,
    );
  });
}

/** The values that decide whether Entra accepts an audience. */
export interface AudienceSurroundings {
  readonly tenantId: pulumi.Output<string>;
  readonly tokenVersion: pulumi.Output<number>;
  readonly cloud: pulumi.Output<EntraCloud>;
  /** Whether a workload is suspended: then no problem stops the update. */
  readonly suspended: boolean;
}

/**
 * The longest URI that no report says Graph refuses, in characters. Microsoft documents 255; Azure/azure-powershell#2633
 * reports "Property identifierUris is invalid." for 233.
 */
const LONGEST_NEW = 232;

/**
 * Fails the program for a URI that Entra refuses to add: one that is too long, or an `https` or `http` URI whose domain
 * the tenant has not verified, if the deployer may read the domains. Warns about a URI that the default policy of tenants
 * refuses. An administrator may have changed that policy, and it ignores applications with v2 tokens.
 *
 * A URI that an application of the tenant already has is not checked: Entra keeps it, whatever happened to its domain.
 *
 * @param paths - Where problems are reported.
 * @param component - The component, whose `azuread` provider is asked, and at which warnings are shown.
 * @returns The audience, once it has been checked.
 */
export function checkAudienceInTenant(
  paths: ArgumentPaths,
  component: pulumi.Resource,
  audience: pulumi.Output<string>,
  { tenantId, tokenVersion, cloud, suspended }: AudienceSurroundings,
): pulumi.Output<string> {
  const known = pulumi.all([audience, tenantId, tokenVersion, cloud]);
  return known.apply<string>(async ([uri, tenant, version, ofCloud]) => {
    const verified = hostToVerify(uri) === undefined ? undefined : await verifiedDomains(component);
    const refused = refusal(uri, verified);
    const doubt = refused === undefined ? doubtOf(uri, { tenant, version, ofCloud, verified }) : undefined;
    if (refused === undefined && doubt === undefined) {
      return uri;
    }
    if (await isInUse(uri, component)) {
      return uri;
    }
    if (doubt !== undefined) {
      await warn(doubt, component);
    }
    if (refused !== undefined) {
      await failUnlessSuspending(paths, component, {
        problems: [{ path: "audience", ...refused, acceptable: true }],
        suspended,
      });
    }
    return uri;
  });
}

/** Why Entra refuses to add a URI to an application. */
function refusal(uri: string, verified: readonly string[] | undefined): Message | undefined {
  if (uri.length > LONGEST_NEW) {
    return coded(
      "audience-too-long",
      `too long for a new application. Expected at most ${LONGEST_NEW} characters, because Entra was seen to refuse longer ones; got ${uri.length}`,
    );
  }
  const host = hostToVerify(uri);
  return host === undefined || verified === undefined || isOnVerifiedDomain(host, verified)
    ? undefined
    : coded(
        "audience-domain-not-verified",
        `the domain is not verified in the tenant. Expected a URI on one of: ${verified.join(", ")}; got ${JSON.stringify(uri)}`,
        "Omit the argument, or verify the domain in the Entra admin center",
      );
}

/** The values that decide Entra's answer to a new URI. */
interface Circumstances {
  readonly tenant: string;
  readonly version: number;
  readonly ofCloud: EntraCloud;
  readonly verified: readonly string[] | undefined;
}

/** Why Entra may refuse to add a URI to an application. */
function doubtOf(uri: string, { tenant, version, ofCloud, verified }: Circumstances): Message | undefined {
  const host = hostToVerify(uri);
  if (host !== undefined && verified !== undefined) {
    return undefined;
  }
  const verdict = judgeNewAudience(uri, { tenantId: tenant });
  const isExempt = version === 2 && host === undefined;
  if (verdict === "allowed" || isExempt) {
    return undefined;
  }
  return verdict === "refused"
    ? coded(
        "audience-form-refused",
        `audience ${JSON.stringify(uri)} has a form that Entra's default tenant policy refuses: it contains neither the tenant ID, the application's ID, nor a verified domain`,
        'Omit it, set audienceForm to "application-id", or have this deployment exempted: https://aka.ms/identifier-uri-addition-error',
      )
    : coded(
        "audience-domain-unknown",
        `Entra accepts audience ${JSON.stringify(uri)} only if its domain is verified in the tenant, and this login cannot read the domains`,
        `With another login, list them: az rest --url ${graphEndpoint(ofCloud)}/v1.0/domains. Or omit audience`,
      );
}

/** Whether an application of the tenant already has a URI. Entra refuses to add a URI that another application has. */
async function isInUse(identifierUri: string, component: pulumi.Resource): Promise<boolean> {
  try {
    const found: Partial<GetApplicationResult> = await getApplication(
      { identifierUri },
      { parent: component },
    );
    return found.objectId !== undefined;
  } catch {
    return false;
  }
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
