import type * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";

/** The inputs of an application that decide who gets tokens and their version. Only plain values are compared. */
interface ApplicationInputs {
  readonly signInAudience?: unknown;
  readonly identifierUris?: unknown;
  readonly api?: { readonly requestedAccessTokenVersion?: unknown };
}

/** A change of an application. */
export interface ApplicationChange {
  readonly before: ApplicationInputs;
  readonly after: ApplicationInputs;
  /** The application (client) ID. */
  readonly clientId: unknown;
  /** Whether the audience is now `api://<application ID>`, which the inputs do not show. */
  readonly namedById: boolean;
}

/**
 * The hook that warns, also in the preview, of changes to an application that shut someone out. It does not warn about changes
 * of secret or unknown values, or about an application that is replaced.
 *
 * @param component - The class and name of the component, as the engine's messages show them.
 * @param parent - The component, at which the warnings are shown.
 * @param namedById - Whether the audience is `api://<application ID>`.
 */
export function warnOfApplicationChanges(
  component: string,
  parent: pulumi.Resource,
  namedById: boolean,
): Pick<pulumi.ResourceHookBinding, "beforeUpdate"> {
  const hook = resourceHook(
    `${component} reports who loses access by a change`,
    async ({ oldInputs = {}, newInputs = {}, oldOutputs = {} }) => {
      const clientId: unknown = oldOutputs.clientId;
      const change = { before: oldInputs, after: newInputs, clientId, namedById };
      await Promise.all(applicationChanges(change).map(async (warning) => warn(warning, parent)));
    },
    // A warning must not stop the update.
    { ignoreErrors: true },
  );
  return hook === undefined ? {} : { beforeUpdate: [hook] };
}

/**
 * The warnings about a change of an application: tokens that Azure caches, and tenants whose users and applications could sign
 * in until now. Source: Microsoft, "Managed identities for Azure resources frequently asked questions" (the 24 hours).
 */
export function applicationChanges(change: ApplicationChange): readonly Message[] {
  const warnings: Message[] = [];
  const { before, after } = change;
  const [old, version] = [before, after].map(({ api }) => api?.requestedAccessTokenVersion);
  if (typeof old === "number" && typeof version === "number" && old !== version && keepsAudience(change)) {
    warnings.push(
      coded(
        "token-version-changes",
        `tokenVersion changes from ${old} to ${version}, and the audience stays: for up to 24 hours, Azure returns the kept v${old} token to a workload, and AWS refuses it`,
        "Change the audience in the same update",
      ),
    );
  }
  const { signInAudience } = before;
  if (
    typeof signInAudience === "string" &&
    signInAudience !== after.signInAudience &&
    after.signInAudience === "AzureADMyOrg"
  ) {
    warnings.push(
      coded(
        "application-closes",
        `this update closes the application to other tenants (sign-in audience ${signInAudience} until now)`,
        "If they need it, stop managing it first, and set another audience",
      ),
    );
  }
  return warnings;
}

/** Whether the first application ID URI stays; false if one of the two is not known. */
function keepsAudience({ before, after, clientId, namedById }: ApplicationChange): boolean {
  const byId = typeof clientId === "string" ? `api://${clientId}` : undefined;
  const [old, next] = [before, after].map(({ identifierUris: uris }) =>
    uris === undefined ? byId : Array.isArray(uris) && typeof uris[0] === "string" ? uris[0] : undefined,
  );
  return old !== undefined && old === (namedById ? byId : next);
}
