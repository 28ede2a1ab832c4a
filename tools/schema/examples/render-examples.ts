/** Examples as the Pulumi Registry and the generators of SDKs read them in a description. */
import type { PackageSchema } from "../schema-shape";
import { csharpProgram } from "./csharp";
import type { Example } from "./example";
import { goProgram } from "./go";
import { javaProgram } from "./java";
import { pythonProgram } from "./python";
import { typedExample } from "./typed-example";
import { typescriptProgram } from "./typescript";
import { yamlProgram } from "./yaml";

/** The languages of the Registry, by the words after the fences. */
const PROGRAMS = {
  typescript: typescriptProgram,
  python: pythonProgram,
  go: goProgram,
  csharp: csharpProgram,
  java: javaProgram,
  yaml: yamlProgram,
} as const;

/** A language in which examples are written. */
export type ExampleLanguage = keyof typeof PROGRAMS;

/** All languages in which examples are written. */
export const EXAMPLE_LANGUAGES = Object.keys(PROGRAMS) as ExampleLanguage[];

/** Writes an example in one language, without a line break at its end. */
export function renderExample(schema: PackageSchema, example: Example, language: ExampleLanguage): string {
  return PROGRAMS[language](typedExample(schema, example));
}

/**
 * Adds an example to the description of a component. The shortcodes are those of the Pulumi schema: a generator keeps the
 * code of its own language.
 *
 * Source: pulumi/pulumi, pkg/codegen/schema/docs_parser.go and pkg/codegen/docs.go, FilterExamples.
 */
export function withExample(schema: PackageSchema, description: string, example: Example): string {
  const blocks = EXAMPLE_LANGUAGES.map(
    (language) => `\`\`\`${language}\n${renderExample(schema, example, language)}\n\`\`\``,
  );
  return [
    description,
    "{{% examples %}}",
    "## Example Usage",
    `{{% example %}}\n### ${example.title}`,
    ...blocks,
    "{{% /example %}}",
    "{{% /examples %}}",
  ].join("\n\n");
}

/** A description without its examples. */
export function withoutExamples(description: string): string {
  return description.split("{{% examples %}}", 1)[0]?.trimEnd() ?? "";
}
