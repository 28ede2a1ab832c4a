import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { preflight } from "../../../../cli/preflight/preflight";
import { readStackConfig, stackConfigOf } from "../../../../cli/preflight/stack-config";
import { defaultImage, readWanted } from "../../../../cli/preflight/wanted";
import { optionsFrom } from "../read-options";
import { adoptedId } from "./planned";

describe("the configuration of a stack", () => {
  it("has the accounts under the providers' names, and the program's settings under any project", () => {
    assert.deepEqual(
      stackConfigOf({
        "azuread:tenantId": "t2",
        "azure-native:tenantId": "t1",
        "azure-native:subscriptionId": "s1",
        "azure-native:location": "West Europe",
        "azure-native:environment": "china",
        "aws:region": "eu-west-1",
        "aws:profile": "prod",
        "aws:allowedAccountIds": ["111122223333"],
        "aws:name": "not the program's",
        "shop:name": "orders",
        "shop:oidcProviderArn": "arn",
        "shop:subnetId": "a subnet",
        "aws:image": "not the program's",
      }),
      {
        tenantId: "t1",
        subscriptionId: "s1",
        location: "West Europe",
        environment: "china",
        region: "eu-west-1",
        profile: "prod",
        accountIds: ["111122223333"],
        name: "orders",
        oidcProviderArn: "arn",
        adopted: { subnetId: "a subnet" },
      },
    );
  });

  it("has the image under one name: a URN, or the resource ID of a private one", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "stack-config-"));
    const file = path.join(folder, "Pulumi.dev.yaml");
    const wanted = async (image: string, ...args: string[]) => {
      await writeFile(file, JSON.stringify({ config: { "shop:image": image } }));
      const options = optionsFrom(preflight.options, ["--stack-config", file, ...args]);
      const { image: ofMarketplace, adopted } = await readWanted(options, {});
      return [ofMarketplace, adopted.image?.id];
    };
    const own = adoptedId("Microsoft.Compute/images", "golden").id;
    const debian = { publisher: "Debian", offer: "debian-12", sku: "12-gen2", version: "1.2.3" };
    const latest = { ...debian, version: "latest" };
    const standard = defaultImage("Standard_B1s");
    assert.deepEqual(await wanted("Debian:debian-12:12-gen2:1.2.3"), [debian, undefined]);
    assert.deepEqual(await wanted(own), [standard, own]);
    assert.deepEqual(await wanted(own, "--image", "Debian:debian-12:12-gen2"), [latest, undefined]);
    assert.deepEqual(await wanted("Debian:debian-12:12-gen2:1.2.3", "--image", own), [standard, own]);
    assert.deepEqual(await wanted("ami-0a1b2c3d"), [standard, undefined]);
    await rm(folder, { recursive: true });
  });

  it("has accounts without quotation marks, and as JSON", () => {
    assert.deepEqual(stackConfigOf({ "aws:allowedAccountIds": [111122223333] }).accountIds, ["111122223333"]);
    const json = '["111122223333"]';
    assert.deepEqual(stackConfigOf({ "aws:allowedAccountIds": json }).accountIds, ["111122223333"]);
    const numbers = "[111122223333]";
    assert.deepEqual(stackConfigOf({ "aws:allowedAccountIds": numbers }).accountIds, ["111122223333"]);
    assert.deepEqual(stackConfigOf({ "aws:allowedAccountIds": "[" }).accountIds, []);
  });

  it("has no value where it is a secret", () => {
    assert.equal(stackConfigOf({ "azure-native:tenantId": { secure: "v1:x" } }).tenantId, undefined);
  });

  it("tells the stack by its file, and the project by the file beside it", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "stack-config-"));
    const file = path.join(folder, "Pulumi.prod.eu.yaml");
    await writeFile(file, "config: {}\n");
    const { project: none } = await readStackConfig(file);
    await writeFile(path.join(folder, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    const { project, stack } = await readStackConfig(file);
    await writeFile(file, "config: [\n");
    await assert.rejects(readStackConfig(file), /is not valid YAML: /);
    await writeFile(file, "encryptionsalt: v1:x\n");
    assert.deepEqual((await readStackConfig(file)).accountIds, []);
    await writeFile(file, "");
    assert.deepEqual((await readStackConfig(file)).accountIds, []);
    for (const text of ["hello\n", "- a\n", "hello: x\n", "name: shop\nruntime: nodejs\nconfig: {}\n"]) {
      await writeFile(file, text);
      await assert.rejects(readStackConfig(file), /is not the configuration of a stack\. Expected /);
    }
    await rm(folder, { recursive: true });
    assert.deepEqual([none, project, stack], [undefined, "shop", "prod.eu"]);
  });
});
