/** The part of `preflight` that asks Azure Resource Manager: reads the facts and passes them to the checks. */
import type { AzureApi } from "../clouds/microsoft/azure-api";
import type { AzureSession } from "../clouds/microsoft/azure-session";
import { isRead, mapReading, type Reading, type Refusal, thenRead } from "../clouds/reading";
import type { AdoptedGroup } from "./adopted-facts";
import type { ArmId } from "./arm-id";
import { plannedOnMachine, plannedResources } from "./azure-policy/planned-resources";
import { cannotTell, type Check } from "./check";
import { checkAdoptedResources } from "./checks/adopted-resources";
import { checkAzurePolicy, type PolicyScope } from "./checks/azure-policy";
import { checkAzureRegion, lacksRegion, NO_AZURE_REGION } from "./checks/azure-region";
import { checkAzureRights, type ScopedRights } from "./checks/azure-rights";
import { checkAzureSubscription } from "./checks/azure-subscription";
import { checkComputeQuota, COMPUTE_QUOTA } from "./checks/compute-quota";
import { checkNetworkQuota, NETWORK_QUOTA } from "./checks/network-quota";
import { checkResourceProviders } from "./checks/resource-providers";
import { checkVmImage, type OwnImage, VM_IMAGE } from "./checks/vm-image";
import { checkVmSize, findSize, VM_SIZE } from "./checks/vm-size";
import { neededAzureActions, neededNamespaces, neededOnAdopted } from "./needed-azure-actions";
import { NO_AZURE_LOGIN, withoutReason } from "./no-login";
import { readAdoptedGroup, readAdoptedImage, readAdoptedResources } from "./readers/adopted-resources";
import {
  listSubscriptions,
  readImage,
  readPermissions,
  readProviderState,
  readRegions,
  readSizes,
  readSubscription,
  readUsages,
} from "./readers/arm-facts";
import { readAssignedPolicies } from "./readers/assigned-policies";
import type { Wanted } from "./wanted";

/** Makes the checks that ask Azure Resource Manager. */
export async function armChecks(
  wanted: Wanted,
  session: Reading<AzureSession>,
  tenantId: string | undefined,
) {
  const api = mapReading(session, (open) => open.api);
  const [named, visible] = await Promise.all([
    wanted.subscriptionId === undefined
      ? undefined
      : thenRead(api, (open) => readSubscription(open, wanted.subscriptionId ?? "")),
    thenRead(withoutReason(api), listSubscriptions),
  ]);
  const seen = isRead(visible) ? visible.value : [];
  const subscription = named ?? mapReading(visible, (all) => (all.length === 1 ? all[0] : undefined));
  const found = isRead(subscription) ? subscription.value : undefined;
  const place: ArmPlace = {
    at: found === undefined ? noSubscription(api) : api,
    subscriptionId: found?.id,
    path: `/subscriptions/${found?.id ?? ""}`,
    objectId: isRead(session) ? session.value.identity.objectId : undefined,
    tenantId,
  };
  // The region may be that of the group, so this is read first.
  const group = await readGroup(wanted, place);
  const location =
    wanted.location ?? (group !== undefined && isRead(group) ? group.value.location : undefined);
  const regions = await thenRead(place.at, (open) => readRegions(open, place.path));
  const isUnknown = lacksRegion({ location, regions });
  const located: Wanted = { ...wanted, location: isUnknown ? undefined : location };
  const [adopted, states, ofSubscription, offers] = await Promise.all([
    adoptedChecks(located, place, group),
    Promise.all(
      neededNamespaces(wanted.plan).map(async (namespace) => ({
        namespace,
        state: await thenRead(place.at, (open) => readProviderState(open, place.path, namespace)),
      })),
    ),
    thenRead(place.at, (open) => readPermissions(open, place.path)),
    isUnknown && wanted.plan.vms > 0
      ? OF_REGION.map((check) => cannotTell(check, NO_AZURE_REGION))
      : offerChecks(located, place),
  ]);
  return {
    subscription: checkAzureSubscription({
      wanted: wanted.subscriptionId,
      subscription,
      visible: seen.map(({ id }) => id),
      tenantId,
    }),
    region: checkAzureRegion({ location, regions, vmCount: wanted.plan.vms }),
    ...adopted,
    providers: [checkResourceProviders(states, ofSubscription)],
    offers,
  };
}

/** The checks of what a region offers. */
const OF_REGION = [VM_SIZE, VM_IMAGE, COMPUTE_QUOTA, NETWORK_QUOTA];

/** Where in Azure the federation is deployed to, and who deploys it. */
interface ArmPlace {
  /** The login, if the subscription is known. */
  readonly at: Reading<AzureApi>;
  readonly subscriptionId: string | undefined;
  /** The ID of the subscription as a resource. */
  readonly path: string;
  readonly objectId: string | undefined;
  readonly tenantId: string | undefined;
}

