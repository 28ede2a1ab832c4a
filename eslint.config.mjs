import { readFileSync } from "node:fs";
import path from "node:path";
import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import importSort from "eslint-plugin-simple-import-sort";
import ts from "typescript";
import tseslint from "typescript-eslint";
import { noImportCycle } from "./tools/eslint/no-import-cycle.mjs";

const FOLDERS = [
  "messages",
  "trust",
  "policy-sources",
  "credential-helper",
  "components",
  "providers",
  "policypack",
  "cli",
  "lab",
  "bench",
  "tools",
  "examples",
  "templates",
  "test",
];
const SELF = "@azure-to-aws/federation";

/** Folders whose index.ts is the one way in. The messages have further entries. */
const WITH_ENTRY = ["messages", "trust", "policy-sources", "lab"];
/** What the rest of the project sees of the lab: the package's entry, and one for each part that tests use alone. */
const LAB_ENTRIES = [
  "lab",
  ...["lab-facts", "command", "clock", "cloud-logins", "hand-tools", "seeded-random"].map(
    (file) => `lab/${file}`,
  ),
  ...["aws", "azure", "http", "pulumi", "pulumi/toolchain", "terminal"].map((part) => `lab/${part}`),
  "lab/testing/[a-z-]+",
  "lab/package\\.json",
];
const ENTRIES = [
  ...WITH_ENTRY,
  ...LAB_ENTRIES,
  "messages/error-sections",
  "messages/cli",
  "messages/lab",
  ...["analyze", "applications", "build", "contract", "entra", "issuers", "kernel", "text", "iam-limits"].map(
    (name) => `trust/${name}`,
  ),
  // Few roles have conditions of their own, and only they load this.
  "trust/build/narrowing-conditions",
  // A catalog of one area.
  ...["input-files", "installation", "installer", "judged-files", "pack-configuration"].map(
    (area) => `messages/${area}`,
  ),
  ...["plugin", "policy-pack", "policy-rules", "project", "virtual-machine"].map(
    (area) => `messages/${area}`,
  ),
];

/** The folders of the CLI's commands, with what a command may import that has no row of its own: nothing that calls a cloud. */
function commands(folders) {
  const list = readFileSync(path.join(import.meta.dirname, "cli/command-line.ts"), "utf8");
  return Object.fromEntries(
    [...list.matchAll(/from "\.\/([a-z-]+)\/\1"/g)].map(([, name]) => [name, folders]),
  );
}

/**
 * The folders within a folder, each with those beside it that it may import. Names differ along a path. A folder that is missing here is
 * refused. In cli, no command imports another: what two of them need is in a folder that is not a command.
 */
