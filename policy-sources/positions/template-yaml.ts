import type * as yaml from "yaml";
import { TEMPLATE_PROBLEMS } from "../../messages/judged-files";
import { nestsDeeperThan } from "../../trust";
import { TemplateError } from "../unreadable";
import type { TextMember, TextNode } from "./text-node";

/** CloudFormation accepts templates of at most 1 MB. Source: AWS, "CloudFormation quotas". */
const LARGEST = 4 * 1024 * 1024;
/** Far more than any template has. The parser recurses and would exhaust the stack. */
export const DEEPEST = 300;

/** The parser is loaded on first use: most stacks have no templates, and a pack should start quickly. */
let parser: typeof yaml | undefined;

/** The value of a YAML document, and where its parts are. */
export interface YamlContent {
  readonly value: unknown;
  readonly nodes: TextNode;
}

/**
 * Parses one YAML document, as a CloudFormation template is.
 *
 * @throws {TemplateError} If it is not YAML, is too large or too deep, has a key twice, or is several documents.
 */
export function parseTemplateYaml(text: string): YamlContent {
  const [document, ...others] = parseYamlDocuments(text);
  if (document === undefined || others.length > 0) {
    throw new TemplateError(TEMPLATE_PROBLEMS.notOneYaml());
  }
  return document;
}

/**
 * Parses all YAML documents of a text. Short forms of intrinsic functions become their long forms:
 * `!Ref X` becomes `{"Ref": "X"}`, `!Sub …` becomes `{"Fn::Sub": …}`. An alias becomes `{"Fn::YamlAlias": …}`, which
 * stays unresolved: CloudFormation does not support aliases.
 *
 * Source: AWS, "CloudFormation template formats" and "Intrinsic function reference".
 *
 * @throws {TemplateError} If it is not YAML, is too large or too deep, or has a key twice.
 */
export function parseYamlDocuments(text: string): YamlContent[] {
  if (text.length > LARGEST) {
    throw new TemplateError(TEMPLATE_PROBLEMS.yamlTooLarge(LARGEST));
  }
  if (nestsDeeperThan(text, DEEPEST)) {
    throw new TemplateError(TEMPLATE_PROBLEMS.yamlTooDeep(DEEPEST));
  }
  // A bundler sees this form only, and must take the parser in.
  const lib = (parser ??= require("yaml") as typeof yaml);
  const lineCounter = new lib.LineCounter();
  const place = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const documents = lib.parseAllDocuments(text, {
    lineCounter,
    prettyErrors: false,
    logLevel: "silent",
    // Counted below: the parser compares every key with every other.
    uniqueKeys: false,
  });
  const all = "empty" in documents ? [] : documents;
  const error = all.flatMap(({ errors }) => errors)[0];
  if (error !== undefined) {
    throw new TemplateError(TEMPLATE_PROBLEMS.yamlInvalid(place(error.pos[0])));
  }
  const repeated: Repeated = (member) => {
    throw new TemplateError(TEMPLATE_PROBLEMS.yamlKeyTwice(place(member.start)));
  };
  return all.map(({ contents }) => read(lib, contents, repeated));
}

type Repeated = (member: TextMember) => never;

function read(lib: typeof yaml, node: unknown, repeated: Repeated): YamlContent {
  if (!lib.isNode(node)) {
    return { value: null, nodes: { start: 0, end: 0 } };
  }
  const [start, end] = node.range ?? [0, 0];
  const content: Content = lib.isMap(node)
    ? readMap(lib, node.items, repeated)
    : lib.isSeq(node)
      ? readList(lib, node.items, repeated)
      : {
          value: lib.isAlias(node)
            ? { "Fn::YamlAlias": node.source }
            : lib.isScalar(node)
              ? node.value
              : null,
        };
  return { value: longForm(node.tag, content.value), nodes: { start, end, ...content.children } };
}

interface Content {
  readonly value: unknown;
  readonly children?: Pick<TextNode, "members" | "items">;
}

function readList(lib: typeof yaml, items: readonly unknown[], repeated: Repeated): Content {
  const contents = items.map((item) => read(lib, item, repeated));
  return {
    value: contents.map(({ value }) => value),
    children: { items: contents.map(({ nodes }) => nodes) },
  };
}

function readMap(lib: typeof yaml, pairs: readonly yaml.Pair[], repeated: Repeated): Content {
  const members: TextMember[] = [];
  const entries: [string, unknown][] = [];
  const names = new Set<string>();
  for (const { key, value } of pairs) {
    const [start, end] = (lib.isNode(key) ? key.range : undefined) ?? [0, 0];
    const name = lib.isScalar(key) ? String(key.value) : "";
    const content = read(lib, value, repeated);
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
