/** The preflight command from its options to its exit code: signs in, makes the checks, and reports them. */
import { coded, quoted } from "../../messages";
import { loadSdks } from "../clouds/sdks";
import { EXIT, type Io, type Options, UsageError } from "../command";
import { withProgress } from "../progress";
import { isReady, renderPreflight, renderPreflightJson } from "./report";
import { runChecks } from "./run-checks";
import { readWanted } from "./wanted";

/**
 * Runs `azure-to-aws preflight`.
 *
 * @returns The exit code.
 * @throws {CommandError} If it cannot run.
 */
export async function runPreflight(options: Options, io: Io): Promise<number> {
  const strict = options.has("strict");
  if (options.files.length > 0) {
    throw new UsageError(
      coded(
        "file-unexpected",
        `preflight takes no file. Expected options only; got ${quoted(options.files[0] ?? "")}. Give the configuration with --stack-config`,
      ),
    );
  }
  const wanted = await readWanted(options, process.env);
  const sdks = await loadSdks("iam", "sts", "identity");
  const during = <T>(what: string, work: () => Promise<T>) => withProgress(what, io.err, work);
  const found = await runChecks(wanted, sdks, during);
  const isJson = options.text("format") === "json";
  io.out(isJson ? renderPreflightJson(found, strict) : renderPreflight(found, io.columns));
  return isReady(found, strict) ? EXIT.accepted : EXIT.rejected;
}
