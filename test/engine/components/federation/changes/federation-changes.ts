/** What a change of each argument of a federation does: docs/reference/component.md, "What a change does". */
import { LAB_TENANT_ID } from "../../../../../lab/lab-facts";
import { APP_ROLES, type WhatOthersOwn } from "./what-others-own";

/** One update, which goes on from the one before. */
export interface FederationChange {
  /** The argument, as `schema.json` names it; of a structure, with its type. */
  readonly of: string;
  /** What changes, in words. */
  readonly what: string;
  /** Arguments that become another value; undefined takes one away. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Such as `updated fed-app-role`, sorted; what a replacement creates and deletes is left out. */
  readonly does: readonly string[];
  /** Whether the deployer could not carry it out, so that it is previewed and not kept. */
  readonly isOnlyPlanned?: true;
}

const permissions = { readBuckets: ["devteam-reports"] };
const app = { permissions };
const batch = { permissions };

/** What the federation begins with. */
export const FIRST_ARGUMENTS: Readonly<Record<string, unknown>> = { workloads: { app } };

const fed = (deed: string, ...parts: readonly string[]): string[] =>
  parts.map((part) => `${deed} fed-${part}`);

/** Every argument of a federation but `workloads` of which only names change, one update after the other. */
export function federationChanges(theirs: WhatOthersOwn): readonly FederationChange[] {
  const step = (
    of: string,
    what: string,
    args: Readonly<Record<string, unknown>>,
    ...does: readonly string[]
  ): FederationChange => ({ of, what, args, does: [...does].sort() });
  const [theirApplication, theirOther] = theirs.applicationClientIds;
  const audience = `api://${LAB_TENANT_ID}/orders`;
  const newAudience = fed("updated", "app-role", "application", "oidc-provider");
  const newPlace = fed("replaced", "app-assignment", "app-identity");
  return [
    step(
      "workloads",
      "one more",
      { workloads: { batch, app } },
      ...fed("created", "batch-assignment", "batch-identity", "batch-read-buckets", "batch-role"),
    ),
    step("workloads", "in another order", { workloads: { app, batch } }),
    step(
      "workloads",
      "one less",
      { workloads: { app } },
      ...fed("deleted", "batch-assignment", "batch-identity", "batch-read-buckets", "batch-role"),
    ),
    step("displayName", "given", { displayName: "Orders" }, ...fed("updated", "application")),
    step("allowUsersAndGroups", "given", { allowUsersAndGroups: true }, ...fed("updated", "application")),
    step(
      "owners",
      "given",
      { owners: [...theirs.servicePrincipalIds] },
      ...fed("updated", "application", "service-principal"),
    ),
    // Whoever owns them then is left alone.
    step("owners", "taken away", { owners: undefined }),
    step("audience", "given", { audience }, ...newAudience),
    step("audience", "taken away", { audience: undefined }, ...newAudience),
    step(
      "audienceForm",
      "another",
      { audienceForm: "application-id" },
      ...fed("created", "identifier-uri"),
      ...fed("updated", "app-role", "oidc-provider"),
    ),
    step(
      "audienceForm",
      "taken away",
      { audienceForm: undefined },
      ...fed("deleted", "identifier-uri"),
      ...fed("updated", "app-role", "oidc-provider"),
    ),
    step(
      "additionalAudiences",
      "given",
      { additionalAudiences: ["api://sales.example"] },
      ...fed("updated", "oidc-provider"),
    ),
    step(
      "azureTags",
      "given",
      { azureTags: { owner: "platform" } },
      ...fed("updated", "app-identity", "group"),
    ),
    step(
      "awsTags",
      "given",
      { awsTags: { owner: "platform" } },
      ...fed("updated", "app-role", "oidc-provider"),
    ),
    // With VMs: test/engine/components/federation/shared-network.test.ts.
    step("network", "given without a VM", { network: {} }),
    step("NetworkSettings.natGatewayId", "given", { network: { natGatewayId: theirs.natGatewayId } }),
    step("network", "taken away", { network: undefined }),
    step("region", "another", { region: "eu-central-1" }),
    step("tenantId", "given as what it is anyway", { tenantId: LAB_TENANT_ID }),
    step(
      "tokenVersion",
      "2",
      { tokenVersion: 2 },
      ...fed("replaced", "oidc-provider"),
      ...fed("updated", "app-role", "application"),
    ),
    step(
      "tokenVersion",
      "taken away",
      { tokenVersion: undefined },
      ...fed("replaced", "oidc-provider"),
      ...fed("updated", "app-role", "application"),
    ),
    step("cloud", "whose v1 issuer is the same", { cloud: "usgovernment" }),
    {
      // The lab's deployer may make OIDC providers of the public cloud's issuers alone.
      ...step("cloud", "with another issuer", { cloud: "china" }),
      does: ["replace fed-oidc-provider", "update fed-app-role"],
      isOnlyPlanned: true,
    },
    step("cloud", "taken away", { cloud: undefined }),
    step(
      "location",
      "another",
      { location: "northeurope" },
      ...newPlace,
      ...fed("replaced", "group"),
      ...fed("updated", "app-role"),
    ),
    // The azure-native provider keeps the location that a resource has.
    step("location", "taken away", { location: undefined }),
    step(
      "resourceGroupName",
      "adopted",
      { resourceGroupName: theirs.resourceGroupName },
      ...newPlace,
      ...fed("deleted", "group"),
      ...fed("updated", "app-role"),
    ),
    step(
      "resourceGroupName",
      "taken away",
      { resourceGroupName: undefined },
      ...newPlace,
      ...fed("created", "group"),
      ...fed("updated", "app-role"),
    ),
    step(
      "applicationClientId",
      "adopted",
      { applicationClientId: theirApplication, allowUsersAndGroups: undefined, displayName: undefined },
      ...fed("deleted", "application", "service-principal"),
      ...fed("replaced", "app-assignment"),
      ...fed("updated", "app-role", "oidc-provider"),
    ),
    step("appRoleId", "another", { appRoleId: APP_ROLES.other }, ...fed("replaced", "app-assignment")),
    step(
      "applicationClientId",
      "another",
      { applicationClientId: theirOther },
      ...fed("replaced", "app-assignment"),
      ...fed("updated", "app-role", "oidc-provider"),
    ),
    step(
      "applicationClientId",
      "taken away",
      { applicationClientId: undefined, appRoleId: undefined },
      ...fed("created", "application", "service-principal"),
      ...fed("replaced", "app-assignment"),
      ...fed("updated", "app-role", "oidc-provider"),
    ),
    step("retainOidcProviderOnDelete", "given", { retainOidcProviderOnDelete: true }),
  ];
}
