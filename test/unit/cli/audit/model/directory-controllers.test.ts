import assert from "node:assert/strict";
import { EstateBuilder } from "../../../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../../../cli/audit/make-report";
import {
  AUDIENCE_RIGHTS,
  GRAPH_RIGHTS,
  SUBJECT_RIGHTS,
  TENANT_RIGHTS,
} from "../../../../../cli/audit/model/directory-rights";
import {
  CONTROLLING_DIRECTORY_ACTIONS,
  CONTROLLING_DIRECTORY_ROLES,
} from "../../../../../cli/collect/microsoft/directory-roles";
import { CONTROLLING_PERMISSIONS } from "../../../../../cli/collect/microsoft/graph-permissions";
import { type RecordData, SECTIONS, type SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  application,
  auditOf,
  deployed,
  federationStatement,
  NOW,
  role,
  rulesFound,
  servicePrincipal,
  TENANT,
} from "../company";

const ADMIN = "dddddddd-0000-4000-8000-00000000000a";
const OTHER_TENANT = "22222222-2222-4333-8444-555555555555";
/** The objects of the application that the audience names. */
const APPLICATION = "aaaaaaaa-0000-4000-8000-00000000000a";
const PRINCIPAL = "aaaaaaaa-0000-4000-8000-00000000000b";
/** An application that is the subject of a role. */
const CI = {
  object: "eeeeeeee-0000-4000-8000-00000000000a",
  principal: "eeeeeeee-0000-4000-8000-00000000000b",
  appId: "eeeeeeee-0000-4000-8000-00000000000c",
};

const action = (name: string): string => `microsoft.directory/${name}`;

function directoryRole(
  further: Partial<RecordData["entra.directory-role-assignment"]> = {},
  of = TENANT,
): SnapshotRecord {
  return {
    kind: "entra.directory-role-assignment",
    of,
    data: {
      id: "1",
      principalId: ADMIN,
      principalType: "user",
      userPrincipalName: "ada@example.com",
      directoryScopeId: "/",
      roleDefinitionId: "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
      roleName: "Application Administrator",
      isBuiltIn: true,
      actions: [action("applications/credentials/update")],
      eligible: false,
      ...further,
    },
  };
}

function graphPermission(permission: string, principalId = ADMIN, of = TENANT): SnapshotRecord {
  return {
    kind: "entra.graph-permission",
    of,
    data: { id: "1", principalId, principalType: "ServicePrincipal", appRoleId: "r", permission },
  };
}

/** A role whose subject is an application, and which is signed in to with an audience that no application of the input has. */
const ci = (
  owners: readonly { readonly id: string }[] = [],
  signInAudience?: string,
): readonly SnapshotRecord[] => [
  application({
    id: CI.object,
    appId: CI.appId,
    displayName: "ci",
    identifierUris: [],
    owners,
    ...(signInAudience === undefined ? {} : { signInAudience }),
  }),
  servicePrincipal({
    id: CI.principal,
    appId: CI.appId,
    displayName: "ci",
    servicePrincipalNames: [CI.appId],
  }),
  role("ci", [federationStatement({ aud: "api://elsewhere", sub: CI.principal })]),
];

function controllersOf(records: readonly SnapshotRecord[]): unknown[] {
  const [first] = auditOf(...records).roles;
  return (first?.controllers ?? []).map(({ principal, by, can }) => [principal, by, can]);
}

