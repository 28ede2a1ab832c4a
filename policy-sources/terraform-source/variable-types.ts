import { hasMarks, isMark, isObject, unknownMark } from "../../trust";
import { type Expression, parseExpression } from "./hcl";
import { setOf, textOf } from "./values";

/**
 * Converts a value to the type of a variable. What the type does not say stays as it is.
 *
 * Source: HashiCorp, "Type Constraints".
 *
 * @param type - The argument `type` of the variable, as the parser returns it.
 * @param name - The variable, for marks.
 */
export async function convertToType(value: unknown, type: unknown, name: string): Promise<unknown> {
  const text = typeof type === "string" ? (/^\$\{([^]*)\}$/.exec(type)?.[1] ?? type) : undefined;
  if (text === undefined) {
    return value;
  }
  const source = `<<END\n\${${text}}\nEND\n`;
  const [constraint] = (await parseExpression(source))?.children ?? [];
  return constraint === undefined
    ? value
    : converted(value, constraint, { name, bytes: Buffer.from(source) });
}

/** What a conversion needs. */
interface Conversion {
  readonly name: string;
  readonly bytes: Buffer;
}

function converted(value: unknown, { type, children, meta }: Expression, own: Conversion): unknown {
  const unknown = unknownMark(own.name);
  const kind = String(type === "function" ? meta?.name : meta?.value);
  const [inner] = children;
  if (value === null || isMark(value)) {
    return value;
  }
  switch (kind) {
    case "string":
      return textOf(value) ?? unknown;
    case "number":
      return typeof value === "string" ? (/^-?\d{1,15}$/.test(value) ? Number(value) : unknown) : value;
    case "bool":
      return value === "true" ? true : value === "false" ? false : value;
    case "list":
    case "set": {
      const items = Array.isArray(value)
        ? [...(value as unknown[])].map((item) => (inner === undefined ? item : converted(item, inner, own)))
        : undefined;
      if (items === undefined) {
        return unknown;
      }
      return kind === "list" ? items : hasMarks(items) && items.length > 1 ? unknown : setOf(items);
    }
    case "map":
      return isObject(value)
        ? Object.fromEntries(
            Object.entries(value).map(([key, item]) => [
              key,
              inner === undefined ? item : converted(item, inner, own),
            ]),
          )
        : unknown;
    case "object":
      return isObject(value) && inner !== undefined ? members(value, inner, own) : unknown;
    default:
      return value;
  }
}

/** An object with exactly the attributes of its type. An optional one is null, unless it has a default. */
function members(value: Record<string, unknown>, { children }: Expression, own: Conversion): unknown {
  const entries: [string, unknown][] = [];
  for (let index = 0; index + 1 < children.length; index += 2) {
    const [key, constraint] = [children[index], children[index + 1]];
    if (key === undefined || constraint === undefined) {
      return unknownMark(own.name);
    }
    const { start, end } = key.range;
    const attribute = own.bytes.subarray(start.byte, end.byte).toString();
    const isOptional = constraint.type === "function" && constraint.meta?.name === "optional";
    const [type = constraint, fallback] = isOptional ? constraint.children : [constraint];
    const given = Object.hasOwn(value, attribute) ? value[attribute] : null;
    const isMissing = given === null && fallback !== undefined;
    entries.push([
      attribute,
      isMissing ? unknownMark(`${own.name}.${attribute}`) : converted(given, type, own),
    ]);
  }
  return Object.fromEntries(entries);
}
