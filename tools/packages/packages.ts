import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { bundle, writeLicenses } from "./bundle";
import { ENTRIES } from "./entries";
import { commonManifest, type Entry, entryMembers, ranges, type RootManifest } from "./manifest";
import { copyFiles } from "./pages";
import { copyReachable } from "./reachable-files";

/** A package of the project. */
export interface PackagePlan {
  readonly name: string;
  /** Fills the empty folder that becomes the package. */
  stage(root: string, manifest: RootManifest, folder: string): Promise<void>;
}

/** Pages for contributors, and what only they need. */
const FOR_CONTRIBUTORS = [
  "docs/architecture.md",
  "docs/assurance.md",
  "docs/decisions",
  "docs/index.md",
  "docs/reference/lab-evidence.md",
];

/** The components, the plugin for other languages, and the manual. */
const federation: PackagePlan = {
  name: "@azure-to-aws/federation",
  stage: async (root, manifest, folder) => {
    await writeManifest(folder, {
      ...commonManifest(
        manifest,
        federation.name,
        "Keyless access from Azure workloads to AWS: one Pulumi component for both clouds.",
      ),
      // The plugin: Pulumi reads its entry only here.
      main: "dist/components/plugin.js",
      ...entryMembers(builtEntries(ENTRIES.federation)),
      dependencies: ranges(manifest.dependencies, ["p-retry", "undici"]),
      peerDependencies: ranges(manifest.peerDependencies, [
        "@azure/identity",
        "@pulumi/aws",
        "@pulumi/azure-native",
        "@pulumi/azuread",
        "@pulumi/pulumi",
      ]),
      peerDependenciesMeta: { "@azure/identity": { optional: true } },
    });
    await copyBuilt(root, folder, ENTRIES.federation, ["components/plugin.js"]);
    const pictures = ["created", "teams", "token-path", "trust-chain", "ways"].flatMap((name) =>
      ["dark", "light"].map((theme) => `docs/diagrams/${name}-${theme}.svg`),
    );
    await copyFiles(
      root,
      folder,
      [
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "SECURITY.md",
        "PulumiPlugin.yaml",
        "pulumi-resource-azure-to-aws-federation",
        "schema.json",
        "templates",
        "examples/aks/deployer-policy.json",
        "docs/errors",
        "docs/explanation",
        "docs/how-to",
        "docs/reference",
        "docs/tutorials",
        ...pictures,
        ...["verify_caller.py", "azure_to_aws"].map((name) => `credential-helper/${name}`),
      ],
      FOR_CONTRIBUTORS,
    );
  },
};

/** What the pack's index and its configuration share, so that the package has it once. */
const PACK_PARTS = `
export * from "./policypack/configuration";
export { packDescription } from "./policypack/engine/pack-description";
export { packPolicies } from "./policypack/engine/pack-policies";
export { rulePage, rulePageAddress } from "./policypack/engine/rule-page";
export { watchSecrets } from "./policypack/engine/secrets";
`;

/** The policy pack. It needs nothing of the other packages: Pulumi's service installs it alone. */
const policyPack: PackagePlan = {
  name: "@azure-to-aws/policy-pack",
  stage: async (root, manifest, folder) => {
    await writeManifest(folder, {
      ...commonManifest(
        manifest,
        policyPack.name,
        "Pulumi policy pack: refuses AWS trust policies that let a stranger in.",
      ),
      main: "bin/index.js",
      bin: { "azure-to-aws-policy-pack": "bin/print-folder.js" },
      ...entryMembers({
        ".": { code: "bin/index.js", types: "bin/index.d.ts" },
        "./configuration": {
          code: "bin/configuration.js",
          types: `types/${ENTRIES.policyPack["./configuration"]}.d.ts`,
        },
      }),
      dependencies: {
        "@pulumi/policy": "^1.15.0",
        ...ranges(manifest.peerDependencies, ["@pulumi/pulumi"]),
      },
    });
    const bin = path.join(folder, "bin");
    const external = ["@pulumi/policy", "@pulumi/pulumi"];
    const inside = await bundle({
      entry: { contents: PACK_PARTS },
      outfile: path.join(bin, "pack.js"),
      external,
    });
    const parts = [
      "engine/pack-description",
      "engine/pack-policies",
      "engine/rule-page",
      "engine/secrets",
      "rules",
    ];
    await bundle({
      entry: "policypack/index.ts",
      outfile: path.join(bin, "index.js"),
      external,
      elsewhere: Object.fromEntries(parts.map((part) => [path.join(root, "policypack", part), "./pack.js"])),
    });
    const printFolder = path.join(bin, "print-folder.js");
    await bundle({ entry: "policypack/print-folder.ts", outfile: printFolder, external: [] });
    await chmod(printFolder, 0o755);
    await writeFile(path.join(bin, "index.d.ts"), "export {};\n");
    await writeFile(path.join(bin, "configuration.js"), 'module.exports = require("./pack.js");\n');
    await writeLicenses(inside, path.join(folder, "THIRD-PARTY-LICENSES.txt"));
    await copyReachable(
      [path.join(root, "dist", `${ENTRIES.policyPack["./configuration"]}.d.ts`)],
      { from: path.join(root, "dist"), to: "types" },
      folder,
    );
    await copyFiles(root, folder, [
      { from: "policypack/README.md", to: "README.md" },
      { from: "policypack/PulumiPolicy.yaml", to: "PulumiPolicy.yaml" },
      "LICENSE",
      "docs/reference/rules",
      "docs/reference/issuers.md",
      "docs/reference/what-the-pack-cannot-see.md",
      "docs/how-to/roll-out-the-pack.md",
      "docs/how-to/accept-a-finding.md",
      "examples/policy-config/first-month.json",
      "examples/policy-config/afterwards.json",
    ]);
  },
};

