/** The course of `preflight`: signs in to both clouds, reads them in parallel, and collects all checks. */
import { entraIssuer, oidcProviderName } from "../../trust";
import type { AwsIdentity } from "../clouds/aws/caller-identity";
import { AZURE_ENDPOINTS } from "../clouds/microsoft/azure-cloud";
import { type AzureSession, signInToAzure } from "../clouds/microsoft/azure-session";
import { isRead, mapReading, type Reading, thenRead } from "../clouds/reading";
import type { Sdks } from "../clouds/sdks";
import { armChecks } from "./arm-checks";
import { checkAdoptedAudience, checkAudience } from "./checks/audience";
import { checkAwsAccount } from "./checks/aws-account";
import { checkAwsLogin } from "./checks/aws-login";
import { checkAwsRegion, isAwsRegion, NO_AWS_REGION } from "./checks/aws-region";
import { checkAzureLogin } from "./checks/azure-login";
import { checkAzureTenant } from "./checks/azure-tenant";
import { checkGraphPermissions } from "./checks/graph-permissions";
import { checkIamActions } from "./checks/iam-actions";
import { checkIamQuota } from "./checks/iam-quota";
import { checkOidcProvider, type FoundProvider } from "./checks/oidc-provider";
import { NO_AWS_LOGIN, withoutReason } from "./no-login";
import { asOther, otherAwsLogin, otherAzureLogin } from "./other-login";
import { outboundHosts } from "./outbound-hosts";
import { AwsSession } from "./readers/aws-session";
import { deniedIamActions } from "./readers/denied-iam-actions";
import {
  readAdoptedApplication,
  readAppManagementPolicy,
  readGraphRights,
  readVerifiedDomains,
} from "./readers/graph-facts";
import type { Preflight } from "./report";
import { audienceOf, type PlannedAudience, type Wanted } from "./wanted";

/** Shows a step that takes longer than two seconds. */
export type During = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** Reads both clouds and makes all checks. */
export async function runChecks(
  wanted: Wanted,
  sdks: Sdks<"iam" | "sts" | "identity">,
  during: During,
): Promise<Preflight> {
  const { endpoints, cloud } = wanted;
  const names = AZURE_ENDPOINTS[cloud];
  const aws = new AwsSession(sdks, wanted);
  const [azure, answer, region] = await Promise.all([
    during("signing in to Azure", () =>
      signInToAzure(sdks, { endpoints, names, tenantId: wanted.tenantId }, process.env),
    ),
    during("signing in to AWS", () => aws.identity()),
    aws.region(),
  ]);
  // An endpoint of one's own answers in any region.
  const isRedirected = Object.keys(process.env).some((name) => name.startsWith("AWS_ENDPOINT_URL"));
  const ofRegion = { region, hasAnswered: isRead(answer) && !isRedirected };
  const identity = isAwsRegion(ofRegion) ? answer : NO_AWS_REGION;
  const { providers } = wanted;
  const signedIn = mapReading(azure.arm, (open) => open.identity);
  const otherAzure = otherAzureLogin(
    providers,
    azure.elsewhere === undefined ? signedIn : { value: azure.elsewhere },
  );
  const otherAws = otherAwsLogin(providers, identity);
  const tenantId = isRead(azure.arm) ? azure.arm.value.identity.tenantId : wanted.tenantId;
  const audience = tenantId === undefined ? undefined : audienceOf(wanted, tenantId);
  const [ofArm, ofGraph, ofAws] = await Promise.all([
    during("reading Azure Resource Manager", () => armChecks(wanted, azure.arm, tenantId)),
    during("reading Microsoft Graph", () => graphChecks(wanted, azure.graph, tenantId, audience)),
    during("reading IAM", () =>
      awsChecks(
        wanted,
        aws,
        // Nothing is reported about another account.
        otherAws === undefined ? identity : { refused: otherAws, isWithoutLogin: true },
        tenantId,
        audience,
      ),
    ),
  ]);
  return {
    checks: [
      ...asOther([checkAzureLogin(azure, providers)], otherAzure),
      checkAzureTenant(azure, wanted.tenantId, providers, otherAzure),
      ...asOther([ofArm.subscription], otherAzure),
      ofArm.region,
      ...asOther([checkAwsLogin(identity)], otherAws),
      ...asOther(
        [
          checkAwsAccount(identity, {
            accountIds: wanted.accountIds,
            forbiddenAccountIds: providers.forbiddenAccountIds,
            profile: wanted.profile,
          }),
        ],
        otherAws,
      ),
      checkAwsRegion(ofRegion),
      ...asOther(ofGraph.permissions, otherAzure),
      ...asOther(ofArm.rights, otherAzure),
      ...ofArm.adopted,
      ...ofAws.actions,
      ...ofArm.providers,
      ...ofGraph.audience,
      ...ofAws.provider,
      ...ofArm.offers,
      ...ofAws.quota,
      ...ofArm.policy,
    ],
    outbound: outboundHosts({ cloud, endpoints, region: isAwsRegion(ofRegion) ? wanted.region : undefined }),
  };
}

