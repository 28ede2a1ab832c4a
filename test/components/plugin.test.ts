/** The built plugin under the real engine: what a program in another language gets, here without its SDK. */
import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { version } from "../../package.json";
import { PulumiStack } from "../../lab/engine/pulumi-stack";
import { Lab } from "../../lab/lab";
import { PROJECT_ROOT } from "../../lab/project-root";
import { fillPluginCache } from "../../lab/toolchain/plugin-cache";
import { prepareToolchain } from "../../lab/toolchain/toolchain";
import { nameOf, type StateResource } from "./federation-lab";
import { ED25519_KEY } from "./ssh-keys";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const config = new pulumi.Config();
const args = config.requireObject("args");
const options = config.getObject("options") ?? {};
const tag = config.get("tagOfTransform");
if (tag !== undefined)
  options.transforms = [({ type, props, opts }) =>
    type === "aws:iam/role:Role" ? { props: { ...props, tags: { owner: tag } }, opts } : undefined];
const theirs = config.get("groupMadeBefore");
// Its name is secret, and in a preview it is not known.
if (theirs !== undefined)
  args.resourceGroupName = pulumi.secret(new ResourceGroup(theirs, {}).name);
class AzureToAwsFederation extends pulumi.ComponentResource {
  constructor(name) {
    const outputs = { issuer: undefined, audience: undefined, resourceGroupName: undefined };
    super("azure-to-aws-federation:index:AzureToAwsFederation", name, { ...outputs, ...args }, { version: "${version}", ...options }, true);
  }
}
const federation = new AzureToAwsFederation("remote");
exports.resourceGroupName = federation.resourceGroupName;
exports.issuer = federation.issuer;
exports.workloads = federation.workloads;
`;

describe("the components in another process", function () {
  this.timeout(120_000);
  let lab: Lab;
  let projectDirectory: string;

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    lab = await Lab.start(await prepareToolchain({ report: () => undefined }));
    const entry = path.join(PROJECT_ROOT, "dist/components/plugin.js");
    await fillPluginCache(lab.pulumi.environment.PULUMI_HOME, {
      plugins: { "azure-to-aws-federation": { entry, version } },
      languageHost: false,
    });
    projectDirectory = path.join(lab.directory, "remote");
    await mkdir(projectDirectory);
    await symlink(path.join(PROJECT_ROOT, "node_modules"), path.join(lab.directory, "node_modules"));
    await writeFile(path.join(projectDirectory, "Pulumi.yaml"), "name: remote\nruntime: nodejs\n");
    await writeFile(path.join(projectDirectory, "package.json"), '{ "name": "remote", "main": "index.js" }');
    await writeFile(path.join(projectDirectory, "index.js"), PROGRAM);
  });

  after(async () => {
    await lab.stop();
  });

  const stackWith = async (
    stackName: string,
    args: unknown,
    others: Readonly<Record<string, unknown>> = {},
  ) =>
    PulumiStack.create(lab.pulumi, {
      projectDirectory,
      stackName,
      directory: lab.directory,
      config: {
        ...{ "aws:region": "eu-west-1", "azure-native:location": "westeurope", "remote:args": args },
        ...others,
      },
    });

  /** What the state has of the federation's children that are no components. */
  const childrenIn = async (stack: PulumiStack): Promise<StateResource[]> => {
    const state = JSON.parse(await stack.exportWithSecrets()) as {
      deployment: { resources: StateResource[] };
    };
    return state.deployment.resources.filter(
      ({ custom, urn }) => custom && urn.includes(":AzureToAwsFederation$"),
    );
  };

  it("deploy, give out their outputs, and go", async () => {
    const stack = await stackWith("good", {
      workloads: {
        app: {
          permissions: { readBuckets: ["devteam-reports"] },
          virtualMachine: { sshPublicKey: ED25519_KEY },
        },
      },
    });
    const up = await stack.up();
    assert.equal(up.exitCode, 0, up.output);
    const outputs = (await stack.outputs()) as { issuer: string; workloads: { app: { roleArn: string } } };
    assert.match(outputs.issuer, /^https:\/\/sts\.windows\.net\/.+\/$/);
    assert.match(
      outputs.workloads.app.roleArn,
      /^arn:aws:iam::111122223333:role\/remote-app-role-[0-9a-f]{7}$/,
    );
    assert.equal((await stack.destroy()).exitCode, 0);
    assert.equal(lab.azure.counts().total, 0);
  });

  it("have their timeouts and transforms reach every child", async () => {
    const app = { permissions: { readBuckets: ["devteam-reports"] } };
    const stack = await stackWith(
      "options",
      { workloads: { app } },
      {
        "remote:options": { customTimeouts: { create: "1h", update: "2h", delete: "3h" } },
        "remote:tagOfTransform": "platform",
      },
    );
    const up = await stack.up();
    assert.equal(up.exitCode, 0, up.output);
    const children = await childrenIn(stack);
    assert.equal(children.length, 8);
    for (const child of children)
      assert.deepEqual(child.customTimeouts, { create: 3600, update: 7200, delete: 10_800 }, nameOf(child));
    const role = children.find((child) => nameOf(child) === "remote-app-role");
    assert.deepEqual(role?.inputs?.tags, { owner: "platform" });
    assert.equal((await stack.destroy()).exitCode, 0);
  });

  it("take what another resource gives out, unknown in the preview and secret in the state", async () => {
    const app = { permissions: { readBuckets: ["devteam-reports"] } };
    const stack = await stackWith("given", { workloads: { app } }, { "remote:groupMadeBefore": "theirs" });
    const preview = await stack.preview();
    assert.equal(preview.exitCode, 0, preview.output);
    const up = await stack.up();
    assert.equal(up.exitCode, 0, up.output);
    assert.equal((await stack.outputs()).resourceGroupName, "[secret]");
    const identity = (await childrenIn(stack)).find((child) => nameOf(child) === "remote-app-identity");
    assert.match(
      JSON.stringify(identity?.inputs?.resourceGroupName),
      /"plaintext":"\\"theirs[0-9a-f]{8}\\""/,
    );
    assert.equal((await stack.destroy()).exitCode, 0);
  });

  it("start without compiling sources", async () => {
    const script = `
      process.argv.splice(1, 0, "plugin");
      require("./dist/components/plugin.js");
      const loaded = Object.keys(require.cache).map((file) => file.replace(/.*node_modules/, ""));
      console.error(JSON.stringify(loaded));
      process.exit();
    `;
    const { stderr } = await execa("node", ["-e", script, "127.0.0.1:1"], { cwd: PROJECT_ROOT });
    const loaded = JSON.parse(stderr) as string[];
    assert.ok(loaded.some((file) => file.startsWith("/@pulumi/pulumi/")));
    // Pulumi's own SDK loads the compiler, which nobody calls; what compiles a program's sources is ts-node.
    const unwanted = /^\/ts-node\/|\/vendor\/|\.ts$/;
    assert.deepEqual(
      loaded.filter((file) => unwanted.test(file)),
      [],
    );
  });

  it("refuse wrong arguments in the preview as errors of properties, all at once", async () => {
    const stack = await stackWith("bad", {
      tenantId: "contoso.com",
      audience: "api://orders/",
      workloads: { app: { permissions: {}, maxSessionDuration: 900 } },
    });
    const { exitCode, output } = await stack.preview();
    assert.notEqual(exitCode, 0);
    for (const property of [
      "tenantId",
      "audience",
      "workloads.app.permissions",
      "workloads.app.maxSessionDuration",
    ]) {
      assert.ok(output.includes(property), `${property} is not named in:\n${output}`);
    }
    assert.doesNotMatch(output, /^\s+at .+:\d+:\d+/m);
  });
});
