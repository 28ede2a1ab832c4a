/** Reads behaviors and `@evidence` tags in TypeScript. */
import path from "node:path";
import ts from "typescript";
import type { Note, Reading, Site, TaggedSource } from "./evidence";

/** Types that carry a refusal before it becomes an error. */
const PROBLEM_TYPES: readonly string[] = ["EntraProblem"];
/** The type of what resource types do. */
const BEHAVIOR_TYPE = "ArmBehavior";
/** What says that the lab does not do something: no cloud answers it, so there is no evidence to give. */
const NOT_IN_THE_LAB = "notInTheLab";
/** Errors that no client sees: faults of the lab or of its caller. */
const OWN_FAULTS: readonly string[] = ["Error", "TypeError", "RangeError"];
const ROUTE_METHODS: readonly string[] = ["get", "post", "put", "patch", "delete", "head", "all", "options"];
/** What sends an answer: middleware that calls one of them answers requests itself. */
const ANSWERS = /\.(?:json|send|end|redirect|sendFile)\(/;
/** Names of what is compared with the parts of a path where there is no router. */
const PATH_PARTS: readonly string[] = ["area", "pathname", "path", "url"];
/** Endpoints of identities: what their functions return is answered. */
const ENDPOINTS = /\/(?:imds\/token-endpoint|app-service\/app-token)\.ts$/;
/** What every answer of a service is wrapped in. */
const WRAPPERS: readonly string[] = ["value", "error"];
/** Functions whose object literals are answers. */
const ANSWERING = /^status$|[a-z]View$/;
const STATUS_METHODS: readonly string[] = ["status", "sendStatus", "writeHead"];
const TAG = /^(?:\/\*\*|\/\*|\*|\/\/)?\s*@evidence\b\s*(.*)$/;

/** What makes refusals: classes of errors, and the functions and methods that return one, by file. */
interface Makers {
  readonly errors: ReadonlySet<string>;
  readonly factories: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Reads all files together, since a file may use the factories of another one. */
export function readTypeScript(sources: readonly TaggedSource[]): readonly Reading[] {
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
  const add = (node: ts.Node, kind: Site["kind"], text = node.getText(), within = holdersOf(node)): void => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    sites.push({
      path: file.fileName,
      line: line + 1,
      kind,
      text: text.replace(/\s+/g, " "),
      within,
    });
  };
  const visit = (node: ts.Node): void => {
    if (isRefusal(node, makers, factories)) {
      const isFactory = isFactoryOf(enclosingFunction(node), makers);
      add(node, "refusal", node.getText(), isFactory ? holdersOf(node) : statementsOf(node));
      return;
    }
    for (const name of membersAt(node)) {
      add(node, "member", name);
    }
    if (ts.isVariableDeclaration(node) && node.type?.getText() === BEHAVIOR_TYPE) {
      add(node, "type", node.name.getText());
    } else if (isRoute(node, routers)) {
      add(node, "route", `${node.expression.getText()} ${node.arguments[0]?.getText() ?? ""}`);
    } else if (isPathComparison(node)) {
      add(node, "route", node.getText(), statementsOf(node));
    } else if (isFailureStatus(node)) {
      add(node, "refusal", node.getText(), statementsOf(node));
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

/** A function that returns nothing but refusals: what it is noted with is about them. */
function isFactoryOf(candidate: ts.SignatureDeclaration | undefined, { errors }: Makers): boolean {
  const type = candidate?.type?.getText() ?? "";
  const isExpression =
    candidate !== undefined && ts.isArrowFunction(candidate) && !ts.isBlock(candidate.body);
  return errors.has(type) || PROBLEM_TYPES.includes(type) || isExpression;
}

function isRoute(node: ts.Node, routers: ReadonlySet<string>): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return false;
  }
  const { expression, name } = node.expression;
  const isOfRouter =
    routers.has(expression.getText()) || routers.has(expression.getText().split(".")[0] ?? "");
  if (name.text === "use") {
    const hasPath = ts.isStringLiteral(node.arguments[0] ?? node);
    return isOfRouter && node.arguments.some((handler) => answersItself(handler, hasPath));
  }
  const hasHandler = node.arguments.length > 1 || expression.getText().includes(".route(");
  return isOfRouter && ROUTE_METHODS.includes(name.text) && hasHandler;
}

/**
 * A function that answers, written down where it is used or named. One that takes an error sends on refusals. A function of
 * another file counts where it has a path.
 */
function answersItself(handler: ts.Expression, hasPath: boolean): boolean {
  if (ts.isIdentifier(handler)) {
    const named = functionNamed(handler);
    return named === undefined ? hasPath : isAnswering(named);
  }
  return isAnswering(handler);
}

function isAnswering(handler: ts.Node): boolean {
  return (
    ts.isFunctionLike(handler) &&
    handler.parameters.length < 4 &&
    "body" in handler &&
    ANSWERS.test(handler.body?.getText() ?? "")
  );
}

/** The function that a name stands for in its file. */
function functionNamed(identifier: ts.Identifier): ts.Node | undefined {
  for (const node of descendants(identifier.getSourceFile())) {
    if (ts.isFunctionDeclaration(node) && node.name?.text === identifier.text) {
      return node;
    }
    if (ts.isVariableDeclaration(node) && node.name.getText() === identifier.text) {
      return node.initializer;
    }
  }
  return undefined;
}

/** `area === "identity"`: a route where there is no router. */
function isPathComparison(node: ts.Node): boolean {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken &&
    PATH_PARTS.includes(node.left.getText().replace(/\.toLowerCase\(\)$/, "")) &&
    (ts.isStringLiteral(node.right) || /^[A-Z_]+$/.test(node.right.getText())) &&
    /\/(?:imds|app-service)\//.test(node.getSourceFile().fileName)
  );
}

/**
 * An answer with a status that may be 400 or more. The status of an error that is sent on (`refusal.status`) and of an answer
 * that is passed on has its note elsewhere.
 */
function isFailureStatus(node: ts.Node): boolean {
  const status = statusOf(node);
  if (status === undefined) {
    return false;
  }
  const values = ts.isConditionalExpression(status) ? [status.whenTrue, status.whenFalse] : [status];
  return values.some((value) =>
    ts.isNumericLiteral(value)
      ? Number(value.text) >= 400
      : !/\.status(?:Code \?\? 502)?$/.test(value.getText()),
  );
}

/** The status that a call or an assignment gives an answer. */
function statusOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return node.left.getText().endsWith(".statusCode") ? node.right : undefined;
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) {
    return undefined;
  }
  return STATUS_METHODS.includes(node.expression.name.text) ? node.arguments[0] : undefined;
}

