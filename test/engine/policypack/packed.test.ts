/** The pack as users get it: from packed tarballs, in an empty folder, under the real engine. Previews only. */
import assert from "node:assert/strict";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { describeWith } from "../../describe-with";
import { AUD, AUDIENCE, policy } from "../../unit/trust/entra-policy";
import { said, startPreviewEngine } from "./engine-setup";

const SELF = "@azure-to-aws/federation";
const open = JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } }));
const template = `Resources: {Reader: {Type: "AWS::IAM::Role", Properties: {AssumeRolePolicyDocument: ${open}}}}`;

/** A role without a subject, and another in a template, of which the lab's plugin knows nothing: it is a component. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { Role } = require("@pulumi/aws/iam/role");
new Role("open", { assumeRolePolicy: ${JSON.stringify(open)} });
class Stack extends pulumi.ComponentResource {
  constructor(name, args) { super("aws:cloudformation/stack:Stack", name, args); }
}
new Stack("template", { templateBody: ${JSON.stringify(template)} });
`;

describeWith("the packed policy pack", startPreviewEngine, function (engine) {
  this.timeout(120_000);
  let app = "";

  /** Packs a folder of this repository and unpacks it where npm would put it. */
  async function install(folder: string, name: string): Promise<void> {
    const { stdout } = await execa(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", engine().directory],
      { cwd: path.join(PROJECT_ROOT, folder) },
    );
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    const place = path.join(app, "node_modules", name);
    await mkdir(place, { recursive: true });
    await execa("tar", [
      "-xzf",
      path.join(engine().directory, filename),
      "-C",
      place,
      "--strip-components=1",
    ]);
  }

  before(async () => {
    app = path.join(engine().directory, "app");
    await mkdir(path.join(app, "node_modules"), { recursive: true });
    // What the packages depend on is taken from here, so that nothing is downloaded.
    for (const entry of await readdir(path.join(PROJECT_ROOT, "node_modules"))) {
      if (!entry.startsWith(SELF) && !entry.startsWith(`@${SELF}`)) {
        await symlink(path.join(PROJECT_ROOT, "node_modules", entry), path.join(app, "node_modules", entry));
      }
    }
    await install(".", SELF);
    await install("policypack", "@azure-to-aws/policy-pack");
    await writeFile(path.join(app, "Pulumi.yaml"), "name: app\nruntime: nodejs\n");
    await writeFile(path.join(app, "package.json"), JSON.stringify({ name: "app", main: "index.js" }));
    await writeFile(path.join(app, "index.js"), PROGRAM);
  });

  const packs: [title: string, pack: string, stackName: string][] = [
    ["within the installed package", `node_modules/${SELF}/policypack`, "within"],
    ["as a package of its own", "node_modules/@azure-to-aws/policy-pack", "own"],
  ];
  for (const [title, pack, stackName] of packs) {
    it(`refuses roles without a subject ${title}`, async () => {
      const run = await engine().preview(app, stackName, { pack });
      assert.notEqual(run.exitCode, 0);
      assert.deepEqual(
        said(run, "mandatory"),
        [
          ["oidc-trust-requires-subject", "open"],
          ["oidc-trust-requires-subject", "template"],
        ],
        run.output,
      );
    });
  }

  it("loads no provider's SDK, and no YAML parser before a template needs one", async () => {
    const script = `
      require("./bin/index.js");
      const loaded = Object.keys(require.cache).filter((file) =>
        /node_modules\\/(@pulumi\\/(aws|azuread|azure-native)|yaml)\\//.test(file));
      console.error(JSON.stringify(loaded));
      process.exit();
    `;
    const { stderr } = await execa("node", ["-e", script], {
      cwd: path.join(app, "node_modules", SELF, "policypack"),
    });
    assert.deepEqual(JSON.parse(stderr), []);
  });
});
