import path from "node:path";
import ts from "typescript";
import { parse, type SourceText } from "./source-file";

/** The functions that know where a resource can hold a role: by its shape, in its desired state, in its template. */
export const ROLE_PLACES: readonly string[] = ["roleShapes", "desiredState", "templateContent"];

/** A file, and what it imports. */
interface Importer {
  readonly path: string;
  /** Paths of the files that it imports, as far as they are relative. */
  readonly files: ReadonlySet<string>;
  /** The names that it imports, without types. */
  readonly names: ReadonlySet<string>;
}

/**
 * Finds the walkers that look for roles in a resource. A file belongs to a walker if it imports a function of {@link ROLE_PLACES}. If one
 * such file imports another, both are the same walker: one hands resources to the other. Two walkers decide independently where a role can
 * be, so they can disagree.
 *
 * @returns The files of each walker.
 * @throws Error if no file imports one of the functions: then this definition is out of date
 */
export function findRoleWalkers(sources: readonly SourceText[]): readonly (readonly string[])[] {
  const all = sources.map(importerOf);
  for (const name of ROLE_PLACES) {
    if (!all.some(({ names }) => names.has(name))) {
      throw new Error(`tools/costs/role-walkers.ts: no file imports "${name}". Name its successor there.`);
    }
  }
  const walking = all.filter(({ names }) => ROLE_PLACES.some((name) => names.has(name)));
  const walkers = walking.reduce<Importer[][]>((before, file) => {
    const near = before.filter((walker) => walker.some((other) => areConnected(file, other)));
    return [...before.filter((walker) => !near.includes(walker)), [file, ...near.flat()]];
  }, []);
  return walkers.map((walker) => walker.map((file) => file.path).sort()).sort();
}

function areConnected(one: Importer, other: Importer): boolean {
  return one.files.has(other.path) || other.files.has(one.path);
}

function importerOf(source: SourceText): Importer {
  const files = new Set<string>();
  const names = new Set<string>();
  for (const { importClause, moduleSpecifier } of parse(source).statements.filter(ts.isImportDeclaration)) {
    const bindings = importClause?.namedBindings;
    if (!ts.isStringLiteral(moduleSpecifier) || importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) {
      continue;
    }
    files.add(`${path.posix.join(path.posix.dirname(source.path), moduleSpecifier.text)}.ts`);
    if (bindings !== undefined && ts.isNamedImports(bindings)) {
      for (const { isTypeOnly, propertyName, name } of bindings.elements) {
        if (!isTypeOnly) {
          names.add((propertyName ?? name).text);
        }
      }
    }
  }
  return { path: source.path, files, names };
}
