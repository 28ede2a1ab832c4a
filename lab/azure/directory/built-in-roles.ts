/** Entra's built-in roles that the lab knows. */

/** A role as its definition shows it. */
export interface BuiltInRole {
  /** The ID of its definition and of its template. */
  readonly id: string;
  readonly displayName: string;
  readonly allowedResourceActions: readonly string[];
}

const directory = (actions: string): readonly string[] =>
  actions
    .trim()
    .split(/\s+/)
    .map((action) => `microsoft.directory/${action}`);

/** What the role Cloud Application Administrator may do, and Application Administrator too. */
const APPLICATION_ADMINISTRATOR = directory(`
  applications/create applications/delete applications/audience/update applications/authentication/update
  applications/basic/update applications/credentials/update applications/owners/update applications/permissions/update
  servicePrincipals/create servicePrincipals/delete servicePrincipals/appRoleAssignedTo/update
  servicePrincipals/audience/update servicePrincipals/authentication/update servicePrincipals/basic/update
  servicePrincipals/credentials/update servicePrincipals/managePermissionGrantsForAll.microsoft-application-admin
  servicePrincipals/owners/update servicePrincipals/permissions/update
`);

/**
 * The roles, with their actions as far as they are about applications, service principals, roles, and how people sign in.
 *
 * @evidence documentation Built-in roles have these IDs and actions. Source: Microsoft Entra, "Microsoft Entra built-in roles";
 *   Cloud-Architekt/AzurePrivilegedIAM Classification/Classification_EntraIdDirectoryRoles.json at f14538f, which has them from Entra.
 */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = [
  {
    id: "62e90394-69f5-4237-9190-012177145e10",
    displayName: "Global Administrator",
    allowedResourceActions: directory(`
      applications/allProperties/allTasks servicePrincipals/allProperties/allTasks
      servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin
      users/allProperties/allTasks users/authenticationMethods/basic/update users/authenticationMethods/create
      directoryRoles/allProperties/allTasks roleAssignments/allProperties/allTasks roleDefinitions/allProperties/allTasks
    `),
  },
  {
    id: "e8611ab8-c189-46e8-94e1-60213ab1f814",
    displayName: "Privileged Role Administrator",
    allowedResourceActions: directory(`
      servicePrincipals/appRoleAssignedTo/update servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin
      servicePrincipals/permissions/update directoryRoles/allProperties/allTasks
      privilegedIdentityManagement/allProperties/allTasks roleAssignments/allProperties/allTasks
      roleDefinitions/allProperties/allTasks
    `),
  },
  {
    id: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
    displayName: "Application Administrator",
    allowedResourceActions: APPLICATION_ADMINISTRATOR,
  },
  {
    id: "158c047a-c907-4556-b7ef-446551a6b5f7",
    displayName: "Cloud Application Administrator",
    allowedResourceActions: APPLICATION_ADMINISTRATOR,
  },
  {
    id: "cf1c38e5-3621-4004-a7cb-879624dced7c",
    displayName: "Application Developer",
    allowedResourceActions: directory(`
      applications/createAsOwner oAuth2PermissionGrants/createAsOwner servicePrincipals/createAsOwner
    `),
  },
  {
    id: "9360feb5-f418-4baa-8175-e2a00bac4301",
    displayName: "Directory Writers",
    allowedResourceActions: directory("servicePrincipals/appRoleAssignedTo/update"),
  },
  {
    id: "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2",
    displayName: "Hybrid Identity Administrator",
    allowedResourceActions: directory(`
      applications/create applications/delete applications/audience/update applications/authentication/update
      applications/basic/update applications/owners/update applications/permissions/update
      servicePrincipals/create servicePrincipals/delete servicePrincipals/appRoleAssignedTo/update
      servicePrincipals/audience/update servicePrincipals/authentication/update servicePrincipals/basic/update
      servicePrincipals/owners/update servicePrincipals/permissions/update
    `),
  },
  {
    id: "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e",
    displayName: "Identity Governance Administrator",
    allowedResourceActions: directory("servicePrincipals/appRoleAssignedTo/update"),
  },
  {
    id: "fe930be7-5e62-47db-91af-98c3a49a38b1",
    displayName: "User Administrator",
    allowedResourceActions: directory("servicePrincipals/appRoleAssignedTo/update users/password/update"),
  },
  {
    id: "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
    displayName: "Privileged Authentication Administrator",
    allowedResourceActions: directory(`
      users/authenticationMethods/basic/update users/authenticationMethods/create users/password/update
    `),
  },
  {
    id: "88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
    displayName: "Directory Readers",
    allowedResourceActions: directory("applications/standard/read servicePrincipals/standard/read"),
  },
];
