import { OPEN_VALUES } from "../../messages/judged-files";
import { hasMarks, isMark, isObject, unknownMark } from "../../trust";
import { grouped, isLiteral, literal, objectOf, partsOf, shown, typed } from "./expression-results";
import { callFunction } from "./functions";
import { type Expression, parseExpression } from "./hcl";
import { binary, unary } from "./operators";
import type { StandIns } from "./stand-ins";
import { dedented, literalTexts, templateSource, unescaped } from "./templates";
import {
  entriesOf,
  EvaluationError,
  Instances,
  limited,
  LONGEST_TEXT,
  partOf,
  plainValue,
  textOf,
} from "./values";

/** What expressions refer to. */
export interface Scope {
  /** Names of `for` expressions and of templates. */
  readonly names: ReadonlyMap<string, unknown>;
  /** A reference such as `local.url`, by its parts, and how many of them it took; `undefined` if it is unknown. */
  readonly resolve: (parts: readonly string[]) => Promise<Resolved | undefined>;
  /** Functions that read files; `undefined` for all others. */
  readonly callReader: (name: string, args: readonly unknown[]) => Promise<unknown>;
}

/** The value of the first parts of a reference. */
export interface Resolved {
  readonly value: unknown;
  readonly parts: number;
}

/** How many parts of expressions are evaluated for a file. */
const MOST_STEPS = 200_000;

/**
 * Evaluates expressions as the parser returns them: texts that are templates. A mark stands for everything that is
 * unknown or not understood.
 *
 * Source: HashiCorp, "HCL Native Syntax Specification".
 */
export class Expressions {
  #steps = 0;
  /** How often something was taken for granted that may not exist. */
  #doubts = 0;

  constructor(private readonly standIns: StandIns) {}

  /** Says that what was just evaluated fails if an instance does not exist. */
  doubt(): void {
    this.#doubts++;
  }

  /** The value of an argument, with the names of its members. */
  async valueOf(argument: unknown, scope: Scope): Promise<unknown> {
    return plainValue(await this.rawValueOf(argument, scope));
  }

  /** The same, in which resources may be left for references. */
  async rawValueOf(argument: unknown, scope: Scope): Promise<unknown> {
    if (typeof argument === "string") {
      return this.template(argument, scope);
    }
    if (Array.isArray(argument)) {
      const items: unknown[] = [];
      for (const item of argument) {
        items.push(await this.rawValueOf(item, scope));
      }
      return items;
    }
    if (!isObject(argument)) {
      return typeof argument === "number" && textOf(argument) === undefined
        ? unknownMark(String(argument))
        : argument;
    }
    const entries: [unknown, unknown][] = [];
    for (const [name, member] of Object.entries(argument)) {
      entries.push([await this.template(name, scope), await this.rawValueOf(member, scope)]);
    }
    return objectOf(entries);
  }

  /** The value of a string that may be a template. */
  async template(text: string, scope: Scope): Promise<unknown> {
    if (!text.includes("${") && !text.includes("%{")) {
      return text;
    }
    const source = templateSource(text);
    const tree = await parseExpression(source);
    if (tree?.type !== "template") {
      return unknownMark(shown(text));
    }
    return this.#attempt(text, () => this.#parts(tree, source, scope, { isHeredoc: true, isWhole: true }));
  }

