/** Which API version a request to Azure Resource Manager may have. */
import { ARM_TYPES } from "../../arm-types/arm-types";
import {
  APPS,
  CALLER_PERMISSIONS,
  CLUSTERS,
  COMPUTE,
  CORE,
  IDENTITIES,
  NETWORK,
  POLICY_ASSIGNMENTS,
  POLICY_DEFINITIONS,
  POLICY_EXEMPTIONS,
  ROLE_ASSIGNMENTS,
  SITES,
  SKUS,
} from "../../arm-types/versions";
import { ArmError } from "../resources/arm-error";
import { textAt } from "../resources/json-reader";
import {
  groupId,
  parseResourceId,
  RESOURCE_GROUP_TYPE,
  type ResourceId,
  sameId,
} from "../resources/resource-id";
import type { ResourceStore } from "../resources/resource-store";
import { regionName, regions } from "./region";

/** The versions of a type, or of all types in a namespace. The first row that fits counts. */
const VERSIONS: readonly (readonly [string, readonly string[]])[] = [
  // A type within another comes first.
  ...ARM_TYPES.map(({ type, versions }) => [type, versions] as const).reverse(),
  ["Microsoft.ManagedIdentity", IDENTITIES],
  ["Microsoft.Network", NETWORK],
  ["Microsoft.Compute/skus", SKUS],
  ["Microsoft.Compute", COMPUTE],
  ["Microsoft.App", APPS],
  ["Microsoft.ContainerService", CLUSTERS],
  ["Microsoft.Authorization/policyAssignments", POLICY_ASSIGNMENTS],
  ["Microsoft.Authorization/policyExemptions", POLICY_EXEMPTIONS],
  ["Microsoft.Authorization/policyDefinitions", POLICY_DEFINITIONS],
  ["Microsoft.Authorization/policySetDefinitions", POLICY_DEFINITIONS],
  ["Microsoft.Authorization/permissions", CALLER_PERMISSIONS],
  ["Microsoft.Authorization/roleAssignments", ROLE_ASSIGNMENTS],
  ["Microsoft.Authorization/roleDefinitions", ROLE_ASSIGNMENTS],
  ["Microsoft.Web", SITES],
];

/** Addresses of operations. Their version is ignored. */
const OPERATION = /\/(?:operations|operationresults)\/[^/]+$/i;

/** Addresses of types in a subscription. Registering a provider is not among them: Resource Manager itself does that. */
const IN_SUBSCRIPTION = /^\/subscriptions\/[^/]+\/providers\/([^/]+\/(?!(?:un)?register$).+)$/i;

/** Resources of types in the tenant. */
const IN_TENANT = /^\/providers\/([^/]+\/[^/]+)/i;

/** The parts of a request that decide which versions it may have. */
export interface VersionedRequest {
  readonly path: string;
  readonly version: string;
  /** The body that was sent. */
  readonly body: unknown;
}

/** The versions of a type. Undefined for a type in a namespace that the lab does not have. */
export function apiVersionsOf(type: string): readonly string[] | undefined {
  return VERSIONS.find(
    ([name]) => sameId(type, name) || type.toLowerCase().startsWith(`${name.toLowerCase()}/`),
  )?.[1];
}

/** The newest version for a request to a path, previews excluded. */
export function newestApiVersion(path: string): string {
  const known = apiVersionsOf(typeAt(path)) ?? CORE;
  return known.filter((version) => /^[\d-]{10}$/.test(version)).reduce((a, b) => (a > b ? a : b));
}

/** The type of the resource or collection at a path. For addresses of Resource Manager itself, it is the type of groups. */
function typeAt(path: string): string {
  const [, inSubscription] = IN_SUBSCRIPTION.exec(path) ?? [];
  const [, inTenant] = IN_TENANT.exec(path) ?? [];
  return idAt(path)?.type ?? inSubscription ?? inTenant ?? RESOURCE_GROUP_TYPE;
}

/** The ID of a resource, or of any member of a collection. Of an extension of a resource, the namespace of the extension counts. */
function idAt(path: string): ResourceId | undefined {
  const extended = /^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)\/providers\/.+(\/providers\/.+)$/i.exec(
    path,
  );
  if (extended !== null) {
    return idAt(`${extended[1] ?? ""}${extended[2] ?? ""}`);
  }
  return parseResourceId(path) ?? parseResourceId(`${path}/any`);
}

/**
 * Demands a version that the service which answers the request knows.
 *
 * @throws ArmError that lists the versions.
 */
export function demandKnownVersion({ path, version, body }: VersionedRequest, store: ResourceStore): void {
  if (OPERATION.test(path)) {
    return;
  }
  const [id, type] = [idAt(path), typeAt(path)];
  const known = apiVersionsOf(type);
  if (known === undefined || known.some((one) => sameId(one, version))) {
    return;
  }
  if (known === CORE) {
    // @evidence log Resource Manager refuses an unknown API version with 400 `InvalidApiVersionParameter` and the
    // list. Source: a log of the Azure CLI of September 2026; Azure/azure-cli #31331.
    throw new ArmError(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${version}' is invalid. The supported versions are '${CORE.join(",")}'.`,
    );
  }
  const [namespace = "", ...types] = type.split("/");
  if (id === undefined) {
    // @evidence log A list in the subscription is refused with 404 `InvalidResourceType` and the list. Source:
    // Azure/azure-cli #7533.
    throw new ArmError(
      404,
      "InvalidResourceType",
      `The resource type '${types.join("/")}' could not be found in the namespace '${namespace}' for api version '${version}'. The supported api-versions are '${known.join(",")}'.`,
    );
  }
  // @evidence inferred The location is that of the body, else of the resource, else of its group. Reason: the requests in
  // the logs had one of them.
  const location =
    textAt(body, "location") ??
    store.get(id.text)?.body.location ??
    store.get(groupId(id))?.body.location ??
    "";
  // @evidence log A resource in a group is refused with 400 `NoRegisteredProviderFound` and the list. Source:
  // MicrosoftDocs/azure-docs #62621.
  throw new ArmError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for location '${regionName(location)}' and API version '${version}' for type '${types.join("/")}'. The supported api-versions are '${known.join(", ")}'. The supported locations are '${regions().join(", ")}'.`,
  );
}