describe("who controls the way in by a directory role of Entra", () => {
  it("is who may change the credentials of the application that is the subject", () => {
    const [orders] = auditOf(...ci(), directoryRole()).roles;
    assert.deepEqual(orders?.controllers, [
      {
        principal: ADMIN,
        name: "ada@example.com",
        type: "User",
        by: "Application Administrator on the tenant",
        can: "They can add a credential to every application, and sign in as it.",
      },
    ]);
  });

  it("is who may change its owners, or the credentials and owners of its service principal", () => {
    for (const [name, can] of [
      [
        "applications/owners/update",
        "make themselves an owner of every application, add a credential, and sign in as it",
      ],
      [
        "servicePrincipals/credentials/update",
        "add a credential to the service principal of every application, and sign in as it",
      ],
      [
        "servicePrincipals/owners/update",
        "make themselves an owner of the service principal of every application, add a credential, and sign in as it",
      ],
      ["applications/allProperties/allTasks", "add a credential to every application, and sign in as it"],
      ["applications/allProperties/update", "add a credential to every application, and sign in as it"],
      [
        "applications.myOrganization/credentials/update",
        "add a credential to every application, and sign in as it",
      ],
      // A snapshot keeps them in Graph's own case.
      [
        "Applications.MyOrganization/Credentials/Update",
        "add a credential to every application, and sign in as it",
      ],
    ] as const) {
      assert.deepEqual(controllersOf([...ci(), directoryRole({ actions: [action(name)] })]), [
        [ADMIN, "Application Administrator on the tenant", `They can ${can}.`],
      ]);
    }
    const assign = directoryRole({ actions: [action("servicePrincipals/appRoleAssignedTo/update")] });
    assert.deepEqual(controllersOf([...ci(), assign]), []);
  });

  it("is not who may change single-tenant applications alone, if the application is for others too", () => {
    const own = directoryRole({ actions: [action("applications.myOrganization/credentials/update")] });
    assert.equal(controllersOf([...ci([], "AzureADMyOrg"), own]).length, 1);
    assert.deepEqual(controllersOf([...ci([], "AzureADMultipleOrgs"), own]), []);
  });

  it("is who has the role over this application, and not over another one", () => {
    const of = (directoryScopeId: string, name: string) =>
      controllersOf([...ci(), directoryRole({ directoryScopeId, actions: [action(name)] })]);
    assert.deepEqual(of(`/${CI.object}`, "applications/credentials/update"), [
      [
        ADMIN,
        `Application Administrator on application ci (/${CI.object})`,
        "They can add a credential to application ci, and sign in as it.",
      ],
    ]);
    assert.equal(of(`/${CI.principal}`, "servicePrincipals/credentials/update").length, 1);
    for (const [scope, name] of [
      [`/${CI.principal}`, "applications/credentials/update"],
      [`/${CI.object}`, "servicePrincipals/credentials/update"],
      [`/${APPLICATION}`, "applications/credentials/update"],
      [`/administrativeUnits/${CI.object}`, "applications/credentials/update"],
      ["", "applications/credentials/update"],
      [`/${CI.object}`, "roleAssignments/allProperties/allTasks"],
    ] as const) {
      assert.deepEqual(of(scope, name), [], scope);
    }
  });

  it("is who may assign identities to the audience's application, and not who may change its credentials alone", () => {
    const of = (name: string, directoryScopeId = "/") =>
      controllersOf([...deployed(), directoryRole({ directoryScopeId, actions: [action(name)] })]);
    assert.deepEqual(of("servicePrincipals/appRoleAssignedTo/update", `/${PRINCIPAL}`), [
      [
        ADMIN,
        `Application Administrator on application orders (/${PRINCIPAL})`,
        "They can assign other identities to application orders, which then get tokens for it.",
      ],
    ]);
    assert.equal(of("servicePrincipals/owners/update").length, 1);
    assert.equal(of("applications/owners/update", `/${APPLICATION}`).length, 1);
    assert.deepEqual(of("servicePrincipals/appRoleAssignedTo/update", `/${APPLICATION}`), []);
    assert.deepEqual(of("applications/credentials/update"), []);
    assert.deepEqual(of("servicePrincipals/credentials/update"), []);
  });

  it("is, even for a managed identity, who can give themselves every role or reset an administrator's password", () => {
    const machine = deployed().filter(({ kind }) => kind !== "entra.application");
    const found = (record: SnapshotRecord) =>
      controllersOf([...machine, record]).map((one) => (one as string[])[2]);
    assert.deepEqual(found(directoryRole({ actions: [action("roleAssignments/allProperties/allTasks")] })), [
      "They can give themselves every role of the tenant, and so control every application and, as Global Administrator, every subscription.",
    ]);
    const roleDefinitionId = "7BE44C8A-adaf-4e2a-84d6-ab2649e08a13";
    assert.deepEqual(found(directoryRole({ actions: [], roleDefinitionId })), [
      "They can reset the password of a Global Administrator, and sign in as them.",
    ]);
    assert.deepEqual(found(directoryRole({ actions: [] })), []);
    assert.deepEqual(found(directoryRole({ actions: [action("applications/credentials/update")] })), []);
  });

  it("is who may activate it, and the report says so", () => {
    assert.deepEqual(controllersOf([...ci(), directoryRole({ eligible: true })]), [
      [
        ADMIN,
        "Application Administrator on the tenant, once activated",
        "They can activate the role, and then add a credential to every application, and sign in as it.",
      ],
    ]);
  });

  it("is nobody of another tenant, and not the identity itself", () => {
    assert.deepEqual(controllersOf([...ci(), directoryRole({}, OTHER_TENANT)]), []);
    assert.deepEqual(controllersOf([...ci(), directoryRole({ principalId: CI.principal })]), []);
  });

  it("is who has it in the application's home tenant as well: a credential of the application is good in every tenant", () => {
    const [own, principal, signedInTo] = ci();
    assert.ok(own !== undefined && principal !== undefined && signedInTo !== undefined);
    const records = [{ ...own, of: OTHER_TENANT }, principal, signedInTo];
    assert.deepEqual(controllersOf([...records, directoryRole({}, OTHER_TENANT)]), [
      [
        ADMIN,
        "Application Administrator on the tenant",
        "They can add a credential to every application, and sign in as it.",
      ],
    ]);
    assert.deepEqual(controllersOf([...records, directoryRole({ actions: [] }, OTHER_TENANT)]), []);
  });

  it("counts as a guest's control", () => {
    const guest = directoryRole({ userPrincipalName: "eve_example.org#EXT#@example.onmicrosoft.com" });
    assert.deepEqual(
      rulesFound(auditOf(...ci(), guest)).filter(([rule]) => rule === "guest-controls-way-in").length,
      1,
    );
    assert.deepEqual(
      rulesFound(auditOf(...ci(), directoryRole())).filter(([rule]) => rule === "guest-controls-way-in"),
      [],
    );
  });
});

