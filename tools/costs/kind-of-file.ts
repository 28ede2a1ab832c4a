import ts from "typescript";
import { descendants } from "./source-file";

/** How much a file costs its reader. A generated file is not read, and data is looked up. */
export type KindOfFile = "code" | "data" | "generated";

/** The first comment of a generated file. */
const GENERATED = /\bGenerated (?:from|by)\b|\bwrites this file\b/;

/**
 * Classifies a file. It is generated if its first comment says so. It is data if it declares constants, at least one of them a list or an
 * object, and contains nothing else than imports, exports, and types: no function, no class, and no statement.
 */
export function kindOfFile(file: ts.SourceFile): KindOfFile {
  const [comment] = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  if (comment !== undefined && GENERATED.test(file.text.slice(comment.pos, comment.end))) {
    return "generated";
  }
  return isData(file) ? "data" : "code";
}

function isData(file: ts.SourceFile): boolean {
  const constants = file.statements.filter(ts.isVariableStatement);
  const isOther = (statement: ts.Statement): boolean =>
    !ts.isVariableStatement(statement) &&
    !ts.isImportDeclaration(statement) &&
    !ts.isExportDeclaration(statement) &&
    !ts.isInterfaceDeclaration(statement) &&
    !ts.isTypeAliasDeclaration(statement);
  const nodes = constants.flatMap(descendants);
  return (
    !file.statements.some(isOther) &&
    nodes.some((node) => ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) &&
    !nodes.some((node) => ts.isFunctionLike(node) && !ts.isFunctionTypeNode(node)) &&
    !nodes.some(ts.isClassExpression)
  );
}
