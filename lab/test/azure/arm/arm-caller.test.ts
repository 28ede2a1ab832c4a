import assert from "node:assert/strict";
import { ArmCaller } from "../../../azure/arm/arm-caller";
import { RoleAssignments } from "../../../azure/arm/role-assignments";
import { parseResourceId } from "../../../azure/resources/resource-id";
import {
  AzureLab,
  describeWithAzureLab,
  GROUP,
  IDENTITY,
  LOCATION,
  virtualMachine,
  VM,
} from "../../../testing/azure-lab";

const SUBSCRIPTION = "/subscriptions/s";
const OWN = `${SUBSCRIPTION}/resourceGroups/own`;
const OTHERS = `${SUBSCRIPTION}/resourceGroups/others`;
const MACHINE = `${OWN}/providers/Microsoft.Compute/virtualMachines/vm`;
const MINE = `${OWN}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine`;
const THEIRS = `${OTHERS}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/theirs`;
const POLL = `${SUBSCRIPTION}/providers/Microsoft.Compute/locations/westeurope/operations/1`;

function refusalOf(request: () => void): string | undefined {
  try {
    request();
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

function machineId(): NonNullable<ReturnType<typeof parseResourceId>> {
  const id = parseResourceId(MACHINE);
  assert.ok(id);
  return id;
}

describe("a caller of Azure Resource Manager", () => {
  const attach = (caller: ArmCaller, ...identities: readonly string[]) =>
    refusalOf(() => {
      const userAssignedIdentities = Object.fromEntries(identities.map((id) => [id, {}]));
      caller.demandIdentities(machineId(), {
        identity: { userAssignedIdentities },
      });
    });

  it("is refused by the action of an address in any case, and for a path that cannot be decoded", () => {
    const caller = new ArmCaller("app", "oid", new RoleAssignments());
    const actionRefused = (path: string): string | undefined => {
      try {
        caller.demand("POST", path);
        return undefined;
      } catch (error) {
        return / action '([^']*)' /.exec((error as Error).message)?.[1];
      }
    };
    const named = `${SUBSCRIPTION}/PROVIDERS/Microsoft.Compute/Register`;
    assert.equal(actionRefused(named), "Microsoft.Compute/register/action");
    assert.equal(actionRefused(`${SUBSCRIPTION}/providers/x%zz/register`), "x%zz/register/action");
  });

  it("does what a contributor may in its own group and what is inside, and nothing elsewhere", () => {
    const roles = new RoleAssignments();
    roles.add({ principalId: "oid", role: "Contributor", scope: OWN });
    const caller = new ArmCaller("app", "oid", roles);
    for (const path of [
      OWN,
      MACHINE,
      `${OWN}/providers/Microsoft.Compute/virtualMachines`,
      OWN.toUpperCase(),
    ]) {
      for (const method of ["GET", "PUT", "DELETE"]) {
        assert.equal(
          refusalOf(() => {
            caller.demand(method, path);
          }),
          undefined,
          path,
        );
      }
    }
    for (const path of [OTHERS, THEIRS, `${OWN}-2`, SUBSCRIPTION]) {
      assert.equal(
        refusalOf(() => {
          caller.demand("GET", path);
        }),
        "AuthorizationFailed",
        path,
      );
    }
  });

  it("follows operations with any role in the subscription, and without one does not", () => {
    const roles = new RoleAssignments();
    const caller = new ArmCaller("app", "oid", roles);
    const places = [POLL, `${SUBSCRIPTION}/operationresults/1`];
    assert.deepEqual(
      places.map((place) =>
        refusalOf(() => {
          caller.demand("GET", place);
        }),
      ),
      ["AuthorizationFailed", "AuthorizationFailed"],
    );
    roles.add({ principalId: "oid", role: "Contributor", scope: OWN });
    assert.deepEqual(
      places.map((place) =>
        refusalOf(() => {
          caller.demand("GET", place);
        }),
      ),
      [undefined, undefined],
    );
    assert.equal(
      refusalOf(() => {
        caller.demand("GET", POLL.replace("/s/", "/other/"));
      }),
      "AuthorizationFailed",
    );
  });

  it("attaches identities that it may assign, until that is taken away", () => {
    const roles = new RoleAssignments();
    roles.add({ principalId: "oid", role: "Contributor", scope: OWN });
    const caller = new ArmCaller("app", "oid", roles);
    assert.equal(attach(caller, MINE), undefined);
    assert.equal(attach(caller, MINE, THEIRS), "LinkedAuthorizationFailed");
    const takeAway = roles.add({ principalId: "oid", role: "Managed Identity Operator", scope: THEIRS });
    assert.equal(attach(caller, MINE, THEIRS), undefined);
    assert.equal(
      refusalOf(() => {
        caller.demand("GET", THEIRS);
      }),
      undefined,
    );
    assert.equal(
      refusalOf(() => {
        caller.demand("PUT", THEIRS);
      }),
      "AuthorizationFailed",
    );
    takeAway();
    assert.equal(attach(caller, THEIRS), "LinkedAuthorizationFailed");
  });

  it("may detach what it may not assign", () => {
    const roles = new RoleAssignments();
    const caller = new ArmCaller("app", "oid", roles);
    const identity = { userAssignedIdentities: { [THEIRS]: null } };
    caller.demandIdentities(machineId(), { identity });
    assert.equal(attach(caller, THEIRS), "LinkedAuthorizationFailed");
  });

  describeWithAzureLab("over HTTP", {}, (lab) => {
    before(async () => {
      await lab().prepareNetwork();
      await lab().put(VM, virtualMachine({}, { identity: { type: "None" } }));
    });

    it("is asked for the right to assign at a PUT and at a PATCH that names the identity, and not at one that does not", async () => {
      const { directory } = lab().azure.tenant();
      const { id: principalId, appId } = directory.createManagedIdentity("operator", "/subscriptions/x");
      const send = async (method: string, body: object): Promise<readonly unknown[]> => {
        const principal = directory.servicePrincipal(principalId);
        assert.ok(principal);
        const { accessToken } = await lab()
          .azure.tenant()
          .issueForManagedIdentity(principal, "https://management.azure.com");
        const response = await fetch(
          lab().azure.resolve(`https://management.azure.com${VM}?api-version=2024-11-01`),
          {
            method,
            headers: { Authorization: `Bearer ${accessToken}`, "Content-Type": "application/json" },
            body: JSON.stringify(body),
          },
        );
        const { status, headers } = response;
        const answer = (await response.json()) as { error?: { message: string } };
        await lab().follow({ status, headers, body: {} });
        return [status, answer.error?.message];
      };
      lab().azure.assignRole({ principalId, role: "Contributor", scope: VM });
      const refusal = [
        403,
        `The client '${appId}' with object id '${principalId}' has permission to perform action 'Microsoft.Compute/virtualMachines/write' on scope '${VM}'; however, it does not have permission to perform action(s) 'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action' on the linked scope(s) '${IDENTITY}' (respectively) or the linked scope(s) are invalid.`,
      ];
      const { identity } = virtualMachine();
      assert.deepEqual(await send("PUT", virtualMachine()), refusal);
      assert.deepEqual(await send("PATCH", { identity }), refusal);
      assert.equal((await lab().arm("GET", VM)).body.identity, undefined);
      assert.deepEqual(await send("PATCH", { tags: { a: "1" } }), [200, undefined]);
      lab().azure.assignRole({ principalId, role: "Managed Identity Operator", scope: GROUP });
      assert.deepEqual(await send("PATCH", { identity }), [200, undefined]);
    });
  });

  it("is the deployer when nobody else was given a role", async () => {
    const lab = await AzureLab.start();
    try {
      assert.deepEqual(
        lab.azure.roleAssignments().map(({ role }) => role),
        ["Contributor"],
      );
      assert.equal((await lab.arm("PUT", GROUP, { location: LOCATION })).status, 201);
    } finally {
      await lab.stop();
    }
  });
});
