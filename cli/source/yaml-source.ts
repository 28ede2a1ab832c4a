import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseAllDocuments, type Pair } from "yaml";

import { nestsDeeperThan } from "../../trust";
import { UnreadableError } from "../input/unreadable";
import type { SourceMember, SourceNode } from "./source-node";

/** CloudFormation takes templates of at most 1 MB. Source: AWS, "CloudFormation quotas". */
const LARGEST = 4 * 1024 * 1024;
/** Far more than any template; the parser recurses and would exhaust the stack. */
const DEEPEST = 300;

/** What a YAML text says, and where. */
export interface YamlContent {
  readonly value: unknown;
  readonly nodes: SourceNode;
}

/**
 * Parses one YAML document of a CloudFormation template. Short forms of intrinsic functions become their long forms:
 * `!Ref X` becomes `{"Ref": "X"}`, `!Sub …` becomes `{"Fn::Sub": …}`. An alias becomes `{"Fn::YamlAlias": …}`, which
 * nobody can resolve: CloudFormation takes none.
 *
 * Source: AWS, "CloudFormation template formats" and "Intrinsic function reference".
 *
 * @throws {UnreadableError} If it is no YAML, is too large or too deep, or has a key twice.
 */
export function parseYaml(text: string): YamlContent {
  if (text.length > LARGEST) {
    throw new UnreadableError(
      `it is no JSON, and for YAML it is too large: at most ${LARGEST} characters are read`,
    );
  }
  if (nestsDeeperThan(text, DEEPEST)) {
    throw new UnreadableError(
      `it is no JSON, and for YAML it is nested too deeply: at most ${DEEPEST} levels are read`,
    );
  }
  const lineCounter = new LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const documents = parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: "silent",
    // Counted below: the parser compares every key with every other.
    uniqueKeys: false,
  });
  const [document, ...others] = "empty" in documents ? [] : documents;
  if (document === undefined || others.length > 0) {
    throw new UnreadableError("it is no JSON, and no single YAML document");
  }
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UnreadableError(`it is neither JSON nor YAML from ${place(error.pos[0])} on`);
  }
  return read(document.contents, (member) => {
    throw new UnreadableError(`it has a key twice in one mapping, again at ${place(member.start)}`);
  });
}

type Repeated = (member: SourceMember) => never;

function read(node: unknown, repeated: Repeated): YamlContent {
  if (!isNode(node)) {
    return { value: null, nodes: { start: 0, end: 0 } };
  }
  const [start, end] = node.range ?? [0, 0];
  const content: Content = isMap(node)
    ? readMap(node.items, repeated)
    : isSeq(node)
      ? readList(node.items, repeated)
      : { value: isAlias(node) ? { "Fn::YamlAlias": node.source } : isScalar(node) ? node.value : null };
  return { value: longForm(node.tag, content.value), nodes: { start, end, ...content.children } };
}

interface Content {
  readonly value: unknown;
  readonly children?: Pick<SourceNode, "members" | "items">;
}

function readList(items: readonly unknown[], repeated: Repeated): Content {
  const contents = items.map((item) => read(item, repeated));
  return {
    value: contents.map(({ value }) => value),
    children: { items: contents.map(({ nodes }) => nodes) },
  };
}

function readMap(pairs: readonly Pair[], repeated: Repeated): Content {
  const members: SourceMember[] = [];
  const entries: [string, unknown][] = [];
  const names = new Set<string>();
  for (const { key, value } of pairs) {
    const [start, end] = (isNode(key) ? key.range : undefined) ?? [0, 0];
    const name = isScalar(key) ? String(key.value) : "";
    const content = read(value, repeated);
    const member = { name, start, end, node: value === null ? { start, end } : content.nodes };
    if (names.has(name)) {
      repeated(member);
    }
    names.add(name);
    members.push(member);
    entries.push([name, content.value]);
  }
  return { value: Object.fromEntries(entries), children: { members } };
}

/** The long form of a tagged value. Source: AWS, "Intrinsic function reference". */
function longForm(tag: string | undefined, value: unknown): unknown {
  if (tag === undefined || !/^![A-Za-z]/.test(tag)) {
    return value;
  }
  const name = tag.slice(1);
  return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: value };
}
