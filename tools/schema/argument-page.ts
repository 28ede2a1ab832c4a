/** The page `docs/reference/arguments.md`: every argument with its default, its unit and its error, out of schema and checks. */
import { format } from "prettier";
import { argumentErrors, COMPONENTS, type Shape } from "./argument-errors";
import type { PackageSchema } from "./package-schema";

interface Described extends Shape {
  readonly description?: string;
  readonly plain?: boolean;
}

const HEAD = `# Arguments

Written by \`npm run arguments\` out of the doc comments and the components' own checks.

Every argument may be left out unless it is required. It may be an output unless it is plain: a plain one decides which
resources there are, or is a structure whose members may be outputs. All that is wrong is told in one error in the
preview, with the path of each argument; what is known only later is checked as soon as it is known. A name that is no
argument is an error too. The errors below are the main ones of a single wrong value or name; what does not go together
is said by the description, and what is read of a cloud by [component.md](component.md).
`;

/** How a description says what holds when the argument is left out. */
const SAYS_DEFAULT = /Default: |Required, unless |Needed[ ,]/;

/** The whole page, formatted as the repository's other pages are. */
export async function renderArgumentPage(schema: PackageSchema): Promise<string> {
  const sections = [HEAD];
  const done = new Set<string>();
  for (const component of COMPONENTS) {
    const resource = schema.resources[token(component)];
    if (resource === undefined) {
      throw new Error(`the schema has no ${component}`);
    }
    const { inputProperties = {}, requiredInputs = [], description = "" } = resource;
    const errors = argumentErrors(schema, component);
    sections.push(`## ${component}\n\n${firstParagraph(description)}\n`);
    sections.push(items(inputProperties, requiredInputs, "", errors));
    sections.push(...nested(schema, inputProperties, "", errors, done));
  }
  return format(sections.join("\n"), { parser: "markdown", printWidth: 110 });
}

type Members = Readonly<Record<string, Described>>;
type Errors = ReadonlyMap<string, readonly string[]>;

/** The sections of the structures that these members have and that no section was written of yet. */
function nested(
  schema: PackageSchema,
  members: Members,
  prefix: string,
  errors: Errors,
  done: Set<string>,
): string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    const inMap = member.additionalProperties?.$ref;
    const reference = member.$ref ?? inMap ?? member.items?.$ref;
    const type = reference === undefined ? undefined : schema.types[reference.replace("#/types/", "")];
    if (reference === undefined || type?.properties === undefined || done.has(reference)) {
      return [];
    }
    done.add(reference);
    const below = `${prefix}${name}${inMap === undefined ? "" : ".<name>"}.`;
    const properties = type.properties as Members;
    return [
      `### ${reference.split(":").at(-1) ?? ""}\n\n${firstParagraph(type.description ?? "")}\n`,
      items(properties, type.required ?? [], below, errors),
      ...nested(schema, properties, below, errors, done),
    ];
  });
}

function items(members: Members, required: readonly string[], prefix: string, errors: Errors): string {
  const lines = Object.entries(members).map(([name, member]) => {
    const marks = [
      typeOf(member),
      ...(required.includes(name) ? ["required"] : []),
      ...(isPlain(member) ? ["plain"] : []),
    ];
    const path = prefix + name;
    const reasons = [path, `${path}.<key>`, `${path}.<name>`, `${path}.<name>.<name>`].flatMap(
      (found) => errors.get(found) ?? [],
    );
    const refused =
      reasons.length === 0 ? "" : `\n  - Error: ${[...new Set(reasons)].map(escaped).join("; ")}.`;
    const text = (member.description ?? "").replaceAll(/\s+/g, " ");
    const isOpen = !required.includes(name) && !SAYS_DEFAULT.test(text);
    return `- **\`${name}\`** (${marks.join(", ")}): ${text}${isOpen ? " Default: none." : ""}${refused}`;
  });
  return `${lines.join("\n")}\n`;
}

function isPlain({ plain, additionalProperties }: Described): boolean {
  return plain === true || (additionalProperties as Described | undefined)?.plain === true;
}

function typeOf({ type, $ref, items: item, additionalProperties }: Shape): string {
  if ($ref !== undefined) {
    return `\`${$ref.split(":").at(-1) ?? ""}\``;
  }
  if (item !== undefined) {
    return `list of ${typeOf(item)}`;
  }
  if (additionalProperties !== undefined) {
    return `map of ${typeOf(additionalProperties)}`;
  }
  return { string: "text", integer: "whole number", boolean: "true or false" }[type ?? ""] ?? "anything";
}

/** What stands in an error is no markup. */
function escaped(text: string): string {
  return text.replaceAll(/[*_<>|]/g, (character) => `\\${character}`);
}

function firstParagraph(text: string): string {
  return text.split("\n\n", 1)[0] ?? "";
}

function token(component: string): string {
  return `azure-to-aws-federation:index:${component}`;
}