async function graphChecks(
  wanted: Wanted,
  session: Reading<AzureSession>,
  tenantId: string | undefined,
  audience: PlannedAudience | undefined,
) {
  const api = withoutReason(mapReading(session, (open) => open.api));
  const { applicationClientId: clientId, tokenVersion } = wanted;
  const [rights, policy, verifiedDomains, application] = await Promise.all([
    thenRead(session, async (open) => ({ value: await readGraphRights(open) })),
    thenRead(api, readAppManagementPolicy),
    thenRead(api, readVerifiedDomains),
    clientId === undefined ? undefined : thenRead(api, (open) => readAdoptedApplication(open, clientId)),
  ]);
  const permissions = [checkGraphPermissions(rights, clientId !== undefined)];
  if (clientId !== undefined && application !== undefined) {
    const { audience: given } = wanted;
    return {
      permissions,
      audience: [checkAdoptedAudience({ clientId, application, audience: given, tokenVersion })],
    };
  }
  return {
    permissions,
    audience: [
      checkAudience({
        audience: audience?.uri,
        isByApplicationId: wanted.audience === undefined && wanted.audienceForm === "application-id",
        tenantId: tenantId ?? "",
        tokenVersion,
        policy,
        verifiedDomains,
        graph: wanted.endpoints.graph,
      }),
    ],
  };
}

async function awsChecks(
  wanted: Wanted,
  aws: AwsSession,
  identity: Reading<AwsIdentity>,
  tenantId: string | undefined,
  audience: PlannedAudience | undefined,
) {
  const { cloud, tokenVersion } = wanted;
  const issuer = tenantId === undefined ? undefined : entraIssuer(tenantId, { tokenVersion, cloud }).url;
  const name = issuer === undefined ? undefined : oidcProviderName(issuer);
  const login = isRead(identity) || identity.isWithoutLogin === true ? identity : NO_AWS_LOGIN;
  const [providers, summary, denied] = await Promise.all([
    thenRead(login, () => aws.oidcProviders()),
    thenRead(login, () => aws.summary()),
    thenRead(login, (who) => {
      const account = `arn:${who.partition}:iam::${who.accountId}`;
      return deniedIamActions(aws, who, {
        provider: `${account}:oidc-provider/${name ?? "sts.windows.net/*"}`,
        roles: wanted.roles.map((role) => `${account}:role/${role}`),
        adoptsProvider: wanted.oidcProviderArn !== undefined,
      });
    }),
  ]);
  const arn = isRead(providers)
    ? providers.value.find((one) => name !== undefined && oidcProviderName(one) === name)
    : undefined;
  const provider: Reading<FoundProvider | undefined> = isRead(providers)
    ? { value: arn === undefined ? undefined : { arn, clientIds: await aws.clientIds(arn) } }
    : providers;
  const isKnown = tokenVersion === 1 && audience?.isExact === true;
  return {
    actions: [checkIamActions(denied, wanted.roles)],
    provider: [
      checkOidcProvider({
        issuer,
        provider,
        adopted: wanted.oidcProviderArn,
        clientId: isKnown ? audience.uri : undefined,
        clientIdIs: tokenVersion === 1 ? "the audience" : "the client ID of the managed identity",
      }),
    ],
    quota: [
      checkIamQuota({
        summary,
        providers,
        roles: wanted.plan.workloads,
        createsProvider: wanted.oidcProviderArn === undefined && arn === undefined,
      }),
    ],
  };
}
