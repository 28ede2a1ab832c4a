/** What somebody should know of a federation that is allowed all the same. */
import * as pulumi from "@pulumi/pulumi";
import { judgeNewAudience } from "../../trust";
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

/**
 * Warns of an application ID URI that the default policy of tenants does not take. The policy leaves alone applications
 * with v2 tokens.
 */
export function warnOfAudience(
  component: pulumi.Resource,
  audience: pulumi.Output<string>,
  of: {
    readonly tenantId: pulumi.Output<string>;
    readonly tokenVersion: pulumi.Output<number>;
    readonly cloud: pulumi.Output<EntraCloud>;
  },
): void {
  pulumi.all([audience, of.tenantId, of.tokenVersion, of.cloud]).apply(([uri, tenant, version, cloud]) => {
    if (version === 2) return;
    const verdict = judgeNewAudience(uri, { tenantId: tenant });
    if (verdict === "allowed") return;
    const got = `audience ${JSON.stringify(uri)}`;
    void warn(
      verdict === "refused"
        ? `${got} has a form that Entra's default tenant policy refuses: a new application ID URI must contain the tenant ID, the application's ID or a verified domain. Leave it out, or set audienceForm to "application-id"; otherwise an administrator has to exempt this deployment (https://aka.ms/identifier-uri-addition-error).`
        : `${got} is taken by Entra only if its domain is verified in the tenant (az rest --url ${graphEndpoint(cloud)}/v1.0/domains lists them); leave it out if it is not.`,
      component,
    );
  });
}