  /** A mark for an expression that fails: Terraform does not deploy it. */
  async #attempt(text: string, evaluate: () => Promise<unknown>): Promise<unknown> {
    try {
      return await evaluate();
    } catch (error) {
      if (error instanceof EvaluationError) {
        return unknownMark(shown(text));
      }
      throw error;
    }
  }

  async #parts(
    tree: Expression,
    source: string,
    scope: Scope,
    { isHeredoc, isWhole }: { isHeredoc: boolean; isWhole: boolean },
  ): Promise<unknown> {
    const bytes = Buffer.from(source);
    const literals = literalTexts(tree, bytes, isHeredoc);
    // This code added the line break before the end of the heredoc.
    const last = tree.children.length - 1;
    const texts = literals.map((text, index) =>
      isWhole && index === last ? text?.replace(/\n$/, "") : text,
    );
    const parts = tree.children.filter((_, index) => texts[index] !== "");
    if (parts.length === 1 && parts[0] !== undefined && !isLiteral(parts[0]) && isWhole) {
      return this.#value(parts[0], bytes, scope);
    }
    let joined = "";
    for (const [index, part] of tree.children.entries()) {
      const literal = texts[index];
      const value = isLiteral(part)
        ? isHeredoc
          ? literal
          : literal === undefined
            ? undefined
            : unescaped(literal)
        : plainValue(await this.#value(part, bytes, scope));
      const own = isLiteral(part)
        ? (value as string | undefined)?.replace(/([$%])\1(?=\{)/g, "$1")
        : textOf(value);
      if (own === undefined || joined.length > LONGEST_TEXT) {
        return unknownMark(shown(source));
      }
      joined += own;
    }
    return joined;
  }

  async #value(node: Expression, bytes: Buffer, scope: Scope): Promise<unknown> {
    if (this.#steps++ > MOST_STEPS) {
      return unknownMark(OPEN_VALUES.tooLarge());
    }
    const value = await this.#valueOfNode(node, bytes, scope);
    return node.type === "for" || node.type === "function" ? limited(value) : value;
  }

  async #valueOfNode(node: Expression, bytes: Buffer, scope: Scope): Promise<unknown> {
    const { type, children, meta } = node;
    const text = typeof meta?.value === "string" ? meta.value : "";
    const unknown = (): string => unknownMark(shown(text === "" ? "an expression" : text));
    const [first, second, third] = children;
    switch (type) {
      case "":
      case "templateWrap":
        // Without a child it is the sign of a splat.
        return first === undefined ? scope.names.get("*") : this.#value(first, bytes, scope);
      case "literalValue":
        return literal(meta);
      case "template":
        return this.#nested(node, text, bytes, scope);
      case "templateJoin": {
        const lines = first === undefined ? undefined : await this.#value(first, bytes, scope);
        const texts = Array.isArray(lines) ? lines.map(textOf) : [undefined];
        return texts.includes(undefined) ? unknown() : texts.join("");
      }
      case "tuple":
        return this.#values(children, bytes, scope);
      case "object":
        return this.#object(children, bytes, scope);
      case "function":
        return this.#call(node, bytes, scope, text);
      case "scopeTraversal":
        return this.#reference(partsOf(meta?.traversal), text, scope);
      case "relativeTraversal":
      case "index": {
        let value = first === undefined ? unknown() : await this.#value(first, bytes, scope);
        const steps =
          type === "index" && second !== undefined
            ? [await this.#value(second, bytes, scope)]
            : partsOf(meta?.traversal);
        for (const step of steps) {
          value = await partOf(value, step, shown(text));
        }
        return value;
      }
      case "splat":
        return this.#splat(node, bytes, scope, unknown);
      case "conditional":
        return this.#conditional([first, second, third], bytes, scope, text);
      case "for":
        return this.#for(node, bytes, scope, unknown);
      case "binaryOp":
      case "unaryOp": {
        const operands = (await this.#values(children, bytes, scope)).map(plainValue);
        const operator = String(meta?.operator);
        return (
          (type === "unaryOp"
            ? unary(operator, operands[0])
            : binary(operator, operands[0], operands[1], this.standIns)) ?? unknown()
        );
      }
      default:
        return unknown();
    }
  }

  async #nested(node: Expression, text: string, bytes: Buffer, scope: Scope): Promise<unknown> {
    if (!text.startsWith("<<")) {
      const isQuoted = text.startsWith('"');
      return this.#parts(node, bytes.toString(), scope, { isHeredoc: !isQuoted, isWhole: false });
    }
    const source = dedented(text);
    const tree = source === undefined ? undefined : await parseExpression(source);
    return source === undefined || tree?.type !== "template"
      ? unknownMark(shown(text))
      : this.#parts(tree, source, scope, { isHeredoc: true, isWhole: false });
  }

  async #values(nodes: readonly Expression[], bytes: Buffer, scope: Scope): Promise<unknown[]> {
    const values: unknown[] = [];
    for (const node of nodes) {
      values.push(await this.#value(node, bytes, scope));
    }
    return values;
  }

  async #reference(parts: readonly string[], text: string, scope: Scope): Promise<unknown> {
    const [name = ""] = parts;
    const found = scope.names.has(name)
      ? { value: scope.names.get(name), parts: 1 }
      : await scope.resolve(parts);
    if (found === undefined) {
      return unknownMark(shown(text));
    }
    let { value } = found;
    for (const part of parts.slice(found.parts)) {
      value = await partOf(value, /^\d+$/.test(part) ? Number(part) : part, shown(text));
    }
    return value;
  }

  async #call({ children, meta }: Expression, bytes: Buffer, scope: Scope, text: string): Promise<unknown> {
    const name = String(meta?.name);
    if (name === "try" || name === "can") {
      return (await this.#try(name, children, bytes, scope)) ?? unknownMark(shown(text));
    }
    const given = (await this.#values(children, bytes, scope)).map(plainValue);
    const last = given.at(-1);
    const args =
      meta?.expandedFinalArgument !== true
        ? given
        : Array.isArray(last)
          ? [...given.slice(0, -1), ...(last as unknown[])]
          : undefined;
    const result =
      args &&
      ((await scope.callReader(name, args)) ??
        callFunction(name, args, (texts, run) => this.standIns.call(texts, run)));
    return result ?? unknownMark(shown(text, given));
  }

  /** The first argument that does not fail. One with unknown parts may fail or not. */
  async #try(
    name: "try" | "can",
    nodes: readonly Expression[],
    bytes: Buffer,
    scope: Scope,
  ): Promise<unknown> {
    for (const node of nodes) {
      const doubts = this.#doubts;
      try {
        const value = await this.#value(node, bytes, scope);
        const known = plainValue(value);
        const isSure = !hasMarks(this.standIns.replaceIn(known)) || this.standIns.isText(known);
        return isSure && this.#doubts === doubts ? (name === "can" ? true : value) : undefined;
      } catch (error) {
        if (!(error instanceof EvaluationError)) {
          throw error;
        }
      }
    }
    if (name === "can") {
      return false;
    }
    throw new EvaluationError("all arguments of try fail");
  }

  async #splat(node: Expression, bytes: Buffer, scope: Scope, unknown: () => string): Promise<unknown> {
    const [source, each] = node.children;
    const given = source === undefined ? undefined : await this.#value(source, bytes, scope);
    const value = given instanceof Instances ? given.all : given;
    if (each === undefined || value === undefined || isMark(value)) {
      return unknown();
    }
    const items: unknown[] = [];
    for (const item of value === null ? [] : Array.isArray(value) ? (value as unknown[]) : [value]) {
      items.push(await this.#value(each, bytes, withNames(scope, [["*", item]])));
    }
    return items;
  }

  async #conditional(
    [condition, whenTrue, whenFalse]: readonly (Expression | undefined)[],
    bytes: Buffer,
    scope: Scope,
    text: string,
  ): Promise<unknown> {
    const unknown = (): string => unknownMark(shown(text));
    if (condition === undefined || whenTrue === undefined || whenFalse === undefined) {
      return unknown();
    }
    const decided = plainValue(await this.#value(condition, bytes, scope));
    const isTrue = decided === true || decided === "true";
    const [chosen, other] = isTrue ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
    const isDecided = isTrue || decided === false || decided === "false";
    const value = await this.#value(chosen, bytes, scope);
    // What is not chosen may fail.
    const passed = await this.#attempt("", () => this.#value(other, bytes, scope));
    if (!isDecided) {
      const isSame = JSON.stringify(plainValue(value)) === JSON.stringify(plainValue(passed));
      return isSame ? value : unknownMark(shown(text, decided));
    }
    const result = typed(value, plainValue(passed));
    return result === undefined ? unknown() : result;
  }

  async #for(
    { children, meta }: Expression,
    bytes: Buffer,
    scope: Scope,
    unknown: () => string,
  ): Promise<unknown> {
    const isObjectFor = typeof meta?.keyExpression === "string";
    const [collection, ...rest] = children;
    const [key, value, condition] = isObjectFor ? rest : [undefined, ...rest];
    const given = collection === undefined ? undefined : await this.#value(collection, bytes, scope);
    const entries = isMark(given) ? undefined : entriesOf(given instanceof Instances ? given.all : given);
    if (entries === undefined || value === undefined) {
      return isMark(given) ? unknownMark(shown(String(meta?.value), given)) : unknown();
    }
    const results: [unknown, unknown][] = [];
    for (const [name, item] of entries) {
      const own = withNames(scope, [
        [String(meta?.keyVar), name],
        [String(meta?.valVar), item],
      ]);
      const isIn = condition === undefined ? true : plainValue(await this.#value(condition, bytes, own));
      if (isIn !== true && isIn !== false) {
        return unknown();
      }
      if (isIn) {
        results.push([
          key === undefined ? undefined : textOf(plainValue(await this.#value(key, bytes, own))),
          await this.#value(value, bytes, own),
        ]);
      }
    }
    if (!isObjectFor) {
      return results.map(([, result]) => result);
    }
    return meta.groupedValue === true ? grouped(results) : objectOf(results);
  }

  /** An object: its names and values in turn. */
  async #object(nodes: readonly Expression[], bytes: Buffer, scope: Scope): Promise<unknown> {
    const entries: [unknown, unknown][] = [];
    for (let index = 0; index + 1 < nodes.length; index += 2) {
      const [name, member] = [nodes[index], nodes[index + 1]];
      if (name === undefined || member === undefined) {
        continue;
      }
      const isWord = name.type === "" && name.children.length === 0;
      const { start, end } = name.range;
      entries.push([
        isWord
          ? bytes.subarray(start.byte, end.byte).toString()
          : plainValue(await this.#value(name, bytes, scope)),
        await this.#value(member, bytes, scope),
      ]);
    }
    return objectOf(entries);
  }
}

/** A scope with further names. A splat's item has the name `*`. */
export function withNames(scope: Scope, names: readonly (readonly [string, unknown])[]): Scope {
  return { ...scope, names: new Map([...scope.names, ...names.filter(([name]) => name !== "")]) };
}
