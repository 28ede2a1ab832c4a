/**
 * `npm run generate [-- NAME [ARGUMENT…]]`: writes generated files. Without a name, those that a change of the sources can outdate.
 * With one, only that, with its arguments.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { nearestName } from "../../messages/nearest-name";
import { PROJECT_ROOT } from "../project-root";
import { type Generator, GENERATORS } from "./generators";

const REGISTER = path.join(PROJECT_ROOT, "tools/typescript/register.cjs");

function main([name, ...options]: readonly string[]): number {
  if (name === "--help" || name === "-h") {
    process.stdout.write(usage());
    return 0;
  }
  if (name === undefined) {
    return runAll(Object.values(GENERATORS).filter(({ isUsual }) => isUsual === true));
  }
  const generator = Object.hasOwn(GENERATORS, name) ? GENERATORS[name] : undefined;
  if (generator === undefined) {
    const near = nearestName(name, Object.keys(GENERATORS));
    const meant = near === undefined ? "" : ` Did you mean ${near}?`;
    process.stderr.write(`generate: unknown name "${name}".${meant}\n\n${usage()}`);
    return 2;
  }
  return runAll([generator], options);
}

/** @returns the exit code of the first program that fails, else 0 */
function runAll(generators: readonly Generator[], options: readonly string[] = []): number {
  if (generators.some(({ needsBuild }) => needsBuild === true)) {
    const status = run("npm", ["run", "--silent", "build"], PROJECT_ROOT);
    if (status !== 0) {
      return status;
    }
  }
  for (const program of generators.flatMap(({ programs }) => programs)) {
    const status = run(process.execPath, ["-r", REGISTER, path.join(PROJECT_ROOT, program), ...options]);
    if (status !== 0) {
      return status;
    }
  }
  return 0;
}

function run(command: string, args: readonly string[], cwd?: string): number {
  return spawnSync(command, args, { stdio: "inherit", cwd }).status ?? 1;
}

function usage(): string {
  const width = Math.max(...Object.keys(GENERATORS).map((name) => name.length));
  const lines = Object.entries(GENERATORS).map(
    ([name, { writes, isUsual }]) => `  ${isUsual === true ? "*" : " "} ${name.padEnd(width)}  ${writes}\n`,
  );
  return `Usage: npm run generate [-- NAME [ARGUMENT…]]

Writes generated files. Without a name: those with a *.

${lines.join("")}`;
}

process.exitCode = main(process.argv.slice(2));
