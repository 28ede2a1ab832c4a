/** Loads the SDKs of the vendors. They are optional peer dependencies, because only the commands that call a cloud need them. */
import type * as cloudtrail from "@aws-sdk/client-cloudtrail";
import type * as iam from "@aws-sdk/client-iam";
import type * as organizations from "@aws-sdk/client-organizations";
import type * as sts from "@aws-sdk/client-sts";
import type * as identity from "@azure/identity";
import { coded } from "../../messages";
import { CommandError } from "../command";

/** The module of each SDK, by what the commands call it. */
interface Modules {
  readonly iam: typeof iam;
  readonly sts: typeof sts;
  readonly organizations: typeof organizations;
  readonly cloudtrail: typeof cloudtrail;
  readonly identity: typeof identity;
}

/** What the commands call an SDK. */
export type SdkName = keyof Modules;

/** Loaded SDKs, whichever way Node loads them. */
export type Sdks<Name extends SdkName> = { readonly [Own in Name]: Omit<Modules[Own], "default"> };

/** The package of each SDK, and its import. Only an import with a literal name is found by the bundler. */
const SDKS: Readonly<Record<SdkName, readonly [packageName: string, load: () => Promise<unknown>]>> = {
  iam: ["@aws-sdk/client-iam", () => import("@aws-sdk/client-iam")],
  sts: ["@aws-sdk/client-sts", () => import("@aws-sdk/client-sts")],
  organizations: ["@aws-sdk/client-organizations", () => import("@aws-sdk/client-organizations")],
  cloudtrail: ["@aws-sdk/client-cloudtrail", () => import("@aws-sdk/client-cloudtrail")],
  identity: ["@azure/identity", () => import("@azure/identity")],
};

/**
 * Loads SDKs.
 *
 * @throws {CommandError} If some are not installed. It names all of them.
 */
export async function loadSdks<Name extends SdkName>(...names: readonly Name[]): Promise<Sdks<Name>> {
  // On Node 20 the AWS SDK announces the end of its support in the middle of the report.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const missing: string[] = [];
  const loaded: (readonly [Name, unknown])[] = [];
  for (const name of names) {
    const [packageName, load] = SDKS[name];
    try {
      loaded.push([name, await load()]);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") {
        throw error;
      }
      missing.push(packageName);
    }
  }
  if (missing.length > 0) {
    throw new CommandError(
      coded(
        "sdk-missing",
        `this command needs SDKs that are not installed. Run npm install ${missing.join(" ")}`,
      ),
    );
  }
  return Object.fromEntries(loaded) as Sdks<Name>;
}
