/** What `npm run generate` can make, by name. */

/** Something that writes files from others. */
export interface Generator {
  /** What it writes, for the list. */
  readonly writes: string;
  /** The programs that write it, in order, relative to the root. */
  readonly programs: readonly string[];
  /** Whether it reads built code. Default: no. */
  readonly needsBuild?: boolean;
  /** Whether `npm run generate` without a name runs it: it takes seconds, needs nothing but the checkout, and a test compares its files. */
  readonly isUsual?: boolean;
}

/** The generators. The usual ones run in this order. */
export const GENERATORS: Readonly<Record<string, Generator>> = {
  products: {
    writes: "the files that the build makes",
    programs: ["tools/products/write-products.ts"],
    isUsual: true,
  },
  schema: { writes: "schema.json", programs: ["tools/schema/generate.ts"], isUsual: true },
  arguments: {
    writes: "docs/reference/arguments.md",
    programs: ["tools/schema/write-argument-page.ts"],
    isUsual: true,
  },
  catalog: {
    writes: "docs/reference/rules/README.md, and the table of docs/explanation/controls.md",
    programs: ["tools/rule-catalog/write-catalog.ts"],
    needsBuild: true,
    isUsual: true,
  },
  "audit-pages": {
    writes: "docs/reference/audit-rules",
    programs: ["tools/audit/write-audit-pages.ts"],
    isUsual: true,
  },
  "check-page": {
    writes: "docs/errors/preflight.md",
    programs: ["tools/preflight/write-check-page.ts"],
    isUsual: true,
  },
  issuers: {
    writes: "docs/reference/issuers.md",
    programs: ["tools/issuers/write-issuer-page.ts"],
    isUsual: true,
  },
  evidence: {
    writes: "docs/reference/lab-evidence.md",
    programs: ["tools/lab-evidence/write-evidence-page.ts"],
    isUsual: true,
  },
  refusals: {
    writes: "the copies of providers/refusals.json",
    programs: ["tools/providers/write-refusals.ts"],
    isUsual: true,
  },
  "helper-knowledge": {
    writes: "what the static helper knows from the credential helper",
    programs: ["tools/providers/write-helper-knowledge.ts"],
    isUsual: true,
  },
  prices: {
    writes: "the tables of docs/reference/costs.md",
    programs: ["tools/prices/write-prices.ts"],
    isUsual: true,
  },
  api: {
    writes: "the reports of what programs can import",
    programs: ["tools/api/write-reports.ts"],
    needsBuild: true,
    isUsual: true,
  },
  "plugin-tree": {
    writes: "the plugin as the engine takes it from a git repository, into a folder",
    programs: ["tools/packages/write-plugin-tree.ts"],
    needsBuild: true,
  },
  "sdk-types": {
    writes: "the lab's tables of the SDKs' types",
    programs: ["lab/pulumi/plugins/schema/generate.ts"],
  },
  diagrams: { writes: "docs/diagrams", programs: ["tools/diagrams/write-diagrams.ts"] },
  screenshots: {
    writes: "docs/screenshots",
    programs: ["tools/screenshots/write-screenshots.ts", "tools/audit-page/write-screenshots.ts"],
  },
  packages: {
    writes: "the npm packages and the plugin's archives, in dist",
    programs: ["tools/packages/main.ts"],
    needsBuild: true,
  },
  sdks: { writes: "the SDKs for Python and Go, in dist/sdks", programs: ["tools/sdks/main.ts"] },
  "azuread-plugin": {
    writes: "the official plugin azuread, built with Go",
    programs: ["tools/official-plugins/build-azuread.ts"],
  },
  release: {
    writes: "the files of a release, in dist/release",
    programs: ["tools/release/main.ts"],
  },
  "sample-keys": {
    writes: "a log and a snapshot to try `azure-to-aws keys` with",
    programs: ["tools/sample-keys/main.ts"],
  },
};
