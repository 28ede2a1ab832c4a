import type * as pulumi from "@pulumi/pulumi";

import type { ArgumentChecks } from "./arguments/argument-checks";
import { audience } from "./arguments/rules/audience";
import { displayName } from "./arguments/rules/display-name";
import { tenantId } from "./arguments/rules/tenant-id";

/** What an Entra application that names the audience is made of. */
export interface EntraAudienceArgs {
  /** The Entra tenant (Directory ID), a GUID. Default: the tenant that the `azuread` provider is logged in to. */
  tenantId?: pulumi.Input<string | undefined>;
  /**
   * The application ID URI, which is what `aud` says in the tokens: at most 255 characters, no slash at the end.
   * Default: `api://<tenantId>/<project>-<stack>-<name>`, which the default policy of tenants allows.
   */
  audience?: pulumi.Input<string | undefined>;
  /** The name that people see in the Entra admin center, 1 to 120 characters. Default: `<project>-<stack>-<name>`. */
  displayName?: pulumi.Input<string | undefined>;
  /**
   * Whether users and groups may be assigned to the app role too, besides applications and managed identities.
   * Default: false.
   */
  allowUsersAndGroups?: pulumi.Input<boolean | undefined>;
}

/** Checks the arguments and returns them gated. */
export function checkEntraAudienceArgs(checks: ArgumentChecks, args: EntraAudienceArgs): EntraAudienceArgs {
  return {
    tenantId: checks.optionalText("tenantId", args.tenantId, tenantId),
    audience: checks.optionalText("audience", args.audience, audience),
    displayName: checks.optionalText("displayName", args.displayName, displayName),
    allowUsersAndGroups: checks.optionalBoolean("allowUsersAndGroups", args.allowUsersAndGroups),
  };
}