describe("who controls the way in by a permission of Microsoft Graph", () => {
  const found = (records: readonly SnapshotRecord[]) =>
    controllersOf(records).map((one) => (one as string[])[1]);

  it("is the holder of each that counts, for an application that is the subject", () => {
    for (const permission of Object.keys(GRAPH_RIGHTS)) {
      const isOwned = permission === "Application.ReadWrite.OwnedBy";
      assert.deepEqual(
        found([...ci(), graphPermission(permission)]),
        isOwned ? [] : [`permission ${permission} of Microsoft Graph`],
      );
    }
    assert.deepEqual(found([...ci(), graphPermission("Application.Read.All")]), []);
    assert.deepEqual(found([...ci(), graphPermission("constructor")]), []);
  });

  it("is the holder of Application.ReadWrite.OwnedBy for applications that they own alone", () => {
    assert.deepEqual(found([...ci([{ id: ADMIN }]), graphPermission("Application.ReadWrite.OwnedBy")]), [
      "owner of application ci",
      "permission Application.ReadWrite.OwnedBy of Microsoft Graph, as owner of application ci",
    ]);
    assert.deepEqual(found([...ci([{ id: "another" }]), graphPermission("Application.ReadWrite.OwnedBy")]), [
      "owner of application ci",
    ]);
  });

  it("is, for the audience of a managed identity's token, who decides who gets one", () => {
    for (const permission of Object.keys(GRAPH_RIGHTS)) {
      const isOwned = permission === "Application.ReadWrite.OwnedBy";
      assert.equal(found([...deployed(), graphPermission(permission)]).length, isOwned ? 0 : 1, permission);
    }
  });

  it("is, for a managed identity alone, who can take every right", () => {
    const machine = deployed().filter(
      ({ kind, ...record }) =>
        kind !== "entra.application" &&
        !("data" in record && "servicePrincipalNames" in record.data && record.data.id === PRINCIPAL),
    );
    const counting = Object.keys(GRAPH_RIGHTS).filter(
      (permission) => found([...machine, graphPermission(permission)]).length > 0,
    );
    assert.deepEqual(counting, [
      "AppRoleAssignment.ReadWrite.All",
      "RoleManagement.ReadWrite.Directory",
      "RoleAssignmentSchedule.ReadWrite.Directory",
      "RoleEligibilitySchedule.ReadWrite.Directory",
    ]);
  });

  it("is nobody of another tenant, and not the identity itself", () => {
    const all = "Application.ReadWrite.All";
    assert.deepEqual(found([...ci(), graphPermission(all, ADMIN, OTHER_TENANT)]), []);
    assert.deepEqual(found([...ci(), graphPermission(all, CI.principal)]), []);
  });

  it("has the name that the input knows", () => {
    const holder = servicePrincipal({ id: ADMIN, appId: ADMIN, displayName: "pipeline" });
    const [first] = auditOf(...ci(), holder, graphPermission("Application.ReadWrite.All")).roles;
    assert.deepEqual(
      first?.controllers.map(({ name, type }) => [name, type]),
      [["pipeline", "ServicePrincipal"]],
    );
  });
});

