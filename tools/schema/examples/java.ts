import { javaPackage } from "../languages";
import type { OutputOf } from "./example";
import { composite, indented } from "./layout";
import type { Member, TypedExample, TypedValue } from "./typed-example";

const INDENT = "    ";

/** Writes an example in Java. */
export function javaProgram({ resources, config, components, types, exports }: TypedExample): string {
  const root = javaPackage();
  const values = resources.flatMap(({ args }) => args.map(([, value]) => value));
  const text = values.map(valueText).join("\n");
  const imports = [
    ...components.flatMap((name) => [`${root}.${name}`, `${root}.${name}Args`]),
    ...types.map((name) => `${root}.inputs.${name}Args`),
    "com.pulumi.Pulumi",
    ...(text.includes("Output.all(") ? ["com.pulumi.core.Output"] : []),
    ...(/\bList\.of\(/.test(text) ? ["java.util.List"] : []),
    ...(/\bMap\.of\(/.test(text) ? ["java.util.Map"] : []),
  ];
  const body = [
    ...config.map((key) => `var ${key} = ctx.config().require("${key}");`),
    ...resources.map(({ variable, name, component, args, used }) => {
      const created = `new ${component}("${name}", ${builder(`${component}Args`, args)});`;
      return used ? `var ${variable} = ${created}` : created;
    }),
    ...Object.entries(exports).map(([name, output]) => `ctx.export("${name}", ${outputText(output)});`),
  ].join("\n");
  return [
    ...imports.map((name) => `import ${name};`),
    "",
    "public class App {",
    `${INDENT}public static void main(String[] args) {`,
    `${INDENT}${INDENT}Pulumi.run(ctx -> {`,
    indented(body, INDENT.repeat(3)),
    `${INDENT}${INDENT}});`,
    `${INDENT}}`,
    "}",
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
    case "list": {
      // A list of Outputs is an Output of a list.
      const open = value.items.some(({ kind }) => kind === "output") ? "Output.all(" : "List.of(";
      return composite(value.items.map(valueText), { open, close: ")", indent: INDENT, trailing: false });
    }
    case "map": {
      const entries = value.entries.map(([name, inner]) => `"${name}", ${valueText(inner)}`);
      return composite(entries, { open: "Map.of(", close: ")", indent: INDENT, trailing: false });
    }
    case "object":
      return builder(`${value.type}Args`, value.members);
  }
}

function builder(type: string, members: readonly Member[]): string {
  const calls = [...members.map(([name, value]) => `.${name}(${valueText(value)})`), ".build()"].join("\n");
  return `${type}.builder()\n${indented(calls, INDENT)}`;
}

function outputText({ variable, output, workload }: OutputOf): string {
  return workload === undefined
    ? `${variable}.${output}()`
    : `${variable}.workloads().applyValue(workloads -> workloads.get(${JSON.stringify(workload)}).${output}())`;
}
