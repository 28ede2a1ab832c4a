/** What retries of a create may remove in Entra, and what they say when they may not, under the real engine. */
import assert from "node:assert/strict";
import type { FaultInjector, InjectedFault } from "../../../lab/http/fault-injector";
import type { Lab } from "../../../lab/lab";
import { deeds, leftIn, ProgramStack, startLab } from "../federation-lab";

/** An audience and an identity that the component creates and assigns. */
const owner = (name: string): string => `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const group = new ResourceGroup("${name}", {});
const { servicePrincipalObjectId, appRoleId } = new azure.EntraAudience("${name}", {});
const { identityId } = new azure.AzureWorkload("${name}", {
  resourceGroupName: group.name, servicePrincipalObjectId, appRoleId,
});
exports.out = { identityId, servicePrincipalObjectId, appRoleId };
`;

/** So far behind that nothing written from now on is seen. */
const FAR = { seed: 1, requests: 100_000 };
/** Level again. */
const LEVEL = { seed: 1, requests: 0 };

describe("retries of an app-role assignment", function () {
  this.timeout("4m");
  let lab: Lab;

  before(async function () {
    this.timeout("15m");
    lab = await startLab();
  });

  after(async () => {
    await lab.stop();
  });

  const directory = () => lab.azure.tenant().directory;

  /** Lets the directory fall behind when the next assignment is requested. */
  const fallBehind = (faults: FaultInjector): InjectedFault =>
    faults.add({
      route: /^POST \/graph\.microsoft\.com\/v1\.0\/servicePrincipals\/[^/]+\/appRoleAssignedTo/,
      count: 1,
      fault: { kind: "latency", milliseconds: 0 },
      onStrike: () => {
        directory().lagBehind(FAR);
      },
    });

  it("leave the assignment of an adopted identity to the stack that has it", async () => {
    const first = await ProgramStack.create(lab, "assigns");
    await first.program(owner("first"));
    await first.succeed("up");
    const { out } = (await first.stack.outputs()) as { out: object };
    const before = directory().assignments();

    const second = await ProgramStack.create(lab, "adopts");
    await second.program(`new azure.AzureWorkload("second", ${JSON.stringify(out)});`);
    const refused = await second.stack.up();
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /Permission being assigned already exists on the object/);
    assert.deepEqual(directory().assignments(), before);

    await second.succeed("destroy");
    assert.deepEqual(deeds(await first.succeed("up")), []);
    await first.succeed("destroy");
    assert.equal(await leftIn(lab), 0);
  });

  it("say how to remove a forgotten assignment that the azure-native login may not remove", async () => {
    const { environment } = lab.azure.addDeployer([]);
    const stack = await ProgramStack.create(lab, "forgets", {
      "azure-native:clientId": environment.ARM_CLIENT_ID,
      "azure-native:clientSecret": environment.ARM_CLIENT_SECRET,
    });
    await stack.program(owner("orders"));
    const behind = fallBehind(lab.azure.faults);
    const failed = await stack.stack.up();
    behind.remove();
    directory().lagBehind(LEVEL);
    assert.equal(behind.struck.length, 1);
    assert.notEqual(failed.exitCode, 0);
    assert.match(
      failed.output,
      /expected non-nil error with nil state during Create of .*::orders-assignment/,
    );
    const forgotten = directory().assignments().at(-1);
    assert.ok(forgotten !== undefined);
    const { id, principalId, resourceId, appRoleId } = forgotten;
    const url = `$(az cloud show --query endpoints.microsoftGraphResourceId -o tsv)v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`;
    const warning = failed.output
      .split("\n")
      .find((line) => line.includes("warning: the app-role assignment"));
    assert.ok(warning !== undefined, failed.output);
    assert.match(
      warning,
      /exists in Entra, but not in the Pulumi state, and it could not be removed \(Microsoft Graph answered 403: .*Authorization_RequestDenied/,
    );
    assert.ok(
      warning.endsWith(
        `Remove it, then run pulumi up again: az rest --method delete --url "${url}/$(az rest --url "${url}" --query "value[?principalId=='${principalId}' && appRoleId=='${appRoleId}'].id | [0]" -o tsv)"`,
      ),
      warning,
    );

    // Until somebody does, no update goes through.
    const again = await stack.stack.up();
    assert.notEqual(again.exitCode, 0);
    assert.match(again.output, /Permission being assigned already exists on the object/);
    assert.match(again.output, /warning: the app-role assignment .* could not be removed/);
    directory().deleteAssignment(forgotten);
    assert.deepEqual(deeds(await stack.succeed("up")), ["created orders-assignment"]);
    assert.notEqual(directory().assignments().at(-1)?.id, id);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab), 0);
  });
});
