import { stringify } from "yaml";
import { PULUMI_PACKAGE } from "../languages";
import type { OutputOf } from "./example";
import type { Member, TypedExample, TypedValue } from "./typed-example";

/** Writes an example in YAML: the parts of `Pulumi.yaml` that are the program. */
export function yamlProgram({ resources, config, exports }: TypedExample): string {
  const program = {
    ...(config.length > 0
      ? { config: Object.fromEntries(config.map((key) => [key, { type: "string" }])) }
      : {}),
    resources: Object.fromEntries(
      resources.map(({ variable, name, component, args }) => [
        variable,
        {
          type: `${PULUMI_PACKAGE}:${component}`,
          ...(name === variable ? {} : { name }),
          properties: objectOf(args),
        },
      ]),
    ),
    outputs: Object.fromEntries(Object.entries(exports).map(([name, output]) => [name, outputText(output)])),
  };
  return stringify(program, { lineWidth: 0 }).trimEnd();
}

function valueOf(value: TypedValue): unknown {
  switch (value.kind) {
    case "text":
      return value.text;
    case "config":
      return `\${${value.key}}`;
    case "output":
      return outputText(value.from);
    case "list":
      return value.items.map(valueOf);
    case "map":
      return objectOf(value.entries);
    case "object":
      return objectOf(value.members);
  }
}

function objectOf(members: readonly Member[]): Record<string, unknown> {
  return Object.fromEntries(members.map(([name, value]) => [name, valueOf(value)]));
}

function outputText({ variable, output, workload }: OutputOf): string {
  return workload === undefined
    ? `\${${variable}.${output}}`
    : `\${${variable}.workloads["${workload}"].${output}}`;
}
