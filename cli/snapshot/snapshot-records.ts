/**
 * What a snapshot has: one JSON object per line, compressed. The objects of AWS, Entra, and Azure keep the names of the vendors'
 * APIs, so a reader knows them from the documentation, and existing exports become records without a translation.
 */

/** The version of the format. It changes when a record changes its meaning or goes. */
export const SNAPSHOT_VERSION = 1;

/** The first line. */
export interface SnapshotHeader {
  readonly kind: "snapshot";
  readonly version: typeof SNAPSHOT_VERSION;
  /** The version of the command line that wrote it. */
  readonly by: string;
  /** When the collection began, in ISO 8601 and UTC. */
  readonly startedAt: string;
  /** Whether names and IDs were replaced for sharing. */
  readonly redacted: boolean;
}

/**
 * The end of a section: one source of one account, tenant, or subscription, such as `aws/111122223333/access-keys`. Its records
 * come before. A section without this record was not collected.
 */
export interface SectionRecord {
  readonly kind: "section";
  readonly section: string;
  /** `refused`: the login lacks a right. `failed`: another error. The records before may be part of the section. */
  readonly state: "complete" | "refused" | "failed";
  /** How many records it has. */
  readonly records: number;
  /** When it ended, in ISO 8601 and UTC. */
  readonly at: string;
  /** Why it is not complete: the action or permission that is missing, and what the cloud said. */
  readonly error?: { readonly needs?: string; readonly code: string; readonly message: string };
}

/** A policy document as an object. */
export type Document = Readonly<Record<string, unknown>>;

/** A policy that is attached by its ARN. IAM API, "AttachedPolicy". */
export interface AttachedPolicy {
  readonly PolicyName: string;
  readonly PolicyArn: string;
}

/** An inline policy. IAM API, "PolicyDetail", with the document decoded. */
export interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: Document;
}

/** IAM API, "Tag". */
export interface AwsTag {
  readonly Key: string;
  readonly Value: string;
}

