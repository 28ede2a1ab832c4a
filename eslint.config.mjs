import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

const FOLDERS = [
  ...["trust", "guest", "components", "policypack", "cli"],
  ...["lab", "bench", "fuzz", "examples", "templates", "test"],
];
const SELF = "azure-to-aws-federation";

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

export default tseslint.config(
  { ignores: ["**/node_modules/", "dist/", "policypack/bin/", "bench/programs/**/*.js"] },
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
  direction("trust", { notPulumi: ".*" }),
  direction("guest", { notPulumi: ".*" }),
  direction("components", { folders: ["trust", "guest"] }),
  direction("policypack", { self: "/trust", notPulumi: "(aws|azuread|azure-native)" }),
  direction("cli", { folders: ["trust"], self: "/policypack/configuration", notPulumi: ".*" }),
  // Stacks that are attacked are programs as users write them.
  { ...direction("lab", {}), ignores: ["lab/attacks/*/index.ts"] },
  direction("schema", { folders: ["components"] }),
  direction("bench", { folders: ["lab", "guest"], self: ".*" }),
  direction("fuzz", { folders: ["trust", "guest", "policypack", "cli", "lab", "test"], self: ".*" }),
  direction("examples", { self: ".*" }),
  direction("templates", { self: ".*" }),
);
