/** `@azure/arm-network`, as a program that knows nothing of the lab: its environment leads it there. */
import assert from "node:assert/strict";
import { execa } from "execa";
import { GROUP, LOCATION, SUBSCRIPTION_ID, TENANT_ID } from "../../../../lab/testing/azure-lab";
import { describeWithTlsLab } from "../tls-lab";
import { networkProgram } from "./network-program";

const PROVIDER = `${GROUP}/providers/Microsoft.Network`;

/** What became of a step. */
type Outcome =
  | { readonly result?: unknown; readonly error?: undefined }
  | { readonly error: readonly [status: number, code: string, message: string] };

describeWithTlsLab("@azure/arm-network", { armPageSize: 2 }, (tls) => {
  let outcomes: Readonly<Record<string, Outcome>>;

  before(async function () {
    this.timeout("20m"); // The packages are installed when they are not there yet.
    const program = await networkProgram();
    await tls().lab.put(GROUP, { location: LOCATION });
    const { azure } = tls().lab;
    const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = azure.environment();
    const { stdout } = await execa(program, {
      extendEnv: false,
      env: {
        PATH: process.env.PATH ?? "",
        ...azure.tls().environment(),
        AZURE_SUBSCRIPTION_ID: SUBSCRIPTION_ID,
        AZURE_TENANT_ID: TENANT_ID,
        AZURE_CLIENT_ID: ARM_CLIENT_ID,
        AZURE_CLIENT_SECRET: ARM_CLIENT_SECRET,
      },
    });
    outcomes = JSON.parse(stdout) as typeof outcomes;
  });

  const resultOf = (step: string): Record<string, unknown> => {
    const { error, ...outcome } = outcomes[step] ?? {};
    assert.equal(error, undefined, `${step}: ${JSON.stringify(error)}`);
    return (outcome as { result: Record<string, unknown> }).result;
  };
  const refuses = (step: string, status: number, code: string): void => {
    assert.deepEqual(outcomes[step]?.error?.slice(0, 2), [status, code], step);
  };

  it("waits for each resource that it creates", () => {
    for (const step of [
      "create public IP",
      "create NAT gateway",
      "create security group",
      "create rule",
      "create network",
      "create subnet",
      "create nic1",
      "create nic2",
      "create nic3",
    ]) {
      assert.equal(resultOf(step).provisioningState, "Succeeded", step);
    }
  });

  it("refuses what Azure refuses", () => {
    refuses("create dynamic public IP", 400, "StandardAndStandardV2SkuPublicIPAddressesMustBeStatic");
    refuses("create subnet outside", 400, "NetcfgSubnetRangeOutsideVnet");
    refuses("delete used security group", 400, "InUseNetworkSecurityGroupCannotBeDeleted");
    refuses("delete used NAT gateway", 400, "CannotDeleteNatGatewayAssociatedToSubnet");
    refuses("delete used public IP", 400, "PublicIPAddressCannotBeDeleted");
  });

  it("reads, lists, and deletes rules under addresses of their own", () => {
    const { id, access, priority } = resultOf("get rule");
    assert.deepEqual(
      [id, access, priority],
      [`${PROVIDER}/networkSecurityGroups/nsg/securityRules/none`, "Deny", 100],
    );
    assert.deepEqual(resultOf("list rules"), ["none", "ssh"]);
    assert.deepEqual(resultOf("list default rules"), [2, 2, 2]);
    resultOf("delete rule");
    refuses("get deleted rule", 404, "ResourceNotFound");
  });

  it("lists interfaces over two pages, changes tags, and deletes", () => {
    assert.deepEqual(resultOf("list interfaces"), [2, 1]);
    const { tags, provisioningState } = resultOf("change tags");
    assert.deepEqual([tags, provisioningState], [{ team: "a" }, "Succeeded"]);
    resultOf("delete interface");
    refuses("get deleted interface", 404, "ResourceNotFound");
  });
});
