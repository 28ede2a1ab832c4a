/** The page `docs/reference/arguments.md`: all arguments as tables, from the docstrings and the checks of the components. */
import type { Message } from "../../messages";
import { type ErrorSection, errorSections } from "../../messages/error-sections";
import { argumentErrors } from "./argument-errors";
import {
  anchored,
  componentOf,
  COMPONENTS,
  type Described,
  firstParagraph,
  type Members,
  namedTypeOf,
  referenceTable,
  typeText,
  valueTable,
} from "./reference-table";
import type { PackageSchema } from "./schema-shape";

/** Errors that any argument can have. The page explains them once, and not below each table. */
const GENERAL = [
  "argument-unknown",
  "argument-misplaced",
  "argument-missing",
  "argument-type",
  "argument-not-plain",
  "argument-empty",
  "argument-excluded",
  "argument-requires",
];

/** The sections of the error catalog by their codes. */
const SECTIONS: ReadonlyMap<string, ErrorSection> = new Map(
  errorSections().map((section) => [section.code, section]),
);

const HEAD = `# Arguments

<!-- Written by \`npm run generate -- arguments\` from the docstrings and the checks of the components. -->

Every argument of each component: its type, its default, and its errors. [Outputs](outputs.md) lists the values that a component
returns. [The component](component.md) explains what a federation creates, and what it reads from the clouds.

- **Type**: a value of this type, or an Output of it. A **plain** value must not be an Output, because it decides which resources are
  created. The values in a plain object may be Outputs.
- **Default**: what applies if you omit the argument. If the program must set it, the column says **required**.

Invalid arguments fail the preview. One error reports all of them, each with its path. If a value is known only later, it is checked as
soon as it is known.

Any argument can have these errors:

${referenceTable(
  ["Code", "Cause"],
  GENERAL.map((code) => [codeLink(code), firstSentence(sectionOf(code).cause)]),
)}

The descriptions say which arguments exclude or require each other. Below each table are the other errors for a single wrong value.
`;

/** How a docstring begins the sentence that names the default, which is its own column. */
const DEFAULT = /(?:^|\s)Default: (.+?)\.(?=\s|$)/s;

/** What a docstring says of an argument that another one can replace. */
const REQUIRED_UNLESS = /Required unless (`\w+`) is given/;

/** What a docstring says of a plain argument, which has a column too. */
const PLAIN = /\s*Must be a plain (?:value|object), not an Output\.(?: The values in it may be Outputs\.)?/;

/**
 * Renders the page.
 *
 * @throws Error for an optional argument whose docstring names no default.
 */
export function renderArgumentPage(schema: PackageSchema): string {
  const sections = [HEAD];
  const done = new Set<string>();
  for (const component of COMPONENTS) {
    const { inputProperties = {}, requiredInputs = [], description = "" } = componentOf(schema, component);
    const errors = argumentErrors(schema, component);
    sections.push(`## ${component}\n\n${firstParagraph(description)}\n`);
    sections.push(membersOf(component, inputProperties, requiredInputs, "", errors));
    sections.push(...nested(schema, inputProperties, "", errors, done));
  }
  return sections.join("\n");
}

type Errors = ReadonlyMap<string, readonly Message[]>;

/** The sections of the named types of these members, except for types that already have one. */
function nested(
  schema: PackageSchema,
  members: Members,
  prefix: string,
  errors: Errors,
  done: Set<string>,
): string[] {
  return Object.entries(members).flatMap(([name, member]) => {
    const type = namedTypeOf(schema, member);
    if (type === undefined || done.has(type.name)) {
      return [];
    }
    done.add(type.name);
    const head = `### ${type.name}\n\n${firstParagraph(type.description)}\n`;
    if (type.members === undefined) {
      return [head, `${valueTable(type)}\n`];
    }
    const below = `${prefix}${name}${member.additionalProperties === undefined ? "" : ".<name>"}.`;
    return [
      head,
      membersOf(type.name, type.members, type.required, below, errors),
      ...nested(schema, type.members, below, errors, done),
    ];
  });
}

/** The table of an object's arguments, and the table of their errors. */
function membersOf(
  object: string,
  members: Members,
  required: readonly string[],
  prefix: string,
  errors: Errors,
): string {
  const rows = Object.entries(members).map(([name, member]) =>
    rowOf(object, name, member, required.includes(name)),
  );
  const tables = [referenceTable(["Argument", "Type", "Default", "Description"], rows)];
  const failures = errorRows(Object.keys(members), prefix, errors);
  if (failures.length > 0) {
    tables.push(referenceTable(["Code", "Arguments", "Error"], failures));
  }
  return `${tables.join("\n\n")}\n`;
}

function rowOf(object: string, name: string, member: Described, isRequired: boolean): string[] {
  const { description = "" } = member;
  const otherwise = REQUIRED_UNLESS.exec(description)?.[1];
  const required =
    otherwise === undefined ? (isRequired ? "**required**" : undefined) : `**required** unless ${otherwise}`;
  const fallback = DEFAULT.exec(description)?.[1];
  if ((fallback === undefined) === (required === undefined)) {
    throw new Error(`${object}.${name}: an optional argument names its default, and a required one has none`);
  }
  const type = `${isPlain(member) ? "plain " : ""}${typeText(member)}`;
  const about = description.replace(PLAIN, "").replace(DEFAULT, "").trim();
  return [anchored(object, name), type, fallback ?? required ?? "", about];
}

/** A row for each code and each group of arguments that have the same errors with this code. */
function errorRows(names: readonly string[], prefix: string, errors: Errors): string[][] {
  const byErrors = new Map<string, { readonly code: string; readonly texts: string; names: string[] }>();
  for (const name of names) {
    const path = prefix + name;
    const found = [path, `${path}.<key>`, `${path}.<name>`, `${path}.<name>.<name>`].flatMap(
      (place) => errors.get(place) ?? [],
    );
    const codes = new Set(found.map(({ code }) => code));
    for (const code of codes) {
      if ((GENERAL as readonly string[]).includes(code)) {
        continue;
      }
      const texts = new Set(found.filter((one) => one.code === code).map(({ text }) => `${escaped(text)}.`));
      const key = [...texts].join("<br>");
      const row = byErrors.get(key) ?? { code, texts: key, names: [] };
      row.names.push(name);
      byErrors.set(key, row);
    }
  }
  return [...byErrors.values()].map(({ code, texts, names: having }) => [
    codeLink(code),
    having.map((name) => `\`${name}\``).join(", "),
    texts,
  ]);
}

function isPlain({ plain, additionalProperties }: Described): boolean {
  return plain === true || (additionalProperties as Described | undefined)?.plain === true;
}

function sectionOf(code: string): ErrorSection {
  const section = SECTIONS.get(code);
  if (section === undefined) {
    throw new RangeError(`docs/errors has no section ${code}`);
  }
  return section;
}

function codeLink(code: string): string {
  return `[\`${code}\`](../${sectionOf(code).page}.md#${code})`;
}

/** Markup characters in an error are text. */
function escaped(text: string): string {
  return text.replaceAll(/[\\*_<>]/g, (character) => `\\${character}`);
}

function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/s.exec(text)?.[0] ?? text;
}