const INNER = {
  trust: {
    text: [],
    applications: [],
    entra: ["kernel"],
    policy: ["kernel", "text"],
    kernel: ["issuers", "policy"],
    issuers: ["entra", "kernel", "policy"],
    analyze: ["entra", "issuers", "kernel", "policy", "text"],
    partial: ["issuers", "kernel", "policy", "text", "analyze"],
    build: ["entra", "kernel", "policy", "text"],
    compare: ["issuers", "kernel", "policy", "text", "analyze"],
    contract: ["entra", "kernel", "text"],
    permissions: [],
  },
  components: {
    arguments: [],
    pulumi: ["arguments"],
    logins: ["arguments", "pulumi"],
    "entra-audience": ["arguments", "pulumi", "logins"],
    "oidc-provider": ["arguments", "pulumi", "logins"],
    "federated-role": ["arguments", "pulumi", "logins", "oidc-provider"],
    "azure-workload": ["arguments", "pulumi", "logins", "entra-audience"],
    "virtual-machine": ["arguments", "pulumi", "logins"],
    "guest-installation": ["arguments", "pulumi"],
    federation: [
      "arguments",
      "pulumi",
      "logins",
      "entra-audience",
      "oidc-provider",
      "federated-role",
      "azure-workload",
      "virtual-machine",
      "guest-installation",
    ],
  },
  "components/arguments": {
    rules: [],
  },
  "policy-sources": {
    positions: [],
    cloudformation: ["positions"],
    "iam-api": ["positions"],
    "bare-policies": ["cloudformation"],
    kubernetes: ["positions"],
    "terraform-source": ["positions", "terraform"],
    "pulumi-state": ["positions", "cloudformation", "iam-api"],
    "pulumi-preview": ["positions", "pulumi-state"],
    terraform: ["positions", "cloudformation", "iam-api"],
  },
  lab: {
    http: [],
    terminal: [],
    "arm-types": [],
    aws: ["http"],
    azure: ["http", "terminal", "arm-types"],
    pulumi: ["terminal", "arm-types"],
    // What tests share. It may start any part of the lab.
    testing: ["aws", "azure", "http", "pulumi", "terminal"],
  },
  "lab/aws": {
    cloudtrail: [],
    sts: [],
  },
  "lab/azure": {
    directory: [],
    entra: ["directory"],
    graph: ["directory", "entra"],
    resources: ["entra"],
    imds: ["entra", "resources"],
    vm: ["entra", "resources", "imds"],
    container: ["vm"],
    "app-service": ["entra", "resources", "vm", "container"],
    "container-apps": ["entra", "resources", "container", "app-service"],
    kubernetes: ["entra", "resources", "vm", "container"],
    arm: ["entra", "resources", "vm", "app-service", "container-apps", "kubernetes"],
  },
  "lab/azure/arm": {
    types: [],
  },
  "lab/pulumi": {
    engine: [],
    plugins: ["engine"],
    toolchain: ["engine"],
  },
  "lab/pulumi/toolchain": {
    "language-host": [],
  },
  "lab/pulumi/plugins": {
    schema: [],
    kernel: ["schema"],
    "azure-login": ["kernel"],
    aws: ["kernel", "schema"],
    azuread: ["kernel", "schema", "azure-login"],
    "azure-native": ["kernel", "schema", "azure-login"],
  },
  policypack: {
    engine: [],
    iam: ["engine"],
    permissions: ["engine", "iam"],
    stack: ["engine", "iam"],
    rules: ["engine", "iam", "permissions", "stack"],
    configuration: ["engine", "iam", "rules"],
  },
  cli: {
    clouds: [],
    input: [],
    findings: ["input"],
    "judged-files": ["input"],
    report: ["findings", "input", "judged-files"],
    snapshot: [],
    ...commands(["findings", "input", "judged-files", "report", "snapshot"]),
    judge: ["findings", "input", "judged-files", "report"],
    explain: ["input", "report"],
    import: ["input", "report"],
    preflight: ["clouds", "report"],
    roles: ["clouds", "report"],
    audit: ["findings", "input", "report", "snapshot"],
    collect: ["clouds", "report", "snapshot"],
    keys: ["clouds", "input", "report", "snapshot"],
  },
  "cli/clouds": {
    aws: [],
    microsoft: [],
  },
  "cli/collect": {
    aws: [],
    microsoft: [],
  },
  "cli/explain": {
    "known-errors": [],
    cloudtrail: [],
    compare: [],
  },
  "cli/keys": {
    cloudtrail: [],
    "service-tags": [],
    use: ["cloudtrail", "service-tags"],
    "look-in": [],
    find: ["cloudtrail", "service-tags", "use", "look-in", "history"],
    history: ["find"],
    plan: ["cloudtrail", "service-tags", "use"],
    verify: ["cloudtrail", "use"],
    retire: ["cloudtrail", "use", "verify"],
  },
  "cli/preflight": {
    "azure-policy": [],
    readers: ["azure-policy"],
    checks: ["azure-policy", "readers"],
  },
  "cli/audit": {
    permissions: [],
    estate: ["permissions"],
    readers: ["estate", "permissions"],
    model: ["estate", "permissions"],
    rules: ["estate", "model"],
    page: ["model"],
    formats: ["rules", "page"],
  },
  "cli/audit/page": {
    browser: [],
  },
};

/** Files of the lab that are no entry. */
const INSIDE_LAB = `^(\\.\\./)+(?!(${LAB_ENTRIES.join("|")})(/index\\.js)?$)lab/`;

/** What is written in another form everywhere. */
const SYNTAX = [
  {
    selector: "SpreadElement > :matches(ObjectExpression, ArrayExpression)",
    message: "Write the members themselves: a spread literal says nothing more.",
  },
  {
    selector: ":matches(PropertyDefinition, MethodDefinition[kind!='constructor'])[accessibility='private']",
    message: "Write #name: it is private when the program runs too.",
  },
];

/**
 * Refuses imports against the direction of docs/architecture.md.
 *
 * @param folder the folder whose files are held to it
 * @param folders other folders that it may import by a relative path, or one entry of such a folder
 * @param self what it may import of this package by the package's name, as a regular expression
 * @param notPulumi packages below `@pulumi/` that it may not import, as a regular expression
 */
