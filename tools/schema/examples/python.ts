import { LANGUAGES } from "../languages";
import type { OutputOf } from "./example";
import { composite, snakeCase } from "./layout";
import type { Member, TypedExample, TypedValue } from "./typed-example";

const INDENT = "    ";

/** Writes an example in Python. */
export function pythonProgram({ resources, config, components, types, exports }: TypedExample): string {
  const names = [...components, ...types.map((type) => `${type}Args`)].sort();
  const imported = `from ${LANGUAGES.python.packageName} import `;
  return [
    "import pulumi",
    names.length === 1
      ? `${imported}${names[0] ?? ""}`
      : `${imported}${composite(names, { open: "(", close: ")", indent: INDENT, width: 0 })}`,
    "",
    ...(config.length > 0 ? ["config = pulumi.Config()"] : []),
    ...config.map((key) => `${snakeCase(key)} = config.require("${key}")`),
    ...resources.map(({ variable, name, component, args, used }) => {
      const created = call(component, [JSON.stringify(name), ...args.map(argument)]);
      return used ? `${snakeCase(variable)} = ${created}` : created;
    }),
    ...Object.entries(exports).map(([name, output]) => `pulumi.export("${name}", ${outputText(output)})`),
  ].join("\n");
}

function valueText(value: TypedValue): string {
  switch (value.kind) {
    case "text":
      return JSON.stringify(value.text);
    case "config":
      return snakeCase(value.key);
    case "output":
      return outputText(value.from);
    case "list":
      return composite(value.items.map(valueText), { open: "[", close: "]", indent: INDENT });
    case "map":
      return composite(
        value.entries.map(([name, inner]) => `${JSON.stringify(name)}: ${valueText(inner)}`),
        { open: "{", close: "}", indent: INDENT },
      );
    case "object":
      return call(`${value.type}Args`, value.members.map(argument));
  }
}

function argument([name, value]: Member): string {
  return `${snakeCase(name)}=${valueText(value)}`;
}

function call(name: string, args: readonly string[]): string {
  return composite(args, { open: `${name}(`, close: ")", indent: INDENT });
}

function outputText({ variable, output, workload }: OutputOf): string {
  const of = snakeCase(variable);
  return workload === undefined
    ? `${of}.${snakeCase(output)}`
    : `${of}.workloads[${JSON.stringify(workload)}].${snakeCase(output)}`;
}
