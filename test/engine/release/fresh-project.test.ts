/**
 * The files of the next release, published to registries on this machine, and a fresh project that installs them from there, with the
 * commands of the pages in the package. All other packages come from the public registries.
 */
import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { PLUGIN_ENTRIES, PulumiStack } from "../../../lab/pulumi";
import { fillPluginCache, prepareToolchain, provideYamlLanguageHost } from "../../../lab/pulumi/toolchain";
import { PROJECT } from "../../../messages";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { copyCheckout } from "../../../tools/release/checkout";
import { goEnvironment } from "../../../tools/release/local-registries/go-proxy";
import { LocalNpmRegistry } from "../../../tools/release/local-registries/npm-registry";
import { LocalPythonIndex } from "../../../tools/release/local-registries/python-index";
import { makeRelease } from "../../../tools/release/make-release";
import { MAKERS } from "../../../tools/release/makers";
import { VERSIONED_FILES } from "../../../tools/release/versions";
import { GO_MODULE } from "../../../tools/schema/languages";
import { ED25519_KEY } from "../../unit/components/ssh-keys";
import { documentedProgram } from "../../unit/packaging/documented-program";

const BUCKET = "devteam-reports";

describe("a fresh project that installs a release from registries on this machine", function () {
  this.timeout(600_000);
  const report = () => undefined;
  let lab: Lab;
  let registry: LocalNpmRegistry;
  let release: string;
  let project: string;
  /** The installed package, with the pages. */
  let packed: string;
  let version: string | undefined;

  before(async function () {
    this.timeout(1_800_000); // The CLI and the YAML host are built, and packages are fetched, when there are none yet.
    const toolchain = await prepareToolchain({ report });
    lab = await Lab.start(toolchain, { pluginProcesses: true });
    release = path.join(lab.directory, "release");
    version = await makeRelease({
      root: await checkoutWithoutTags(),
      destination: release,
      // Building the site takes a minute. The release's job and the tests of the site do it.
      makers: MAKERS.filter(({ script }) => script !== "docs"),
      versionedFiles: VERSIONED_FILES,
      repository: PROJECT.repository,
      date: "2026-11-28",
      isTagged: false,
      tryLaws: async () => Promise.resolve(true),
      report,
    });
    registry = await LocalNpmRegistry.start(path.join(lab.directory, "registry"));
    const folder = path.join(release, "npm");
    await registry.publish((await readdir(folder)).map((name) => path.join(folder, name)));
    project = await newProject();
    await provideYamlLanguageHost(toolchain.cli, lab.pulumi.environment.PULUMI_HOME, { report });
    // The engine asks for the version of the installed SDK.
    const plugins = Object.entries(PLUGIN_ENTRIES).map(async ([name, { entry }]) => {
      const manifest = path.join(project, "node_modules/@pulumi", name, "package.json");
      const installed = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
      return [name, { entry, version: installed.version }] as const;
    });
    await fillPluginCache(lab.pulumi.environment.PULUMI_HOME, {
      plugins: Object.fromEntries(await Promise.all(plugins)),
      languageHost: !toolchain.cli.hasNodeLanguageHost,
    });
  });

  after(async () => {
    await registry.stop();
    await lab.stop();
  });

  /** A copy with one commit. In this checkout, there is nothing to release right after a tag. */
  async function checkoutWithoutTags(): Promise<string> {
    const copy = path.join(lab.directory, "checkout");
    await copyCheckout(PROJECT_ROOT, copy);
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    await execa("git", ["init", "--quiet"], { cwd: copy });
    await execa("git", ["add", "."], { cwd: copy });
    await execa("git", [...identity, "commit", "--quiet", "--message", "feat: everything"], { cwd: copy });
    return copy;
  }

  /** Takes the steps of the tutorial: the template from the package, and then npm in the new project. */
  async function newProject(): Promise<string> {
    const first = path.join(lab.directory, "first");
    await mkdir(first);
    await writeFile(path.join(first, "package.json"), '{ "private": true }');
    await npm(first, "install", "--omit", "peer", "@azure-to-aws/federation");
    packed = path.join(first, "node_modules/@azure-to-aws/federation");
    const folder = path.join(lab.directory, "shop");
    const [, template = "", options = ""] = await commandOf(
      "docs/tutorials/your-own-stack.md",
      /^pulumi new "\$PWD\/(.*)" (.*) --dir \.\.\/orders$/m,
    );
    const made = await lab.pulumi.run(
      [
        "new",
        path.join(first, template),
        ...options.split(" "),
        "--offline",
        "--name",
        "shop",
        "--dir",
        folder,
      ],
      { projectDirectory: first },
    );
    assert.equal(made.exitCode, 0, made.output);
    const [, install = ""] = await commandOf(
      "docs/tutorials/your-own-stack.md",
      /^cd \.\.\/orders && npm (install)$/m,
    );
    await npm(folder, install);
    return folder;
  }

  /** A command on a page of the installed package, which users see. */
  async function commandOf(page: string, command: RegExp): Promise<RegExpExecArray> {
    const text = await readFile(path.join(packed, page), "utf8");
    return command.exec(text) ?? assert.fail(`${page} has no command ${command.source}`);
  }

  async function npm(folder: string, ...args: string[]): Promise<void> {
    await execa("npm", [...args, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], {
      cwd: folder,
      env: registry.environment,
    });
  }

  const stackOf = async (projectDirectory: string, stackName: string, config: Record<string, string>) =>
    PulumiStack.create(lab.pulumi, {
      projectDirectory,
      stackName,
      directory: path.join(lab.directory, "stacks"),
      config: { "aws:region": LAB_AWS_REGION, "azure-native:location": LAB_AZURE_LOCATION, ...config },
    });

  /** Deploys, has the VM list the bucket, and removes everything. */
  async function deploys(stack: PulumiStack, profile: string): Promise<string> {
    const policyPacks = [path.join(project, "node_modules/@azure-to-aws/policy-pack")];
    const up = await stack.up({ policyPacks });
    assert.equal(up.exitCode, 0, up.output);
    assert.deepEqual(up.violations, []);
    const [vm] = lab.azure.vms();
    assert.ok(vm);
    const listing = await vm.run(["aws", "s3", "ls", `s3://${BUCKET}`, "--profile", profile]);
    assert.match(listing.stdout, / 2026\//, listing.stderr);
    const state = await stack.exportWithSecrets();
    const gone = await stack.destroy();
    assert.equal(gone.exitCode, 0, gone.output);
    assert.equal(lab.azure.counts().total, 0);
    return state;
  }

  it("says on no page that it is not published, and installs with each command for npm on its pages", async () => {
    const pages = (await readdir(packed, { recursive: true })).filter((file) => file.endsWith(".md"));
    const commands: string[] = [];
    for (const page of pages) {
      const text = await readFile(path.join(packed, page), "utf8");
      assert.doesNotMatch(
        text,
        /registry yet|published yet|first release(?: -->)?$|azure-to-aws[^\s/]*\.tgz/m,
        page,
      );
      commands.push(
        ...[...text.matchAll(/\bnpm (install (?!--global)[^`\n#]*@azure-to-aws\/[^`\n#]*)/g)].map(
          ([, command = ""]) => command,
        ),
      );
    }
    assert.deepEqual([...new Set(commands)].sort(), [
      "install --save-dev @azure-to-aws/cli",
      "install @azure-to-aws/credentials @azure/identity @aws-sdk/client-sts @aws-sdk/client-s3",
      "install @azure-to-aws/federation @azure-to-aws/policy-pack",
      "install @azure-to-aws/federation @azure-to-aws/policy-pack @azure-to-aws/cli",
    ]);
    for (const [index, command] of [...new Set(commands)].entries()) {
      const folder = path.join(lab.directory, `command-${index}`);
      await mkdir(folder);
      await writeFile(path.join(folder, "package.json"), '{ "private": true }');
      await npm(folder, ...command.split(" "));
      const names = [...command.matchAll(/@azure-to-aws\/([\w-]+)/g)].map(([, name]) => name);
      assert.deepEqual((await readdir(path.join(folder, "node_modules/@azure-to-aws"))).sort(), names.sort());
    }
  });

  it("gets each of our packages from there, in the version of the release", async () => {
    const folder = path.join(project, "node_modules/@azure-to-aws");
    const names = await readdir(folder);
    assert.deepEqual(names.sort(), ["cli", "federation", "policy-pack"]);
    for (const name of names) {
      const manifest = await readFile(path.join(folder, name, "package.json"), "utf8");
      assert.equal((JSON.parse(manifest) as { version: string }).version, version);
    }
  });

  it("deploys the template with the policy pack, its VM lists the bucket, and the command line accepts it", async () => {
    const stack = await stackOf(project, "shop", { "shop:bucket": BUCKET, "shop:sshPublicKey": ED25519_KEY });
    const state = path.join(lab.directory, "state.json");
    await writeFile(state, await deploys(stack, "reader"));
    const command = path.join(project, "node_modules/.bin/azure-to-aws");
    const { stdout } = await execa(command, ["judge", state], { cwd: project });
    assert.match(stdout, /^1 role in 1 file: 0 rejected, 0 not judged, 1 accepted\.\n/);
  });

  it("deploys the documented program in YAML, whose VM lists the bucket", async () => {
    const folder = path.join(project, "yaml");
    await mkdir(folder);
    const program = documentedProgram("yaml")
      .replace("./node_modules/", "../node_modules/")
      .replace("orders-incoming", BUCKET);
    await writeFile(path.join(folder, "Pulumi.yaml"), program);
    await deploys(await stackOf(folder, "yaml", { "orders:sshPublicKey": ED25519_KEY }), "importer");
  });

  it("finds the SDK for Python in the index, and its dependencies in the public one", async () => {
    const python = path.join(release, "python");
    const index = await LocalPythonIndex.start(python, await publicIndex());
    try {
      const target = path.join(lab.directory, "python");
      const [, name = ""] = await commandOf("docs/how-to/other-languages.md", /^pip install (.*)$/m);
      const args = ["install", "--quiet", "--no-cache-dir", "--target", target, "--index-url", index.url];
      await execa("python3", ["-m", "pip", ...args, name], { env: { PIP_CONFIG_FILE: "/dev/null" } });
      const names = await readdir(target);
      assert.ok(names.includes(`azure_to_aws_federation-${version ?? ""}.dist-info`), names.join(" "));
      assert.ok(names.includes("azure_to_aws_federation"));
      assert.ok(names.includes("pulumi"));
    } finally {
      await index.stop();
    }
  });

  it("finds the SDK for Go in the proxy, and its dependencies in the public one", async () => {
    const folder = path.join(lab.directory, "go");
    await mkdir(folder);
    const [, module = ""] = await commandOf("docs/how-to/other-languages.md", /^go get (.*)$/m);
    assert.equal(module, `${GO_MODULE}@v${version ?? ""}`);
    const { stdout: publicProxy } = await execa("go", ["env", "GOPROXY"]);
    const env = goEnvironment(path.join(release, "go"), [GO_MODULE], publicProxy);
    await execa("go", ["mod", "init", "example.com/program"], { cwd: folder, env });
    await execa("go", ["get", module], { cwd: folder, env });
    const { stdout } = await execa("go", ["list", "-m", GO_MODULE], { cwd: folder, env });
    assert.equal(stdout, module.replace("@", " "));
  });

  /** Where pip finds packages on this machine. */
  async function publicIndex(): Promise<string> {
    const { PIP_INDEX_URL } = process.env;
    if (PIP_INDEX_URL !== undefined) {
      return PIP_INDEX_URL.replace(/\/$/, "");
    }
    const { stdout } = await execa("python3", ["-m", "pip", "config", "get", "global.index-url"], {
      reject: false,
    });
    return (stdout === "" ? "https://pypi.org/simple" : stdout).replace(/\/$/, "");
  }
});
