/** Objects of an Entra directory, with the names that Microsoft Graph v1.0 gives their properties. */

/** A permission that an application offers (Graph resource type `appRole`). */
export interface AppRole {
  readonly id: string;
  readonly allowedMemberTypes: readonly ("User" | "Application")[];
  readonly description: string | null;
  readonly displayName: string;
  readonly isEnabled: boolean;
  readonly value: string | null;
}

/** An app registration (Graph resource type `application`). */
export interface Application {
  readonly id: string;
  readonly appId: string;
  /** ISO 8601, with seven decimals of a second. */
  readonly createdDateTime: string;
  displayName: string;
  identifierUris: readonly string[];
  signInAudience: string;
  appRoles: readonly AppRole[];
  api: ApplicationApi;
  /** Whatever else a client stored: kept and given back as it came. */
  others: Readonly<Record<string, unknown>>;
  /** Object IDs of its owners, users and service principals. Not part of the representation. */
  ownerIds: ReadonlySet<string>;
}

/** Graph resource type `apiApplication`. `requestedAccessTokenVersion` null means 1. */
export interface ApplicationApi {
  readonly requestedAccessTokenVersion: 1 | 2 | null;
  readonly [other: string]: unknown;
}

export type ServicePrincipalType = "Application" | "ManagedIdentity";

/** What can be given a token or be asked for one (Graph resource type `servicePrincipal`). */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  /** ISO 8601, in whole seconds. */
  readonly createdDateTime: string;
  readonly servicePrincipalType: ServicePrincipalType;
  readonly appOwnerOrganizationId: string | null;
  /** ARM IDs of a managed identity; what a client wrote, of another. */
  alternativeNames: readonly string[];
  displayName: string;
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  /** Names by which a token for it may be asked, apart from its application's identifier URIs and its `appId`. */
  readonly ownNames: readonly string[];
  /** Roles of its own: those of a first-party API. Other principals offer the roles of their application. */
  readonly ownAppRoles: readonly AppRole[];
  others: Readonly<Record<string, unknown>>;
  ownerIds: ReadonlySet<string>;
}

/** A person (Graph resource type `user`): a member of the tenant. */
export interface User {
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
}

/** Graph resource type `appRoleAssignment`. */
export interface AppRoleAssignment {
  readonly id: string;
  readonly createdDateTime: string;
  readonly appRoleId: string;
  readonly principalId: string;
  readonly principalDisplayName: string;
  readonly principalType: "ServicePrincipal";
  readonly resourceId: string;
  readonly resourceDisplayName: string;
}

/** The role that every resource has: default access. */
export const DEFAULT_ACCESS_ROLE_ID = "00000000-0000-0000-0000-000000000000";
