/** The built plugin under the real engine: what a program in another language gets, here without its SDK. */
import assert from "node:assert/strict";
import path from "node:path";
import { execa } from "execa";
import { PulumiStack } from "../../../lab/pulumi";
import { fillPluginCache } from "../../../lab/pulumi/toolchain";
import { makeProject } from "../../../lab/testing/make-project";
import { describeWithLab } from "../../../lab/testing/with-lab";
import { version } from "../../../package.json";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { ED25519_KEY } from "../../unit/components/ssh-keys";
import { nameOf, type StateResource } from "./federation-lab";

const SELF = "azure-to-aws-federation:index:AzureToAwsFederation";

const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const config = new pulumi.Config();
const args = config.requireObject("args");
const options = config.getObject("options") ?? {};
const tag = config.get("tagOfTransform");
if (tag !== undefined)
  options.transforms = [({ type, props, opts }) => {
    if (type === "aws:iam/role:Role") return { props: { ...props, tags: { owner: tag } }, opts };
    // The SDK drops the providers of a component whose transform gives back options (\`clearProvidersMap\` in callbacks.js).
    return type === "${SELF}" ? { props: { ...props, displayName: "Of " + tag } } : undefined;
  }];
if (config.getBoolean("ownProviders"))
  options.providers = {
    aws: new (require("@pulumi/aws/provider").Provider)("their-aws", { region: "eu-central-1" }),
    "azure-native": new (require("@pulumi/azure-native/provider").Provider)("their-azure-native", { location: "northeurope" }),
    azuread: new (require("@pulumi/azuread/provider").Provider)("their-azuread", {}),
  };
const theirs = config.get("groupMadeBefore");
// Its name is secret, and in a preview it is not known.
if (theirs !== undefined)
  args.resourceGroupName = pulumi.secret(new ResourceGroup(theirs, {}).name);
const description = config.getSecret("roleDescription");
if (config.get("roleDescription") !== undefined) args.workloads.app.roleDescription = description;
class AzureToAwsFederation extends pulumi.ComponentResource {
  constructor(name) {
    const outputs = { issuer: undefined, audience: undefined, resourceGroupName: undefined };
    super("${SELF}", name, { ...outputs, ...args }, { version: "${version}", ...options }, true);
  }
}
const federation = new AzureToAwsFederation(config.get("name") ?? "remote");
exports.resourceGroupName = federation.resourceGroupName;
exports.issuer = federation.issuer;
exports.workloads = federation.workloads;
`;

describeWithLab("the components in another process", {}, function (lab) {
  this.timeout(120_000);
  let projectDirectory: string;

  before(async function () {
    this.timeout(900_000);
    const entry = path.join(PROJECT_ROOT, "dist/components/plugin.js");
    await fillPluginCache(lab().pulumi.environment.PULUMI_HOME, {
      plugins: { "azure-to-aws-federation": { entry, version } },
      languageHost: false,
    });
    projectDirectory = await makeProject(lab().directory, "remote", PROGRAM);
  });

  const stackWith = async (
    stackName: string,
    args: unknown,
    others: Readonly<Record<string, unknown>> = {},
  ) =>
    PulumiStack.create(lab().pulumi, {
      projectDirectory,
      stackName,
      directory: lab().directory,
      config: {
        "aws:region": "eu-west-1",
        "azure-native:location": "westeurope",
        "remote:args": args,
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
    assert.equal(lab().azure.counts().total, 0);
  });

  describe("with resource options", () => {
    const app = { permissions: { readBuckets: ["devteam-reports"] } };
    const audience = "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders";
    const options = { customTimeouts: { create: "1h", update: "2h", delete: "3h" }, protect: true };
    const common = {
      "remote:ownProviders": true,
      "remote:tagOfTransform": "platform",
      // Nobody may fall back on a provider that the program did not declare.
      "pulumi:disable-default-providers": ["aws", "azuread", "azure-native"],
    };
    let stack: PulumiStack;

    before(async () => {
      stack = await stackWith("options", { audience, workloads: { app } }, common);
    });

    const deploy = async (config: Readonly<Record<string, unknown>>): Promise<void> => {
      await stack.configure(config);
      const up = await stack.up();
      assert.equal(up.exitCode, 0, up.output);
    };

    it("have providers, timeouts and protection reach every child", async () => {
      await deploy({ "remote:options": options });
      const children = await childrenIn(stack);
      assert.equal(children.length, 8);
      for (const child of children) {
        const seconds = { create: 3600, update: 7200, delete: 10_800 };
        assert.deepEqual(child.customTimeouts, seconds, nameOf(child));
        assert.equal(child.protect, true, nameOf(child));
        const [, cloud = "", name] = /:providers:([\w-]+)::([\w-]+)::/.exec(child.provider ?? "") ?? [];
        assert.equal(name, `their-${cloud}`, nameOf(child));
      }
    });

    it("have a transform change children, and the component's own arguments before it is made", async () => {
      const children = await childrenIn(stack);
      const inputsOf = (name: string) => children.find((child) => nameOf(child) === name)?.inputs ?? {};
      assert.deepEqual(inputsOf("remote-app-role").tags, { owner: "platform" });
      assert.equal(inputsOf("remote-application").displayName, "Of platform");
    });

    it("keep every child under another name by an alias, and go when nothing protects them", async () => {
      const before = (await childrenIn(stack)).map(({ id }) => id).sort();
      await deploy({ "remote:name": "renamed", "remote:options": { aliases: [{ name: "remote" }] } });
      const children = await childrenIn(stack);
      assert.deepEqual(children.map(({ id }) => id).sort(), before);
      assert.ok(children.every((child) => nameOf(child).startsWith("renamed-")));
      assert.equal((await stack.destroy()).exitCode, 0);
    });
  });

  it("take what another resource gives out, unknown in the preview and secret in the state", async () => {
    const app = { permissions: { readBuckets: ["devteam-reports"] } };
    const others = { "remote:groupMadeBefore": "theirs", "remote:roleDescription": "of project Falcon" };
    const stack = await stackWith("given", { workloads: { app } }, others);
    const preview = await stack.preview();
    assert.equal(preview.exitCode, 0, preview.output);
    const up = await stack.up();
    assert.equal(up.exitCode, 0, up.output);
    assert.equal((await stack.outputs()).resourceGroupName, "[secret]");
    const children = await childrenIn(stack);
    const inputsOf = (name: string) => children.find((child) => nameOf(child) === name)?.inputs ?? {};
    assert.match(
      JSON.stringify(inputsOf("remote-app-identity").resourceGroupName),
      /"plaintext":"\\"theirs[0-9a-f]{8}\\""/,
    );
    const { description, name } = inputsOf("remote-app-role");
    assert.match(JSON.stringify(description), /"plaintext":"\\"of project Falcon\\""/);
    assert.match(JSON.stringify(name), /^"remote-app-role-/, "what is beside a secret is none");
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
    // The engine may have ended before the program hears of the error. Then the SDK prints a trace of the program.
    assert.doesNotMatch(output, /^\s+at .+\/dist\/components\/.+:\d+:\d+/m);
  });
});
