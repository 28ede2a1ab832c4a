/** Reads behaviors and `@evidence` tags in TypeScript. */
import path from "node:path";
import ts from "typescript";
import type { Note, Reading, Site, SourceText } from "./evidence";

/** Types that carry a refusal before it becomes an error. */
const PROBLEM_TYPES: readonly string[] = ["EntraProblem"];
/** The type of the rows in the table of resource types. */
const ROW_TYPE = "ResourceType";
/** What says that the lab does not do something: no cloud answers it, so there is no evidence to give. */
const NOT_IN_THE_LAB = "notInTheLab";
/** Errors that no client sees: faults of the lab or of its caller. */
const OWN_FAULTS: readonly string[] = ["Error", "TypeError", "RangeError"];
const ROUTE_METHODS: readonly string[] = ["get", "post", "put", "patch", "delete", "head"];
const STATUS_METHODS: readonly string[] = ["status", "sendStatus", "writeHead"];
const TAG = /^(?:\/\*\*|\/\*|\*|\/\/)?\s*@evidence\b\s*(.*)$/;

/** What makes refusals: classes of errors, and the functions and methods that return one, by file. */
interface Makers {
  readonly errors: ReadonlySet<string>;
  readonly factories: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads all files together, since a file may use the factories of another one. */
export function readTypeScript(sources: readonly SourceText[]): readonly Reading[] {
  const files = sources.map((source) =>
    ts.createSourceFile(source.path, source.text, ts.ScriptTarget.ES2022, true),
  );
  const makers = makersOf(files);
  return files.map((file) => readFile(file, makers));
}

function makersOf(files: readonly ts.SourceFile[]): Makers {
  const errors = new Set<string>();
  const classes = files.flatMap((file) => descendants(file).filter(ts.isClassLike));
  // Classes may extend one that comes later.
  for (let before = -1; before < errors.size;) {
    before = errors.size;
    for (const { name, heritageClauses = [] } of classes) {
      const bases = heritageClauses
        .flatMap(({ types }) => types)
        .map(({ expression }) => expression.getText());
      if (name !== undefined && bases.some((base) => base === "Error" || errors.has(base))) {
        errors.add(name.text);
      }
    }
  }
  const refusals = new Set([...errors, ...PROBLEM_TYPES]);
  const factories = files.map((file) => {
    const names = descendants(file)
      .filter((node) => ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node))
      .filter(({ body, type }) => body !== undefined && type !== undefined && refusals.has(type.getText()))
      .flatMap(({ name }) => name?.getText() ?? []);
    return [file.fileName, new Set(names)] as const;
  });
  return { errors, factories: new Map(factories) };
}

function readFile(file: ts.SourceFile, makers: Makers): Reading {
  const notes = notesOf(file);
  const factories = factoriesSeenBy(file, makers);
  const routers = routersOf(file);
  const sites: Site[] = [];
  const add = (node: ts.Node, kind: Site["kind"], text = node.getText()): void => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    sites.push({
      path: file.fileName,
      line: line + 1,
      kind,
      text: text.replace(/\s+/g, " "),
      within: holdersOf(node),
    });
  };
  const visit = (node: ts.Node): void => {
    if (isRefusal(node, makers, factories)) {
      add(node, "refusal");
      return;
    }
    if (ts.isVariableDeclaration(node) && node.type?.getText() === ROW_TYPE) {
      add(node, "type", node.name.getText());
    } else if (isRoute(node, routers)) {
      add(node, "route", `${node.expression.getText()} ${node.arguments[0]?.getText() ?? ""}`);
    } else if (isFailureStatus(node)) {
      add(node, "refusal");
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { sites, notes };
}

/** The factories that a file declares or imports, as it calls them. */
function factoriesSeenBy(file: ts.SourceFile, { factories }: Makers): ReadonlySet<string> {
  const seen = new Set(factories.get(file.fileName));
  for (const statement of file.statements.filter(ts.isImportDeclaration)) {
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    const exported = factories.get(`${path.posix.join(path.posix.dirname(file.fileName), from)}.ts`);
    const bindings = statement.importClause?.namedBindings;
    if (exported === undefined || bindings === undefined) {
      continue;
    }
    if (ts.isNamespaceImport(bindings)) {
      exported.forEach((name) => seen.add(`${bindings.name.text}.${name}`));
    } else {
      for (const { name, propertyName } of bindings.elements) {
        if (exported.has((propertyName ?? name).text)) {
          seen.add(name.text);
        }
      }
    }
  }
  return seen;
}

function routersOf(file: ts.SourceFile): ReadonlySet<string> {
  const declared = descendants(file).filter(ts.isVariableDeclaration);
  return new Set(
    declared
      .filter(({ initializer }) => /^(Router|express)\(/.test(initializer?.getText() ?? ""))
      .map(({ name }) => name.getText()),
  );
}

function isRefusal(node: ts.Node, { errors }: Makers, factories: ReadonlySet<string>): boolean {
  if (ts.isNewExpression(node)) {
    const name = node.expression.getText();
    return errors.has(name)
      ? !handsOn(node) && enclosingFunction(node)?.name?.getText() !== NOT_IN_THE_LAB
      : ts.isThrowStatement(node.parent) && !OWN_FAULTS.includes(name);
  }
  if (ts.isCallExpression(node)) {
    const callee = node.expression.getText();
    const [object = "", method] = callee.split(".");
    if (errors.has(object) && method !== undefined) {
      return method !== NOT_IN_THE_LAB;
    }
    return factories.has(callee.replace(/^this\./, "")) || ts.isThrowStatement(node.parent);
  }
  const returned = ts.isReturnStatement(node) ? node.expression : undefined;
  return returned !== undefined && ts.isObjectLiteralExpression(returned) && isOfProblemType(node);
}

/** Whether a factory only passes its own parameters to the constructor: its callers have the texts then. */
function handsOn(node: ts.NewExpression): boolean {
  const hasLiteral = [node, ...descendants(node)].some(
    (inner) => ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner),
  );
  const [first] = node.arguments ?? [];
  const parameters = enclosingFunction(node)?.parameters.map(({ name }) => name.getText()) ?? [];
  return ts.isReturnStatement(node.parent) && !hasLiteral && parameters.includes(first?.getText() ?? "");
}

function isOfProblemType(node: ts.Node): boolean {
  return PROBLEM_TYPES.includes(enclosingFunction(node)?.type?.getText() ?? "");
}

function enclosingFunction(node: ts.Node): ts.SignatureDeclaration | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

function isRoute(node: ts.Node, routers: ReadonlySet<string>): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    routers.has(node.expression.expression.getText()) &&
    ROUTE_METHODS.includes(node.expression.name.text) &&
    node.arguments.length > 1
  );
}

