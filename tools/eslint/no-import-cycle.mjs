/**
 * An ESLint rule that refuses imports that lead back to the importing file. Type imports count: files that need each
 * other to compile cannot be read one after the other. Published rules skip them (`import-x/no-cycle` 4.18).
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import ts from "typescript";

/** The files that each file imports by a relative path. ESLint keeps the process, so each file is read once. */
const imports = new Map();

/** What a file imports, as paths. */
function importsOf(file) {
  if (!imports.has(file)) {
    const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"));
    const targets = importedFiles.map(({ fileName }) => target(file, fileName));
    imports.set(
      file,
      targets.filter((path) => path !== undefined),
    );
  }
  return imports.get(file);
}

/** The source file that a relative specifier names; undefined for packages and other kinds of files. */
function target(file, specifier) {
  if (!specifier.startsWith(".")) {
    return undefined;
  }
  const path = resolve(dirname(file), specifier);
  return [`${path}.ts`, resolve(path, "index.ts")].find((candidate) => existsSync(candidate));
}

/** The shortest way from one file to another along imports; undefined when there is none. */
function way(from, to) {
  const before = new Map([[from, undefined]]);
  for (const file of before.keys()) {
    if (file === to) {
      const files = [];
      for (let step = file; step !== undefined; step = before.get(step)) {
        files.unshift(step);
      }
      return files;
    }
    for (const next of importsOf(file)) {
      if (!before.has(next)) {
        before.set(next, file);
      }
    }
  }
  return undefined;
}

export const noImportCycle = {
  meta: { type: "problem", schema: [], messages: { cycle: "This import is circular: {{files}}." } },
  create(context) {
    const check = ({ source }) => {
      const imported = source === null ? undefined : target(context.filename, source.value);
      const files = imported === undefined ? undefined : way(imported, context.filename);
      if (files !== undefined) {
        const names = files.map((file) => relative(context.cwd, file));
        context.report({ node: source, messageId: "cycle", data: { files: names.join(" → ") } });
      }
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
