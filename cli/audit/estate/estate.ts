/** What an audit keeps of its input: facts that are small enough for companies of any size. */
import type {
  AzureIdentityHolder,
  AzureManagedIdentity,
  AzureRoleAssignment,
  EntraApplication,
  EntraAppRoleAssignment,
  EntraDirectoryRoleAssignment,
  EntraGraphPermission,
  EntraServicePrincipal,
  FederatedCredential,
  SectionRecord,
} from "../../snapshot/snapshot-records";
import type { PolicyFacts } from "../permissions/policy-facts";

/** The policies of a role before the managed ones are known. */
export interface PolicyReferences {
  readonly inline: readonly { readonly name: string; readonly facts: PolicyFacts }[];
  readonly attached: readonly string[];
  readonly boundary?: string;
}

/** Principals that the trust policy of a role admits by `sts:AssumeRole`: one statement. */
export interface AwsTrust {
  /** ARNs of principals, `arn:…:root` for accounts, or `*`. */
  readonly principals: readonly string[];
  /** Whether the statement keeps them out. */
  readonly denies?: true;
  /** The statement's conditions in JSON; missing if there are none. */
  readonly condition?: string;
}

/** A role that others can assume from within AWS. */
export interface AssumableRole {
  readonly arn: string;
  readonly trusts: readonly AwsTrust[];
  readonly policies: PolicyReferences;
}

/** Roles that the same services assume, and that may do the same. Most roles of a large company are some of few kinds. */
export interface PassableRoleKind {
  readonly services: readonly string[];
  /** Only what can make a role powerful: actions of that kind, on more than named resources. */
  readonly policies: PolicyReferences;
  readonly arns: readonly string[];
}

/** A user, and of its policies what makes it powerful. */
export interface KnownUser {
  readonly arn: string;
  readonly policies: PolicyReferences;
}

/** A role whose trust policy names an identity provider. */
export interface FederatedRole extends AuditableRole {
  readonly policies: PolicyReferences;
}

/** What stays of such a role when its policies are evaluated. */
export interface AuditableRole {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  /** In JSON. */
  readonly trustPolicy: string;
  /** When it was created, in ISO 8601. */
  readonly created?: string;
  /** As in the report. */
  readonly lastUsed?: string;
}

/** A provider. Its client IDs are missing if the input lists providers only by their ARNs. */
export interface KnownProvider {
  readonly arn: string;
  readonly account: string;
  readonly name: string;
  readonly clientIds?: readonly string[];
}

/** An active access key. */
export interface ActiveKey {
  readonly account: string;
  readonly user: string;
  /** Its ID; in a credential report, which has none, its number. */
  readonly key: string;
  readonly created?: string;
  readonly lastUsed?: string;
}

/** The whole input. */
export interface Estate {
  readonly collectedAt?: string;
  readonly accounts: ReadonlySet<string>;
  readonly tenants: ReadonlySet<string>;
  readonly subscriptions: ReadonlySet<string>;
  readonly roles: number;
  /** The audit takes each role out, so that its policies can go: of 21,000 roles, they are half of the memory. */
  readonly federated: FederatedRole[];
  readonly assumable: ReadonlyMap<string, AssumableRole>;
  /** Users with the policies of their groups. */
  readonly users: readonly KnownUser[];
  /** Roles that services of AWS assume. */
  readonly passable: readonly PassableRoleKind[];
  readonly policies: ReadonlyMap<string, PolicyFacts>;
  readonly providers: readonly KnownProvider[];
  readonly keys: readonly ActiveKey[];
  readonly applications: readonly (EntraApplication & { readonly tenant: string })[];
  readonly servicePrincipals: readonly (EntraServicePrincipal & { readonly tenant: string })[];
  readonly assignments: readonly EntraAppRoleAssignment[];
  readonly credentials: readonly FederatedCredential[];
  readonly directoryRoles: readonly (EntraDirectoryRoleAssignment & { readonly tenant: string })[];
  readonly graphPermissions: readonly (EntraGraphPermission & { readonly tenant: string })[];
  readonly identities: readonly AzureManagedIdentity[];
  readonly holders: readonly AzureIdentityHolder[];
  /** With the subscription in which they were read; empty for any. */
  readonly roleAssignments: readonly (AzureRoleAssignment & { readonly subscription: string })[];
  /** The state of each section of the input. */
  readonly sections: ReadonlyMap<string, SectionRecord["state"]>;
  /** What the input does not have, in sentences. */
  readonly gaps: readonly string[];
}
