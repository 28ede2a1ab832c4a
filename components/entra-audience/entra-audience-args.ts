import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven } from "../arguments/inputs";
import { applicationIdUri, displayName, guid, tenantId, tokenVersion } from "../arguments/rules/entra";
import { oneOf } from "../arguments/rules/names";
import { EntraCloud } from "../logins/entra-cloud";
import { AudienceForm } from "./audience-form";
import { checkDefaultNames } from "./default-names";

/** What an Entra application that names the audience is made of, or which existing one is taken. */
export interface EntraAudienceArgs {
  /**
   * The Entra tenant (Directory ID), a GUID. Default: the tenant that the `azuread` provider is logged in to; any other
   * is an error, since the application is made there.
   */
  tenantId?: pulumi.Input<string | undefined>;
  /** The cloud of the tenant. It decides who issues the tokens. Default: `public`. */
  cloud?: pulumi.Input<EntraCloud>;
  /**
   * The version of the tokens, 1 or 2. It moves the issuer, the URL of the IAM OpenID Connect provider, its client IDs
   * and the condition keys of roles; changing it replaces the provider. Default: 1.
   *
   * Version 2 protects less: AWS then compares the client ID of the identity, not the audience, so that neither the
   * audience nor the app role decides any more who gets in; a token that the same identity got for any other API of the
   * tenant opens the role too.
   */
  tokenVersion?: pulumi.Input<number | undefined>;
  /**
   * The application ID URI, which is what `aud` says in v1 tokens: a URI that begins with `https`, `http`, `api`, `urn`
   * or `ms-appx`, at most 232 characters (255 with `applicationClientId`), no slash at the end. The domain of an `https` or `http` URI must be verified in
   * the tenant. A warning says when the default policy of tenants does not take the form of the URI: it wants
   * `api://<tenantId>/…`, the application's ID or a verified domain in it. Default: as `audienceForm` says; with `applicationClientId`, the only
   * application ID URI of that application.
   */
  audience?: pulumi.Input<string | undefined>;
  /**
   * How the audience is made where it is not given: `tenant-and-name` for `api://<tenantId>/<project>-<stack>-<name>`
   * (where stack or name has a hyphen with a digest of the three behind it, so that no two stacks share it),
   * `application-id` for `api://<application client ID>`, to which a URI from before stays a second one. Must be
   * plain. Default: `tenant-and-name`.
   */
  audienceForm?: AudienceForm;
  /**
   * The name that people see in the Entra admin center, 1 to 120 characters. Not with `applicationClientId`. Default:
   * `<project>-<stack>-<name>`.
   */
  displayName?: pulumi.Input<string | undefined>;
  /**
   * Whether users and groups may be assigned to the app role too, besides applications and managed identities. Not
   * with `applicationClientId`. Default: false.
   */
  allowUsersAndGroups?: pulumi.Input<boolean | undefined>;
  /**
   * The object IDs of all owners of the application and its service principal, 1 to 20, for example those of every
   * pipeline that deploys this stack. Pulumi then keeps exactly these owners. An owner can change the application,
   * assign identities to it and delete it. Not with `applicationClientId`. Whether it is given must be plain. Default: the application that deploys first
   * is the owner, no owner when a person deploys, and later changes of the owners are left alone.
   */
  owners?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The application (client) ID of an existing application that is to name the audience. It and its service principal
   * are read and checked, never owned or changed; what is not right fails the preview with the command that mends it.
   * Whether it is given must be plain. Default: an application of its own is created.
   */
  applicationClientId?: pulumi.Input<string | undefined>;
  /**
   * The ID of the app role of the existing application that identities are assigned to. Only with
   * `applicationClientId`. Default: the one whose value is `Aws.Federate`.
   */
  appRoleId?: pulumi.Input<string | undefined>;
}

/** Every argument of {@link EntraAudienceArgs}. */
export const ENTRA_AUDIENCE_KEYS = [
  "tenantId",
  "cloud",
  "tokenVersion",
  "audience",
  "audienceForm",
  "displayName",
  "allowUsersAndGroups",
  "owners",
  "applicationClientId",
  "appRoleId",
] as const satisfies readonly (keyof EntraAudienceArgs)[];

/** Checks the arguments of the component called `name`, and what it makes of the name, and returns them gated. */
export function checkEntraAudienceArgs(
  checks: ArgumentChecks,
  name: string,
  args: EntraAudienceArgs,
): EntraAudienceArgs {
  checkCombination(checks, args);
  checkDefaultNames(checks, name, args);
  const form = checks.plainText("audienceForm", args.audienceForm, oneOf(Object.values(AudienceForm)));
  return {
    tenantId: checks.optionalText("tenantId", args.tenantId, tenantId),
    ...(isGiven(args.cloud)
      ? {
          cloud: checks.optionalText(
            "cloud",
            args.cloud,
            oneOf(Object.values(EntraCloud)),
          ) as pulumi.Input<EntraCloud>,
        }
      : {}),
    tokenVersion: checks.optionalNumber("tokenVersion", args.tokenVersion, tokenVersion),
    audience: checks.optionalText("audience", args.audience, applicationIdUri),
    ...(form === undefined ? {} : { audienceForm: form }),
    displayName: checks.optionalText("displayName", args.displayName, displayName),
    allowUsersAndGroups: checks.optionalBoolean("allowUsersAndGroups", args.allowUsersAndGroups),
    ...(isGiven(args.owners) ? { owners: checkOwners(checks, args.owners) } : {}),
    ...(isGiven(args.applicationClientId)
      ? {
          applicationClientId: checks.text(
            "applicationClientId",
            args.applicationClientId as pulumi.Input<string>,
            guid,
          ),
        }
      : {}),
    appRoleId: checks.optionalText("appRoleId", args.appRoleId, guid),
  };
}

/** What Graph takes at most in one create, and what the provider then keeps. Source: Graph, "Create application". */
const MOST_OWNERS = 20;

function checkOwners(
  checks: ArgumentChecks,
  owners: EntraAudienceArgs["owners"],
): pulumi.Input<pulumi.Input<string>[]> {
  if (Array.isArray(owners) && owners.length > MOST_OWNERS) {
    checks.report("owners", `must name 1 to ${MOST_OWNERS} owners, or be left out; got ${owners.length}`);
  }
  const given = owners as pulumi.Input<pulumi.Input<string>[]>;
  return checks.texts("owners", given, guid, `must name 1 to ${MOST_OWNERS} owners, or be left out`);
}

/** Arguments that would change nothing beside others are mistakes. */
function checkCombination(checks: ArgumentChecks, args: EntraAudienceArgs): void {
  if (args.audienceForm === "application-id" && isGiven(args.audience)) {
    checks.report(
      "audience",
      'must be left out when audienceForm is "application-id", which makes it api://<application client ID>',
      args.audience,
    );
  }
  if (isGiven(args.applicationClientId)) {
    for (const name of ["displayName", "allowUsersAndGroups", "owners"] as const) {
      if (!isGiven(args[name])) {
        continue;
      }
      checks.report(
        name,
        "must be left out with applicationClientId: an existing application is never changed",
        args[name],
      );
    }
  } else if (isGiven(args.appRoleId)) {
    checks.report(
      "appRoleId",
      "must be left out without applicationClientId: an application that is created gets an app role of its own",
      args.appRoleId,
    );
  }
}
