/** The SDKs of the vendors, which only some commands need. */
import type * as Iam from "@aws-sdk/client-iam";
import type * as Sts from "@aws-sdk/client-sts";
import type * as Identity from "@azure/identity" with { "resolution-mode": "import" };
import { loadSdks } from "../optional-sdk";

/** The SDKs that the command needs. */
export interface Sdks {
  readonly iam: typeof Iam;
  readonly sts: typeof Sts;
  readonly identity: typeof Identity;
}

/**
 * Loads them.
 *
 * @throws {CommandError} If some are not installed.
 */
export async function loadPreflightSdks(): Promise<Sdks> {
  return loadSdks<Sdks>({
    iam: ["@aws-sdk/client-iam", () => import("@aws-sdk/client-iam")],
    sts: ["@aws-sdk/client-sts", () => import("@aws-sdk/client-sts")],
    identity: ["@azure/identity", () => import("@azure/identity")],
  });
}
