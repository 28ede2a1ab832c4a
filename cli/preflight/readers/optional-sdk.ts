/** The SDKs of the vendors, which only some commands need. */
import type * as Iam from "@aws-sdk/client-iam";
import type * as Sts from "@aws-sdk/client-sts";
import type * as Identity from "@azure/identity" with { "resolution-mode": "import" };
import { COMMAND_LINE } from "../../../messages/cli";
import { CommandError } from "../../command";

/** The SDKs that the command needs. */
export interface Sdks {
  readonly iam: typeof Iam;
  readonly sts: typeof Sts;
  readonly identity: typeof Identity;
}

/**
 * Loads the optional peer dependencies.
 *
 * @throws {CommandError} If some are not installed.
 */
export async function loadSdks(): Promise<Sdks> {
  // On Node 20 the AWS SDK announces the end of its support in the middle of the report.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const missing: string[] = [];
  const load = async <T>(name: string, load: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await load();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") {
        throw error;
      }
      missing.push(name);
      return undefined;
    }
  };
  const iam = await load("@aws-sdk/client-iam", () => import("@aws-sdk/client-iam"));
  const sts = await load("@aws-sdk/client-sts", () => import("@aws-sdk/client-sts"));
  const identity = await load("@azure/identity", () => import("@azure/identity"));
  if (iam === undefined || sts === undefined || identity === undefined) {
    throw new CommandError(COMMAND_LINE.say("sdk-missing", missing));
  }
  return { iam, sts, identity };
}
