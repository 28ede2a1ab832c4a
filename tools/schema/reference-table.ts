/** Tables of arguments and outputs as Markdown: their cells, their anchors, and the order of their sections. */
import type { PackageSchema, Shape } from "./schema-shape";

/** The classes of the components, in the order of the pages. The one that contains the others comes first. */
export const COMPONENTS = [
  "AzureToAwsFederation",
  "EntraAudience",
  "AzureWorkload",
  "AwsOidcProvider",
  "FederatedRole",
  "AzureVirtualMachine",
  "GuestInstallation",
] as const;

/** The class of a component. */
export type Component = (typeof COMPONENTS)[number];

/** A property as a table shows it. */
export interface Described extends Shape {
  readonly description?: string;
  readonly plain?: boolean;
}

/** The properties of an object by their names. */
export type Members = Readonly<Record<string, Described>>;

/** A type of the schema: an object with members, or an enum with values. */
export interface NamedType {
  readonly name: string;
  readonly description: string;
  readonly members?: Members;
  readonly required: readonly string[];
  readonly values: readonly { readonly value: string; readonly description: string }[];
}

/** The token of a component or type in the schema. */
function tokenOf(name: string): string {
  return `azure-to-aws-federation:index:${name}`;
}

/** A component of the schema. @throws Error if there is none of this name. */
export function componentOf(schema: PackageSchema, name: string): PackageSchema["resources"][string] {
  const resource = schema.resources[tokenOf(name)];
  if (resource === undefined) {
    throw new Error(`the schema has no component ${name}`);
  }
  return resource;
}

/** The named type of a property, or of its items; `undefined` if it has none. */
export function namedTypeOf(schema: PackageSchema, property: Described): NamedType | undefined {
  const reference = property.$ref ?? property.additionalProperties?.$ref ?? property.items?.$ref;
  const token = reference?.replace("#/types/", "");
  const type = token === undefined ? undefined : schema.types[token];
  if (token === undefined || type === undefined) {
    return undefined;
  }
  const { description = "", properties, required = [] } = type;
  return {
    name: token.split(":").at(-1) ?? "",
    description,
    required,
    ...(properties === undefined ? {} : { members: properties }),
    values: (type.enum ?? []).map((value) => ({
      value: String(value.value),
      description: value.description ?? "",
    })),
  };
}

/**
 * A table as Markdown, each row on one line.
 *
 * @param rows - The cells, in which only line breaks and bars are replaced.
 */
export function referenceTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll(/\s+/g, " ").replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The first cell of a row: a name with an anchor, `<object>-<name>` in lower case, and a link to it. */
export function anchored(object: string, name: string): string {
  const anchor = `${object}-${name}`.toLowerCase();
  return `<a id="${anchor}"></a>[\`${name}\`](#${anchor})`;
}

/** The table of an enum's values. */
export function valueTable({ name, values }: NamedType): string {
  const rows = values.map(({ value, description }) => [anchored(name, value), description]);
  return referenceTable(["Value", "Description"], rows);
}

/** The type of a property, with a link to the section of a named type. */
export function typeText({ type, $ref, items, additionalProperties }: Shape, isPlural = false): string {
  if ($ref !== undefined) {
    const name = $ref.split(":").at(-1) ?? "";
    return `[\`${name}\`](#${name.toLowerCase()})`;
  }
  const plural = isPlural ? "s" : "";
  if (items !== undefined) {
    return `list${plural} of ${typeText(items, true)}`;
  }
  if (additionalProperties !== undefined) {
    return `map${plural} of ${typeText(additionalProperties, true)}`;
  }
  if (type !== "string" && type !== "integer" && type !== "boolean") {
    throw new Error(`no name for the type ${type ?? "without a name"}`);
  }
  return `${type}${plural}`;
}

/** The first paragraph of a description. */
export function firstParagraph(text: string): string {
  return text.split("\n\n", 1)[0] ?? "";
}
