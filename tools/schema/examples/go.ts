import { LANGUAGES } from "../languages";
import type { OutputOf } from "./example";
import { composite, indented, pascalCase } from "./layout";
import type { Member, TypedExample, TypedResource, TypedValue } from "./typed-example";

/** By what name the examples import the package: its own is long. */
const PACKAGE = "federation";

/** Writes an example in Go, as gofmt formats it. */
export function goProgram({ resources, config, exports }: TypedExample): string {
  const imports = [
    `${PACKAGE} "${LANGUAGES.go.importBasePath}"`,
    '"github.com/pulumi/pulumi/sdk/v3/go/pulumi"',
    ...(config.length > 0 ? ['"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"'] : []),
  ];
  const body = [
    ...config.map((key) => `${key} := config.Require(ctx, "${key}")`),
    ...resources.map(creation),
    ...Object.entries(exports).map(([name, output]) => `ctx.Export("${name}", ${outputText(output)})`),
    "return nil",
  ].join("\n");
  return [
    "package main",
    "",
    "import (",
    ...imports.map((line) => `\t${line}`),
    ")",
    "",
    "func main() {",
    "\tpulumi.Run(func(ctx *pulumi.Context) error {",
    indented(body, "\t\t"),
    "\t})",
    "}",
  ].join("\n");
}

function creation({ variable, name, component, args, used }: TypedResource, place: number): string {
  const given = struct(`&${PACKAGE}.${component}Args`, args);
  const left = used ? `${variable}, err :=` : `_, err ${place === 0 ? ":=" : "="}`;
  return [
    `${left} ${PACKAGE}.New${component}(ctx, "${name}", ${given})`,
    "if err != nil {",
    "\treturn err",
    "}",
  ].join("\n");
}

function valueText(value: TypedValue): string {
  switch (value.kind) {
    case "text":
      return `pulumi.String(${JSON.stringify(value.text)})`;
    case "config":
      return `pulumi.String(${value.key})`;
    case "output":
      return outputText(value.from);
    case "list": {
      const { items, objectType } = value;
      const open = objectType === undefined ? "pulumi.StringArray{" : `[]${PACKAGE}.${objectType}Args{`;
      const lines = items.map(withoutType);
      return objectType === undefined
        ? composite(lines, { open, close: "}", indent: "\t", width: 100 })
        : composite(lines, { open, close: "}", indent: "\t", width: 0 });
    }
    case "map": {
      const type = value.objectType === undefined ? "string" : `${PACKAGE}.${value.objectType}Args`;
      const lines = value.entries.map(([name, inner]) => `${JSON.stringify(name)}: ${withoutType(inner)}`);
      return composite(lines, { open: `map[string]${type}{`, close: "}", indent: "\t", width: 0 });
    }
    case "object":
      return struct(`${value.required ? "" : "&"}${PACKAGE}.${value.type}Args`, value.members);
  }
}

/** A value in a list or a map, where the type of an object is not repeated. */
function withoutType(value: TypedValue): string {
  return value.kind === "object" ? struct("", value.members) : valueText(value);
}

/** A struct with its values one below the other: gofmt aligns neighbors that have one line each. */
function struct(type: string, members: readonly Member[]): string {
  const fields = members.map(([name, value]) => ({ key: `${pascalCase(name)}:`, text: valueText(value) }));
  const isLine = (place: number) => fields[place] !== undefined && !fields[place].text.includes("\n");
  const lines = fields.map(({ key, text }, place) => {
    if (!isLine(place)) {
      return `${key} ${text}`;
    }
    let [first, last] = [place, place];
    while (isLine(first - 1)) {
      first--;
    }
    while (isLine(last + 1)) {
      last++;
    }
    const width = Math.max(...fields.slice(first, last + 1).map((field) => field.key.length));
    return `${key.padEnd(width)} ${text}`;
  });
  return composite(lines, { open: `${type}{`, close: "}", indent: "\t", width: 0 });
}

function outputText({ variable, output, workload }: OutputOf): string {
  return workload === undefined
    ? `${variable}.${pascalCase(output)}`
    : `${variable}.Workloads.MapIndex(pulumi.String(${JSON.stringify(workload)})).${pascalCase(output)}()`;
}
