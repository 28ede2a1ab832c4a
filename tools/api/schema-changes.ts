import { typeText } from "../schema/reference-table";
import type { DescribedProperty, PackageSchema } from "../schema/schema-shape";

type Properties = Readonly<Record<string, DescribedProperty>>;

/**
 * Lists what programs in other languages depend on: one line for each component, type, value of an enum, argument, and output. Without
 * descriptions, which bind nobody.
 */
export function schemaOutline({ resources, types }: PackageSchema): string[] {
  const components = Object.entries(resources).flatMap(([token, resource]) => {
    const { inputProperties = {}, requiredInputs = [], properties = {} } = resource;
    const name = nameOf(token);
    return [
      `${name}: component`,
      ...lines(`${name} argument`, inputProperties, requiredInputs),
      ...lines(`${name} output`, properties, []),
    ];
  });
  const others = Object.entries(types).flatMap(
    ([token, { properties = {}, required = [], enum: values }]) => {
      const name = nameOf(token);
      return values === undefined
        ? [`${name}: type`, ...lines(`${name} member`, properties, required)]
        : [`${name}: one of ${values.map(({ value }) => String(value)).join(", ")}`];
    },
  );
  return [...components, ...others].sort();
}

/** The lines that only one of two outlines has: `-` before those of the first, `+` before those of the second, sorted by name. */
export function schemaChanges(before: readonly string[], after: readonly string[]): string[] {
  const gone = before.filter((line) => !after.includes(line)).map((line) => ({ sign: "-", line }));
  const added = after.filter((line) => !before.includes(line)).map((line) => ({ sign: "+", line }));
  const name = ({ line }: { readonly line: string }): string => line.slice(0, line.indexOf(":"));
  return [...gone, ...added]
    .sort((a, b) => (name(a) === name(b) ? 0 : name(a) < name(b) ? -1 : 1))
    .map(({ sign, line }) => `${sign} ${line}`);
}

function lines(of: string, properties: Properties, required: readonly string[]): string[] {
  return Object.entries(properties).map(([name, property]) => {
    const marks = [
      property.plain === true ? "plain" : "",
      typeText(property).replaceAll(/\[`(\w+)`\]\(#\w+\)/g, "$1"),
      required.includes(name) ? "required" : "",
      property.default === undefined ? "" : `default ${JSON.stringify(property.default)}`,
    ];
    return `${of} ${name}: ${marks.filter((mark) => mark !== "").join(", ")}`;
  });
}

function nameOf(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}
