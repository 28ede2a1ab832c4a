/** The schema of the Pulumi package: what programs in other languages know of the components. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import * as exported from "../../components";
import { PROJECT } from "../../messages";
import { addresses } from "./addresses";
import { analyseComponents } from "./analysis";
import { documentedDefault } from "./documented-default";
import { COMPONENT_EXAMPLES } from "./examples/component-examples";
import { withExample } from "./examples/render-examples";
import { LANGUAGES, PULUMI_PACKAGE } from "./languages";
import type { DescribedProperty, PackageSchema } from "./schema-shape";

export { PULUMI_PACKAGE } from "./languages";
export type { PackageSchema } from "./schema-shape";

interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
}

/** The organization that publishes the package, by which Pulumi finds it, and its namespace in the languages. */
export const PUBLISHER = "azure-to-aws";

/** What the package is made of. */
const ATTRIBUTION =
  "The components create resources of the Pulumi providers aws, azure-native, and azuread. They contain no code of these or of any other provider.";

/** Classifications of the Pulumi Registry. */
const CLASSIFICATIONS = ["category/cloud", "kind/component"];

/**
 * Builds the schema from the components' sources and the package.json.
 *
 * @param root the project's folder
 */
export function packageSchema(root: string): PackageSchema {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
  const { version, description, keywords, license } = manifest;
  const analysis = analyseComponents(root, PULUMI_PACKAGE, componentNames());
  const schema = generateSchema(
    PULUMI_PACKAGE,
    version,
    description,
    inOrder(analysis.components),
    inOrder(analysis.typeDefinitions),
    analysis.dependencies,
  );
  for (const [token, type] of Object.entries(schema.types)) {
    const described = analysis.typeDefinitions[token.slice(token.lastIndexOf(":") + 1)]?.description;
    if (described !== undefined) {
      type.description = described;
    }
    if (type.properties !== undefined) {
      completeAll(type.properties, true);
    }
    if (type.required?.length === 0) {
      delete type.required;
    }
  }
  for (const resource of Object.values(schema.resources)) {
    completeAll(resource.inputProperties ?? {}, true);
    completeAll(resource.properties ?? {}, false);
    if (resource.requiredInputs?.length === 0) {
      delete resource.requiredInputs;
    }
  }
  const packaged: PackageSchema = {
    name: PULUMI_PACKAGE,
    displayName: "Azure to AWS federation",
    version,
    description,
    keywords: [...keywords, ...CLASSIFICATIONS],
    ...addresses(PROJECT, version),
    license,
    attribution: ATTRIBUTION,
    publisher: PUBLISHER,
    namespace: PUBLISHER,
    // SDKs are to be packages that can be installed: for Go, with a go.mod.
    meta: { supportPack: true },
    resources: schema.resources,
    types: schema.types,
    language: LANGUAGES,
  };
  addExamples(packaged);
  return packaged;
}

/** The schema as the text of `schema.json`. */
export function renderPackageSchema(schema: PackageSchema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

/** @throws Error for a component without an example */
function addExamples(schema: PackageSchema): void {
  for (const [token, resource] of Object.entries(schema.resources)) {
    const component = token.slice(token.lastIndexOf(":") + 1);
    const example = COMPONENT_EXAMPLES[component];
    if (example === undefined) {
      throw new Error(`${component} has no example in tools/schema/examples/component-examples.ts`);
    }
    resource.description = withExample(schema, resource.description ?? "", example);
  }
}

type Properties = Record<string, DescribedProperty>;

function componentNames(): string[] {
  return Object.entries(exported)
    .filter(([, value]) => (value as { prototype?: unknown }).prototype instanceof pulumi.ComponentResource)
    .map(([name]) => name);
}

/** Types come in the order in which they are first used: by name, a new use changes one place only. */
function inOrder<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function completeAll(properties: Properties, areInputs: boolean): void {
  for (const [name, property] of Object.entries(properties)) {
    makeInteger(property);
    // Required or not is said of the type; the analyzer's own mark is no word of the schema.
    delete (property as { optional?: boolean }).optional;
    const value = areInputs ? documentedDefault(name, property.description ?? "", property.type) : undefined;
    if (value !== undefined) {
      property.default = value;
    }
  }
}

/** TypeScript has one type for numbers. All of this package are whole ones; a fraction fails the arguments' checks. */
function makeInteger(property: DescribedProperty): void {
  if (property.type === "number") {
    property.type = "integer";
  }
  if (property.items) {
    makeInteger(property.items);
  }
  if (property.additionalProperties) {
    makeInteger(property.additionalProperties);
  }
}
