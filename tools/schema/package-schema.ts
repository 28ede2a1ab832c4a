/** The schema of the Pulumi package: what programs in other languages know of the components. */
import { readFileSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { generateSchema, type PackageSpec, type Property } from "@pulumi/pulumi/provider/experimental/schema";
import * as exported from "../../components";
import { analyseComponents } from "./analysis";
import { type DefaultValue, documentedDefault } from "./documented-default";
import { LANGUAGES } from "./languages";

/** A property with what Pulumi's own generator does not know of. */
interface DescribedProperty extends Omit<Property, "items" | "additionalProperties"> {
  type?: string;
  $ref?: string;
  default?: DefaultValue;
  items?: DescribedProperty;
  additionalProperties?: DescribedProperty;
}

/** A schema with what Pulumi's own generator does not know of. */
export interface PackageSchema extends PackageSpec {
  displayName: string;
  keywords: readonly string[];
  license: string;
  publisher: string;
  meta: { readonly supportPack: boolean };
}

interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
}

/** Name of the Pulumi package. The npm package has another: its name is scoped, which a Pulumi name cannot be. */
export const PULUMI_PACKAGE = "azure-to-aws-federation";

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
      complete(type.properties, true);
    }
    if (type.required?.length === 0) {
      delete type.required;
    }
  }
  for (const resource of Object.values(schema.resources)) {
    complete(resource.inputProperties ?? {}, true);
    complete(resource.properties ?? {}, false);
    if (resource.requiredInputs?.length === 0) {
      delete resource.requiredInputs;
    }
  }
  return {
    name: PULUMI_PACKAGE,
    displayName: "Azure to AWS federation",
    version,
    description,
    keywords: [...keywords, ...CLASSIFICATIONS],
    license,
    publisher: `${PULUMI_PACKAGE} authors`,
    // SDKs are to be packages that can be installed: for Go, with a go.mod.
    meta: { supportPack: true },
    resources: schema.resources,
    types: schema.types,
    language: LANGUAGES,
  };
}

/** The schema as the text of `schema.json`. */
export function renderPackageSchema(schema: PackageSchema): string {
  return `${JSON.stringify(schema, undefined, 2)}\n`;
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

function complete(properties: Properties, areInputs: boolean): void {
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