/** An answer with a status of 400 and more that is written down in the call. */
function isFailureStatus(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return false;
  }
  const [status] = node.arguments;
  const values =
    status !== undefined && ts.isConditionalExpression(status)
      ? [status.whenTrue, status.whenFalse]
      : [status];
  return (
    STATUS_METHODS.includes(node.expression.name.text) &&
    values.some((value) => value !== undefined && ts.isNumericLiteral(value) && Number(value.text) >= 400)
  );
}

/** The tags, each at the outermost node that begins behind its comment. */
function notesOf(file: ts.SourceFile): readonly Note[] {
  const held = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    for (const { pos } of ts.getLeadingCommentRanges(file.text, node.getFullStart()) ?? []) {
      held.set(pos, held.get(pos) ?? holderOf(node));
    }
    ts.forEachChild(node, visit);
  };
  file.statements.forEach(visit);
  return commentsOf(file).flatMap(({ pos, end }) =>
    tagsIn(file.text.slice(pos, end)).map(({ text, line }) => ({
      path: file.fileName,
      line: file.getLineAndCharacterOfPosition(pos).line + 1 + line,
      text,
      holder: held.get(pos),
    })),
  );
}

/** All comments; `//` lines that follow one another are one. */
function commentsOf(file: ts.SourceFile): readonly ts.TextRange[] {
  const found = new Map<number, ts.TextRange>();
  const add = (range: ts.CommentRange): void => {
    found.set(range.pos, range);
  };
  for (const node of [file, ...descendants(file, true)]) {
    ts.getLeadingCommentRanges(file.text, node.getFullStart())?.forEach(add);
    ts.getTrailingCommentRanges(file.text, node.getEnd())?.forEach(add);
  }
  const merged: { pos: number; end: number }[] = [];
  for (const { pos, end } of [...found.values()].sort((one, other) => one.pos - other.pos)) {
    const last = merged.at(-1);
    const between = last === undefined ? undefined : file.text.slice(last.end, pos);
    const isLine = file.text.startsWith("//", pos);
    if (last !== undefined && isLine && /^\r?\n[ \t]*$/.test(between ?? "")) {
      last.end = end;
    } else {
      merged.push({ pos, end });
    }
  }
  return merged;
}

/** The tags of one comment: from the marker to the next tag, an empty line, or the end. */
function tagsIn(comment: string): readonly { readonly text: string; readonly line: number }[] {
  const tags: { text: string; line: number }[] = [];
  let isOpen = false;
  for (const [line, raw] of comment.split("\n").entries()) {
    const trimmed = raw.trim().replace(/\s*\*\/$/, "");
    const [, first] = TAG.exec(trimmed) ?? [];
    const more = trimmed.replace(/^(?:\/\*\*|\/\*|\*|\/\/)\s*/, "");
    const last = tags.at(-1);
    if (first !== undefined) {
      tags.push({ text: first, line });
      isOpen = true;
    } else if (more === "" || more.startsWith("@")) {
      isOpen = false;
    } else if (isOpen && last !== undefined) {
      last.text += ` ${more}`;
    }
  }
  return tags;
}

/** The places whose tags count for a node: its statements and properties, up to the function or member that it is in. */
function holdersOf(node: ts.Node): readonly string[] {
  const holders: string[] = [];
  for (let current = node; !ts.isSourceFile(current) && !ts.isClassLike(current); current = current.parent) {
    holders.push(holderOf(current));
    const isValue = ts.isArrowFunction(current) || ts.isFunctionExpression(current);
    if (ts.isFunctionLike(current) && !isValue) {
      return holders;
    }
    if (ts.isPropertyAssignment(current) && ts.isFunctionLike(current.initializer)) {
      return holders;
    }
  }
  return holders;
}

function holderOf(node: ts.Node): string {
  return `${node.getSourceFile().fileName} ${node.getStart()} ${node.getEnd()} ${node.kind}`;
}

/** All nodes below a node; with tokens, also those that are only punctuation. */
function descendants(node: ts.Node, withTokens = false): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (child: ts.Node): void => {
    found.push(child);
    (withTokens ? child.getChildren() : childrenOf(child)).forEach(visit);
  };
  (withTokens ? node.getChildren() : childrenOf(node)).forEach(visit);
  return found;
}

function childrenOf(node: ts.Node): readonly ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
}
