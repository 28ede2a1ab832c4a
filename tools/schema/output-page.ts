/** The page `docs/reference/outputs.md`: all outputs of the components as tables, from the docstrings. */
import {
  anchored,
  componentOf,
  COMPONENTS,
  firstParagraph,
  type Members,
  namedTypeOf,
  referenceTable,
  typeText,
} from "./reference-table";
import type { PackageSchema } from "./schema-shape";

const HEAD = `# Outputs

<!-- \`npm run build\` writes this page from schema.json. -->

The values that each component returns. [Arguments](arguments.md) lists the values that it takes.

Each value is an Output of Pulumi. In a preview, a value that a cloud assigns to a new resource is unknown.

In TypeScript, \`federation.workload("app")\` returns the outputs of one workload. Every language can read them from the output
\`workloads\`.
`;

/** Renders the page. */
export function renderOutputPage(schema: PackageSchema): string {
  const sections = [HEAD];
  const done = new Set<string>();
  for (const component of COMPONENTS) {
    const { properties = {}, description = "" } = componentOf(schema, component);
    sections.push(`## ${component}\n\n${firstParagraph(description)}\n`, outputs(component, properties));
    for (const property of Object.values(properties)) {
      const type = namedTypeOf(schema, property);
      if (type?.members === undefined || done.has(type.name)) {
        continue;
      }
      done.add(type.name);
      sections.push(
        `### ${type.name}\n\n${firstParagraph(type.description)}\n`,
        outputs(type.name, type.members),
      );
    }
  }
  return sections.join("\n");
}

function outputs(object: string, members: Members): string {
  const rows = Object.entries(members).map(([name, member]) => [
    anchored(object, name),
    typeText(member),
    member.description ?? "",
  ]);
  return `${referenceTable(["Output", "Type", "Description"], rows)}\n`;
}