async function readGroup(
  { resourceGroup }: Wanted,
  { at, path }: ArmPlace,
): Promise<Reading<AdoptedGroup> | undefined> {
  return resourceGroup === undefined
    ? undefined
    : thenRead(at, (open) => readAdoptedGroup(open, groupId(path, resourceGroup)));
}

/** The checks of what exists, of the rights on it and on what is created, and of the policies there. */
async function adoptedChecks(
  wanted: Wanted,
  place: ArmPlace,
  group: Reading<AdoptedGroup> | undefined,
): Promise<Readonly<Record<"rights" | "adopted" | "policy", readonly Check[]>>> {
  const { plan, adopted, resourceGroup, location, name } = wanted;
  const { at, path, subscriptionId, tenantId, objectId } = place;
  const scope = resourceGroup === undefined ? path : groupId(path, resourceGroup);
  const onAdopted = subscriptionId === undefined ? [] : neededOnAdopted(plan, adopted, subscriptionId);
  const [facts, permissions, ofAdopted, policies] = await Promise.all([
    thenRead(at, async (open) => ({
      value: await readAdoptedResources(open, adopted, subscriptionId ?? ""),
    })),
    thenRead(at, (open) => readPermissions(open, scope)),
    Promise.all(
      onAdopted.map(async ({ id, actions, role }) => ({
        scope: id,
        actions,
        role,
        permissions: await thenRead(at, (open) => readPermissions(open, id)),
      })),
    ),
    policyScopes(wanted, place, scope),
  ]);
  const rights: readonly ScopedRights[] = [
    {
      scope: subscriptionId === undefined ? undefined : scope,
      permissions,
      actions: neededAzureActions(plan),
      role: "Contributor",
    },
    ...ofAdopted,
  ];
  return {
    rights: [checkAzureRights({ objectId, scopes: rights.filter(({ actions }) => actions.length > 0) })],
    adopted: [
      checkAdoptedResources({
        facts: mapReading(facts, (all) => ({ ...all, group })),
        groupId: scope,
        subscriptionId,
        tenantId,
        location,
        vms: plan.vms,
        name,
      }),
    ],
    policy: [checkAzurePolicy(policies)],
  };
}

/** The policies where something is created: in the federation's own scope, and in the groups of existing VMs. */
async function policyScopes(
  wanted: Wanted,
  { at, path }: ArmPlace,
  scope: string,
): Promise<readonly PolicyScope[]> {
  const { adopted, tags } = wanted;
  const own = plannedResources({ ...wanted, ownImage: adopted.image });
  const groups = new Map(
    adopted.virtualMachines.map(({ resourceGroup }) => [
      resourceGroup.toLowerCase(),
      groupId(path, resourceGroup),
    ]),
  );
  const scopes = [
    ...(own.length > 0 ? [{ scope, resources: own }] : []),
    // The regions of existing VMs are not looked into for this, so a policy on regions is not reported there.
    ...[...groups.values()].map((group) => ({
      scope: group,
      resources: plannedOnMachine(undefined, tags),
    })),
  ];
  return Promise.all(
    scopes.map(async ({ scope: where, resources }) => ({
      resources,
      facts: await thenRead(at, (open) => readAssignedPolicies(open, where)),
    })),
  );
}

/** The checks of what the region offers. */
async function offerChecks(
  { plan, vmSize: size, zone, image, adopted, location }: Wanted,
  { at, path, subscriptionId }: ArmPlace,
): Promise<readonly Check[]> {
  const located: Reading<AzureApi> = location === undefined ? { refused: "no region is configured" } : at;
  const region = location ?? "";
  const [sizes, offered, own, compute, network] = await Promise.all([
    thenRead(located, (open) => readSizes(open, path, region)),
    thenRead(located, (open) => readImage(open, path, region, image)),
    adopted.image === undefined ? undefined : readOwnImage(at, adopted.image),
    thenRead(located, (open) => readUsages(open, path, region, "compute")),
    thenRead(located, (open) => readUsages(open, path, region, "network")),
  ]);
  const vmCount = plan.vms;
  const found = isRead(sizes) ? findSize(sizes.value, size) : undefined;
  return [
    checkVmSize({ size, zone, vmCount, location, sizes }),
    checkVmImage({ vmCount, image, own, location, offered, size: found }),
    checkComputeQuota({ location, subscriptionId, size, vmCount, sizes, usages: compute }),
    checkNetworkQuota({ location, subscriptionId, plan, usages: network }),
  ];
}

async function readOwnImage(at: Reading<AzureApi>, image: ArmId): Promise<OwnImage> {
  return { id: image.id, found: await thenRead(at, (open) => readAdoptedImage(open, image)) };
}

function groupId(subscription: string, group: string): string {
  return `${subscription}/resourceGroups/${group}`;
}

function noSubscription<T>(api: Reading<T>): Refusal {
  return isRead(api) ? { refused: "the subscription is not known: see Azure subscription" } : NO_AZURE_LOGIN;
}
