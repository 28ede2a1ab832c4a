import { coded, followedBy } from "../../messages";
import { REMARKS } from "../../messages/judged-files";
import { repeatedMemberPath } from "../../trust";
import { demandShallow, TemplateError, UnreadableError } from "../unreadable";
import { wayOn } from "../way-on";
import { cutLine, jsonLines } from "./json-lines";
import { jsonFault, jsonNodes } from "./json-nodes";
import { Lines } from "./lines";
import { plainJson } from "./plain-json";
import { rangeOf } from "./source-node";
import { parseYamlDocuments, type YamlContent } from "./template-yaml";
import type { TextNode } from "./text-node";

/** A parsed text with the positions of its values. */
export interface Source {
  readonly language: "JSON" | "YAML" | "HCL";
  readonly text: string;
  /** The parsed value. For several YAML documents, it is the list of them. */
  readonly value: unknown;
  /** The positions of its values. Computed on first use, because most files need none. */
  readonly nodes: () => TextNode;
  readonly lines: () => Lines;
  /** The name and offset of a member that an object has twice; `undefined` if none has. YAML with one is refused. */
  readonly repeated: { readonly name: string; readonly start: number } | undefined;
  /** What was ignored in order to read it. One sentence each. */
  readonly remarks: readonly string[];
}

/** How {@link parseSource} reads. */
export interface ReadingOptions {
  /** Whether JSON may have comments and trailing commas, and YAML several documents. Default is false. */
  readonly lenient?: boolean;
}

/**
 * Parses a JSON or YAML text. A text that begins with a bracket is JSON.
 *
 * @throws {UnreadableError} If it is neither. The message never quotes the text, which may hold secrets.
 */
export function parseSource(text: string, { lenient = false }: ReadingOptions = {}): Source {
  const startsLikeJson = lenient ? /^\s*([[{]|\/[/*])/ : /^\s*[[{]/;
  if (startsLikeJson.test(text) && !/^\s*\{\{/.test(text)) {
    return parseJson(text, lenient);
  }
  if (lenient && /^\s*%7B/i.test(text)) {
    return parseEncoded(text);
  }
  const { value, nodes } = parseYaml(text, lenient);
  return { ...sourceOf("YAML", text, value), nodes: () => nodes };
}

function sourceOf(language: Source["language"], text: string, value: unknown): Source {
  return {
    language,
    text,
    value,
    nodes: () => ({ start: 0, end: text.length }),
    lines: lazy(() => new Lines(text)),
    repeated: undefined,
    remarks: [],
  };
}

function parseYaml(text: string, lenient: boolean): YamlContent {
  let documents: YamlContent[];
  try {
    documents = parseYamlDocuments(text);
  } catch (error) {
    throw error instanceof TemplateError
      ? new UnreadableError(
          coded("input-yaml-invalid", `the input ${error.message}${followedBy(wayOn(text))}`),
        )
      : error;
  }
  const [document, ...others] = lenient ? documents.filter(({ value }) => value !== null) : documents;
  if (document === undefined || (others.length > 0 && !lenient)) {
    throw new UnreadableError(
      coded(
        "input-yaml-several",
        `the input is not JSON, and not a single YAML document${followedBy(wayOn(text))}`,
      ),
    );
  }
  return others.length === 0
    ? document
    : {
        value: [document, ...others].map(({ value }) => value),
        nodes: { start: 0, end: text.length, items: [document, ...others].map(({ nodes }) => nodes) },
      };
}

/** A policy as IAM's API returns it: URL-encoded JSON. */
function parseEncoded(text: string): Source {
  try {
    return sourceOf("JSON", text, decodeURIComponent(text.trim()));
  } catch {
    throw new UnreadableError(
      coded(
        "input-url-encoding-invalid",
        "the input starts like URL-encoded JSON, but is not valid URL encoding. Export it again",
      ),
    );
  }
}

function parseJson(text: string, lenient: boolean): Source {
  const lines = lazy(() => new Lines(text));
  const { value, json, nodes, remarks } = readJson(text, lenient, lines);
  const path = demandShallow(() => repeatedMemberPath(json, value));
  const repeated =
    path === undefined
      ? undefined
      : { name: String(path.at(-1)), start: rangeOf(nodes(), path, "entry").start };
  return { language: "JSON", text, value, nodes, lines, repeated, remarks };
}

/** A JSON text, read. */
interface ReadJson extends Pick<Source, "value" | "nodes" | "remarks"> {
  /** The text as `JSON.parse` takes it. */
  readonly json: string;
}

function readJson(text: string, lenient: boolean, lines: () => Lines): ReadJson {
  try {
    return { value: JSON.parse(text), json: text, nodes: lazy(() => jsonNodes(text)), remarks: [] };
  } catch {
    const events = lenient ? jsonLines(text) : undefined;
    if (events !== undefined) {
      const { json, nodes } = events;
      demandWholeLine(json, lines, text);
      return { value: parsePlain(json, lines, text, 1), json, nodes: lazy(nodes), remarks: [] };
    }
    const json = lenient ? plainJson(text) : text;
    const remarks = json === text ? [] : [REMARKS.comments()];
    return { value: parsePlain(json, lines, text, 0), json, nodes: lazy(() => jsonNodes(json)), remarks };
  }
}

/** @throws {UnreadableError} If a stream of events stops within its last line, and all other lines are valid. */
function demandWholeLine(json: string, lines: () => Lines, text: string): void {
  const cut = cutLine(text);
  try {
    JSON.parse(json);
  } catch {
    if (cut !== undefined && lines().positionOf(Math.min(jsonFault(json) - 1, text.length)).line >= cut) {
      throw new UnreadableError(
        coded(
          "input-stream-cut",
          `the stream of Pulumi events stops within line ${cut}. Run the preview again, and keep every line of its output`,
        ),
      );
    }
  }
}

/** @param before - How many characters the plain text has before those of the text. */
function parsePlain(plain: string, lines: () => Lines, text: string, before: number): unknown {
  try {
    return JSON.parse(plain);
  } catch {
    const fault = Math.min(jsonFault(plain) - before, text.length);
    const { line, column } = lines().positionOf(fault);
    const isPlaceholder = /^(\$\{|\{\{|%\{|<[A-Za-z])/.test(text.slice(fault, fault + 2));
    throw new UnreadableError(
      isPlaceholder
        ? coded(
            "input-placeholder",
            `not valid JSON from line ${line}, column ${column}: a placeholder is outside a string. Judge the file that the template creates`,
          )
        : coded(
            "input-json-invalid",
            `not valid JSON from line ${line}, column ${column}${followedBy(wayOn(text))}`,
          ),
    );
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
