import { AwsOidcProvider, EntraAudience } from "@azure-to-aws/federation";
import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment";
import type { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import { awsLogin, type Trusted } from "./aws-login";
import { type Login, LOGINS, subjectsOf } from "./ci-system";
import { entraLogin } from "./entra-login";

const config = new pulumi.Config();
const subjects = subjectsOf(config);
const state = { bucket: config.require("stateBucket"), keyArn: config.get("stateKeyArn") ?? "" };
const existingProvider = config.get("oidcProviderArn");
const oidcProviderArn = existingProvider === "" ? undefined : existingProvider;

/** How AWS recognizes a login. */
interface Trust {
  readonly audience: pulumi.Input<string>;
  readonly of: (login: Login, principal: ServicePrincipal) => Trusted;
}

/** GitHub and GitLab: AWS trusts the CI system itself. */
function directTrust(): Trust {
  const { issuer } = subjects.update;
  const audience = "sts.amazonaws.com";
  const provider = new AwsOidcProvider("ci", { issuer, audiences: [audience], oidcProviderArn });
  const shared = {
    oidcProviderArn: provider.oidcProviderArn,
    issuer: issuer.replace("https://", ""),
    audience,
  };
  return { audience, of: (login) => ({ ...shared, sub: subjects[login].sub }) };
}

/**
 * Azure Pipelines: AWS trusts Entra, as for any other Azure workload. AWS has no documented way to trust the issuer that service
 * connections have had since 2025, and the one before it retires in July 2027.
 */
function trustThroughEntra(): Trust {
  const names = new EntraAudience("ci");
  const { issuer, audience } = names;
  const provider = new AwsOidcProvider("ci", { issuer, audiences: [audience], oidcProviderArn });
  const shared = {
    oidcProviderArn: provider.oidcProviderArn,
    issuer: issuer.apply((url) => url.replace("https://", "")),
    audience,
  };
  return {
    audience,
    of: (login, principal) => {
      const assignment = new AppRoleAssignment(`${login}-aws`, {
        principalObjectId: principal.objectId,
        resourceObjectId: names.servicePrincipalObjectId,
        appRoleId: names.appRoleId,
      });
      return { ...shared, sub: assignment.principalObjectId };
    },
  };
}

const trust = config.require("ci") === "azure-pipelines" ? trustThroughEntra() : directTrust();
const logins = LOGINS.map((login) => {
  const principal = entraLogin(login, subjects[login], config.require("subscriptionId"));
  const role = awsLogin(login, trust.of(login, principal), state);
  return { login, clientId: principal.clientId, roleArn: role.arn };
});

/** By login, what the variables `AZURE_…_CLIENT_ID` of the pipeline contain. */
export const clientIds = Object.fromEntries(logins.map(({ login, clientId }) => [login, clientId]));
/** By login, what the variables `AWS_…_ROLE_ARN` of the pipeline contain. */
export const roleArns = Object.fromEntries(logins.map(({ login, roleArn }) => [login, roleArn]));
/** What AWS demands of tokens. For Azure Pipelines, it is the variable `AWS_AUDIENCE`. */
export const awsAudience = trust.audience;
