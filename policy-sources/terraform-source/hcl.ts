import { createRequire } from "node:module";
import type * as hcl2json from "@cdktn/hcl2json";
import { INPUT_FILES } from "../../messages";
import { isObject, nestsDeeperThan } from "../../trust";
import { UnreadableError } from "../unreadable";

/** The parser is HashiCorp's own, as WebAssembly. Loading it takes half a second, so only Terraform source does. */
const load = createRequire(__filename);

/** Far more than people write by hand. */
const LARGEST = 4 * 1024 * 1024;
/** The parser recurses, and so does what reads its answer. */
const DEEPEST = 200;

/** A node of an expression's syntax tree. */
export interface Expression {
  /** Empty for parentheses and for the names of an object's members. */
  readonly type: string;
  readonly children: readonly Expression[];
  readonly range: { readonly start: { readonly byte: number }; readonly end: { readonly byte: number } };
  readonly meta?: Readonly<Record<string, unknown>>;
}

/**
 * Parses a file of Terraform source.
 *
 * @returns Blocks by type and labels, each a list. Expressions are strings with `${…}`.
 * @throws {UnreadableError} If it is not HCL, or too large or too deep.
 */
export async function parseHcl(text: string): Promise<Record<string, unknown>> {
  if (text.length > LARGEST) {
    throw new UnreadableError(INPUT_FILES.say("input-terraform-too-large", LARGEST));
  }
  if (nestsDeeperThan(text, DEEPEST)) {
    throw new UnreadableError(INPUT_FILES.say("input-terraform-too-deep", DEEPEST));
  }
  try {
    const content = (await parser().parse("input", text)) as unknown;
    return isObject(content) ? content : {};
  } catch (error) {
    const place = /\[input:(\d+),(\d+)/.exec(error instanceof Error ? error.message : "");
    const where = place === null ? "" : ` from line ${place[1]}, column ${place[2]}`;
    throw new UnreadableError(INPUT_FILES.say("input-terraform-invalid", where));
  }
}

/** Parses an expression; `undefined` if it is none. */
export async function parseExpression(text: string): Promise<Expression | undefined> {
  try {
    return (await parser().getExpressionAst("input", text)) ?? undefined;
  } catch {
    return undefined;
  }
}

function parser(): typeof hcl2json {
  return load("@cdktn/hcl2json") as typeof hcl2json;
}
