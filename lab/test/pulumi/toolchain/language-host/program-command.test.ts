import assert from "node:assert/strict";
import { symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { ProgramInfo, RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { LAB_ROOT } from "../../../../lab-root";
import { programCommand } from "../../../../pulumi/toolchain/language-host/program-command";
import { useTemporaryDirectory } from "../../../../testing/fixtures";

const RUN = require.resolve("@pulumi/pulumi/cmd/run");

function request(options: Record<string, boolean | string> = {}): RunRequest {
  const info = new ProgramInfo()
    .setRootDirectory("/root folder")
    .setProgramDirectory(__dirname)
    .setEntryPoint(".")
    .setOptions(Struct.fromJavaScript(options));
  return new RunRequest().setInfo(info).setPwd("/work").setProject("p").setStack("s").setParallel(4);
}

describe("programCommand", () => {
  it("passes what the SDK's run program takes, then the entry point", () => {
    const full = request()
      .setMonitorAddress("127.0.0.1:1")
      .setOrganization("organization")
      .setDryrun(true)
      .setArgsList(["extra"]);
    assert.deepEqual(programCommand(full, "127.0.0.1:2").args, [
      RUN,
      "--monitor",
      "127.0.0.1:1",
      "--engine",
      "127.0.0.1:2",
      "--organization",
      "organization",
      "--project",
      "p",
      "--stack",
      "s",
      "--pwd",
      "/work",
      "--root-directory",
      "/root folder",
      "--parallel",
      "4",
      "--dry-run",
      ".",
      "extra",
    ]);
  });

  it("leaves out what the engine did not give, and dry-run in an update", () => {
    const { args } = programCommand(request(), "127.0.0.1:2");
    assert.deepEqual(
      ["--monitor", "--organization", "--dry-run"].filter((flag) => args.includes(flag)),
      [],
    );
  });

  it("puts the configuration and its secret keys into the environment, as JSON", () => {
    const configured = request().setConfigsecretkeysList(["p:pin"]);
    configured.getConfigMap().set("p:colour", "blue").set("p:pin", "1234");
    assert.deepEqual(programCommand(configured, "127.0.0.1:2").environment, {
      PULUMI_NODEJS_TYPESCRIPT: "true",
      PULUMI_CONFIG: '{"p:colour":"blue","p:pin":"1234"}',
      PULUMI_CONFIG_SECRET_KEYS: '["p:pin"]',
    });
  });

  it("heeds the runtime options typescript and nodeargs", () => {
    const { nodeArgs, environment } = programCommand(
      request({ typescript: false, nodeargs: "--import tsx  --trace-warnings" }),
      "127.0.0.1:2",
    );
    assert.deepEqual(nodeArgs, ["--import", "tsx", "--trace-warnings"]);
    assert.equal(environment.PULUMI_NODEJS_TYPESCRIPT, "false");
  });

  it("loads TypeScript without ts-node where it is not to be type-checked, and JavaScript as it is", () => {
    const typescript = programCommand(request(), "127.0.0.1:2", true);
    assert.deepEqual(typescript.nodeArgs, ["-r", path.join(LAB_ROOT, "tools/typescript/register.cjs")]);
    assert.equal(typescript.environment.PULUMI_NODEJS_TYPESCRIPT, "false");
    const javascript = programCommand(request({ typescript: false }), "127.0.0.1:2", true);
    assert.deepEqual(javascript.nodeArgs, []);
    assert.equal(javascript.environment.PULUMI_NODEJS_TYPESCRIPT, "false");
  });

  describe("lets programs share a process", () => {
    const directory = useTemporaryDirectory();

    beforeEach(async () => {
      await symlink(path.join(LAB_ROOT, "node_modules"), path.join(directory(), "node_modules"));
    });

    const cases: [
      title: string,
      shared: boolean,
      options: Record<string, boolean | string>,
      transpileOnly: boolean,
      manifest: string | undefined,
      entryPoint: string,
    ][] = [
      ["that are TypeScript without a type check", true, {}, true, "{}", "."],
      ["that are JavaScript", true, { typescript: false }, false, "{}", "."],
      ["without a package.json", true, {}, true, undefined, "."],
      ["but not with a type check, since ts-node stays in a process", false, {}, false, "{}", "."],
      ["but not with arguments of Node", false, { nodeargs: "--import tsx" }, true, "{}", "."],
      ["but not as ES modules, which Node loads once", false, {}, true, '{"type":"module"}', "."],
      ["but not as an ES module by its name", false, { typescript: false }, true, "{}", "index.mjs"],
    ];
    for (const [title, shared, options, transpileOnly, manifest, entryPoint] of cases) {
      it(title, async () => {
        if (manifest !== undefined) {
          await writeFile(path.join(directory(), "package.json"), manifest);
        }
        const program = request(options);
        program.getInfo()?.setProgramDirectory(directory()).setEntryPoint(entryPoint);
        assert.equal(programCommand(program, "127.0.0.1:2", transpileOnly).canShareProcess, shared);
      });
    }
  });

  it("names the folder in which the SDK is missing", () => {
    const elsewhere = request();
    elsewhere.getInfo()?.setProgramDirectory("/");
    assert.throws(() => programCommand(elsewhere, "127.0.0.1:2"), {
      message: "/: @pulumi/pulumi is not installed. Run npm install there",
    });
  });
});
