import { entraIssuer, oidcProviderName } from "../../trust";
import { AZURE_ENDPOINTS } from "./azure-cloud";
import { plannedResources } from "./azure-policy/planned-resources";
import type { AzurePermission } from "./azure-rights";
import type { Check } from "./check";
import { checkAudience } from "./checks/audience";
import { checkAwsAccount } from "./checks/aws-account";
import { checkAwsLogin } from "./checks/aws-login";
import { checkAzureLogin } from "./checks/azure-login";
import { checkAzurePolicy } from "./checks/azure-policy";
import { checkAzureRights } from "./checks/azure-rights";
import { checkAzureSubscription } from "./checks/azure-subscription";
import { checkAzureTenant } from "./checks/azure-tenant";
import { checkComputeQuota } from "./checks/compute-quota";
import { checkGraphPermissions } from "./checks/graph-permissions";
import { checkIamActions } from "./checks/iam-actions";
import { checkIamQuota } from "./checks/iam-quota";
import { checkNetworkQuota } from "./checks/network-quota";
import { checkOidcProvider, type FoundProvider } from "./checks/oidc-provider";
import { checkResourceProviders } from "./checks/resource-providers";
import { checkVmImage } from "./checks/vm-image";
import { checkVmSize } from "./checks/vm-size";
import { NEEDED_NAMESPACES, neededAzureActions } from "./needed-azure-actions";
import { outboundHosts } from "./outbound-hosts";
import {
  listSubscriptions,
  readImageVersions,
  readPermissions,
  readProviderState,
  readSizes,
  readSubscription,
  readUsages,
} from "./readers/arm-facts";
import { readAssignedPolicies } from "./readers/assigned-policies";
import { type AwsIdentity, AwsSession } from "./readers/aws-session";
import type { AzureApi } from "./readers/azure-api";
import { type AzureSession, signInToAzure } from "./readers/azure-session";
import { deniedIamActions } from "./readers/denied-iam-actions";
import { readAppManagementPolicy, readGraphRights, readVerifiedDomains } from "./readers/graph-facts";
import type { Sdks } from "./readers/optional-sdk";
import { isRead, mapReading, type Reading, type Refusal, thenRead } from "./reading";
import type { Preflight } from "./report";
import { audienceOf, type PlannedAudience, type Wanted } from "./wanted";

/** Shows a step that takes longer than two seconds. */
export type During = <T>(what: string, work: () => Promise<T>) => Promise<T>;

/** Reads both clouds and makes all checks. */
export async function runChecks(wanted: Wanted, sdks: Sdks, during: During): Promise<Preflight> {
  const { endpoints, cloud } = wanted;
  const names = AZURE_ENDPOINTS[cloud];
  const aws = new AwsSession(sdks, wanted);
  const [azure, identity] = await Promise.all([
    during("signing in to Azure", () =>
      signInToAzure(sdks, { endpoints, names, tenantId: wanted.tenantId }, process.env),
    ),
    during("signing in to AWS", () => aws.identity()),
  ]);
  const tenantId = isRead(azure.arm) ? azure.arm.value.identity.tenantId : wanted.tenantId;
  const audience = tenantId === undefined ? undefined : audienceOf(wanted, tenantId);
  const [ofArm, ofGraph, ofAws] = await Promise.all([
    during("reading Azure Resource Manager", () => armChecks(wanted, azure.arm, tenantId)),
    during("reading Microsoft Graph", () => graphChecks(wanted, azure.graph, tenantId, audience)),
    during("reading IAM", () => awsChecks(wanted, aws, identity, tenantId, audience)),
  ]);
  return {
    checks: [
      checkAzureLogin(azure),
      checkAzureTenant(azure, wanted.tenantId),
      ofArm.subscription,
      checkAwsLogin(identity),
      checkAwsAccount(identity, wanted.accountIds, wanted.profile),
      ...ofGraph.permissions,
      ...ofArm.rights,
      ...ofAws.actions,
      ...ofArm.providers,
      ...ofGraph.audience,
      ...ofAws.provider,
      ...ofArm.offers,
      ...ofAws.quota,
      ...ofArm.policy,
    ],
    outbound: outboundHosts({ cloud, endpoints, region: wanted.region }),
  };
}

