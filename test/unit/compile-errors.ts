/** Programs in texts, such as those on pages, compiled against the types of the real SDKs. */
import path from "node:path";
import ts from "typescript";
import { PROJECT_ROOT } from "../../tools/project-root";

/**
 * Compiles programs that are in no file, as if they were in the folder of the tests.
 *
 * @returns The errors of each program, by its name.
 */
export function compileErrors(programs: Readonly<Record<string, string>>): Record<string, string[]> {
  const place = (name: string): string => path.join(PROJECT_ROOT, "test", `${name}.virtual.ts`);
  const files = new Map(Object.entries(programs).map(([name, text]) => [place(name), text]));
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ["node"],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
  };
  const host = ts.createCompilerHost(options);
  const onDisk = ts.createCompilerHost(options);
  host.readFile = (file) => files.get(file) ?? onDisk.readFile(file);
  host.fileExists = (file) => files.has(file) || onDisk.fileExists(file);
  host.getSourceFile = (file, language) => {
    const own = files.get(file);
    return own === undefined
      ? onDisk.getSourceFile(file, language)
      : ts.createSourceFile(file, own, language);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const errors = Object.keys(programs).map((name) => {
    const source = program.getSourceFile(place(name));
    return [
      name,
      ts
        .getPreEmitDiagnostics(program, source)
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
    ] as const;
  });
  return Object.fromEntries(errors);
}