/** The members that an object literal adds to an answer. */
function membersAt(node: ts.Node): readonly string[] {
  if (!ts.isObjectLiteralExpression(node)) {
    return [];
  }
  const { fileName } = node.getSourceFile();
  const name = enclosingFunction(node)?.name?.getText() ?? "";
  const isProperties =
    ts.isPropertyAssignment(node.parent) &&
    node.parent.name.getText() === "properties" &&
    fileName.includes("/arm/types/");
  const isMerged =
    ts.isCallExpression(node.parent) &&
    node.parent.expression.getText() === "mergePatch" &&
    fileName.includes("/arm/types/");
  const isAnswered =
    (ts.isReturnStatement(node.parent) && ENDPOINTS.test(fileName)) ||
    (ts.isCallExpression(node.parent) && node.parent.expression.getText().endsWith(".json"));
  if (
    !isProperties &&
    !isMerged &&
    !isAnswered &&
    !fileName.endsWith("/representations.ts") &&
    !ANSWERING.test(name)
  ) {
    return [];
  }
  const kept = node.properties.filter(
    (property) =>
      !ts.isPropertyAssignment(property) ||
      property.initializer.kind !== ts.SyntaxKind.NullKeyword ||
      !isMerged,
  );
  const names = kept.flatMap(({ name: member }) =>
    member === undefined || ts.isComputedPropertyName(member) ? [] : [member.getText().replace(/^"|"$/g, "")],
  );
  return isAnswered ? names.filter((member) => !WRAPPERS.includes(member)) : names;
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

/** As {@link holdersOf}, without the outermost function and what is around it: a note of a function may be about anything. */
function statementsOf(node: ts.Node): readonly string[] {
  const all = holdersOf(node);
  let outermost: ts.Node | undefined;
  for (let current = node; !ts.isSourceFile(current) && !ts.isClassLike(current); current = current.parent) {
    if (ts.isFunctionLike(current)) {
      outermost = current;
    }
    if (ts.isFunctionLike(current) && !ts.isArrowFunction(current) && !ts.isFunctionExpression(current)) {
      break;
    }
  }
  const end = outermost === undefined ? -1 : all.indexOf(holderOf(outermost));
  return end === -1 ? all : all.slice(0, end);
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
