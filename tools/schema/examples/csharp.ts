import { csharpNamespace } from "../languages";
import type { OutputOf } from "./example";
import { composite, indented, pascalCase } from "./layout";
import type { Member, TypedExample, TypedValue } from "./typed-example";

const INDENT = "    ";

/** Writes an example in C#. */
export function csharpProgram({ resources, config, types, exports }: TypedExample): string {
  const namespace = csharpNamespace();
  const outputs = Object.entries(exports).map(([name, output]) => `["${name}"] = ${outputText(output)}`);
  const body = [
    ...(config.length > 0 ? ["var config = new Config();"] : []),
    ...config.map((key) => `var ${key} = config.Require("${key}");`),
    ...resources.map(({ variable, name, component, args, used }) => {
      const created = `new ${component}("${name}", ${initializer("new()", args)});`;
      return used ? `var ${variable} = ${created}` : created;
    }),
    `return ${initializer("new Dictionary<string, object?>", outputs)};`,
  ].join("\n");
  return [
    "using System.Collections.Generic;",
    "using Pulumi;",
    `using ${namespace};`,
    ...(types.length > 0 ? [`using ${namespace}.Inputs;`] : []),
    "",
    "return await Deployment.RunAsync(() =>",
    "{",
    indented(body, INDENT),
    "});",
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
      return value.objectType === undefined
        ? composite(value.items.map(valueText), {
            open: "new[] {",
            close: "}",
            padding: " ",
            indent: INDENT,
            trailing: false,
          })
        : initializer(`new List<${value.objectType}Args>`, value.items.map(valueText));
    case "map": {
      const type = value.objectType === undefined ? "string" : `${value.objectType}Args`;
      const entries = value.entries.map(([name, inner]) => `["${name}"] = ${valueText(inner)}`);
      return initializer(`new Dictionary<string, ${type}>`, entries);
    }
    case "object":
      return initializer(`new ${value.type}Args`, value.members);
  }
}

function initializer(head: string, members: readonly (Member | string)[]): string {
  const lines = members.map((member) =>
    typeof member === "string" ? member : `${pascalCase(member[0])} = ${valueText(member[1])}`,
  );
  return composite(lines, { open: `${head}\n{`, close: "}", indent: INDENT, width: 0 });
}

function outputText({ variable, output, workload }: OutputOf): string {
  return workload === undefined
    ? `${variable}.${pascalCase(output)}`
    : `${variable}.Workloads.Apply(workloads => workloads[${JSON.stringify(workload)}].${pascalCase(output)})`;
}