async function armChecks(wanted: Wanted, session: Reading<AzureSession>, tenantId: string | undefined) {
  const api = mapReading(session, (open) => open.api);
  const [named, visible] = await Promise.all([
    wanted.subscriptionId === undefined
      ? undefined
      : thenRead(api, (open) => readSubscription(open, wanted.subscriptionId ?? "")),
    thenRead(noLogin(api), listSubscriptions),
  ]);
  const seen = isRead(visible) ? visible.value : [];
  const subscription = named ?? mapReading(visible, (all) => (all.length === 1 ? all[0] : undefined));
  const found = isRead(subscription) ? subscription.value : undefined;
  const subscriptionId = found?.id;
  const path = `/subscriptions/${subscriptionId ?? ""}`;
  const scope = wanted.resourceGroup === undefined ? path : `${path}/resourceGroups/${wanted.resourceGroup}`;
  const { location, vmSize: size, vmCount, isNetworkShared: isShared, image } = wanted;
  const at: Reading<AzureApi> = subscriptionId === undefined ? noSubscription(api) : api;
  const located: Reading<AzureApi> = location === undefined ? { refused: "no region is configured" } : at;
  const region = location ?? "";
  const [permissions, ofSubscription, states, sizes, versions, compute, network, policies] =
    await Promise.all([
      thenRead(at, (open) => readPermissions(open, scope)),
      thenRead(at, (open) => readPermissions(open, path)),
      Promise.all(
        NEEDED_NAMESPACES.map(async (namespace) => ({
          namespace,
          state: await thenRead(at, (open) => readProviderState(open, path, namespace)),
        })),
      ),
      thenRead(located, (open) => readSizes(open, path, region)),
      thenRead(located, (open) => readImageVersions(open, path, region, image)),
      thenRead(located, (open) => readUsages(open, path, region, "compute")),
      thenRead(located, (open) => readUsages(open, path, region, "network")),
      thenRead(at, (open) => readAssignedPolicies(open, scope)),
    ] as const);
  return {
    subscription: checkAzureSubscription({
      wanted: wanted.subscriptionId,
      subscription,
      visible: seen.map(({ id }) => id),
      tenantId,
    }),
    rights: [rightsCheck(wanted, permissions, scope, session)],
    providers: [checkResourceProviders(states, ofSubscription)],
    offers: [
      checkVmSize({ size, location, sizes }),
      checkVmImage({ image, location, versions }),
      checkComputeQuota({ location, subscriptionId, size, vmCount, sizes, usages: compute }),
      checkNetworkQuota({ location, subscriptionId, vmCount, isShared, usages: network }),
    ],
    policy: [checkAzurePolicy(policies, plannedResources(wanted))],
  };
}

function rightsCheck(
  { resourceGroup }: Wanted,
  permissions: Reading<readonly AzurePermission[]>,
  scope: string,
  session: Reading<AzureSession>,
): Check {
  return checkAzureRights({
    permissions,
    scope,
    objectId: isRead(session) ? session.value.identity.objectId : undefined,
    actions: neededAzureActions(resourceGroup !== undefined),
  });
}

async function graphChecks(
  wanted: Wanted,
  session: Reading<AzureSession>,
  tenantId: string | undefined,
  audience: PlannedAudience | undefined,
) {
  const api = noLogin(mapReading(session, (open) => open.api));
  const [rights, policy, verifiedDomains] = await Promise.all([
    thenRead(session, async (open) => ({ value: await readGraphRights(open) })),
    thenRead(api, readAppManagementPolicy),
    thenRead(api, readVerifiedDomains),
  ]);
  return {
    permissions: [checkGraphPermissions(rights)],
    audience: [
      checkAudience({
        audience: audience?.uri,
        isByApplicationId: wanted.audience === undefined && wanted.audienceForm === "application-id",
        tenantId: tenantId ?? "",
        tokenVersion: wanted.tokenVersion,
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
  const login: Reading<AwsIdentity> = isRead(identity) ? identity : { refused: "no login to AWS" };
  const [providers, summary, denied] = await Promise.all([
    thenRead(login, () => aws.oidcProviders()),
    thenRead(login, () => aws.summary()),
    thenRead(login, (who) => {
      const account = `arn:${who.partition}:iam::${who.accountId}`;
      return deniedIamActions(aws, who, {
        provider: `${account}:oidc-provider/${name ?? "sts.windows.net/*"}`,
        role: `${account}:role/${wanted.name}`,
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
    actions: [checkIamActions(denied)],
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
        roles: wanted.vmCount,
        createsProvider: wanted.oidcProviderArn === undefined && arn === undefined,
      }),
    ],
  };
}

/** The reason why there is no login is the business of the check of the login. */
function noLogin<T>(api: Reading<T>): Reading<T> {
  return isRead(api) ? api : { refused: "no login to Azure" };
}

function noSubscription<T>(api: Reading<T>): Refusal {
  return { refused: isRead(api) ? "the subscription is not known" : "no login to Azure" };
}