/**
 * Programs as WebAssembly that the command line needs for Terraform source and for the audit's page. They are as large as
 * everything else, so they stay outside of the bundle and are loaded only then. Their licenses are for themselves.
 */
const LOADED_BY_FEW = ["@cdktn/hcl2json", "@hpcc-js/wasm-graphviz"];

/** What the program and its commands share. Errors are recognized by their classes, so there must be one of each. */
const SHARED_BY_COMMANDS = ["cli/command", "cli/options"];

/** A module that a declaration of a command loads when the command runs. */
const RUN_MODULE = /require\("(\.\/(?:[\w-]+\/)?run-[\w-]+)"\)/g;

/**
 * Bundles the command line into three files: the program with the declarations of all commands, what they run, and what
 * both share. Node reads the large one only if a command runs, which makes help and usage errors fast.
 *
 * @returns As {@link bundle}.
 */
async function bundleProgram(root: string, folder: string, external: readonly string[]): Promise<string[]> {
  const declarations = readdirSync(path.join(root, "cli"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(root, "cli", file));
  const loaded = declarations.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(RUN_MODULE)].map(([, name = ""]) =>
      path.join(path.dirname(file), name),
    ),
  );
  const shared = Object.fromEntries(SHARED_BY_COMMANDS.map((part) => [path.join(root, part), "./shared.js"]));
  const contentsOf = (modules: readonly string[]) => ({
    contents: modules.map((module) => `export * from ${JSON.stringify(module)};`).join("\n"),
  });
  const program = path.join(folder, "azure-to-aws.js");
  const inside = await Promise.all([
    bundle({
      entry: "cli/azure-to-aws.ts",
      outfile: program,
      external,
      elsewhere: {
        ...shared,
        ...Object.fromEntries(loaded.map((module) => [module, "./commands.js"])),
      },
    }),
    bundle({
      entry: contentsOf(loaded),
      outfile: path.join(folder, "commands.js"),
      external,
      elsewhere: shared,
    }),
    bundle({
      entry: contentsOf(SHARED_BY_COMMANDS.map((part) => path.join(root, part))),
      outfile: path.join(folder, "shared.js"),
      external,
    }),
  ]);
  await chmod(program, 0o755);
  return inside.flat();
}

/** The command line. The commands that call a cloud need SDKs, which they name when they are missing. */
const cli: PackagePlan = {
  name: "@azure-to-aws/cli",
  stage: async (root, manifest, folder) => {
    const optional = Object.keys(manifest.peerDependenciesMeta);
    await writeManifest(folder, {
      ...commonManifest(
        manifest,
        cli.name,
        "Command line: audits who gets from Azure into AWS, retires access keys, judges trust policies, and closes roles.",
      ),
      bin: { "azure-to-aws": "bin/azure-to-aws.js" },
      exports: { "./package.json": "./package.json" },
      dependencies: ranges(manifest.dependencies, LOADED_BY_FEW),
      peerDependencies: ranges(manifest.peerDependencies, optional),
      peerDependenciesMeta: manifest.peerDependenciesMeta,
    });
    await writeLicenses(
      await bundleProgram(root, path.join(folder, "bin"), [...LOADED_BY_FEW, ...optional]),
      path.join(folder, "THIRD-PARTY-LICENSES.txt"),
    );
    await copyFiles(root, folder, [
      { from: "cli/README.md", to: "README.md" },
      "LICENSE",
      "docs/reference/command-line.md",
      "docs/errors",
      "docs/reference/audit-report.schema.json",
      "docs/reference/audit-rules",
      "docs/reference/issuers.md",
      "docs/reference/permissions.md",
      "docs/reference/permissions",
      "docs/reference/rules",
      "docs/how-to/check-terraform.md",
      "docs/how-to/suspend-and-revoke.md",
      "docs/how-to/resume-a-workload.md",
      "docs/how-to/troubleshoot.md",
    ]);
  },
};

