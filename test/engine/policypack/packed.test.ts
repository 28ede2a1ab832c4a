/**
 * The pack as Pulumi's service installs it: its tarball, unpacked in an empty folder, with what `npm install` fetches there. Under
 * the real engine, against a program and against an exported state.
 */
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { PulumiStack } from "../../../lab/pulumi";
import { describeWith } from "../../../lab/testing/describe-with";
import { makeProject } from "../../../lab/testing/make-project";
import { PROJECT } from "../../../messages";
import { buildPackages } from "../../../tools/packages/build-packages";
import { AUD, AUDIENCE, policy } from "../../unit/trust/entra-policy";
import { said, startPreviewEngine } from "./engine-setup";

const open = JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } }));
const template = (document: string) =>
  `Resources: {Reader: {Type: "AWS::IAM::Role", Properties: {AssumeRolePolicyDocument: ${document}}}}`;

/** A stack of CloudFormation, of which the lab's plugin knows nothing: it is a component. */
const STACK = `
const pulumi = require("@pulumi/pulumi");
class Stack extends pulumi.ComponentResource {
  constructor(name, args) { super("aws:cloudformation/stack:Stack", name, args); }
}
`;

/** A role without a subject, and another in a template. */
const PROGRAM = `${STACK}
const { Role } = require("@pulumi/aws/iam/role");
new Role("open", { assumeRolePolicy: ${JSON.stringify(open)} });
new Stack("template", { templateBody: ${JSON.stringify(template(open))} });
`;

describeWith("the packed policy pack", startPreviewEngine, function (engine) {
  this.timeout(120_000);
  let pack = "";

  before(async function () {
    this.timeout(600_000); // Packages are fetched.
    const [packed] = await buildPackages(engine().directory, ["@azure-to-aws/policy-pack"]);
    assert.ok(packed);
    pack = path.join(engine().directory, "unpacked");
    await mkdir(pack);
    await execa("tar", ["-xzf", packed.tarball, "-C", pack, "--strip-components=1"]);
    // As the engine does for a pack of the service, apart from the cache. Source: pulumi/pulumi, `installRequiredPolicy`.
    await execa("npm", ["install", "--omit=dev", "--ignore-scripts", "--prefer-offline"], { cwd: pack });
  });

  it("needs no package of this project, and no provider's SDK", async () => {
    const scopes = await readdir(path.join(pack, "node_modules"));
    assert.ok(!scopes.includes("@azure-to-aws"), scopes.join());
    const { packages } = JSON.parse(
      await readFile(path.join(pack, "node_modules/.package-lock.json"), "utf8"),
    ) as { packages: Record<string, unknown> };
    const pulumi = Object.keys(packages).filter((place) => place.startsWith("node_modules/@pulumi/"));
    assert.deepEqual(pulumi, ["node_modules/@pulumi/policy", "node_modules/@pulumi/pulumi"]);
  });

  it("refuses roles without a subject, and names the page of the rule that it has", async () => {
    const project = await makeProject(engine().directory, "open", PROGRAM);
    const run = await engine().preview(project, "open", { pack });
    assert.notEqual(run.exitCode, 0);
    assert.deepEqual(
      said(run, "mandatory"),
      [
        ["oidc-trust-requires-subject", "open"],
        ["oidc-trust-requires-subject", "template"],
      ],
      run.output,
    );
    const page = path.join(pack, "docs/reference/rules/oidc-trust-requires-subject.md");
    assert.match(await readFile(page, "utf8"), /^# /);
    const { site } = PROJECT;
    const named = site === undefined ? page : `${site}/reference/rules/oidc-trust-requires-subject.html`;
    for (const { message } of run.violations) {
      assert.ok(message.includes(named), message);
    }
  });

  describe("with an exported state, and without a login", () => {
    /** Deploys a stack of CloudFormation with a role, and judges the exported state. */
    async function analyze(name: string, document: string) {
      const { pulumi, directory } = engine();
      const program = `${STACK}new Stack("template", { templateBody: ${JSON.stringify(template(document))} });`;
      const projectDirectory = await makeProject(directory, name, program);
      const stack = await PulumiStack.create(pulumi, {
        projectDirectory,
        stackName: name,
        directory,
        config: {},
      });
      const up = await stack.up();
      assert.equal(up.exitCode, 0, up.output);
      const file = path.join(projectDirectory, "state.json");
      await writeFile(file, await stack.exportWithSecrets());
      return await pulumi.run(["policy", "analyze", "--file", file, "--policy-pack", pack], {
        projectDirectory: directory,
        environment: { PULUMI_BACKEND_URL: "" },
      });
    }

    it("refuses a role without a subject", async () => {
      const { exitCode, output } = await analyze("open-state", open);
      assert.notEqual(exitCode, 0, output);
      assert.match(output, /oidc-trust-requires-subject/);
      assert.match(output, /one or more mandatory policy violations were found/);
    });

    it("accepts a role with one", async () => {
      const { exitCode, output } = await analyze("closed-state", JSON.stringify(policy()));
      assert.equal(exitCode, 0, output);
      assert.doesNotMatch(output, /oidc-trust-requires-subject/);
    });
  });

  it("loads nothing but Pulumi's SDKs", async () => {
    const script = `
      require("./bin/index.js");
      const loaded = Object.keys(require.cache).filter((file) => !file.includes("/node_modules/"));
      console.error(JSON.stringify(loaded));
      process.exit();
    `;
    const { stderr } = await execa("node", ["-e", script], { cwd: pack });
    assert.deepEqual(
      JSON.parse(stderr),
      // The SDK reads the pack's version.
      ["bin/index.js", "bin/pack.js", "package.json"].map((file) => path.join(pack, file)),
    );
  });
});
