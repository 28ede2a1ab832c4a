import { OPEN_VALUES } from "../../messages";
import { hasMarks, isObject, unknownMark } from "../../trust";
import { callFunction } from "./functions";
import { type Expression, parseExpression } from "./hcl";

/** Gives the value of a reference such as `local.url`, by its parts; a mark if it is unknown. */
export type Resolve = (parts: readonly string[]) => Promise<unknown>;

/**
 * Evaluates expressions as the parser returns them: texts that are templates. A mark stands for everything that is
 * unknown or not understood.
 *
 * Source: HashiCorp, "HCL Native Syntax Specification".
 */
export class Expressions {
  readonly #resolve: Resolve;

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** The value of an argument, with the names of its members. */
  async valueOf(argument: unknown): Promise<unknown> {
    if (typeof argument === "string") {
      return this.#template(argument);
    }
    if (Array.isArray(argument)) {
      const items: unknown[] = [];
      for (const item of argument) {
        items.push(await this.valueOf(item));
      }
      return items;
    }
    if (!isObject(argument)) {
      return argument;
    }
    const entries: [unknown, unknown][] = [];
    for (const [name, member] of Object.entries(argument)) {
      entries.push([await this.#template(name), await this.valueOf(member)]);
    }
    return objectOf(entries);
  }

  async #template(text: string): Promise<unknown> {
    if (!text.includes("${") && !text.includes("%{")) {
      return text;
    }
    // In a heredoc nothing is escaped but the two signs, as in what the parser returns. The mark ends no other text.
    let marker = "END";
    while (text.includes(marker)) {
      marker += "_";
    }
    const source = `<<${marker}\n${text}\n${marker}\n`;
    const tree = await parseExpression(source);
    if (tree?.type !== "template") {
      return unknownMark(shown(text));
    }
    const last = tree.children.at(-1);
    const parts = tree.children.flatMap((child, index): Expression[] => {
      if (index < tree.children.length - 1 || last === undefined) {
        return [child];
      }
      // The line break before the end of the heredoc is ours.
      const value = String(child.meta?.value).replace(/\n$/, "");
      return value === "" ? [] : [{ ...child, meta: { ...child.meta, value } }];
    });
    const bytes = Buffer.from(source);
    const [only, ...others] = parts;
    return only !== undefined && others.length === 0 && !isLiteral(only)
      ? this.#value(only, bytes)
      : this.#joined(parts, bytes, (raw) => raw, text);
  }

  async #joined(
    parts: readonly Expression[],
    bytes: Buffer,
    unescape: (raw: string) => string | undefined,
    text: string,
  ): Promise<unknown> {
    let joined = "";
    for (const part of parts) {
      const value = isLiteral(part)
        ? unescape(String(part.meta?.value))?.replace(/([$%])\1(?=\{)/g, "$1")
        : await this.#value(part, bytes);
      if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
        return unknownMark(shown(text));
      }
      joined += String(value);
    }
    return joined;
  }

  async #value(node: Expression, bytes: Buffer): Promise<unknown> {
    const { type, children, meta } = node;
    const text = typeof meta?.value === "string" ? meta.value : "";
    const unknown = (): string => unknownMark(shown(text === "" ? "an expression" : text));
    switch (type) {
      case "":
        return children[0] !== undefined && children.length === 1
          ? this.#value(children[0], bytes)
          : unknown();
      case "literalValue":
        return literal(meta);
      case "templateWrap":
        return children[0] === undefined ? unknown() : this.#value(children[0], bytes);
      case "template":
        return text.startsWith('"')
          ? this.#joined(children, bytes, unescaped, text)
          : this.#heredoc(node, bytes, text);
      case "tuple":
        return this.#values(children, bytes);
      case "object":
        return this.#object(children, bytes);
      case "function":
        return meta?.expandedFinalArgument === true
          ? unknown()
          : (callFunction(String(meta?.name), await this.#values(children, bytes)) ?? unknown());
      case "scopeTraversal":
        return (await this.#resolve(partsOf(meta?.traversal))) ?? unknown();
      default:
        return unknown();
    }
  }

  async #heredoc({ children }: Expression, bytes: Buffer, text: string): Promise<unknown> {
    // How far the lines of an indented heredoc are moved does not show in the tree.
    return /^<<[A-Za-z_]/.test(text)
      ? this.#joined(children, bytes, (raw) => raw, text)
      : unknownMark(OPEN_VALUES.heredoc());
  }

  async #values(nodes: readonly Expression[], bytes: Buffer): Promise<unknown[]> {
    const values: unknown[] = [];
    for (const node of nodes) {
      values.push(await this.#value(node, bytes));
    }
    return values;
  }

  /** An object: its names and values in turn. */
  async #object(nodes: readonly Expression[], bytes: Buffer): Promise<unknown> {
    const entries: [unknown, unknown][] = [];
    for (let index = 0; index + 1 < nodes.length; index += 2) {
      const [name, member] = [nodes[index], nodes[index + 1]];
      if (name === undefined || member === undefined) {
        continue;
      }
      const isWord = name.type === "" && name.children.length === 0;
      const { start, end } = name.range;
      entries.push([
        isWord ? bytes.subarray(start.byte, end.byte).toString() : await this.#value(name, bytes),
        await this.#value(member, bytes),
      ]);
    }
    return objectOf(entries);
  }
}

/** An object; a mark if a name is not known to be a text, or comes twice. */
function objectOf(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const names = entries.map(([name]) => (typeof name === "number" ? String(name) : name));
  if (!names.every((name) => typeof name === "string")) {
    return unknownMark(OPEN_VALUES.objectNames());
  }
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined
    ? Object.fromEntries(entries.map(([, member], index) => [names[index] ?? "", member]))
    : unknownMark(OPEN_VALUES.nameTwice(hasMarks(twice) ? undefined : twice));
}

function isLiteral({ type, meta }: Expression): boolean {
  return type === "literalValue" && meta?.type === "string";
}

function literal(meta: Expression["meta"]): unknown {
  const text = String(meta?.value);
  switch (meta?.type) {
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : unknownMark(text);
    case "bool":
      return text === "true";
    case "dynamic":
      return null;
    default:
      return unknownMark(text);
  }
}

/** What a quoted text says. Source: "HCL Native Syntax Specification", "Quoted Templates". */
function unescaped(raw: string): string | undefined {
  try {
    const text = raw.replace(/\\U([0-9a-fA-F]{8})/g, (_, digits: string) =>
      String.fromCodePoint(Number.parseInt(digits, 16)),
    );
    return JSON.parse(`"${text.replaceAll("\t", "\\t")}"`) as string;
  } catch {
    return undefined;
  }
}

function partsOf(traversal: unknown): string[] {
  return Array.isArray(traversal)
    ? traversal
        .map((part) => (isObject(part) ? String(part.segment) : ""))
        .map((part) => part.replace(/^"(.*)"$/, "$1"))
    : [];
}

/** How many characters of an expression a message has. */
const LONGEST = 60;

/** An expression on one line, cut. */
function shown(text: string): string {
  const line = text.replace(/^\$\{([^]*)\}$/, "$1").replace(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
