import ts from "typescript";

/** What a reader of a file reads. */
export interface Tokens {
  /** Tokens of TypeScript's scanner, without comments. */
  readonly tokens: number;
  /** Words of the comments. */
  readonly commentWords: number;
}

const WORD = /[\p{L}\p{N}]\S*/gu;

/**
 * Counts the tokens that TypeScript's scanner finds while the parser reads a file: alone, the scanner cannot tell a regular expression from a
 * division. A comma after the last element does not count, because the formatter adds it and takes it away with the line breaks.
 */
export function countTokens(file: ts.SourceFile): Tokens {
  let tokens = 0;
  let commentWords = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) {
      return;
    }
    if (ts.isTokenKind(node.kind)) {
      const start = node.getStart(file);
      const before = file.text.slice(node.getFullStart(), start);
      commentWords += before.match(WORD)?.length ?? 0;
      tokens += node.getEnd() > start ? 1 : 0;
      return;
    }
    const children = node.getChildren(file);
    children.forEach(visit);
    const last = children.at(-1);
    if (node.kind === ts.SyntaxKind.SyntaxList && last?.kind === ts.SyntaxKind.CommaToken) {
      tokens--;
    }
  };
  visit(file);
  return { tokens, commentWords };
}
