import assert from "node:assert/strict";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  APP_ID,
  application,
  AUDIENCE,
  auditOf,
  deployed,
  federationStatement,
  IDENTITY,
  MACHINE,
  ordersRole,
  role,
  roleAssignment,
  servicePrincipal,
  SUBSCRIPTION,
  TENANT,
} from "../company";

const GROUP = "dddddddd-0000-4000-8000-000000000001";

function controllers(...records: readonly SnapshotRecord[]): unknown[] {
  const [orders] = auditOf(...deployed(), ...records).roles;
  return (orders?.controllers ?? []).map(({ principal, by, can }) => [principal, by, can]);
}

describe("who controls the way in", () => {
  it("is nobody for what the component deploys alone", () => {
    assert.deepEqual(controllers(), []);
  });

  it("is who may attach the identity, or let another issuer have it", () => {
    const assign = "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action";
    assert.deepEqual(controllers(roleAssignment("Managed Identity Operator", IDENTITY, [assign])), [
      [
        GROUP,
        `Managed Identity Operator on ${IDENTITY}`,
        "They can attach the identity to a resource that they can change, and use it there (id-orders).",
      ],
    ]);
    const federate = "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write";
    assert.deepEqual(
      controllers(roleAssignment("Custom", IDENTITY.toUpperCase(), [federate])).map(
        (row) => (row as string[])[2],
      ),
      ["They can let an external issuer get tokens of the identity (id-orders)."],
    );
  });

  it("is who may run commands on the machine, from every scope above it", () => {
    const run = "microsoft.compute/virtualmachines/runcommand/ACTION";
    for (const scope of [
      MACHINE,
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/orders`,
      `/subscriptions/${SUBSCRIPTION}/`,
    ]) {
      assert.deepEqual(controllers(roleAssignment("Runner", scope, [run])), [
        [
          GROUP,
          `Runner on ${scope}`,
          "They can run commands on the virtual machine, and get its tokens (vm-orders).",
        ],
      ]);
    }
    const above = "/providers/Microsoft.Management/managementGroups/root";
    assert.equal(controllers(roleAssignment("Runner", above, [run])).length, 1);
    // An export does not say in which subscription it was read. A snapshot does.
    const readIn = (of: string): SnapshotRecord =>
      ({ ...roleAssignment("Runner", above, [run]), of }) as SnapshotRecord;
    assert.equal(controllers(readIn("")).length, 1);
    assert.equal(controllers(readIn("99999999-0000-4000-8000-000000000002")).length, 0);
  });

  it("is who may sign in to the machine, which is a data action", () => {
    const login = "Microsoft.Compute/virtualMachines/login/action";
    assert.deepEqual(controllers(roleAssignment("Login", MACHINE, [], [], { dataActions: [login] })), [
      [
        GROUP,
        `Login on ${MACHINE}`,
        "They can sign in to the virtual machine, and get its tokens (vm-orders).",
      ],
    ]);
    assert.deepEqual(controllers(roleAssignment("Login", MACHINE, [login])), []);
    assert.deepEqual(
      controllers(
        roleAssignment("Login", MACHINE, [], [], { dataActions: ["*"], notDataActions: ["*/login*/action"] }),
      ),
      [],
    );
  });

  it("is not who may only read, or has rights elsewhere or by notActions none", () => {
    for (const assignment of [
      roleAssignment("Reader", `/subscriptions/${SUBSCRIPTION}`, ["*/read"]),
      roleAssignment("Contributor", `/subscriptions/${SUBSCRIPTION}/resourceGroups/billing`, ["*"]),
      roleAssignment("Contributor", `/subscriptions/${SUBSCRIPTION}/resourceGroups/ord`, ["*"]),
      roleAssignment("Nothing", `/subscriptions/${SUBSCRIPTION}`, ["*"], ["*"]),
    ]) {
      assert.deepEqual(controllers(assignment), []);
    }
  });

  it("is who may give themselves rights", () => {
    assert.deepEqual(
      controllers(
        roleAssignment("User Access Administrator", `/subscriptions/${SUBSCRIPTION}`, [
          "Microsoft.Authorization/*",
        ]),
      ).map((row) => (row as string[])[2]),
      [
        "They can give themselves every right on it (id-orders).",
        "They can give themselves every right on it (vm-orders).",
      ],
    );
  });

  it("is the owner of the application whose token it is, and of its service principal", () => {
    const owner = {
      id: "owner",
      "@odata.type": "#microsoft.graph.user",
      userPrincipalName: "ada@example.com",
    };
    const [orders] = auditOf(
      ...deployed().filter(({ kind }) => kind !== "entra.application"),
      application({ owners: [owner] }),
    ).roles;
    assert.deepEqual(orders?.controllers, [
      {
        principal: "owner",
        name: "ada@example.com",
        type: "User",
        by: "owner of application orders",
        can: "They can decide who gets a token for the application, and in which version.",
      },
    ]);
  });

  it("is the owner of the service principal of the audience, and of that of the subject", () => {
    const owner = { id: "owner", displayName: "Ada" };
    const owned = (appId: string): unknown[] => {
      const records = deployed().map((record): SnapshotRecord =>
        record.kind === "entra.service-principal" && record.data.appId === appId
          ? { ...record, data: { ...record.data, owners: [owner] } }
          : record,
      );
      const [orders] = auditOf(...records).roles;
      return (orders?.controllers ?? []).map(({ name, by, can }) => [name, by, can]);
    };
    assert.deepEqual(owned(APP_ID), [
      [
        "Ada",
        "owner of service principal orders",
        "They can assign other identities to the application, or stop requiring an assignment.",
      ],
    ]);
    assert.deepEqual(owned("bbbbbbbb-0000-4000-8000-000000000002"), [
      ["Ada", "owner of service principal id-orders", "They can add a credential to it, and sign in as it."],
    ]);
  });

  it("includes the subject of a federated credential of the managed identity", () => {
    const issuer = "https://token.actions.githubusercontent.com";
    const subject = "repo:acme/orders:pull_request";
    assert.deepEqual(
      controllers({
        kind: "azure.federated-credential",
        of: SUBSCRIPTION,
        data: { of: IDENTITY, name: "external", issuer, subject, audiences: ["api://AzureADTokenExchange"] },
      }),
      [
        [
          `${issuer} ${subject}`,
          "federated credential external of id-orders",
          `The holder of a token of ${issuer} with this subject gets tokens of id-orders.`,
        ],
      ],
    );
  });

  it("is the owner of an application that is the subject, and whom its federated credential names", () => {
    const id = "eeeeeeee-0000-4000-8000-000000000001";
    const appId = "eeeeeeee-0000-4000-8000-000000000002";
    const [ci] = auditOf(
      application(),
      servicePrincipal(),
      application({ id: "object", appId, displayName: "ci", identifierUris: [], owners: [{ id: "owner" }] }),
      servicePrincipal({ id, appId, displayName: "ci", servicePrincipalNames: [appId] }),
      {
        kind: "entra.federated-credential",
        of: "",
        data: {
          of: "object",
          name: "main",
          issuer: "https://token.actions.githubusercontent.com",
          subject: "repo:acme/orders:ref:refs/heads/main",
          audiences: ["api://AzureADTokenExchange"],
        },
      },
      role("ci", [federationStatement({ aud: AUDIENCE, sub: id })]),
    ).roles;
    assert.deepEqual(ci?.controllers, [
      {
        principal: "owner",
        type: "unknown",
        by: "owner of application ci",
        can: "They can add a credential to it, and sign in as it.",
      },
      {
        principal: "https://token.actions.githubusercontent.com repo:acme/orders:ref:refs/heads/main",
        name: "repo:acme/orders:ref:refs/heads/main",
        type: "federatedIdentityCredential",
        by: "federated credential main of ci",
        can: "The holder of a token of https://token.actions.githubusercontent.com with this subject gets tokens of ci.",
      },
    ]);
  });

  it("are 50 at most, and the others are counted", () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      roleAssignment(`Runner ${String(index)}`, MACHINE, ["Microsoft.Compute/*"]),
    );
    const [orders] = auditOf(...deployed(), ...many).roles;
    assert.equal(orders?.controllers.length, 50);
    assert.deepEqual(orders.permissions.notSeen, ["10 more control the way in than are listed."]);
  });

  it("are not looked for behind a subject that the input does not have", () => {
    assert.deepEqual(auditOf(ordersRole()).roles[0]?.controllers, []);
  });

  it("is who may change a resource of a type that has no row", () => {
    const slot = `/subscriptions/${SUBSCRIPTION}/resourceGroups/orders/providers/Microsoft.Web/sites/orders/slots/test`;
    const holder: SnapshotRecord = {
      kind: "azure.identity-holder",
      of: SUBSCRIPTION,
      data: {
        id: slot,
        type: "Microsoft.Web/sites/slots",
        name: "test",
        identity: { userAssignedIdentities: [IDENTITY] },
      },
    };
    const contributor = roleAssignment("Contributor", slot, ["*"], ["Microsoft.Authorization/*/Write"]);
    assert.deepEqual(controllers(holder, contributor), [
      [
        GROUP,
        `Contributor on ${slot}`,
        "They can change what has the identity, and perhaps get its tokens (test).",
      ],
    ]);
    assert.deepEqual(controllers(holder, roleAssignment("Reader", slot, ["*/read"])), []);
  });

  it("is the owner of an application's service principal in the provider's tenant", () => {
    const other = "22222222-2222-4333-8444-555555555555";
    const name = `sts.windows.net/${other}/`;
    const owned = (id: string, owner: string, of: string): SnapshotRecord => ({
      ...(servicePrincipal({ id, owners: [{ id: owner, displayName: owner }] }) as Extract<
        SnapshotRecord,
        { kind: "entra.service-principal" }
      >),
      of,
    });
    const { roles } = auditOf(
      application({ signInAudience: "AzureADMultipleOrgs" }),
      owned("aaaaaaaa-0000-4000-8000-00000000000b", "home", TENANT),
      owned("aaaaaaaa-0000-4000-8000-0000000000bb", "there", other),
      {
        kind: "entra.directory-role-assignment",
        of: other,
        data: {
          id: "1",
          principalId: "administrator",
          principalType: "user",
          directoryScopeId: "/",
          roleDefinitionId: "r",
          roleName: "Cloud Application Administrator",
          isBuiltIn: true,
          actions: ["microsoft.directory/servicePrincipals/appRoleAssignedTo/update"],
          eligible: false,
        },
      },
      role("orders", [federationStatement({ aud: AUDIENCE, sub: "x" }, name)]),
    );
    assert.deepEqual(
      roles[0]?.controllers.map(({ principal }) => principal),
      ["home", "there", "administrator"],
    );
  });
});
