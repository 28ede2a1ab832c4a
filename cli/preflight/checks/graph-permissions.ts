/** The preflight check of Microsoft Graph: whether the login can create the application and assign its role. */
import { coded } from "../../../messages";
import type { AzureIdentity } from "../../clouds/microsoft/identity-claims";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { GraphRights } from "../facts";

/** How the report calls this check. */
const GRAPH_PERMISSIONS = coded("graph-permissions", "Microsoft Graph permissions");

/** What the manual says about this check. */
export const GRAPH_PERMISSIONS_MANUAL: CheckManual = {
  check: GRAPH_PERMISSIONS,
  cause:
    "The login may not create the application, its service principal, or its app-role assignments: it fits no row of [the permissions in Entra](../reference/permissions.md#entra-microsoft-graph).",
  fix: "Give the login one of the rows.",
  reads: "The token; a person's own directory roles.",
  cannotTell:
    "If the configuration has a separate login; whether the program sets `owners`; whether a person owns an adopted application. It does not see custom directory roles.",
};

/**
 * Permissions by which an application deploys. Source: docs/reference/permissions.md.
 */
const OWNED = "Application.ReadWrite.OwnedBy";
const READ = "Application.Read.All";
const ASSIGN = "AppRoleAssignment.ReadWrite.All";
const BROAD = "Application.ReadWrite.All";

/** IDs of the permissions. Source: Microsoft Graph, "Microsoft Graph permissions reference". */
const PERMISSION_IDS: Readonly<Record<string, string>> = {
  [OWNED]: "18a4783c-866b-4cc7-a460-3d5e5662c884",
  [READ]: "9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30",
  [ASSIGN]: "06b708a9-e830-4db3-a914-8e69da51d44f",
};

/** The application ID of Microsoft Graph, the same in every tenant. */
const GRAPH = "00000003-0000-0000-c000-000000000000";

/** Delegated permissions by which a person's own rights count. Source: Microsoft Graph, "Create application". */
const DELEGATED: readonly string[] = [BROAD, "Directory.ReadWrite.All", "Directory.AccessAsUser.All"];

/**
 * Template IDs of the directory roles that may change any application and service principal. Source: Microsoft Entra,
 * "Microsoft Entra built-in roles".
 */
const ADMINISTRATORS: Readonly<Record<string, string>> = {
  "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
  "158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
};

/** The template ID of Application Developer, from the same page. */
const DEVELOPER = "cf1c38e5-3621-4004-a7cb-879624dced7c";

/**
 * Whether the login may create and change the federation's application. The rows are those of docs/reference/permissions.md. An application
 * that is adopted is only read, and identities are assigned to its role.
 */
export function checkGraphPermissions(rights: Reading<GraphRights>, adoptsApplication: boolean): Check {
  if (!isRead(rights)) {
    return cannotTell(GRAPH_PERMISSIONS, "no login to Microsoft Graph: see Azure login");
  }
  const { value } = rights;
  return value.identity.kind === "user"
    ? ofPerson(value, adoptsApplication)
    : ofApplication(value.identity, adoptsApplication);
}

function ofApplication(
  { roles, clientId, directoryRoles }: AzureIdentity,
  adoptsApplication: boolean,
): Check {
  const found = roles.length === 0 ? "no application permission" : [...roles].sort().join(", ");
  const needed = adoptsApplication ? [READ, ASSIGN] : [OWNED, READ, ASSIGN];
  if (roles.includes(BROAD) || needed.every((one) => roles.includes(one))) {
    return ok(GRAPH_PERMISSIONS, found);
  }
  const administrator = directoryRoles.map((id) => ADMINISTRATORS[id]).find((name) => name !== undefined);
  if (administrator !== undefined) {
    return cannotTell(
      GRAPH_PERMISSIONS,
      `the directory role ${administrator}, which was not tried with an application`,
    );
  }
  const missing = needed.filter((one) => !roles.includes(one));
  const fix = [
    ...missing.map(
      (name) =>
        `az ad app permission add --id ${clientId} --api ${GRAPH} --api-permissions ${PERMISSION_IDS[name] ?? name}=Role  # ${name}`,
    ),
    `az ad app permission admin-consent --id ${clientId}`,
  ].join("\n");
  const expected = `${needed.slice(0, -1).join(", ")}${needed.length > 2 ? "," : ""} and ${ASSIGN}, or ${BROAD}`;
  if (missing.length === 1 && missing[0] === ASSIGN) {
    return cannotTell(
      GRAPH_PERMISSIONS,
      `${found}: enough only with a custom directory role (docs/reference/permissions.md)`,
      {
        expected,
        fix,
      },
    );
  }
  return wrong(GRAPH_PERMISSIONS, { found, expected, fix });
}

function ofPerson(
  { identity, directoryRoles, membersMayRegister }: GraphRights,
  adoptsApplication: boolean,
): Check {
  if (!identity.scopes.some((scope) => DELEGATED.includes(scope))) {
    return wrong(GRAPH_PERMISSIONS, {
      found: `the delegated permissions ${identity.scopes.join(", ")}`,
      expected: DELEGATED.join(" or "),
      fix: "az login  # the Azure CLI's own application has them",
    });
  }
  if (!isRead(directoryRoles)) {
    return cannotTell(
      GRAPH_PERMISSIONS,
      `the person's directory roles cannot be read: ${directoryRoles.refused}`,
    );
  }
  const roles = directoryRoles.value;
  const administrator = roles.map((id) => ADMINISTRATORS[id]).find((name) => name !== undefined);
  if (administrator !== undefined) {
    return ok(GRAPH_PERMISSIONS, `the directory role ${administrator}`);
  }
  if (adoptsApplication) {
    return cannotTell(
      GRAPH_PERMISSIONS,
      "a person without an administrator's directory role: enough only for an owner of the application that is adopted",
      {
        expected: "the directory role Cloud Application Administrator, or to be an owner of the application",
      },
    );
  }
  const isDeveloper = roles.includes(DEVELOPER);
  const expected =
    "the directory role Cloud Application Administrator, or the right to register applications and owners in the program";
  if (!isDeveloper && isRead(membersMayRegister) && !membersMayRegister.value) {
    return wrong(GRAPH_PERMISSIONS, {
      found: "a person without a directory role, in a tenant whose members may not register applications",
      expected,
      fix: `# A Privileged Role Administrator assigns "Application Developer"; then set owners: ["${identity.objectId}"] in the program.`,
    });
  }
  const mayRegister = isDeveloper || isRead(membersMayRegister);
  const why = isDeveloper ? "the directory role Application Developer" : "a person without a directory role";
  return cannotTell(
    GRAPH_PERMISSIONS,
    mayRegister
      ? `${why}, who may register applications: enough only if the program sets owners`
      : `${why}, and whether members may register applications cannot be read`,
    { expected, fix: `# Set owners: ["${identity.objectId}"] in the program.` },
  );
}
