import type * as Identity from "@azure/identity" with { "resolution-mode": "import" };
import { COMMAND_LINE } from "../../messages/cli";
import { CommandError } from "../command";
import type { AwsSdks } from "./aws/aws-sdks";

/** What a run needs. */
export interface NeededSdks {
  readonly aws: boolean;
  readonly organization: boolean;
  readonly microsoft: boolean;
}

/** The SDKs that a run needs; the others are `undefined`. */
export interface CollectSdks {
  readonly aws: AwsSdks | undefined;
  readonly identity: typeof Identity | undefined;
}

/**
 * Loads the optional peer dependencies that a run needs.
 *
 * @throws {CommandError} If some are not installed. It names all of them.
 */
export async function loadCollectSdks({ aws, organization, microsoft }: NeededSdks): Promise<CollectSdks> {
  // On Node 20 the AWS SDK announces the end of its support in the middle of the report.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const missing: string[] = [];
  const load = async <T>(isNeeded: boolean, name: string, from: () => Promise<T>): Promise<T | undefined> => {
    try {
      return isNeeded ? await from() : undefined;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") {
        throw error;
      }
      missing.push(name);
      return undefined;
    }
  };
  const iam = await load(aws, "@aws-sdk/client-iam", () => import("@aws-sdk/client-iam"));
  const sts = await load(aws, "@aws-sdk/client-sts", () => import("@aws-sdk/client-sts"));
  const organizations = await load(
    organization,
    "@aws-sdk/client-organizations",
    () => import("@aws-sdk/client-organizations"),
  );
  const identity = await load(microsoft, "@azure/identity", () => import("@azure/identity"));
  if (missing.length > 0) {
    throw new CommandError(COMMAND_LINE.say("sdk-missing", missing));
  }
  return {
    aws: iam === undefined || sts === undefined ? undefined : { iam, sts, organizations },
    identity,
  };
}