describe("the rights in Entra that the audit knows", () => {
  it("are all among those that collect reads, and the other way round", () => {
    const actions = [...SUBJECT_RIGHTS, ...AUDIENCE_RIGHTS, ...TENANT_RIGHTS].flatMap((one) => one.actions);
    assert.deepEqual([...new Set(actions)].sort(), [...CONTROLLING_DIRECTORY_ACTIONS].sort());
    assert.deepEqual(
      TENANT_RIGHTS.flatMap(({ roles = [] }) => roles),
      CONTROLLING_DIRECTORY_ROLES,
    );
    assert.deepEqual(Object.keys(GRAPH_RIGHTS), CONTROLLING_PERMISSIONS);
  });
});

describe("what an audit does not know of directory roles", () => {
  const gapsOf = (skipped: readonly string[], ...records: readonly SnapshotRecord[]): readonly string[] =>
    auditWithout(skipped, ...records).filter((sentence) =>
      /[Dd]irectory role|The input lacks/.test(sentence),
    );

  it("is nothing if the input has all sections", () => {
    assert.deepEqual(gapsOf([], directoryRole()), []);
  });

  it("is who controls applications, for a snapshot of a former version or without these sections", () => {
    assert.deepEqual(gapsOf(["directory-roles", "eligible-directory-roles", "graph-permissions"]), [
      `Directory roles and permissions of Microsoft Graph of tenant ${TENANT} are not in the input, so administrators who control applications there are not shown.`,
    ]);
    assert.deepEqual(gapsOf(["eligible-directory-roles"]), [
      `The input lacks eligible-directory-roles of tenant ${TENANT}, so some administrators who control applications are not shown.`,
    ]);
  });

  it("is the members of a group that has a role", () => {
    assert.deepEqual(gapsOf([], directoryRole({ principalType: "group" })), [
      "A group has a directory role. Its members are not in the input, and they have the role too.",
    ]);
  });
});

/** What an audit does not see, if the tenant lacks some sections. */
function auditWithout(skipped: readonly string[], ...records: readonly SnapshotRecord[]): readonly string[] {
  const builder = new EstateBuilder();
  for (const record of [...deployed(), ...records]) {
    builder.add(record);
  }
  for (const section of SECTIONS.entra.filter((name) => !skipped.includes(name))) {
    builder.complete(`entra/${TENANT}/${section}`);
  }
  return makeReport(builder.build(), "0.2.0", NOW).notSeen;
}