/** The libraries: the analysis of trust policies, and the readers of files. */
const trust: PackagePlan = {
  name: "@azure-to-aws/trust",
  stage: async (root, manifest, folder) => {
    await writeManifest(folder, {
      ...commonManifest(
        manifest,
        trust.name,
        "Judges AWS trust policies for OIDC, and finds them in templates, states, and plans.",
      ),
      main: `dist/${ENTRIES.trust["."]}.js`,
      ...entryMembers(builtEntries(ENTRIES.trust)),
      dependencies: ranges(manifest.dependencies, ["@cdktn/hcl2json", "jsonc-parser", "yaml"]),
    });
    await copyBuilt(root, folder, ENTRIES.trust);
    await copyFiles(root, folder, [{ from: "trust/README.md", to: "README.md" }, "LICENSE"]);
  },
};

/** What the lab starts by its path: programs, and modules that other processes load. */
const STARTED_BY_THE_LAB = [
  "serve",
  "azure-cli",
  "azure/lead-to-lab",
  "pulumi/engine/load-late",
  ...["aws", "azuread", "azure-native"].map((plugin) => `pulumi/plugins/${plugin}`),
  ...["language-host", "release-installer", "language-host/kept-program"].map(
    (program) => `pulumi/toolchain/${program}`,
  ),
];

/** The lab: both clouds on one machine, for the tests of others. It knows nothing of the product. */
const lab: PackagePlan = {
  name: "@azure-to-aws/lab",
  stage: async (root, manifest, folder) => {
    const { description, dependencies } = JSON.parse(
      await readFile(path.join(root, "lab/package.json"), "utf8"),
    ) as { readonly description: string; readonly dependencies: Readonly<Record<string, string>> };
    await writeManifest(folder, {
      ...commonManifest(manifest, lab.name, description),
      bin: { "azure-to-aws-lab": "dist/lab/serve.js" },
      main: `dist/${ENTRIES.lab["."]}.js`,
      ...entryMembers(builtEntries(ENTRIES.lab)),
      dependencies,
    });
    await copyBuilt(
      root,
      folder,
      ENTRIES.lab,
      STARTED_BY_THE_LAB.map((program) => `lab/${program}.js`),
    );
    await chmod(path.join(folder, "dist/lab/serve.js"), 0o755);
    await copyFiles(root, folder, [
      { from: "lab/README.md", to: "README.md" },
      "LICENSE",
      "lab/aws/emulator.py",
      "lab/aws/ministack_gaps",
      ...["pulumi-cli", "sdk-for-go", "yaml-language-host", "requirements.txt", "sdk-requirements.txt"].map(
        (name) => `lab/pulumi/toolchain/${name}`,
      ),
      "docs/errors/lab.md",
      "docs/reference/permissions/aws-deployer.json",
    ]);
  },
};

/** AWS credentials for programs. The vendors' SDKs are the program's own, so that it has one copy of each. */
const credentials: PackagePlan = {
  name: "@azure-to-aws/credentials",
  stage: async (root, manifest, folder) => {
    await writeManifest(folder, {
      ...commonManifest(
        manifest,
        credentials.name,
        "AWS credentials for Node programs on Azure, by a managed identity and without a stored key.",
      ),
      keywords: [
        "aws",
        "aws-sdk",
        "credentials",
        "azure",
        "entra",
        "managed-identity",
        "workload-identity",
        "oidc",
      ],
      main: `dist/${ENTRIES.credentials["."]}.js`,
      ...entryMembers(builtEntries(ENTRIES.credentials)),
      peerDependencies: ranges(manifest.peerDependencies, ["@aws-sdk/client-sts", "@azure/identity"]),
    });
    await copyBuilt(root, folder, ENTRIES.credentials);
    await copyFiles(root, folder, [
      { from: "providers/javascript/README.md", to: "README.md" },
      "LICENSE",
      "docs/errors/credential-helper.md",
      "docs/how-to/in-your-application/node.md",
    ]);
  },
};

/** All packages, in the order in which a release publishes them. */
export const PACKAGES: readonly PackagePlan[] = [trust, federation, policyPack, cli, lab, credentials];

/** Code and types of each entry, in the package. */
function builtEntries(entries: Readonly<Record<string, string>>): Readonly<Record<string, Entry>> {
  return Object.fromEntries(
    Object.entries(entries).map(([subpath, file]) => [
      subpath,
      { code: `dist/${file}.js`, types: `dist/${file}.d.ts` },
    ]),
  );
}

/** Copies the built code and the types of entries and of further files, as far as they reach. */
async function copyBuilt(
  root: string,
  folder: string,
  entries: Readonly<Record<string, string>>,
  further: readonly string[] = [],
): Promise<void> {
  const dist = path.join(root, "dist");
  const files = Object.values(entries).flatMap((file) => [`${file}.js`, `${file}.d.ts`]);
  await copyReachable(
    [...files, ...further].map((file) => path.join(dist, file)),
    { from: dist, to: "dist" },
    folder,
  );
}

async function writeManifest(folder: string, manifest: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}
