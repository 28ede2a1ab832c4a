import { LANGUAGES } from "../languages";
import type { OutputOf } from "./example";
import { composite } from "./layout";
import type { Member, TypedExample, TypedValue } from "./typed-example";

/** Writes an example in TypeScript. */
export function typescriptProgram({ resources, config, components, exports }: TypedExample): string {
  const imported = `import ${braces(components)} from "${LANGUAGES.nodejs.packageName}";`;
  return [
    ...(config.length > 0 ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    imported,
    "",
    ...(config.length > 0 ? ["const config = new pulumi.Config();"] : []),
    ...config.map((key) => `const ${key} = config.require("${key}");`),
    ...resources.map(({ variable, name, component, args, used }) => {
      const created = `new ${component}("${name}", ${members(args)});`;
      return used ? `const ${variable} = ${created}` : created;
    }),
    ...Object.entries(exports).map(([name, output]) => `export const ${name} = ${outputText(output)};`),
  ].join("\n");
}

function valueText(value: TypedValue): string {
  switch (value.kind) {
    case "text":
      return JSON.stringify(value.text);
    case "config":
      return value.key;
    case "output":
      return outputText(value.from);
    case "list":
      return composite(value.items.map(valueText), { open: "[", close: "]" });
    case "map":
      return members(value.entries);
    case "object":
      return members(value.members);
  }
}

function members(entries: readonly Member[]): string {
  return braces(
    entries.map(([name, value]) => {
      const text = valueText(value);
      return text === name ? name : `${name}: ${text}`;
    }),
  );
}

function braces(parts: readonly string[]): string {
  return composite(parts, { open: "{", close: "}", padding: " " });
}

function outputText({ variable, output, workload }: OutputOf): string {
  return workload === undefined
    ? `${variable}.${output}`
    : `${variable}.workload(${JSON.stringify(workload)}).${output}`;
}
