import js from "@eslint/js";
import pulumi from "@pulumi/eslint-plugin";
import tseslint from "typescript-eslint";

/** Folders may only import what stands beside their name (docs/architecture.md); everything else is an error. */
const direction = {
  trust: [],
  guest: [],
  components: ["trust", "guest"],
  policypack: ["azure-to-aws-federation/trust"],
  lab: [],
};

const folders = ["trust", "guest", "components", "policypack", "lab", "examples", "test"];

/** A rule block that refuses imports from any folder of this project that `folder` may not know. */
function keepDirection(folder, allowed) {
  const own = `azure-to-aws-federation`;
  const forbidden = folders.filter((other) => other !== folder && !allowed.includes(other));
  const selfImports = allowed.some((name) => name.startsWith(own))
    ? [`${own}`, `${own}/*`, ...allowed.map((name) => `!${name}`)]
    : [own, `${own}/*`];
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: [...forbidden.map((other) => `**/../${other}/**`), ...selfImports],
              message: `${folder}/ may not import this: see docs/architecture.md for the direction of dependencies.`,
            },
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ["**/node_modules/", "dist/", "policypack/bin/"] },
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
  ...Object.entries(direction).map(([folder, allowed]) => keepDirection(folder, allowed)),
  {
    files: ["examples/**/*.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["../../**"], message: "An example imports only what a user can." }] },
      ],
    },
  },
);
