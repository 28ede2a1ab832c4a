import { COMMAND_LINE } from "../messages/cli";
import { CommandError } from "./command";

/** An SDK: the name of its package, and the import of it. Only an import with a literal name is found by the bundler. */
type Load<Sdk = unknown> = readonly [name: string, load: () => Promise<Sdk>];

/**
 * Loads SDKs of the vendors. They are optional peer dependencies, because only the commands that call a cloud need them.
 *
 * @param loads - Each SDK by the name that the caller has for it.
 * @throws {CommandError} If some are not installed. It names all of them.
 */
export async function loadSdks<Sdks extends object>(loads: {
  readonly [Name in keyof Sdks]: Load<Sdks[Name]>;
}): Promise<Sdks> {
  // On Node 20 the AWS SDK announces the end of its support in the middle of the report.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const missing: string[] = [];
  const loaded: [string, unknown][] = [];
  for (const [alias, [name, load]] of Object.entries<Load>(loads)) {
    try {
      loaded.push([alias, await load()]);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") {
        throw error;
      }
      missing.push(name);
    }
  }
  if (missing.length > 0) {
    throw new CommandError(COMMAND_LINE.say("sdk-missing", missing));
  }
  return Object.fromEntries(loaded) as Sdks;
}
