/** Random estates of one account and one tenant, and the facts that the model needs of them. */
import type { SnapshotRecord } from "../../../cli/snapshot/snapshot-records";
import { SECTIONS } from "../../../cli/snapshot/snapshot-records";
import {
  APPLICATION,
  ARM,
  type Bearer,
  type EntraFacts,
  everyone,
  IDENTITIES,
  NEIGHBOR,
  TENANT,
} from "../../model/population";
import { Draw } from "./draw";
import { type RandomPolicy, randomPolicy, WORLDS } from "./random-policies";

/** An account with roles, and the tenant whose identities may assume them. */
export interface RandomEstate {
  readonly records: readonly SnapshotRecord[];
  /** The trust policies of the roles, by name. */
  readonly roles: ReadonlyMap<string, RandomPolicy>;
  /** Everyone, as the tenant is. */
  readonly people: readonly Bearer[];
  /** What each provider lists. */
  readonly clientIds: Readonly<Record<string, readonly string[]>>;
}

const ACCOUNT = "111122223333";
const AT = "2026-11-28T06:00:00Z";
const RESOURCE = "aaaaaaaa-0000-4000-8000-00000000000b";

const servicePrincipal = (data: object): SnapshotRecord =>
  ({
    kind: "entra.service-principal",
    of: TENANT,
    data: { owners: [], ...data },
  }) as unknown as SnapshotRecord;

/** The tenant: the application, both identities that policies name, and one that they do not. */
function tenant(
  { requiresAssignment, intended }: Required<EntraFacts>,
  isNeighborAssigned: boolean,
): SnapshotRecord[] {
  const managed = [...IDENTITIES, NEIGHBOR];
  const assigned = [
    ...(intended === "assigned" ? IDENTITIES : []),
    ...(isNeighborAssigned ? [NEIGHBOR] : []),
  ];
  return [
    {
      kind: "entra.application",
      of: TENANT,
      data: {
        id: "aaaaaaaa-0000-4000-8000-00000000000a",
        appId: APPLICATION.id,
        displayName: "orders",
        identifierUris: [APPLICATION.uri],
        owners: [],
        credentials: [],
      },
    },
    servicePrincipal({
      id: RESOURCE,
      appId: APPLICATION.id,
      displayName: "orders",
      servicePrincipalType: "Application",
      appRoleAssignmentRequired: requiresAssignment,
      servicePrincipalNames: [APPLICATION.uri, APPLICATION.id],
    }),
    ...managed.map(({ principalId, clientId }) =>
      servicePrincipal({
        id: principalId,
        appId: clientId,
        displayName: principalId,
        servicePrincipalType: "ManagedIdentity",
        servicePrincipalNames: [clientId],
        appRoleAssignmentRequired: false,
        accountEnabled: principalId === NEIGHBOR.principalId || intended !== "disabled",
      }),
    ),
    ...assigned.map(({ principalId }): SnapshotRecord => ({
      kind: "entra.app-role-assignment",
      of: TENANT,
      data: {
        id: principalId,
        principalId,
        principalType: "ServicePrincipal",
        resourceId: RESOURCE,
        appRoleId: "cccccccc-0000-4000-8000-000000000001",
      },
    })),
  ];
}

function sections(): SnapshotRecord[] {
  return [
    ...SECTIONS.aws.map((name) => `aws/${ACCOUNT}/${name}`),
    ...SECTIONS.entra.map((name) => `entra/${TENANT}/${name}`),
  ].map((section) => ({ kind: "section", section, state: "complete", records: 1, at: AT }));
}

/** An estate with so many roles, the same for the same number. */
export function randomEstate(seed: number, count: number): RandomEstate {
  const draw = new Draw(seed);
  const facts = {
    requiresAssignment: draw.chance(0.6),
    intended: draw.of(["assigned", "assigned", "assigned", "unassigned", "disabled"] as const),
    areManaged: true,
  };
  // Every audience that policies name, or only the first.
  const lists = WORLDS.map(({ provider, audiences }) => ({
    provider,
    listed: draw.chance(0.7)
      ? [...audiences, ...(provider.startsWith("sts.") ? [ARM.uri, ARM.id] : [])]
      : audiences.slice(0, 1),
  }));
  const roles = new Map(
    Array.from({ length: count }, (_, index) => [`role-${index}`, randomPolicy(seed * count + index)]),
  );
  return {
    roles,
    people: everyone(facts),
    clientIds: Object.fromEntries(lists.map(({ provider, listed }) => [provider, listed])),
    records: [
      {
        kind: "snapshot",
        version: 1,
        by: "0.2.0",
        startedAt: AT,
        redacted: false,
      } as unknown as SnapshotRecord,
      ...lists.map(({ provider, listed }): SnapshotRecord => ({
        kind: "aws.oidc-provider",
        of: ACCOUNT,
        data: {
          Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}`,
          Url: provider,
          ClientIDList: listed,
        },
      })),
      ...tenant(facts, draw.chance(0.3)),
      ...[...roles].map(([name, { policy }]): SnapshotRecord => ({
        kind: "aws.role",
        of: ACCOUNT,
        data: {
          RoleName: name,
          Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
          Path: "/",
          CreateDate: AT,
          AssumeRolePolicyDocument: policy,
          RolePolicyList: [],
        },
      })),
      ...sections(),
    ],
  };
}
