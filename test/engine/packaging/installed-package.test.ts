/**
 * The package as users get it, with the oldest peers that it allows; all other tests run with the newest. The first run
 * fetches those and two Nodes.
 */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import ts from "typescript";
import { bundledHelper } from "../../../credential-helper";
import { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { PLUGIN_ENTRIES, PulumiStack } from "../../../lab/pulumi";
import { ensureNode, fillPluginCache, prepareToolchain } from "../../../lab/pulumi/toolchain";
import manifest from "../../../package.json";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { renderFederationContract } from "../../../trust";
import { ED25519_KEY } from "../../unit/components/ssh-keys";
import { documentedProgram } from "../../unit/packaging/documented-program";
import { InstalledProject } from "../../unit/packaging/installed-project";
import { AUD, AUDIENCE, policy } from "../../unit/trust/entra-policy";
import { EXECUTABLE, MODULE, program, SCRIPT, SELF, START, WRONG } from "./installed-programs";

/** The entries that the programs of this test use, by package. */
const ENTRIES = {
  "@azure-to-aws/trust": [".", "./policy-sources"],
  [SELF]: [".", "./trust", "./credential-helper"],
  "@azure-to-aws/policy-pack": [".", "./configuration"],
  "@azure-to-aws/cli": [],
  "@azure-to-aws/lab": ["."],
};
/** The oldest Node of each line that package.json allows. */
const NODES = ["20.19.0", "22.12.0"];

/** What the documented script is given. */
const CONTRACT = {
  version: 1,
  issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
  audience: AUDIENCE,
  tokenVersion: 1,
  workloads: {
    importer: {
      subject: "33333333-aaaa-4bbb-8ccc-000000000003",
      clientId: "44444444-aaaa-4bbb-8ccc-000000000004",
    },
  },
} as const;

/** Runs the program as a user's CLI does, which checks its types. The lab's CLI does not. */
const TYPE_CHECKED = { PULUMI_NODEJS_TRANSPILE_ONLY: "false" };

/** An address at which nobody listens: the plugin calls the engine only when it is asked for something. */
const NO_ENGINE = "127.0.0.1:1";

describe("the packages, installed from their tarballs into an empty project", function () {
  this.timeout(180_000);
  const report = () => undefined;
  let project: InstalledProject;

  before(async function () {
    this.timeout(900_000); // Packages are fetched.
    project = await InstalledProject.create();
  });

  after(async () => {
    await project.remove();
  });

  const inside = async (...folders: string[]) =>
    (await readdir(path.join(project.directory, "node_modules/@azure-to-aws", ...folders))).sort();

  it("brings what it needs and nothing that only its own repository needs", async () => {
    assert.deepEqual(await inside("federation"), [
      "CHANGELOG.md",
      "LICENSE",
      "PulumiPlugin.yaml",
      "README.md",
      "SECURITY.md",
      "credential-helper",
      "dist",
      "docs",
      "examples",
      "package.json",
      "pulumi-resource-azure-to-aws-federation",
      "schema.json",
      "templates",
    ]);
    assert.deepEqual(await inside("federation/docs"), [
      "diagrams",
      "errors",
      "explanation",
      "how-to",
      "reference",
      "tutorials",
    ]);
    assert.deepEqual(await inside("federation/examples/aks"), ["deployer-policy.json"]);
    assert.deepEqual(await inside("federation/dist"), [
      "components",
      "credential-helper",
      "messages",
      "trust",
    ]);
    assert.deepEqual(await inside("trust/dist"), ["messages", "policy-sources", "trust"]);
    assert.deepEqual(await inside("policy-pack"), [
      "LICENSE",
      "PulumiPolicy.yaml",
      "README.md",
      "THIRD-PARTY-LICENSES.txt",
      "bin",
      "docs",
      "examples",
      "package.json",
      "types",
    ]);
    assert.deepEqual(await inside("policy-pack/examples/policy-config"), [
      "afterwards.json",
      "first-month.json",
    ]);
    assert.deepEqual(await inside("cli"), [
      "LICENSE",
      "README.md",
      "THIRD-PARTY-LICENSES.txt",
      "bin",
      "docs",
      "package.json",
    ]);
    assert.ok((await inside("../.bin")).includes("azure-to-aws"));
  });

  it("can be started by the engine itself", async () => {
    const plugin = execa(path.join(project.directory, "node_modules", SELF, EXECUTABLE), [NO_ENGINE], {
      reject: false,
    });
    const lines: string[] = [];
    for await (const line of plugin) {
      lines.push(line);
      plugin.kill();
    }
    assert.match(lines.join("\n"), /^\d+$/, "the port that it listens on");
  });

  for (const version of NODES) {
    describe(`on Node ${version}`, () => {
      let node: string;

      before(async function () {
        this.timeout(300_000); // Node is fetched.
        node = await ensureNode(version, { report });
      });

      it("is allowed by the package", () => {
        assert.ok(manifest.engines.node.includes(version), manifest.engines.node);
      });

      it("declares a federation, and all entries are there", async () => {
        await project.write("script.cjs", SCRIPT);
        const { stdout } = await execa(node, ["script.cjs"], { cwd: project.directory });
        const seen = JSON.parse(stdout) as { node: string; declared: string[] };
        assert.equal(seen.node, `v${version}`);
        for (const expected of [
          "aws:iam/openIdConnectProvider:OpenIdConnectProvider orders-oidc-provider",
          "aws:iam/role:Role orders-app-role",
          "azure-native:managedidentity:UserAssignedIdentity orders-app-identity",
          "azuread:index/application:Application orders-application",
        ]) {
          assert.ok(seen.declared.includes(expected), seen.declared.join("\n"));
        }
        assert.deepEqual(
          { ...seen, node: undefined, declared: undefined },
          {
            node: undefined,
            declared: undefined,
            accepted: false,
            functions: ["function", "function", "function"],
          },
        );
      });

      it("can be imported by an ES module", async () => {
        await project.write("module.mjs", MODULE);
        const { stdout } = await execa(node, ["module.mjs"], { cwd: project.directory });
        assert.equal(stdout, "function,function,function,function,function");
      });

      it("serves its schema without having loaded a component or the whole SDK", async () => {
        await project.write("start-plugin.cjs", START);
        const { stdout } = await execa(node, ["start-plugin.cjs", NO_ENGINE], { cwd: project.directory });
        const { port, loaded } = JSON.parse(stdout) as { port: string; loaded: string[] };
        assert.match(port, /^\d+$/);
        const modules = loaded.map((file) => file.slice(file.lastIndexOf("node_modules/")));
        assert.ok(modules.includes("node_modules/@pulumi/pulumi/provider/server.js"));
        for (const heavy of [
          "@pulumi/pulumi/index.js",
          "@pulumi/aws/",
          "typescript/",
          `${SELF}/dist/trust/`,
        ]) {
          assert.deepEqual(
            modules.filter((file) => file.startsWith(`node_modules/${heavy}`)),
            [],
          );
        }
      });

      it("writes the files that a program in another language reads, by the documented script", async () => {
        await project.write("write-files.mjs", documentedProgram("js"));
        await execa(node, ["write-files.mjs", renderFederationContract(CONTRACT)], {
          cwd: project.directory,
        });
        const written = async (file: string) => readFile(path.join(project.directory, file), "utf8");
        assert.equal(await written("credential_process.py"), bundledHelper());
        assert.match(await written("aws-config"), /^\[profile importer\]$/m);
        assert.ok((await written("aws-config")).includes(CONTRACT.audience));
        const { Resources } = JSON.parse(await written("template.json")) as { Resources: object };
        assert.ok(JSON.stringify(Resources).includes(CONTRACT.workloads.importer.subject));
      });

      it("judges a trust policy on the command line", async () => {
        const open = JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } }));
        const command = path.join(project.directory, "node_modules/.bin/azure-to-aws");
        const judge = (input: string) =>
          execa(node, [command, "judge", "-"], { cwd: project.directory, input, reject: false });
        assert.equal((await judge(open)).exitCode, 1);
        assert.equal((await judge(JSON.stringify(policy()))).exitCode, 0);
      });
    });
  }

  describe("its types", () => {
    const nodeTypes = path.dirname(path.dirname(require.resolve("@types/node/package.json")));
    const common = {
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
      typeRoots: [nodeTypes],
    };

    /** Errors of the program's own file, as the lines that they are in. */
    function errorsOf(compiler: typeof ts, file: string, options: ts.CompilerOptions): string[] {
      const checked = compiler.createProgram([file], { ...common, ...options });
      const source = checked.getSourceFile(file);
      assert.ok(source);
      return [...checked.getSyntacticDiagnostics(source), ...checked.getSemanticDiagnostics(source)].map(
        ({ start = 0, messageText }) => {
          const { line } = source.getLineAndCharacterOfPosition(start);
          const message = compiler.flattenDiagnosticMessageText(messageText, " ");
          return `${source.text.split("\n")[line] ?? ""} // ${message}`;
        },
      );
    }

    const { ModuleKind, ModuleResolutionKind, ScriptTarget } = ts;
    const ways: [title: string, file: string, options: ts.CompilerOptions][] = [
      [
        "by moduleResolution node, as in Pulumi's templates",
        "program.ts",
        { module: ModuleKind.CommonJS, moduleResolution: ModuleResolutionKind.Node10 },
      ],
      [
        "by nodenext from CommonJS",
        "program.cts",
        { module: ModuleKind.NodeNext, moduleResolution: ModuleResolutionKind.NodeNext },
      ],
      [
        "by nodenext from an ES module",
        "program.mts",
        { module: ModuleKind.NodeNext, moduleResolution: ModuleResolutionKind.NodeNext },
      ],
      [
        "by bundler",
        "program.ts",
        { module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler },
      ],
    ];
    const expected = ["federation.issuer", "readBucket:", "accepted"];

    async function check(compiler: typeof ts, file: string, options: ts.CompilerOptions): Promise<void> {
      const target = path.join(project.directory, file);
      await project.write(file, program());
      assert.deepEqual(errorsOf(compiler, target, options), []);
      // What is wrong is seen, so that the types are really there.
      await project.write(file, program(WRONG));
      const errors = errorsOf(compiler, target, options);
      assert.equal(errors.length, expected.length, errors.join("\n"));
      for (const [index, part] of expected.entries()) {
        assert.ok(errors[index]?.includes(part), errors[index]);
      }
    }

    for (const [title, file, options] of ways) {
      it(`are found ${title}`, async () => {
        await check(ts, file, { target: ScriptTarget.ES2022, ...options });
      });
    }

    it("are found by the old TypeScript that Pulumi brings along", async () => {
      const vendored = path.join(
        project.directory,
        "node_modules/@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js",
      );
      const old = (await import(vendored)) as { default: typeof ts };
      assert.equal(old.default.version, "3.8.3");
      // Pulumi reports the errors of the program's own files only, as this does.
      await check(old.default, "program.ts", {
        target: ScriptTarget.ES2020,
        module: ModuleKind.CommonJS,
        moduleResolution: ModuleResolutionKind.Node10,
      });
    });

    it("cost at most a quarter more than those of @pulumi/pulumi, and load no provider's SDK", () => {
      const cost = (text: string) => {
        const file = path.join(project.directory, "cost.ts");
        const host = ts.createCompilerHost({});
        const options = {
          ...common,
          target: ScriptTarget.ES2022,
          module: ModuleKind.NodeNext,
          moduleResolution: ModuleResolutionKind.NodeNext,
        };
        ts.sys.writeFile(file, text);
        const checked = ts.createProgram([file], options, host);
        assert.deepEqual(ts.getPreEmitDiagnostics(checked), []);
        return {
          files: checked.getSourceFiles().map(({ fileName }) => fileName),
          counts: {
            nodes: checked.getNodeCount(),
            identifiers: checked.getIdentifierCount(),
            symbols: checked.getSymbolCount(),
            types: checked.getTypeCount(),
            instantiations: checked.getInstantiationCount(),
          },
        };
      };
      const alone = cost(`
        import * as pulumi from "@pulumi/pulumi";
        export const issuer: pulumi.Output<string> = pulumi.output("x");
        export const both: pulumi.Output<string> = pulumi.all([issuer, issuer]).apply(([a, b]) => a + b);`);
      const withPackage = cost(`
        import * as pulumi from "@pulumi/pulumi";
        import { AzureToAwsFederation } from "${SELF}";
        const federation = new AzureToAwsFederation("orders", {
          workloads: { app: { permissions: { readBuckets: ["reports"] } } },
        });
        export const issuer: pulumi.Output<string> = federation.issuer;
        export const both: pulumi.Output<string> = pulumi.all([issuer, issuer]).apply(([a, b]) => a + b);`);
      for (const [name, count] of Object.entries(withPackage.counts)) {
        const limit = 1.25 * alone.counts[name as keyof typeof alone.counts];
        assert.ok(count <= limit, `${name}: ${count} is over ${limit}`);
      }
      assert.deepEqual(
        withPackage.files.filter((file) => /node_modules\/@pulumi\/(?!pulumi\/)/.test(file)),
        [],
      );
    });
  });

  describe("under the real engine", () => {
    let lab: Lab;

    before(async function () {
      this.timeout(900_000); // The CLI is built when there is none yet.
      const toolchain = await prepareToolchain({ report });
      lab = await Lab.start(toolchain, { pluginProcesses: true });
      // As the pages do it, and below a folder without packages, as in a workspace.
      const workspace = path.join(project.directory, "apps/orders");
      await mkdir(workspace, { recursive: true });
      const { stdout: pack } = await execa("npx", ["@azure-to-aws/policy-pack"], { cwd: workspace });
      assert.equal(pack, path.join(project.directory, "node_modules/@azure-to-aws/policy-pack"));
      policyPacks = [pack];
      // The engine asks for the version of the installed SDK.
      const plugins = await Promise.all(
        Object.entries(PLUGIN_ENTRIES).map(
          async ([name, { entry }]) =>
            [name, { entry, version: await project.version(`@pulumi/${name}`) }] as const,
        ),
      );
      await fillPluginCache(lab.pulumi.environment.PULUMI_HOME, {
        plugins: Object.fromEntries(plugins),
        languageHost: !toolchain.cli.hasNodeLanguageHost,
      });
    });

    after(async () => {
      await lab.stop();
    });

    let policyPacks: string[];
    const stackOf = async (
      projectDirectory: string,
      stackName: string,
      config: Readonly<Record<string, string>> = {},
    ) => PulumiStack.create(lab.pulumi, { projectDirectory, stackName, directory: lab.directory, config });
    const preview = async (name: string, config?: Readonly<Record<string, string>>) =>
      (await stackOf(project.directory, name, config)).preview({ policyPacks, environment: TYPE_CHECKED });
    const federation = `new AzureToAwsFederation("orders", {
      location: "westeurope", region: "eu-west-1",
      workloads: { app: { permissions: { readBuckets: ["reports"] } } },
    });`;

    it("runs the documented program, without a TypeScript of its own and under the policy pack", async () => {
      await project.write("Pulumi.yaml", "name: app\nruntime: nodejs\n");
      await project.write("index.ts", documentedProgram("ts"));
      const run = await preview("clean", {
        "aws:region": LAB_AWS_REGION,
        "azure-native:location": LAB_AZURE_LOCATION,
        "app:sshPublicKey": ED25519_KEY,
      });
      assert.equal(run.exitCode, 0, run.output);
      assert.deepEqual(run.violations, []);
      assert.ok((run.changes.create ?? 0) > 15, JSON.stringify(run.changes));
    });

    it("shows an error in its types as Pulumi shows them", async () => {
      await project.write(
        "index.ts",
        `import { AzureToAwsFederation } from "${SELF}";\n${federation.replace("readBuckets", "readBucket")}\n`,
      );
      const run = await preview("wrong");
      assert.notEqual(run.exitCode, 0);
      assert.match(run.output, /readBucket.* does not exist in type 'Permissions'/);
    });

    it("is refused by the policy pack when a role is open", async () => {
      const open = JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } }));
      await project.write(
        "index.ts",
        `import { Role } from "@pulumi/aws/iam/role";\nnew Role("open", { assumeRolePolicy: ${JSON.stringify(open)} });\n`,
      );
      const run = await preview("open");
      assert.notEqual(run.exitCode, 0);
      const mandatory = run.violations.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
      assert.deepEqual(
        mandatory.map(({ policyName }) => policyName),
        ["oidc-trust-requires-subject"],
      );
    });

    it("is what pulumi new makes of the template, in a project of any name, whose VM then reads the bucket", async () => {
      const target = path.join(project.directory, "shop");
      const page = await readFile(path.join(PROJECT_ROOT, "docs/tutorials/your-own-stack.md"), "utf8");
      const [, documented = ""] = /^pulumi new "(.*)" --generate-only --yes --dir /m.exec(page) ?? [];
      const template = documented.replace("$PWD", project.directory);
      assert.ok(path.isAbsolute(template), documented);
      const made = await lab.pulumi.run(
        ["new", template, "--generate-only", "--yes", "--offline", "--name", "my_shop.web", "--dir", target],
        { projectDirectory: project.directory },
      );
      assert.equal(made.exitCode, 0, made.output);
      assert.deepEqual((await readdir(target)).sort(), [
        "Pulumi.yaml",
        "index.ts",
        "package.json",
        "tsconfig.json",
      ]);
      const stack = await stackOf(target, "shop", {
        "aws:region": LAB_AWS_REGION,
        "azure-native:location": LAB_AZURE_LOCATION,
        "my_shop.web:bucket": "devteam-reports",
        "my_shop.web:sshPublicKey": ED25519_KEY,
      });
      const up = await stack.up({ policyPacks, environment: TYPE_CHECKED });
      assert.equal(up.exitCode, 0, up.output);
      assert.deepEqual(up.violations, []);
      const vm = lab.azure.vm(String((await stack.outputs()).vmName));
      const listing = await vm.run(["aws", "s3", "ls", "s3://devteam-reports", "--profile", "reader"]);
      assert.match(listing.stdout, / 2026\//, listing.stderr);
      assert.deepEqual(Object.keys((await stack.up({ policyPacks })).changes), ["same"]);
      assert.equal((await stack.destroy()).exitCode, 0);
      assert.equal(lab.azure.counts().total, 0);
    });
  });

  describe("the lab, installed alone into an empty folder", () => {
    let folder: string;

    before(async function () {
      this.timeout(300_000); // Packages are fetched.
      folder = await mkdtemp(path.join(tmpdir(), "installed-lab-"));
      await writeFile(path.join(folder, "package.json"), JSON.stringify({ name: "mine", private: true }));
      const lab = project.packages.find(({ name }) => name === "@azure-to-aws/lab");
      const install = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
      const sdks = ["@azure/identity", "@aws-sdk/client-s3", "@aws-sdk/client-sts"];
      await execa("npm", [...install, lab?.tarball ?? "", ...sdks], { cwd: folder });
    });

    after(async () => {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    });

    it("runs the program of its page, which gets a token, a role session, and a list of buckets", async () => {
      const page = await readFile(path.join(folder, "node_modules/@azure-to-aws/lab/README.md"), "utf8");
      const [, program = ""] = /^Save this as `workload\.mjs`:\n\n```js\n([^]*?)```/m.exec(page) ?? [];
      const [, command = ""] = /^npx (azure-to-aws-lab -- node workload\.mjs)$/m.exec(page) ?? [];
      await writeFile(path.join(folder, "workload.mjs"), program);
      const { PATH = "", HOME = "" } = process.env;
      const ran = await execa("npx", ["--offline", ...command.split(" ")], {
        cwd: folder,
        reject: false,
        extendEnv: false,
        env: { PATH, HOME },
      });
      assert.deepEqual([ran.exitCode, ran.stderr], [0, ""], ran.stdout);
      assert.deepEqual(ran.stdout.split(" ").sort(), [
        "devteam-builds",
        "devteam-reports",
        "payroll-archive",
      ]);
    });
  });

  it("has no entry that these tests do not know", () => {
    for (const [name, entries] of Object.entries(ENTRIES)) {
      const packed = project.packages.find((each) => each.name === name);
      assert.deepEqual(Object.keys(packed?.manifest.exports ?? {}), [...entries, "./package.json"], name);
    }
  });
});
