/** What the sources say of the components: Pulumi's own analyzer, with what it cannot read put before it. */
import path from "node:path";
import { Analyzer, type AnalyzeResult } from "@pulumi/pulumi/provider/experimental/analyzer";
import ts from "typescript";
import { plainText } from "./plain-text";

/** What is changed within the analyzer, which has no options for it. */
interface AnalyzerParts {
  readonly checker: ts.TypeChecker;
  readonly program: ts.Program;
  readonly docStrings: Record<string, string>;
  analyzeSymbols(context: unknown, symbols: readonly ts.Symbol[]): unknown;
  analyzeType(context: unknown, type: ts.Type, location: ts.Node, ...rest: unknown[]): unknown;
}

/**
 * Analyses the components of the package.
 *
 * @param root the project's folder
 * @param packageName name of the Pulumi package
 * @param components names of the component classes
 * @throws Error naming component and property when a type is none that Pulumi's languages have in common
 */
export function analyseComponents(
  root: string,
  packageName: string,
  components: readonly string[],
): AnalyzeResult {
  // The analyzer reads the tsconfig.json of the folder that it is given: that of this one has the components alone.
  const entry = { main: "../../components/index.ts" };
  const analyzer = new Analyzer(path.join(root, "tools/schema"), packageName, entry, new Set(components));
  const parts = analyzer as unknown as AnalyzerParts;
  readDescriptions(parts, path.join(root, "components"));
  findEnumNames(parts);
  readNamedMaps(parts);
  leavePrivateFields(parts);
  return analyzer.analyze();
}

/**
 * Makes plain text of all doc comments, since the analyzer prints links and line breaks as they are, and gives it those
 * of types, which it finds only where they stand before the component.
 */
function readDescriptions(parts: AnalyzerParts, folder: string): void {
  const visit = (node: ts.Node): void => {
    for (const comment of ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)) {
      const text = plainText(ts.getTextOfJSDocComment(comment.comment) ?? "");
      (comment as { comment?: string }).comment = text;
      if (ts.isInterfaceDeclaration(node)) {
        parts.docStrings[node.name.text] = text;
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of parts.program.getSourceFiles()) {
    if (file.fileName.startsWith(`${folder}/`)) {
      visit(file);
    }
  }
}

/**
 * The analyzer knows the name of an enum in `T` and in `Input<T>`, but not in `Input<T | undefined>`, which is what an
 * argument that may be left out is: it is handed `T`, by the name that stands in the source.
 */
function findEnumNames(parts: AnalyzerParts): void {
  const analyzeType = parts.analyzeType.bind(parts);
  parts.analyzeType = (context, type, location, ...rest) =>
    analyzeType(context, namedEnum(parts.checker, type, location) ?? type, location, ...rest);
}

/** In TypeScript, a type parameter has the names of a map. In other languages, and so in the schema, any name may be there. */
function readNamedMaps(parts: AnalyzerParts): void {
  const analyzeType = parts.analyzeType.bind(parts);
  parts.analyzeType = (context, type, location, ...rest) => {
    const [names, values] = type.aliasTypeArguments ?? [];
    if (values === undefined || names?.isTypeParameter() !== true) {
      return analyzeType(context, type, location, ...rest);
    }
    const [, description] = rest;
    const additionalProperties = parts.analyzeType(context, values, location);
    return { type: "object", additionalProperties, plain: true, description };
  };
}

/** Fields like `#names` are no outputs. */
function leavePrivateFields(parts: AnalyzerParts): void {
  const analyzeSymbols = parts.analyzeSymbols.bind(parts);
  parts.analyzeSymbols = (context, symbols) =>
    analyzeSymbols(
      context,
      symbols.filter(({ name }) => !name.startsWith("#")),
    );
}

function namedEnum(checker: ts.TypeChecker, type: ts.Type, location: ts.Node): ts.Type | undefined {
  const values = literals(type);
  if (values === undefined || !(ts.isPropertySignature(location) || ts.isPropertyDeclaration(location))) {
    return undefined;
  }
  const find = (node: ts.Node): ts.Type | undefined => {
    if (ts.isTypeReferenceNode(node)) {
      const candidate = checker.getTypeFromTypeNode(node);
      if (candidate.aliasSymbol !== undefined && literals(candidate) === values) {
        return candidate;
      }
    }
    return ts.forEachChild(node, find);
  };
  return location.type && find(location.type);
}

/** The string literals that a type is made of, as one text; `undefined` for any other type. */
function literals(type: ts.Type): string | undefined {
  if (!type.isUnion()) {
    return undefined;
  }
  const members = type.types.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined));
  if (!members.every((member) => member.isStringLiteral())) {
    return undefined;
  }
  return JSON.stringify(members.map(({ value }) => value).sort());
}
