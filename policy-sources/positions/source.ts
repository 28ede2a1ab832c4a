import { parseTemplateYaml, type YamlContent } from "../cloudformation/template-yaml";
import { TemplateError } from "../cloudformation/template-error";
import type { TextNode } from "./text-node";
import { repeatedMember } from "../../trust";
import { UnreadableError } from "../unreadable";
import { jsonNodes, repeatedMemberIn } from "./json-nodes";
import { Lines } from "./lines";

/** A text that was parsed, with the places of its values. */
export interface Source {
  readonly language: "JSON" | "YAML";
  readonly text: string;
  /** What the text says. */
  readonly value: unknown;
  /** Where it says it. Found when first asked for, since most files give no reason to point anywhere. */
  readonly nodes: () => TextNode;
  readonly lines: () => Lines;
  /** The name and offset of a member that an object has twice; `undefined` if none has. YAML with one is refused. */
  readonly repeated: { readonly name: string; readonly start: number } | undefined;
}

/**
 * Parses a JSON text, or the YAML of a CloudFormation template. A text that begins with a bracket is JSON.
 *
 * @throws {UnreadableError} If it is neither. The message never quotes the text, which may hold secrets.
 */
export function parseSource(text: string): Source {
  if (/^\s*[[{]/.test(text)) {
    return parseJson(text);
  }
  const { value, nodes } = parseYaml(text);
  return {
    language: "YAML",
    text,
    value,
    nodes: () => nodes,
    lines: lazy(() => new Lines(text)),
    repeated: undefined,
  };
}

function parseYaml(text: string): YamlContent {
  try {
    return parseTemplateYaml(text);
  } catch (error) {
    throw error instanceof TemplateError ? new UnreadableError(`it ${error.message}`) : error;
  }
}

function parseJson(text: string): Source {
  const nodes = lazy(() => jsonNodes(text));
  const lines = lazy(() => new Lines(text));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const { line, column } = lines().positionOf(faultIn(text, error));
    throw new UnreadableError(`it is no JSON from line ${line}, column ${column} on`);
  }
  const repeated = repeatedMember(text, value) === undefined ? undefined : repeatedMemberIn(nodes());
  return { language: "JSON", text, value, nodes, lines, repeated };
}

/** Where a text stops being JSON. `JSON.parse` tells for most faults; for others it is searched for. */
function faultIn(text: string, error: unknown): number {
  const told = /at position (\d+)/.exec(messageOf(error))?.[1];
  if (told !== undefined) {
    return Number(told);
  }
  let good = 0;
  let bad = text.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (endsTooEarly(text.slice(0, middle))) {
      good = middle;
    } else {
      bad = middle;
    }
  }
  return endsTooEarly(text) ? text.length : good;
}

/** Whether a text could still become JSON: nothing in it is wrong but its end. */
function endsTooEarly(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    return !messageOf(error).startsWith("Unexpected token");
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