/** IAM API, "RoleDetail", with its documents decoded. */
export interface AwsRole {
  readonly RoleName: string;
  readonly Arn: string;
  readonly Path: string;
  readonly RoleId?: string;
  readonly CreateDate?: string;
  /** Missing if the export does not have it. */
  readonly AssumeRolePolicyDocument?: Document;
  readonly RolePolicyList?: readonly InlinePolicy[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  /** Empty if nobody used the role within IAM's last 400 days; missing if the export does not say. */
  readonly RoleLastUsed?: { readonly LastUsedDate?: string; readonly Region?: string };
  readonly Tags?: readonly AwsTag[];
}

/** IAM API, "UserDetail", with its documents decoded. */
export interface AwsUser {
  readonly UserName: string;
  readonly Arn: string;
  readonly Path: string;
  readonly CreateDate?: string;
  readonly UserPolicyList?: readonly InlinePolicy[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[];
  readonly GroupList?: readonly string[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  readonly Tags?: readonly AwsTag[];
}

/** IAM API, "GroupDetail", with its documents decoded. */
export interface AwsGroup {
  readonly GroupName: string;
  readonly Arn: string;
  readonly Path: string;
  readonly GroupPolicyList?: readonly InlinePolicy[];
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[];
}

/** IAM API, "ManagedPolicyDetail": the default version alone, decoded. */
export interface AwsManagedPolicy {
  readonly PolicyName: string;
  readonly Arn: string;
  readonly Document: Document;
}

/** An access key: IAM's "AccessKeyMetadata" with "AccessKeyLastUsed". Never a secret. */
export interface AwsAccessKey {
  readonly UserName: string;
  readonly AccessKeyId: string;
  readonly Status: "Active" | "Inactive";
  readonly CreateDate?: string;
  /** Without a date, IAM has no record of a use. Missing if IAM was not asked. */
  readonly LastUsed?: {
    readonly LastUsedDate?: string;
    readonly ServiceName?: string;
    readonly Region?: string;
  };
}

/** A row of the credential report, by the names of its columns. `<root_account>` is the root user. */
export type AwsCredentialReportRow = Readonly<Record<string, string>>;

/** The user that a credential report calls root. Source: IAM user guide, "Generate credential reports". */
export const ROOT_USER = "<root_account>";

/** IAM's "GetOpenIDConnectProvider". `Url` has no `https://`. */
export interface AwsOidcProvider {
  readonly Arn: string;
  readonly Url: string;
  readonly ClientIDList: readonly string[];
  readonly CreateDate?: string;
  readonly Tags?: readonly AwsTag[];
}

/** An account: of the organization, or the one of the login. */
export interface AwsAccount {
  readonly Id: string;
  readonly Name?: string;
  /** The alias of the sign-in page. */
  readonly Alias?: string;
  /** The organization, if the login may read it. */
  readonly OrganizationId?: string;
}

/** Somebody who owns an object in Entra. Microsoft Graph, "directoryObject". */
export interface EntraOwner {
  readonly id: string;
  /** `#microsoft.graph.user` or another type. */
  readonly "@odata.type"?: string;
  readonly displayName?: string;
  readonly userPrincipalName?: string;
}

/** A credential of an application, without its secret. Microsoft Graph, "passwordCredential" and "keyCredential". */
export interface EntraCredential {
  readonly keyId: string;
  readonly displayName?: string | null;
  readonly endDateTime?: string | null;
  readonly kind: "password" | "certificate";
}

/** Microsoft Graph, "application". */
export interface EntraApplication {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly identifierUris: readonly string[];
  readonly signInAudience?: string;
  readonly api?: { readonly requestedAccessTokenVersion?: number | null };
  readonly appRoles?: readonly { readonly id: string; readonly value?: string | null }[];
  readonly owners: readonly EntraOwner[];
  readonly credentials: readonly EntraCredential[];
}

/** Microsoft Graph, "servicePrincipal". */
export interface EntraServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** `Application`, `ManagedIdentity`, or another type. */
  readonly servicePrincipalType: string;
  /** Missing if an export does not say. */
  readonly appRoleAssignmentRequired?: boolean;
  readonly servicePrincipalNames?: readonly string[];
  /** ARM's ID of the identity is among them, for a managed identity. */
  readonly alternativeNames?: readonly string[];
  readonly accountEnabled?: boolean;
  readonly owners: readonly EntraOwner[];
  /** Its own, next to those of its application. Missing for managed identities, and in older snapshots and exports. */
  readonly credentials?: readonly EntraCredential[];
}

/** Microsoft Graph, "appRoleAssignment": who may get a token for an application that requires an assignment. */
export interface EntraAppRoleAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly principalType: string;
  readonly principalDisplayName?: string;
  /** The object ID of the application's service principal. */
  readonly resourceId: string;
  readonly appRoleId: string;
}

/**
 * Who has a directory role that controls applications, service principals, or roles, or may activate one. Microsoft Graph,
 * "unifiedRoleAssignment" and "unifiedRoleEligibilityScheduleInstance", with the name and the actions of "unifiedRoleDefinition".
 */
export interface EntraDirectoryRoleAssignment {
  readonly id: string;
  readonly principalId: string;
  /** `user`, `group`, or `servicePrincipal`; empty if Graph does not say. */
  readonly principalType: string;
  readonly principalDisplayName?: string;
  readonly userPrincipalName?: string;
  /** `/` for the whole tenant, or `/` with the object ID of one application or service principal. */
  readonly directoryScopeId: string;
  /** Of a built-in role, the same in every tenant. */
  readonly roleDefinitionId: string;
  readonly roleName: string;
  readonly isBuiltIn: boolean;
  /** Those of its actions that control applications, service principals, or roles. */
  readonly actions: readonly string[];
  /** Whether the holder must activate the role first. */
  readonly eligible: boolean;
}

/** Who has an application permission of Microsoft Graph that controls applications or roles. Microsoft Graph, "appRoleAssignment". */
export interface EntraGraphPermission {
  readonly id: string;
  readonly principalId: string;
  readonly principalType: string;
  readonly principalDisplayName?: string;
  readonly appRoleId: string;
  /** The name of the permission, such as `Application.ReadWrite.All`. */
  readonly permission: string;
}

/** A federated identity credential of an application or a managed identity: whose tokens Entra takes for it. */
export interface FederatedCredential {
  /** The object ID of the application, or ARM's ID of the managed identity. */
  readonly of: string;
  readonly name: string;
  readonly issuer: string;
  /** Missing if the credential has an expression instead. */
  readonly subject?: string;
  readonly claimsMatchingExpression?: string;
  readonly audiences: readonly string[];
}

/** A user-assigned managed identity. ARM, "Microsoft.ManagedIdentity/userAssignedIdentities". */
export interface AzureManagedIdentity {
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly principalId: string;
  readonly clientId: string;
}

/** A resource that has an identity: its own, or user-assigned ones. ARM, "Identity". */
export interface AzureIdentityHolder {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly identity: {
    /** The identity of the resource itself. */
    readonly principalId?: string;
    readonly tenantId?: string;
    /** ARM's IDs of the user-assigned identities. */
    readonly userAssignedIdentities: readonly string[];
  };
}

/** A role assignment with the actions of its role. ARM, "Microsoft.Authorization/roleAssignments" and "roleDefinitions". */
export interface AzureRoleAssignment {
  readonly id: string;
  readonly scope: string;
  readonly principalId: string;
  readonly principalType: string;
  /** Only exports of the Azure CLI have it. */
  readonly principalName?: string;
  readonly roleName: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  /** What it allows inside of resources, such as to sign in to a machine. Missing in older snapshots, and if it is nothing. */
  readonly dataActions?: readonly string[];
  readonly notDataActions?: readonly string[];
  readonly condition?: string | null;
}

/** What each kind of record holds. `of` is the account, the tenant, or the subscription. */
export interface RecordData {
  "aws.account": AwsAccount;
  "aws.role": AwsRole;
  "aws.user": AwsUser;
  "aws.group": AwsGroup;
  "aws.policy": AwsManagedPolicy;
  "aws.access-key": AwsAccessKey;
  "aws.credential-report-row": AwsCredentialReportRow;
  "aws.oidc-provider": AwsOidcProvider;
  "entra.application": EntraApplication;
  "entra.service-principal": EntraServicePrincipal;
  "entra.app-role-assignment": EntraAppRoleAssignment;
  "entra.federated-credential": FederatedCredential;
  "entra.directory-role-assignment": EntraDirectoryRoleAssignment;
  "entra.graph-permission": EntraGraphPermission;
  "azure.managed-identity": AzureManagedIdentity;
  "azure.identity-holder": AzureIdentityHolder;
  "azure.federated-credential": FederatedCredential;
  "azure.role-assignment": AzureRoleAssignment;
}

/** The kinds of records. */
export type RecordKind = keyof RecordData;

/** What a member of a record is: a string, strings, objects, tags, or dates and names of a last use. */
export type MemberKind = "text" | "texts" | "objects" | "tags" | "use";

const FEDERATED_CREDENTIAL = { of: "text", name: "text", issuer: "text", audiences: "texts" } as const;

/**
 * The members of each kind on which the readers rely; one with `?` may be missing. Flags are not checked: one that is missing is
 * false. A member that is wrong is named in this order.
 */
export const MEMBERS: Readonly<Record<RecordKind, Readonly<Record<string, MemberKind | `${MemberKind}?`>>>> =
  {
    "aws.account": { Id: "text" },
    "aws.role": { RoleName: "text", Arn: "text", Path: "text", RoleLastUsed: "use?", Tags: "tags?" },
    "aws.user": { UserName: "text", Arn: "text", Path: "text", Tags: "tags?" },
    "aws.group": { GroupName: "text", Arn: "text", Path: "text" },
    "aws.policy": { PolicyName: "text", Arn: "text" },
    "aws.access-key": { UserName: "text", AccessKeyId: "text", Status: "text", LastUsed: "use?" },
    "aws.credential-report-row": { user: "text" },
    "aws.oidc-provider": { Arn: "text", Url: "text", ClientIDList: "texts", Tags: "tags?" },
    "entra.application": {
      id: "text",
      appId: "text",
      displayName: "text",
      identifierUris: "texts",
      owners: "objects",
      credentials: "objects",
    },
    "entra.service-principal": {
      id: "text",
      appId: "text",
      displayName: "text",
      servicePrincipalType: "text",
      owners: "objects",
      servicePrincipalNames: "texts?",
      alternativeNames: "texts?",
      credentials: "objects?",
    },
    "entra.app-role-assignment": {
      id: "text",
      principalId: "text",
      principalType: "text",
      resourceId: "text",
      appRoleId: "text",
    },
    "entra.federated-credential": FEDERATED_CREDENTIAL,
    "entra.directory-role-assignment": {
      id: "text",
      principalId: "text",
      principalType: "text",
      directoryScopeId: "text",
      roleDefinitionId: "text",
      roleName: "text",
      actions: "texts",
      principalDisplayName: "text?",
      userPrincipalName: "text?",
    },
    "entra.graph-permission": {
      id: "text",
      principalId: "text",
      principalType: "text",
      appRoleId: "text",
      permission: "text",
      principalDisplayName: "text?",
    },
    "azure.managed-identity": {
      id: "text",
      name: "text",
      tenantId: "text",
      principalId: "text",
      clientId: "text",
    },
    "azure.identity-holder": { id: "text", type: "text", name: "text" },
    "azure.federated-credential": FEDERATED_CREDENTIAL,
    "azure.role-assignment": {
      id: "text",
      scope: "text",
      principalId: "text",
      principalType: "text",
      roleName: "text",
      actions: "texts",
      notActions: "texts",
    },
  };

/** One object of a cloud. */
export type ObjectRecord = {
  readonly [Kind in RecordKind]: {
    readonly kind: Kind;
    readonly of: string;
    readonly data: RecordData[Kind];
  };
}[RecordKind];

/** A line of a snapshot. */
export type SnapshotRecord = SnapshotHeader | SectionRecord | ObjectRecord;

/** The sections of an account, a tenant, and a subscription. A section's name is `<cloud>/<of>/<one of these>`. */
export const SECTIONS = {
  aws: ["account", "authorization-details", "credential-report", "access-keys", "oidc-providers"],
  entra: [
    "applications",
    "service-principals",
    "app-role-assignments",
    "federated-credentials",
    "directory-roles",
    "eligible-directory-roles",
    "graph-permissions",
  ],
  azure: ["identities", "identity-holders", "federated-credentials", "role-assignments"],
} as const;
