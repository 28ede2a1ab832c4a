import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { LAB_ROOT } from "../../../lab-root";
import { sdkEntry } from "./sdk-entry";

/**
 * How this project's tests load TypeScript: what was transpiled once is kept. ts-node loads the compiler and its source maps
 * at each start instead, which is 0.8 of the 2 CPU seconds that a program of examples/ takes to start.
 */
export const TRANSPILER = path.join(LAB_ROOT, "tools/typescript/register.cjs");

/** Only a checkout has it. Elsewhere, ts-node loads the programs. */
const hasTranspiler = existsSync(TRANSPILER);

/** A Node process to start: arguments, and variables to add to the environment. */
export interface NodeCommand {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** How a program is started. */
export interface ProgramCommand extends NodeCommand {
  /** Arguments of Node itself, before {@link args}. */
  readonly nodeArgs: readonly string[];
  /** Whether the program can run in a process that ran another one: modules of Node's own kind cannot be loaded twice. */
  readonly canShareProcess: boolean;
}

/**
 * How the SDK's `run` program is called for a Pulumi program. Flags and variables are those that
 * `@pulumi/pulumi/cmd/run` reads.
 *
 * @param request what the engine asks for
 * @param engineAddress `host:port` of the engine
 * @param wantsTranspiler whether programs in TypeScript are not to be type-checked. The SDK's ts-node checks them by default.
 * @throws Error when the SDK is not installed for the program
 */
export function programCommand(
  request: RunRequest,
  engineAddress: string,
  wantsTranspiler = false,
): ProgramCommand {
  const transpileOnly = wantsTranspiler && hasTranspiler;
  const info = request.getInfo();
  const programDirectory = info?.getProgramDirectory() ?? request.getPwd();
  const entryPoint = info?.getEntryPoint() ?? request.getProgram();
  const options = info?.getOptions()?.toJavaScript() ?? {};
  const isTypeScript = options.typescript !== false;
  const flags: Record<string, string> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    "root-directory": info?.getRootDirectory() ?? "",
    parallel: String(request.getParallel()),
  };
  return {
    nodeArgs: [
      ...(isTypeScript && transpileOnly ? ["-r", TRANSPILER] : []),
      ...nodeArguments(options.nodeargs),
    ],
    canShareProcess:
      hasTranspiler &&
      (transpileOnly || !isTypeScript) &&
      options.nodeargs === undefined &&
      !isModule(programDirectory, entryPoint),
    args: [
      sdkEntry("run", programDirectory),
      ...Object.entries(flags)
        .filter(([, value]) => value !== "")
        .flatMap(([name, value]) => [`--${name}`, value]),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      entryPoint === "" ? "." : entryPoint,
      ...request.getArgsList(),
    ],
    environment: {
      PULUMI_NODEJS_TYPESCRIPT: String(isTypeScript && !transpileOnly),
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
  };
}

/** Whether a program is a module of Node's own kind (ES module). */
function isModule(directory: string, entryPoint: string): boolean {
  if (entryPoint.endsWith(".mjs")) {
    return true;
  }
  try {
    const manifest = JSON.parse(readFileSync(path.join(directory, "package.json"), "utf8")) as {
      readonly type?: unknown;
    };
    return manifest.type === "module";
  } catch {
    return false;
  }
}

/** The runtime option `nodeargs` of a Pulumi.yaml: words between spaces. */
function nodeArguments(option: unknown): string[] {
  return typeof option === "string" ? option.split(/\s+/).filter((word) => word !== "") : [];
}
