import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { AzureIdentity } from "../../../../../cli/clouds/microsoft/identity-claims";
import { checkGraphPermissions } from "../../../../../cli/preflight/checks/graph-permissions";
import type { GraphRights } from "../../../../../cli/preflight/facts";
import { PROJECT_ROOT } from "../../../../../tools/project-root";

const OWNED = "Application.ReadWrite.OwnedBy";
const READ = "Application.Read.All";
const ASSIGN = "AppRoleAssignment.ReadWrite.All";
const BROAD = "Application.ReadWrite.All";
const CLOUD_ADMINISTRATOR = "158c047a-c907-4556-b7ef-446551a6b5f7";
const DEVELOPER = "cf1c38e5-3621-4004-a7cb-879624dced7c";
const NOT_READ = { refused: "403" };

const IDENTITY: AzureIdentity = {
  tenantId: "t1",
  objectId: "o1",
  clientId: "c1",
  kind: "service principal",
  name: undefined,
  roles: [],
  scopes: [],
  directoryRoles: [],
};

function application(roles: readonly string[], directoryRoles: readonly string[] = [], adopts = false) {
  const rights: GraphRights = {
    identity: { ...IDENTITY, roles, directoryRoles },
    directoryRoles: NOT_READ,
    membersMayRegister: NOT_READ,
  };
  return checkGraphPermissions({ value: rights }, adopts);
}

function person(change: Partial<GraphRights>, scopes = ["Directory.AccessAsUser.All"], adopts = false) {
  const identity: AzureIdentity = { ...IDENTITY, kind: "user", scopes };
  const value = { identity, directoryRoles: { value: [] }, membersMayRegister: { value: true }, ...change };
  return checkGraphPermissions({ value }, adopts);
}

describe("the check of Microsoft Graph permissions", () => {
  const applications: [string, string[], string][] = [
    ["the usual permissions", [OWNED, READ, ASSIGN], "ok"],
    ["the broad permission", [BROAD], "ok"],
    ["the narrow permissions, of which a custom role is not visible", [OWNED, READ], "cannot tell"],
    ["no permission", [], "wrong"],
    ["a right to read alone", [READ], "wrong"],
    ["a right to assign alone", [ASSIGN], "wrong"],
    ["the usual permissions without reading", [OWNED, ASSIGN], "wrong"],
  ];
  for (const [title, roles, outcome] of applications) {
    it(`is ${outcome} for an application with ${title}`, () => {
      assert.equal(application(roles).outcome, outcome);
    });
  }

  it("grants an application what is missing, and no more", () => {
    assert.deepEqual(application([READ]), {
      id: "graph-permissions",
      title: "Microsoft Graph permissions",
      outcome: "wrong",
      found: READ,
      expected: `${OWNED}, ${READ}, and ${ASSIGN}, or ${BROAD}`,
      fix: [
        `az ad app permission add --id c1 --api 00000003-0000-0000-c000-000000000000 --api-permissions 18a4783c-866b-4cc7-a460-3d5e5662c884=Role  # ${OWNED}`,
        `az ad app permission add --id c1 --api 00000003-0000-0000-c000-000000000000 --api-permissions 06b708a9-e830-4db3-a914-8e69da51d44f=Role  # ${ASSIGN}`,
        "az ad app permission admin-consent --id c1",
      ].join("\n"),
    });
  });

  it("cannot tell for an application with a directory role, which nobody tried", () => {
    assert.equal(application([], [CLOUD_ADMINISTRATOR]).outcome, "cannot tell");
  });

  it("is ok for a person with the directory role Cloud Application Administrator", () => {
    assert.deepEqual(person({ directoryRoles: { value: [CLOUD_ADMINISTRATOR] } }), {
      id: "graph-permissions",
      title: "Microsoft Graph permissions",
      outcome: "ok",
      found: "the directory role Cloud Application Administrator",
    });
  });

  it("cannot tell for a member who may register, since the program's owners are not visible", () => {
    const { outcome, fix } = person({});
    assert.deepEqual([outcome, fix], ["cannot tell", '# Set owners: ["o1"] in the program.']);
  });

  it("is wrong for a member where registering is closed", () => {
    const { outcome, found } = person({ membersMayRegister: { value: false } });
    assert.deepEqual(
      [outcome, found],
      ["wrong", "a person without a directory role, in a tenant whose members may not register applications"],
    );
  });

  it("is not wrong for an Application Developer where registering is closed", () => {
    const { outcome } = person({
      directoryRoles: { value: [DEVELOPER] },
      membersMayRegister: { value: false },
    });
    assert.equal(outcome, "cannot tell");
  });

  it("cannot tell if the person's roles cannot be read", () => {
    assert.equal(person({ directoryRoles: NOT_READ }).outcome, "cannot tell");
  });

  it("is wrong for a client that was not consented to change applications", () => {
    const { outcome, found } = person({}, ["openid", "User.Read"]);
    assert.deepEqual([outcome, found], ["wrong", "the delegated permissions openid, User.Read"]);
  });

  it("demands no right to create of an application that is adopted, but to assign", () => {
    assert.equal(application([READ, ASSIGN]).outcome, "wrong");
    assert.equal(application([READ, ASSIGN], [], true).outcome, "ok");
    const { outcome, expected } = application([ASSIGN], [], true);
    assert.deepEqual([outcome, expected], ["wrong", `${READ} and ${ASSIGN}, or ${BROAD}`]);
  });

  it("cannot tell whether a person owns an application that is adopted, wherever registering is closed", () => {
    const { outcome } = person({ membersMayRegister: { value: false } }, undefined, true);
    assert.equal(outcome, "cannot tell");
  });

  it("cannot tell without a login", () => {
    assert.equal(checkGraphPermissions({ refused: "no login" }, false).outcome, "cannot tell");
  });

  it("knows the alternatives of docs/reference/permissions.md", async () => {
    const page = await readFile(path.join(PROJECT_ROOT, "docs/reference/permissions.md"), "utf8");
    const rows = page.split("\n").filter((line) => line.startsWith("| an application"));
    const permissions = rows.map((row) => [...row.matchAll(/`(\w+\.[\w.]+)`/g)].map(([, name = ""]) => name));
    assert.deepEqual(
      permissions.map((roles) => application(roles).outcome),
      ["cannot tell", "ok", "ok"],
    );
  });
});
