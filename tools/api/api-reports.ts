import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from "@microsoft/api-extractor";
import { ENTRIES } from "../packages/entries";

/**
 * Describes what programs can import: for each entry of the packages, all exported names with their types. Read from the built types, so
 * the project must be built.
 *
 * @param root - The project.
 * @returns The reports by file name.
 */
export async function apiReports(root: string): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(path.join(tmpdir(), "api-reports-"));
  try {
    const files = new Set<string>(Object.values(ENTRIES).flatMap((entries) => Object.values(entries)));
    const configs = [...files].map((file) => configOf(root, file, folder));
    const [first, ...others] = configs;
    if (first === undefined) {
      return {};
    }
    // One program for all of them: most of the time is for reading Pulumi's types.
    const compilerState = CompilerState.create(first, {
      additionalEntryPoints: others.map(({ mainEntryPointFilePath }) => mainEntryPointFilePath),
    });
    for (const config of configs) {
      Extractor.invoke(config, { compilerState, messageCallback: silence });
    }
    const reports = (await readdir(folder)).map(
      async (name) => [name, await readFile(path.join(folder, name), "utf8")] as const,
    );
    return Object.fromEntries(await Promise.all(reports));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param file - The entry, below `dist`, without ending. Its folder names the report. */
function configOf(root: string, file: string, folder: string): ExtractorConfig {
  const entry = path.join(root, "dist", `${file}.d.ts`);
  const silent = { default: { logLevel: ExtractorLogLevel.None } };
  return ExtractorConfig.prepare({
    packageJsonFullPath: path.join(root, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: entry,
      newlineKind: "lf",
      compiler: { overrideTsconfig: { extends: "./tsconfig.base.json", files: [entry] } },
      apiReport: {
        enabled: true,
        reportFileName: `${path.dirname(file).replaceAll("/", "-")}.api.md`,
        reportFolder: path.join(folder, "accepted"),
        reportTempFolder: folder,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: {
          ...silent,
          // A type that an exported one names is public too, though it has no name for programs.
          "ae-forgotten-export": { logLevel: ExtractorLogLevel.None, addToApiReportFile: true },
        },
        tsdocMessageReporting: silent,
      },
    },
  });
}

/** It would say that each report is new. */
function silence(message: ExtractorMessage): void {
  message.handled = true;
}
