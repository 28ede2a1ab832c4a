import assert from "node:assert/strict";
import { ATTACHABLE_PLUGINS } from "../../../pulumi/plugins/attachable";

/** Names of the plugins that can run in this process with these AWS keys. */
async function servedWith(keys: Readonly<Record<string, string>>): Promise<string[]> {
  const served: string[] = [];
  for (const plugin of ATTACHABLE_PLUGINS) {
    const running = await plugin.serve({ ...process.env, ...keys });
    if (running === undefined) {
      continue;
    }
    assert.ok(running.port > 0);
    await running.close();
    served.push(plugin.name);
  }
  return served;
}

describe("the lab's provider plugins within its own process", () => {
  it("are all there for a deployment with AWS keys", async () => {
    const keys = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
    assert.deepEqual(await servedWith(keys), ["aws", "azure-native", "azuread"]);
  });

  it("leave aws to the engine for a deployment without AWS keys", async () => {
    const keys = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" };
    assert.deepEqual(await servedWith(keys), ["azure-native", "azuread"]);
  });
});
