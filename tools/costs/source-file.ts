import ts from "typescript";

/** A file of the repository. */
export interface SourceText {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Parses a file. The nodes know their parents. */
export function parse({ path, text }: SourceText): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
}

/** All nodes below a node, itself included, in the order of the text. */
export function descendants(node: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (inner: ts.Node): void => {
    found.push(inner);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

/** Tests of a workspace, and what they share: they are no part of what a reader of the workspace needs. */
const TESTS_OF_WORKSPACE = /^(lab|bench)\/test(?:ing)?\//;

/** The room of a file: its folder at the top of the repository, `lab/test`, or `bench/test`; `.` for a file that is in none. */
export function roomOf(path: string): string {
  const [, workspace] = TESTS_OF_WORKSPACE.exec(path) ?? [];
  if (workspace !== undefined) {
    return `${workspace}/test`;
  }
  const slash = path.indexOf("/");
  return slash < 0 ? "." : path.slice(0, slash);
}
