import type * as Identity from "@azure/identity" with { "resolution-mode": "import" };
import { loadSdks } from "../optional-sdk";
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
  const loaded = await loadSdks<Partial<AwsSdks & Required<Pick<CollectSdks, "identity">>>>({
    ...(aws && {
      iam: ["@aws-sdk/client-iam", () => import("@aws-sdk/client-iam")],
      sts: ["@aws-sdk/client-sts", () => import("@aws-sdk/client-sts")],
    }),
    ...(organization && {
      organizations: ["@aws-sdk/client-organizations", () => import("@aws-sdk/client-organizations")],
    }),
    ...(microsoft && { identity: ["@azure/identity", () => import("@azure/identity")] }),
  });
  const { iam, sts, organizations, identity } = loaded;
  return {
    aws: iam === undefined || sts === undefined ? undefined : { iam, sts, organizations },
    identity,
  };
}
