import type { AuditReport } from "../../../../cli/audit/audit-report";
import type { Estate } from "../../../../cli/audit/estate/estate";
import { EstateBuilder } from "../../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../../cli/audit/make-report";
import { SECTIONS, type SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";

export const ACCOUNT = "111122223333";
export const TENANT = "11111111-2222-4333-8444-555555555555";
export const SUBSCRIPTION = "99999999-0000-4000-8000-000000000001";
export const PROVIDER = `sts.windows.net/${TENANT}/`;
export const PROVIDER_ARN = providerArn(PROVIDER);
export const AUDIENCE = "api://orders";
export const APP_ID = "aaaaaaaa-0000-4000-8000-000000000001";
/** The object ID of the orders VM's identity. */
export const SUBJECT = "bbbbbbbb-0000-4000-8000-000000000001";
export const IDENTITY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/orders/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-orders`;
export const MACHINE = `/subscriptions/${SUBSCRIPTION}/resourceGroups/orders/providers/Microsoft.Compute/virtualMachines/vm-orders`;
export const ROLE_ARN = roleArn("orders");
/** The day of all audits in tests. */
export const NOW = new Date("2026-11-28T06:00:00Z");

/** A statement of a policy. */
export type Statement = Readonly<Record<string, unknown>>;

/** The kinds of records that hold an object of a cloud. */
type ObjectOf<Kind extends SnapshotRecord["kind"]> =
  Extract<SnapshotRecord, { kind: Kind }> extends {
    readonly data: infer Data;
  }
    ? Data
    : never;

export function roleArn(name: string, account = ACCOUNT): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

export function providerArn(name: string, account = ACCOUNT): string {
  return `arn:aws:iam::${account}:oidc-provider/${name}`;
}

/** A statement for the tenant's provider with conditions under StringEquals, by the names of claims. */
export function federationStatement(
  claims: Readonly<Record<string, unknown>>,
  provider = PROVIDER,
): Statement {
  const conditions = Object.fromEntries(
    Object.entries(claims).map(([claim, value]) => [`${provider}:${claim}`, value]),
  );
  return {
    Effect: "Allow",
    Principal: { Federated: providerArn(provider) },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...(Object.keys(conditions).length === 0 ? {} : { Condition: { StringEquals: conditions } }),
  };
}

export function policy(...statements: readonly Statement[]): Readonly<Record<string, unknown>> {
  return { Version: "2012-10-17", Statement: statements };
}

export function allow(
  action: string | readonly string[],
  resource: string | readonly string[] = "*",
): Statement {
  return { Effect: "Allow", Action: action, Resource: resource };
}

/** A role: its name, its trust policy, its permissions, and what else is to be different. */
export function role(
  name: string,
  trust: readonly Statement[],
  permissions: readonly Statement[] = [allow("s3:GetObject", "arn:aws:s3:::orders/*")],
  further: Partial<ObjectOf<"aws.role">> = {},
): SnapshotRecord {
  return {
    kind: "aws.role",
    of: ACCOUNT,
    data: {
      RoleName: name,
      Arn: roleArn(name),
      Path: "/",
      CreateDate: "2026-01-01T00:00:00Z",
      AssumeRolePolicyDocument: policy(...trust),
      RolePolicyList:
        permissions.length === 0
          ? []
          : [{ PolicyName: "permissions", PolicyDocument: policy(...permissions) }],
      RoleLastUsed: { LastUsedDate: "2026-11-27T00:00:00Z" },
      ...further,
    },
  };
}

/** The role as the component deploys it: exactly one subject and one audience. */
export function ordersRole(further: Partial<ObjectOf<"aws.role">> = {}): SnapshotRecord {
  return role("orders", [federationStatement({ aud: AUDIENCE, sub: SUBJECT })], undefined, further);
}

export function provider(name: string, clientIds: readonly string[]): SnapshotRecord {
  return {
    kind: "aws.oidc-provider",
    of: ACCOUNT,
    data: { Arn: providerArn(name), Url: name, ClientIDList: clientIds },
  };
}

export function application(further: Partial<ObjectOf<"entra.application">> = {}): SnapshotRecord {
  return {
    kind: "entra.application",
    of: TENANT,
    data: {
      id: "aaaaaaaa-0000-4000-8000-00000000000a",
      appId: APP_ID,
      displayName: "orders",
      identifierUris: [AUDIENCE],
      owners: [],
      credentials: [],
      ...further,
    },
  };
}

export function servicePrincipal(further: Partial<ObjectOf<"entra.service-principal">> = {}): SnapshotRecord {
  return {
    kind: "entra.service-principal",
    of: TENANT,
    data: {
      id: "aaaaaaaa-0000-4000-8000-00000000000b",
      appId: APP_ID,
      displayName: "orders",
      servicePrincipalType: "Application",
      appRoleAssignmentRequired: true,
      servicePrincipalNames: [AUDIENCE, APP_ID],
      owners: [],
      ...further,
    },
  };
}

/** The identity of the orders VM, its service principal, and the VM. */
export function machine(): readonly SnapshotRecord[] {
  return [
    servicePrincipal({
      id: SUBJECT,
      appId: "bbbbbbbb-0000-4000-8000-000000000002",
      displayName: "id-orders",
      servicePrincipalType: "ManagedIdentity",
      appRoleAssignmentRequired: false,
      servicePrincipalNames: ["bbbbbbbb-0000-4000-8000-000000000002"],
      alternativeNames: ["isExplicit=True", IDENTITY],
    }),
    {
      kind: "azure.managed-identity",
      of: SUBSCRIPTION,
      data: {
        id: IDENTITY,
        name: "id-orders",
        tenantId: TENANT,
        principalId: SUBJECT,
        clientId: "bbbbbbbb-0000-4000-8000-000000000002",
      },
    },
    {
      kind: "azure.identity-holder",
      of: SUBSCRIPTION,
      data: {
        id: MACHINE,
        type: "Microsoft.Compute/virtualMachines",
        name: "vm-orders",
        identity: { userAssignedIdentities: [IDENTITY] },
      },
    },
    {
      kind: "entra.app-role-assignment",
      of: TENANT,
      data: {
        id: "assignment",
        principalId: SUBJECT,
        principalType: "ServicePrincipal",
        resourceId: "aaaaaaaa-0000-4000-8000-00000000000b",
        appRoleId: "cccccccc-0000-4000-8000-000000000001",
      },
    },
  ];
}

export function roleAssignment(
  roleName: string,
  scope: string,
  actions: readonly string[],
  notActions: readonly string[] = [],
  data: { readonly dataActions?: readonly string[]; readonly notDataActions?: readonly string[] } = {},
): SnapshotRecord {
  return {
    kind: "azure.role-assignment",
    of: SUBSCRIPTION,
    data: {
      id: `${scope}/${roleName}`,
      scope,
      principalId: "dddddddd-0000-4000-8000-000000000001",
      principalType: "Group",
      roleName,
      actions,
      notActions,
      ...data,
    },
  };
}

/** What the component deploys: provider, application, identity, assignment, and role. */
export function deployed(): readonly SnapshotRecord[] {
  return [provider(PROVIDER, [AUDIENCE]), application(), servicePrincipal(), ...machine(), ordersRole()];
}

/** An estate of complete sections. */
export function estateFrom(...records: readonly SnapshotRecord[]): Estate {
  const builder = new EstateBuilder();
  builder.add({
    kind: "snapshot",
    version: 1,
    by: "0.2.0",
    startedAt: NOW.toISOString(),
    redacted: false,
  });
  for (const record of [...records, ...completeSections()]) {
    builder.add(record);
  }
  return builder.build();
}

/** The ends of all sections of the account, the tenant, and the subscription. */
export function completeSections(): readonly SnapshotRecord[] {
  const sections = [
    ...SECTIONS.aws.map((name) => `aws/${ACCOUNT}/${name}`),
    ...SECTIONS.entra.map((name) => `entra/${TENANT}/${name}`),
    ...SECTIONS.azure.map((name) => `azure/${SUBSCRIPTION}/${name}`),
  ];
  return sections.map((section) => ({
    kind: "section",
    section,
    state: "complete",
    records: 1,
    at: NOW.toISOString(),
  }));
}

/** Audits records. */
export function auditOf(...records: readonly SnapshotRecord[]): AuditReport {
  return makeReport(estateFrom(...records), "0.2.0", NOW);
}

/** The rules of all findings of a report, with their subjects. */
export function rulesFound(report: AuditReport): readonly (readonly [string, string])[] {
  return [...report.roles.flatMap(({ findings }) => findings), ...report.findings].map(
    ({ rule, subject }) => [rule, subject] as const,
  );
}
