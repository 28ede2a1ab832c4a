/** The real Azure CLI in a cloud that is registered with the lab's own origins. */
import assert from "node:assert/strict";
import { GROUP, NIC } from "../../../lab/testing/azure-lab";
import { LOGIN } from "./azure-cli";
import { type AzShell, describeWithCliLab } from "./cli-lab";

describeWithCliLab("The Azure CLI in a registered cloud", function (lab) {
  this.timeout(120_000);
  let shell: AzShell;

  before(async () => {
    await lab().azureLab.prepareNetwork();
    // Without this, the CLI asks Microsoft whether the login host is Microsoft's (azure-cli, "core.instance_discovery").
    shell = await lab().realShell("registered", {
      AZURE_CORE_INSTANCE_DISCOVERY: "false",
      // No public name is asked for: the proxy that would lead it to the lab is not there.
      HTTPS_PROXY: "http://127.0.0.1:1",
      https_proxy: "http://127.0.0.1:1",
    });
    await shell.run(
      `az cloud register --name Lab --endpoint-resource-manager ${lab().azure.tls().endpoints.arm}
       az cloud set --name Lab`,
    );
  });

  it("reads the cloud's other origins from its metadata", async () => {
    const { arm, graph, login } = lab().azure.tls().endpoints;
    const { endpoints } = await shell.json<{ endpoints: Record<string, unknown> }>("az cloud show");
    assert.deepEqual(
      [endpoints.resourceManager, endpoints.microsoftGraphResourceId, endpoints.activeDirectory],
      [arm, `${graph}/`, login],
    );
  });

  // Before the right secret: the CLI then has a token in its cache, and asks for no other.
  it("is refused a token without the secret", async () => {
    await assert.rejects(
      shell.run(LOGIN, { ARM_CLIENT_SECRET: "wrong" }),
      ({ stderr }: { stderr?: string } & Error) =>
        (stderr ?? "").includes("AADSTS7000215: Invalid client secret provided"),
    );
  });

  it("signs in with a client secret, and works on resources and applications without a public name", async () => {
    await shell.run(LOGIN);
    const groups = await shell.json<readonly { id: string }[]>("az group list");
    assert.deepEqual(
      groups.map(({ id }) => id),
      [GROUP],
    );
    const [application] = await shell.json<readonly { appId: string }[]>("az ad app list --all");
    assert.equal(application?.appId, lab().azure.environment().ARM_CLIENT_ID);
    // A long operation is followed at the origin where it began.
    await shell.run(`az resource delete --ids ${NIC}`);
    assert.equal(lab().azure.resourceIds().includes(NIC), false);
  });
});
