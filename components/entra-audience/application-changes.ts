import type * as pulumi from "@pulumi/pulumi";
import { ENTRA, type Message } from "../../messages";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";

/** What of an application's inputs decides who gets tokens and of which version. Anything else than plain is not looked at. */
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
  /** Whether the audience is `api://<application ID>` from now on, which the inputs do not tell. */
  readonly namedById: boolean;
}

/**
 * The hook that warns of changes to an application that shut somebody out, in the preview too. It says nothing about
 * changes of secret or unknown values, or about an application that is replaced.
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
    `${component} tells whom a change shuts out`,
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
 * What to say of a change of an application: tokens that Azure keeps, and tenants whose users and applications signed in
 * so far. Source: Microsoft, "Managed identities for Azure resources frequently asked questions" (the 24 hours).
 */
export function applicationChanges(change: ApplicationChange): readonly Message[] {
  const warnings: Message[] = [];
  const { before, after } = change;
  const [old, version] = [before, after].map(({ api }) => api?.requestedAccessTokenVersion);
  if (typeof old === "number" && typeof version === "number" && old !== version && keepsAudience(change)) {
    warnings.push(ENTRA.say("token-version-changes", old, version));
  }
  const { signInAudience } = before;
  if (
    typeof signInAudience === "string" &&
    signInAudience !== after.signInAudience &&
    after.signInAudience === "AzureADMyOrg"
  ) {
    warnings.push(ENTRA.say("application-closes", signInAudience));
  }
  return warnings;
}

/** Whether the first application ID URI stays; not where one of both is not known. */
function keepsAudience({ before, after, clientId, namedById }: ApplicationChange): boolean {
  const byId = typeof clientId === "string" ? `api://${clientId}` : undefined;
  const [old, next] = [before, after].map(({ identifierUris: uris }) =>
    uris === undefined ? byId : Array.isArray(uris) && typeof uris[0] === "string" ? uris[0] : undefined,
  );
  return old !== undefined && old === (namedById ? byId : next);
}
