/**
 * Rights in Entra that let their holder get a token of an identity, or decide who gets one for an application.
 *
 * Grade: documentation. The actions are in Microsoft Entra, "Microsoft Entra built-in roles", "Application registration permissions for
 * custom roles", and "Enterprise application permissions for custom roles"; the permissions in Microsoft Graph, "Microsoft Graph
 * permissions reference", and microsoftgraph/microsoft-graph-devx-content permissions/new/permissions.json at 6cbd6bb. Nothing was
 * tried in a tenant.
 */

/** What a right is about: the application's own object, its service principal, or all of the tenant. */
export type RightOn = "application" | "servicePrincipal" | "tenant";

/** A right by actions of a directory role. */
export interface DirectoryRight {
  readonly on: RightOn;
  /** One of these is enough. */
  readonly actions: readonly string[];
  /** Or one of these built-in roles, by the IDs of their templates. */
  readonly roles?: readonly string[];
  /** What it allows, to be read after "They can ". `%` is the application. */
  readonly can: string;
}

const action = (name: string): string => `microsoft.directory/${name}`;

/** All that there is, on an object of a kind. */
const everything = (objects: string): readonly string[] => [
  action(`${objects}/allProperties/allTasks`),
  action(`${objects}/allProperties/update`),
];

/** Rights on an application that is the subject. A token made with its credentials is one of the identity. */
export const SUBJECT_RIGHTS: readonly DirectoryRight[] = [
  {
    on: "application",
    actions: [action("applications/credentials/update"), ...everything("applications")],
    can: "add a credential to %, and sign in as it",
  },
  {
    on: "servicePrincipal",
    actions: [action("servicePrincipals/credentials/update"), ...everything("servicePrincipals")],
    can: "add a credential to the service principal of %, and sign in as it",
  },
  {
    on: "application",
    actions: [action("applications/owners/update")],
    can: "make themselves an owner of %, add a credential, and sign in as it",
  },
  {
    on: "servicePrincipal",
    actions: [action("servicePrincipals/owners/update")],
    can: "make themselves an owner of the service principal of %, add a credential, and sign in as it",
  },
];

/** Rights on the application that an audience names. */
export const AUDIENCE_RIGHTS: readonly DirectoryRight[] = [
  {
    on: "servicePrincipal",
    actions: [action("servicePrincipals/appRoleAssignedTo/update"), ...everything("servicePrincipals")],
    can: "assign other identities to %, which then get tokens for it",
  },
  {
    on: "servicePrincipal",
    actions: [action("servicePrincipals/owners/update")],
    can: "make themselves an owner of the service principal of %, and assign other identities to it",
  },
  {
    on: "application",
    actions: [action("applications/owners/update"), ...everything("applications")],
    can: "make themselves an owner of %, and decide who gets a token for it",
  },
];

/** Rights over the whole tenant, with which one can take every other. */
export const TENANT_RIGHTS: readonly DirectoryRight[] = [
  {
    on: "tenant",
    actions: [action("roleAssignments/allProperties/allTasks")],
    can: "give themselves every role of the tenant, and so control every application and, as Global Administrator, every subscription",
  },
  {
    on: "tenant",
    actions: [],
    // Privileged Authentication Administrator. Source: Microsoft Entra, "Microsoft Entra built-in roles", "Who can reset passwords".
    roles: ["7be44c8a-adaf-4e2a-84d6-ab2649e08a13"],
    can: "reset the password of a Global Administrator, and sign in as them",
  },
];

/** What an application permission of Microsoft Graph allows. */
export interface GraphRight {
  /** What it is for: identities that are applications, audiences, or every identity of the tenant. */
  readonly of: readonly ("subject" | "audience" | "tenant")[];
  /** Whether it is for applications alone that its holder owns. */
  readonly owned?: true;
  readonly can: string;
}

/** By the names of the permissions. */
export const GRAPH_RIGHTS: Readonly<Record<string, GraphRight>> = {
  "Application.ReadWrite.All": {
    of: ["subject", "audience"],
    can: "add a credential to every application of the tenant, and assign identities to every application but Microsoft Graph",
  },
  "Application.ReadWrite.OwnedBy": {
    of: ["subject", "audience"],
    owned: true,
    can: "add a credential to the applications that they own, and change them",
  },
  "AppRoleAssignment.ReadWrite.All": {
    of: ["subject", "audience", "tenant"],
    can: "give themselves every permission of Microsoft Graph, and assign identities to every application",
  },
  "Directory.ReadWrite.All": {
    of: ["subject", "audience"],
    can: "add a credential to every application of the tenant, and stop requiring an assignment",
  },
  "RoleManagement.ReadWrite.Directory": {
    of: ["subject", "audience", "tenant"],
    can: "give themselves every role of the tenant, and so control every application and, as Global Administrator, every subscription",
  },
  "RoleAssignmentSchedule.ReadWrite.Directory": {
    of: ["subject", "audience", "tenant"],
    can: "give a person every role of the tenant, and so control every application and, as Global Administrator, every subscription",
  },
  "RoleEligibilitySchedule.ReadWrite.Directory": {
    of: ["subject", "audience", "tenant"],
    can: "let a person activate every role of the tenant, and so control every application and, as Global Administrator, every subscription",
  },
};
