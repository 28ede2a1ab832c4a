import { createRequire } from "node:module";
import path from "node:path";

/** The `exports` of a package.json: by entry, the file that Node loads. */
export type Entries = Readonly<Record<string, string | { readonly default: string }>>;

/**
 * Counts the values that each entry of the package exports: functions, classes, enums, and constants. Types cost a reader too, but they are
 * no promise that a caller can break at run time, and a class already counts.
 *
 * @param root - The folder of the package, built.
 */
export function countExportedValues(root: string, entries: Entries): Readonly<Record<string, number>> {
  const load = createRequire(path.join(root, "package.json"));
  return Object.fromEntries(
    Object.entries(entries)
      .map(([entry, target]) => [entry, typeof target === "string" ? target : target.default] as const)
      .filter(([, file]) => file.endsWith(".js"))
      .map(([entry, file]) => [entry, valuesOf(load(file)).length]),
  );
}

/** Names of what a module exports. The compiler adds `__esModule`, which is not enumerable. */
function valuesOf(module: unknown): string[] {
  return Object.keys(module as object);
}
