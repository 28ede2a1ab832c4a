import { createRequire } from "node:module";
import type * as hcl2json from "@cdktn/hcl2json";
import { coded } from "../../messages";
import { INPUT_FILES } from "../../messages/input-files";
import { asList, isObject, nestsDeeperThan, repeatedMember } from "../../trust";
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

/** What was parsed before, by text: each file of a folder is read together with all others. */
const parsedFiles = new Map<string, Record<string, unknown>>();
const parsedExpressions = new Map<string, Expression | undefined>();
/** How many characters are kept. */
const MOST_KEPT = 64 * 1024 * 1024;
let kept = 0;

/** Keeps a result. When there are too many of them, all are dropped. */
function keep<T>(results: Map<string, T>, text: string, result: T): T {
  kept += text.length;
  if (kept > MOST_KEPT) {
    kept = text.length;
    parsedFiles.clear();
    parsedExpressions.clear();
  }
  results.set(text, result);
  return result;
}

/**
 * Parses a file of Terraform source.
 *
 * @param isJson - Whether it is in the JSON syntax: `*.tf.json`.
 * @returns Blocks by type and labels, each a list. Expressions are strings with `${…}`.
 * @throws {UnreadableError} If it is not valid, or too large or too deep.
 */
export async function parseTerraform(text: string, isJson: boolean): Promise<Record<string, unknown>> {
  if (text.length > LARGEST) {
    throw new UnreadableError(
      coded(
        "input-terraform-too-large",
        `too large for Terraform source. Expected at most ${LARGEST} characters`,
      ),
    );
  }
  if (nestsDeeperThan(text, DEEPEST)) {
    throw new UnreadableError(
      coded(
        "input-terraform-too-deep",
        `nested too deeply for Terraform source. Expected at most ${DEEPEST} levels`,
      ),
    );
  }
  return isJson
    ? parseJsonSyntax(text)
    : (parsedFiles.get(text) ?? keep(parsedFiles, text, await parseHcl(text)));
}

async function parseHcl(text: string): Promise<Record<string, unknown>> {
  try {
    const content = (await parser().parse("input", text)) as unknown;
    return isObject(content) ? content : {};
  } catch (error) {
    const place = /\[input:(\d+),(\d+)/.exec(error instanceof Error ? error.message : "");
    const where = place === null ? "" : ` from line ${place[1]}, column ${place[2]}`;
    throw new UnreadableError(INPUT_FILES.say("input-terraform-invalid", where));
  }
}

/**
 * A file in the JSON syntax. Each level of labels may be a list of objects.
 *
 * Source: HashiCorp, "JSON Configuration Syntax".
 */
function parseJsonSyntax(text: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UnreadableError(INPUT_FILES.say("input-terraform-invalid", ""));
  }
  if (repeatedMember(text, content) !== undefined) {
    throw new UnreadableError(INPUT_FILES.say("input-terraform-invalid", ""));
  }
  const files = asList(content).filter(isObject);
  const labels: Readonly<Record<string, number>> = {
    resource: 2,
    data: 2,
    module: 1,
    variable: 1,
    output: 1,
    locals: 0,
  };
  return Object.fromEntries(
    Object.entries(labels).flatMap(([kind, depth]) => {
      const blocks = files.flatMap((file) => asList(file[kind]));
      return blocks.length === 0 ? [] : [[kind, underLabels(blocks, depth)]];
    }),
  );
}

/** Blocks as the parser returns them: below their labels, a list. */
function underLabels(blocks: readonly unknown[], depth: number): unknown {
  if (depth === 0) {
    return blocks
      .filter(isObject)
      .map((block) => Object.fromEntries(Object.entries(block).filter(([name]) => name !== "//")));
  }
  const named = new Map<string, unknown[]>();
  for (const block of blocks.filter(isObject)) {
    for (const [label, within] of Object.entries(block)) {
      named.set(label, [...(named.get(label) ?? []), ...asList(within)]);
    }
  }
  named.delete("//");
  return Object.fromEntries([...named].map(([label, within]) => [label, underLabels(within, depth - 1)]));
}

/** Parses an expression; `undefined` if it is none. */
export async function parseExpression(text: string): Promise<Expression | undefined> {
  if (parsedExpressions.has(text)) {
    return parsedExpressions.get(text);
  }
  try {
    return keep(parsedExpressions, text, (await parser().getExpressionAst("input", text)) ?? undefined);
  } catch {
    return keep(parsedExpressions, text, undefined);
  }
}

function parser(): typeof hcl2json {
  return load("@cdktn/hcl2json") as typeof hcl2json;
}
