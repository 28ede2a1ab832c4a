import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

const FOLDERS = [
  "trust",
  "policy-sources",
  "credential-helper",
  "components",
  "policypack",
  "cli",
  "lab",
  "tools",
  "examples",
  "templates",
  "test",
];
const SELF = "azure-to-aws-federation";

/** Folders whose index.ts is the one way in. */
const WITH_ENTRY = ["trust", "policy-sources"];

/** The folders of trust/, each with those that it may import. Everyone else imports trust/index.ts. */
const TRUST = {
  entra: [],
  parse: ["entra"],
  analyze: ["entra", "parse"],
  partial: ["parse", "analyze"],
  build: ["parse"],
  contract: ["entra", "parse"],
};

/**
 * Refuses imports against the direction of docs/architecture.md.
 *
 * @param folder the folder whose files are held to it
 * @param folders other folders that it may import by a relative path
 * @param self what it may import of this package by the package's name, as a regular expression
 * @param notPulumi packages below `@pulumi/` that it may not import, as a regular expression
 */
function direction(folder, { folders = [], self = "(?!)", notPulumi = "(?!)" }) {
  const forbidden = FOLDERS.filter((other) => other !== folder && !folders.includes(other));
  const patterns = [
    `^(\\.\\./)+(dist/)?(${forbidden.join("|")})(/|$)`,
    `^(\\.\\./)+(${WITH_ENTRY.join("|")})/.`,
    `^${SELF}(?!${self}$)(/|$)`,
    `^@pulumi/${notPulumi}(/|$)`,
  ];
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: patterns.map((regex) => ({
            regex,
            message: `${folder}/ may not import this: docs/architecture.md says what may.`,
          })),
        },
      ],
    },
  };
}

/**
 * The same for a folder within another one. It replaces what {@link direction} says of the outer one's files, and
 * forbids no less.
 *
 * @param folders folders beside it that it may import
 */
function innerDirection(outer, folder, folders) {
  const allowed = [folder, ...folders].join("|");
  return {
    files: [`${outer}/${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^(?!\\./|\\.\\./(${allowed})/|node:)`,
              message: `${outer}/${folder}/ may import nothing but ${[folder, ...folders].join(", ")} of ${outer}/.`,
            },
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ["**/node_modules/", "dist/", "policypack/bin/", "test/bench/programs/**/*.js"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    plugins: { "@pulumi": pulumi },
    languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...Object.fromEntries(Object.keys(pulumi.rules).map((rule) => [`@pulumi/${rule}`, "error"])),
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-import-type-side-effects": "error",
    },
  },
  {
    files: ["**/*.mjs", "**/*.cjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        module: "writable",
        require: "readonly",
        __dirname: "readonly",
      },
    },
  },
  direction("trust", { notPulumi: ".*" }),
  ...Object.entries(TRUST).map(([folder, folders]) => innerDirection("trust", folder, folders)),
  direction("credential-helper", { notPulumi: ".*" }),
  direction("components", { folders: ["trust", "credential-helper"] }),
  direction("policy-sources", { folders: ["trust"], notPulumi: ".*" }),
  direction("policypack", { self: "/(trust|policy-sources)", notPulumi: "(aws|azuread|azure-native)" }),
  direction("cli", {
    folders: ["trust", "policy-sources"],
    self: "/policypack/configuration",
    notPulumi: ".*",
  }),
  direction("lab", {}),
  direction("tools/schema", { folders: ["components", "tools"] }),
  direction("tools/rule-catalogue", { folders: ["policypack", "tools"] }),
  direction("tools/assurance", { folders: ["lab", "tools"] }),
  ...["attacks", "exploits", "faults"].map((folder) => ({
    ...direction(`test/security/${folder}`, { folders: ["lab", "tools", "test"] }),
    // Stacks that are attacked are programs as users write them, and tests may use everything.
    ignores: ["test/security/*/*/index.ts", "**/*.test.ts", "test/security/faults/helper-in-vm.ts"],
  })),
  direction("test/bench", { folders: ["lab", "credential-helper", "test"], self: ".*" }),
  direction("test/security/fuzz", {
    folders: ["trust", "policy-sources", "credential-helper", "policypack", "cli", "lab", "tools", "test"],
    self: ".*",
  }),
  direction("examples", { self: ".*" }),
  direction("templates", { self: ".*" }),
);
