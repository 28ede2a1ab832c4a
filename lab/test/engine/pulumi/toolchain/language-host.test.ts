/** The language host under the real Pulumi engine. */
import assert from "node:assert/strict";
import { access, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { fillPluginCache } from "../../../../pulumi/toolchain/plugin-cache";
import { ensurePulumiCli } from "../../../../pulumi/toolchain/pulumi-cli";
import { isAlive, until, useTemporaryDirectory } from "../../../../testing/fixtures";

const NODE_MODULES = path.resolve(__dirname, "..", "..", "..", "..", "..", "node_modules");

/** Registers a component whose colour comes from the configuration. */
const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
class Thing extends pulumi.ComponentResource {
  constructor(name: string, args: pulumi.Inputs) {
    super("lab:index:Thing", name, args);
  }
}
new Thing("thing", { colour: config.require("colour") });
console.log("the program speaks");
export const colour = config.require("colour");
export const pin = config.requireSecret("pin");
`;

/** Refuses red things. */
const POLICY_PACK = `
const policy = require("@pulumi/policy");
new policy.PolicyPack("pack", {
  policies: [{
    name: "no-red", description: "Things are not red.", enforcementLevel: "mandatory",
    validateResource: (args, report) => { if (args.props.colour === "red") report("thing is red"); },
  }],
});
`;

/** Notes its process ID and that of its host, then never ends. */
const ENDLESS = `
const fs = require("node:fs");
fs.writeFileSync("pids.partial", process.pid + " " + process.ppid);
fs.renameSync("pids.partial", "pids");
setInterval(() => {}, 1000);
`;

/** A provider with one resource type that keeps its inputs. */
const PROVIDER = `
const { provider } = require("@pulumi/pulumi");
provider.main({
  version: "1.2.3",
  check: async (urn, olds, news) => ({ inputs: news }),
  create: async (urn, inputs) => ({ id: "made", outs: inputs }),
  delete: async () => {},
}, process.argv.slice(2));
`;

describe("language host", function () {
  this.timeout(120_000);
  const directory = useTemporaryDirectory();
  const project = () => path.join(directory(), "project");
  let cli = "";
  let environment: NodeJS.ProcessEnv = {};

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    cli = (await ensurePulumiCli({ report: () => undefined })).path;
  });

  beforeEach(async () => {
    await mkdir(path.join(directory(), "state"));
    await mkdir(project());
    await symlink(NODE_MODULES, path.join(directory(), "node_modules"));
    await fillPluginCache(path.join(directory(), "home"), { plugins: {}, languageHost: true });
    environment = {
      HOME: directory(),
      PATH: "/usr/bin:/bin",
      PULUMI_HOME: path.join(directory(), "home"),
      PULUMI_BACKEND_URL: `file://${path.join(directory(), "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "secret of the test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
    await writeFile(path.join(project(), "Pulumi.yaml"), "name: project\nruntime: nodejs\n");
  });

  const pulumi = (...args: string[]) =>
    execa(cli, [...args, "--non-interactive", "--color", "never"], {
      cwd: project(),
      env: environment,
      extendEnv: false,
      all: true,
      reject: false,
      stdin: "ignore",
    });
  const succeed = async (...args: string[]) => {
    const { exitCode, all } = await pulumi(...args);
    assert.equal(exitCode, 0, all);
    return all;
  };
  const writeProgram = async (file: string, text: string) => {
    await writeFile(path.join(project(), "package.json"), JSON.stringify({ name: "project", main: file }));
    await writeFile(path.join(project(), file), text);
    await succeed("stack", "init", "test");
  };

  it("runs a TypeScript program from update to destroy, with its configuration and secrets", async () => {
    await writeProgram("index.ts", PROGRAM);
    await succeed("config", "set", "colour", "blue");
    await succeed("config", "set", "pin", "1234", "--secret");
    assert.match(await succeed("up", "--yes", "--skip-preview"), /the program speaks/);
    const { stdout } = await pulumi("stack", "output", "--json", "--show-secrets");
    assert.deepEqual(JSON.parse(stdout), { colour: "blue", pin: "1234" });
    assert.match(await succeed("preview", "--expect-no-changes"), /2 unchanged/);
    assert.match(await succeed("destroy", "--yes", "--skip-preview"), /- 2 deleted/);
  });

  it("runs a policy pack, which refuses what it must and lets the rest pass", async () => {
    const pack = path.join(directory(), "pack");
    await mkdir(pack);
    await writeFile(path.join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    await writeFile(path.join(pack, "package.json"), '{"name":"pack","version":"0.0.1","main":"index.js"}');
    await writeFile(path.join(pack, "index.js"), POLICY_PACK);
    await writeProgram("index.ts", PROGRAM);
    await succeed("config", "set", "pin", "1234");
    await succeed("config", "set", "colour", "red");
    const refused = await pulumi("preview", "--policy-pack", pack);
    assert.notEqual(refused.exitCode, 0);
    assert.match(
      refused.all,
      /\[mandatory\] +no-red +\(lab:index:Thing: thing\)\s+Things are not red\.\s+thing is red/,
    );
    await succeed("config", "set", "colour", "blue");
    assert.match(await succeed("preview", "--policy-pack", pack), /pack@v0\.0\.1/);
  });

  it("shows what a program throws and fails", async () => {
    await writeProgram("index.js", 'throw new Error("thrown by the program");');
    const { exitCode, all } = await pulumi("preview");
    assert.notEqual(exitCode, 0);
    assert.match(all, /Error: thrown by the program/);
  });

  it("names the exit code of a program that just ends", async () => {
    await writeProgram("index.js", "process.exit(7);");
    const { exitCode, all } = await pulumi("preview");
    assert.notEqual(exitCode, 0);
    assert.match(all, /the program ended with exit code 7/);
  });

  it("is taken from the plugin cache without a warning, and so are provider plugins", async () => {
    const provider = path.join(directory(), "provider.js");
    await writeFile(provider, PROVIDER);
    await fillPluginCache(path.join(directory(), "home"), {
      plugins: { lab: { entry: provider, version: "1.2.3" } },
      languageHost: true,
    });
    environment.PATH = "";
    await writeProgram(
      "index.js",
      `const pulumi = require("@pulumi/pulumi");
       const made = new pulumi.CustomResource("lab:index:Thing", "thing", { colour: "blue" }, { version: "1.2.3" });
       exports.id = made.id;`,
    );
    assert.doesNotMatch(await succeed("up", "--yes", "--skip-preview"), /warning/i);
    assert.equal((await pulumi("stack", "output", "id")).stdout, "made");
  });

  for (const signal of ["SIGKILL", "SIGINT"] as const) {
    it(`ends with its program when the engine is ended by ${signal}`, async () => {
      const pids = path.join(project(), "pids");
      await writeProgram("index.js", ENDLESS);
      const running = pulumi("preview");
      await until(() =>
        access(pids).then(
          () => true,
          () => false,
        ),
      );
      const [program = 0, host = 0] = (await readFile(pids, "utf8")).split(" ").map(Number);
      assert.deepEqual([program, host].map(isAlive), [true, true]);
      running.kill(signal);
      await until(() => !isAlive(program) && !isAlive(host));
      await running;
    });
  }
});