function direction(folder, { folders = [], self = "(?!)", notPulumi = "(?!)" }) {
  const forbidden = FOLDERS.filter((other) => other !== folder && !folders.includes(other));
  const patterns = [
    `^(\\.\\./)+(?!(${folders.join("|")})$)(dist/)?(${forbidden.join("|")})(/|$)`,
    `^(\\.\\./)+(?!(${ENTRIES.join("|")})(/index\\.js)?$)(${WITH_ENTRY.join("|")})/.`,
    `^${SELF}(?!${self}$)(/|$)`,
    `^@pulumi/${notPulumi}(/|$)`,
  ];
  return restricted(folder, patterns);
}

/** The same, and for each folder within it in {@link INNER} what it may not import of those beside it. */
function directions(folder, options) {
  const outer = direction(folder, options);
  const [, { patterns }] = outer.rules["no-restricted-imports"];
  const regexes = patterns.map(({ regex }) => regex);
  return [outer, ...within(folder, regexes)];
}

/** For each folder within a folder, the restrictions of that folder and its own. */
function within(folder, patterns) {
  const inner = INNER[folder] ?? {};
  const known = Object.entries(inner).flatMap(([own, beside]) => {
    const forbidden = Object.keys(inner).filter((other) => other !== own && !beside.includes(other));
    const names = [...forbidden.map((other) => `${other}(/|$)`), "index$"];
    const all = [...patterns, `^(\\.\\.$|(\\.\\./)+(${names.join("|")}))`];
    return [restricted(`${folder}/${own}`, all), ...within(`${folder}/${own}`, all)];
  });
  return [...known, unknown(folder, Object.keys(inner))];
}

/** Refuses each file in a folder that {@link INNER} does not list: no direction would hold its imports. */
function unknown(folder, known) {
  const message = `List this folder below ${folder} in INNER of eslint.config.mjs, with what it may import.`;
  return {
    files: [`${folder}/*/**/*.ts`],
    ignores: known.map((own) => `${folder}/${own}/**`),
    rules: { "no-restricted-syntax": ["error", { selector: "Program", message }] },
  };
}

function restricted(folder, patterns) {
  const message = `${folder}/ may not import this: docs/architecture.md says what may.`;
  // The rule for imports does not see `import()`.
  const late = patterns.map((regex) => ({
    selector: `ImportExpression[source.value=/${regex.replaceAll("/", "\\/")}/]`,
    message,
  }));
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": ["error", { patterns: patterns.map((regex) => ({ regex, message })) }],
      "no-restricted-syntax": ["error", ...SYNTAX, ...late],
    },
  };
}

/**
 * What the parser knows types from: the whole project. If the command line names files, `npx eslint FILE…`, it is these files with what
 * they import, in a fifth of the time. A program does not see what `--fix` has written, so fixes need the project.
 */
function typesFrom(args) {
  const files = args.filter((arg) => /^(?!.*(test\/site|page\/browser)\/).*\.ts$/.test(arg));
  if (files.length === 0 || files.length < args.length) {
    // What runs in a browser needs the browser's types.
    return {
      project: ["./tsconfig.json", "./test/site/tsconfig.json", "./cli/audit/page/browser/tsconfig.json"],
    };
  }
  const { config } = ts.readConfigFile(path.join(import.meta.dirname, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files },
    ts.sys,
    import.meta.dirname,
  );
  return {
    programs: [
      ts.createProgram(
        files.map((file) => path.resolve(file)),
        options,
      ),
    ],
  };
}

