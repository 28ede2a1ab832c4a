import { repeatedMemberPath } from "../../trust";
import { demandShallow, TemplateError, UnreadableError } from "../unreadable";
import { jsonFault, jsonNodes } from "./json-nodes";
import { Lines } from "./lines";
import { rangeOf } from "./source-node";
import { parseTemplateYaml, type YamlContent } from "./template-yaml";
import type { TextNode } from "./text-node";

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
  } catch {
    const { line, column } = lines().positionOf(jsonFault(text));
    throw new UnreadableError(`it is no JSON from line ${line}, column ${column} on`);
  }
  const path = demandShallow(() => repeatedMemberPath(text, value));
  const repeated =
    path === undefined
      ? undefined
      : { name: String(path.at(-1)), start: rangeOf(nodes(), path, "entry").start };
  return { language: "JSON", text, value, nodes, lines, repeated };
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
