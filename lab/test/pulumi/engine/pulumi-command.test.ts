import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AttachablePlugin } from "../../../pulumi/engine/attached-plugins";
import { PulumiCommand } from "../../../pulumi/engine/pulumi-command";

describe("a run of the lab's CLI", () => {
  let directory: string;
  let executable: string;
  let served: (readonly [name: string, login: string | undefined])[];
  let closed: string[];

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "pulumi-command-"));
    executable = path.join(directory, "pulumi");
    await writeFile(executable, "#!/bin/sh\nenv\n", { mode: 0o755 });
    [served, closed] = [[], []];
  });

  afterEach(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  function plugin(name: string, port: number | undefined): AttachablePlugin {
    return {
      kind: "resource",
      name,
      serve({ LOGIN }) {
        served.push([name, LOGIN]);
        const close = (): void => {
          closed.push(name);
        };
        return Promise.resolve(port === undefined ? undefined : { port, close });
      },
    };
  }

  async function environmentOf(
    attachable: readonly AttachablePlugin[],
    options: { environment?: Record<string, string>; loudWithEventLog?: string } = {},
  ): Promise<Map<string, string>> {
    const pulumi = await PulumiCommand.create({
      executable,
      directory,
      attachable,
      environment: { LOGIN: "the lab's" },
    });
    const { output } = await pulumi.run(["preview"], { projectDirectory: directory, ...options });
    return new Map(
      output.split("\n").map((line) => [line.split("=", 1)[0] ?? "", line.slice(line.indexOf("=") + 1)]),
    );
  }

  it("inherits the environment, but no login of the developer to a cloud", async () => {
    process.env.AWS_PROFILE = "of the developer";
    process.env.LAB_PULUMI_TEST = "inherited";
    try {
      const environment = await environmentOf([]);
      assert.deepEqual(
        [environment.get("AWS_PROFILE"), environment.get("LAB_PULUMI_TEST"), environment.get("LOGIN")],
        [undefined, "inherited", "the lab's"],
      );
    } finally {
      Reflect.deleteProperty(process.env, "AWS_PROFILE");
      Reflect.deleteProperty(process.env, "LAB_PULUMI_TEST");
    }
  });

  it("with the user's own set-up inherits the logins too", async () => {
    process.env.AWS_PROFILE = "of the developer";
    try {
      const pulumi = await PulumiCommand.create({
        executable,
        directory,
        environment: {},
        userSetUp: { home: directory, passphrase: "p", hurry: new AbortController().signal },
      });
      const { output } = await pulumi.run(["version"], { projectDirectory: directory });
      assert.match(output, /^AWS_PROFILE=of the developer$/m);
    } finally {
      Reflect.deleteProperty(process.env, "AWS_PROFILE");
    }
  });

  it("does not type-check programs unless it is told to", async () => {
    const name = "PULUMI_NODEJS_TRANSPILE_ONLY";
    assert.equal((await environmentOf([])).get(name), "true");
    assert.equal((await environmentOf([], { environment: { [name]: "false" } })).get(name), "false");
  });

  it("attaches to the plugins of this process, which get the environment of the run", async () => {
    const plugins = [plugin("aws", 1234), plugin("azure-native", 5678)];
    const environment = await environmentOf(plugins, { environment: { LOGIN: "another" } });
    assert.equal(environment.get("PULUMI_DEBUG_PROVIDERS"), "aws:1234,azure-native:5678");
    assert.deepEqual(served, [
      ["aws", "another"],
      ["azure-native", "another"],
    ]);
    assert.deepEqual(closed, ["aws", "azure-native"]);
  });

  it("leaves it to the engine to start a plugin that cannot run in this process", async () => {
    const environment = await environmentOf([plugin("aws", undefined), plugin("azuread", 5678)]);
    assert.equal(environment.get("PULUMI_DEBUG_PROVIDERS"), "azuread:5678");
    assert.equal((await environmentOf([plugin("aws", undefined)])).get("PULUMI_DEBUG_PROVIDERS"), undefined);
  });

  it("leaves all plugins to the engine when they log as loud as they get", async () => {
    const loudWithEventLog = path.join(directory, "events.json");
    const environment = await environmentOf([plugin("aws", 1234)], { loudWithEventLog });
    assert.equal(environment.get("PULUMI_DEBUG_PROVIDERS"), undefined);
    assert.deepEqual(served, []);
  });
});