export default tseslint.config(
  { ignores: ["**/node_modules/", "dist/", "bench/programs/**/*.js"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: {
      "@pulumi": pulumi,
      "import-sort": importSort,
      project: { rules: { "no-import-cycle": noImportCycle } },
    },
    languageOptions: {
      parserOptions: {
        ...typesFrom(/eslint/.test(path.basename(process.argv[1] ?? "")) ? process.argv.slice(2) : []),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      ...Object.fromEntries(Object.keys(pulumi.rules).map((rule) => [`@pulumi/${rule}`, "error"])),
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      // Loaded when it is needed: the sentences on a role's trust, what few programs or commands need, and the YAML library. Bundlers follow
      // this form of import.
      "@typescript-eslint/no-require-imports": [
        "error",
        {
          allow: [
            "^\\./trust-problems$",
            "^\\.\\./\\.\\./trust/(?:contract|build/narrowing-conditions)$",
            "^\\./(?:[a-z]+/)?run-[a-z]+$",
            "^yaml$",
          ],
        },
      ],
      "no-duplicate-imports": ["error", { allowSeparateTypeImports: true }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/explicit-member-accessibility": ["error", { accessibility: "no-public" }],
      curly: ["error", "all"],
      "no-restricted-syntax": ["error", ...SYNTAX],
      "import-sort/imports": ["error", { groups: [["^\\u0000", "^node:", "^@?\\w", "^\\.\\.", "^\\."]] }],
      "project/no-import-cycle": "error",
    },
  },
  {
    // The text and the instruction of a message share their values, and not each of them shows all.
    files: ["messages/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }] },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        fetch: "readonly",
        module: "writable",
        require: "readonly",
        __dirname: "readonly",
        __filename: "readonly",
      },
    },
  },
  direction("messages", { notPulumi: ".*" }),
  ...directions("trust", { folders: ["messages"], notPulumi: ".*" }),
  direction("credential-helper", { folders: ["messages"], notPulumi: ".*" }),
  ...directions("components", { folders: ["messages", "trust", "credential-helper"] }),
  // Users install a provider alone: it imports nothing of the project.
  direction("providers", { notPulumi: ".*" }),
  ...directions("policy-sources", { folders: ["messages", "trust"], notPulumi: ".*" }),
  ...directions("policypack", {
    folders: ["messages", "trust", "policy-sources"],
    notPulumi: "(aws|azuread|azure-native)",
  }),
  ...directions("cli", {
    folders: ["messages", "trust", "policy-sources", "credential-helper", "policypack/configuration"],
    notPulumi: ".*",
  }),
  ...directions("lab", { folders: ["messages"] }).map((one) => ({
    ...one,
    ignores: [...(one.ignores ?? []), "lab/test/**"],
  })),
  direction("lab/test", { folders: ["messages", "lab", "tools"] }),
  direction("tools/demo", { folders: ["lab", "messages", "tools"] }),
  direction("tools/schema", { folders: ["components", "messages", "tools"] }),
  direction("tools/api", { folders: ["lab", "tools"] }),
  direction("tools/acceptance", { folders: ["cli", "lab", "messages", "tools"] }),
  direction("tools/sdks", { folders: ["lab", "messages", "tools"] }),
  direction("tools/costs", { folders: ["components", "lab", "tools"] }),
  direction("tools/official-plugins", { folders: ["lab", "tools"] }),
  direction("tools/mutants", { folders: ["lab", "test", "trust", "tools"] }),
  direction("tools/audit", { folders: ["cli", "tools"] }),
  direction("tools/products", { folders: ["cli", "lab", "messages", "tools"] }),
  direction("tools/rule-catalog", { folders: ["policypack", "tools"] }),
  direction("tools/diagrams", { folders: ["tools"] }),
  ...["site", "screenshots"].map((folder) => direction(`tools/${folder}`, { folders: ["tools"] })),
  direction("tools/audit-page", { folders: ["cli", "lab", "tools"] }),
  direction("tools/sample-keys", { folders: ["cli", "lab", "tools"] }),
  direction("tools/release", { folders: ["lab", "messages", "tools"] }),
  direction("tools/assurance", { folders: ["lab", "tools"] }),
  restricted("test", [INSIDE_LAB]),
  ...["attacks", "exploits", "faults"].map((folder) => ({
    ...direction(`test/security/${folder}`, { folders: ["lab", "tools", "test"] }),
    // Stacks that are attacked are programs as users write them, and tests may use everything.
    ignores: [
      "test/security/*/*/index.ts",
      "**/*.test.ts",
      "test/security/exploits/{describe-exploits,index}.ts",
      "test/security/faults/{helper-in-vm,seeded-faults}.ts",
    ],
  })),
  restricted("test/unit", [INSIDE_LAB, "^(\\.\\./)+(engine|clients)/"]),
  direction("test/site", { folders: ["messages", "cli", "lab", "tools", "test"] }),
  direction("bench", { folders: ["lab", "credential-helper", "tools", "test"], self: ".*" }),
  direction("test/security/fuzz", {
    folders: [
      "messages",
      "trust",
      "policy-sources",
      "credential-helper",
      "policypack",
      "cli",
      "lab",
      "tools",
      "test",
    ],
    self: ".*",
  }),
  direction("examples", { self: ".*" }),
  direction("templates", { self: ".*" }),
);
