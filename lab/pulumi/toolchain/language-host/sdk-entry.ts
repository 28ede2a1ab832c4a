import { createRequire } from "node:module";
import path from "node:path";

/** Programs of the Pulumi SDK that a language host starts. */
export type SdkProgram = "run" | "run-plugin" | "run-policy-pack";

/**
 * Path of one of the SDK's own programs, from the SDK that the user's program will load: both must be the same copy.
 *
 * @param directory absolute path of the user's program
 * @throws Error naming the folder and the remedy when no SDK is installed there
 */
export function sdkEntry(program: SdkProgram, directory: string): string {
  try {
    return createRequire(path.join(directory, "package.json")).resolve(`@pulumi/pulumi/cmd/${program}`);
  } catch (cause) {
    throw new Error(`${directory}: @pulumi/pulumi is not installed. Run npm install there`, { cause });
  }
}
