import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { EntraCloud } from "../../trust";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, ifGiven, list, number, optional, plain, text } from "../arguments/argument-kinds";
import type { Rule } from "../arguments/argument-rule";
import { type Argument, argumentTable, type CheckedBy } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import { applicationIdUri, displayName, guid, tenantId, tokenVersion } from "../arguments/rules/entra";
import { oneOf } from "../arguments/rules/names";
import { AudienceForm } from "./audience-form";
import { ownAudience, ownDisplayName, SOME_TENANT } from "./default-names";

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

/** What Graph takes at most in one create, and what the provider then keeps. Source: Graph, "Create application". */
const MOST_OWNERS = 20;

const ownerList = list(guid, "owner", true);

const owners: Argument<EntraAudienceArgs["owners"], pulumi.Input<pulumi.Input<string>[]> | undefined> = {
  check: (checks, path, given, all) => {
    if (Array.isArray(given) && given.length > MOST_OWNERS) {
      checks.report(path, ARGUMENTS.say("argument-too-many", "owners", MOST_OWNERS, given.length));
    }
    return ifGiven(ownerList).check(checks, path, given, all);
  },
};

/** The arguments of {@link EntraAudienceArgs}. */
export const ENTRA_AUDIENCE = argumentTable<EntraAudienceArgs>()(
  {
    tenantId: optional(text(tenantId)),
    cloud: optional(text<EntraCloud>(oneOf(Object.values(EntraCloud)))),
    tokenVersion: optional(number(tokenVersion)),
    audience: optional(text(applicationIdUri)),
    audienceForm: plain(text<AudienceForm>(oneOf(Object.values(AudienceForm)))),
    displayName: optional(text(displayName)),
    allowUsersAndGroups: optional(boolean()),
    owners,
    applicationClientId: ifGiven(text(guid)),
    appRoleId: optional(text(guid)),
  },
  (checks, args) => {
    reportCombination(checks, args);
    reportDefaultNames(checks, args);
  },
);

/** Arguments of {@link EntraAudienceArgs} that passed the checks. */
export type CheckedEntraAudienceArgs = CheckedBy<typeof ENTRA_AUDIENCE>;

/** Arguments that would change nothing beside others are mistakes. */
function reportCombination(checks: ArgumentChecks, args: EntraAudienceArgs): void {
  if (args.audienceForm === "application-id" && isGiven(args.audience)) {
    checks.report(
      "audience",
      ARGUMENTS.say(
        "argument-excluded",
        'audienceForm: "application-id"',
        "that makes the audience api://<application client ID>",
      ),
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
        ARGUMENTS.say("argument-excluded", "applicationClientId", "an existing application is never changed"),
        args[name],
      );
    }
  } else if (isGiven(args.appRoleId)) {
    checks.report(
      "appRoleId",
      ARGUMENTS.say("argument-requires", "applicationClientId", "a new application has its own app role"),
      args.appRoleId,
    );
  }
}

/**
 * Checks the defaults that are needed by the rules for what is given. A default that an output turns out to leave to the
 * component is checked where it is used.
 */
function reportDefaultNames(checks: ArgumentChecks, args: EntraAudienceArgs): void {
  const { name } = checks.paths;
  const adopts = isGiven(args.applicationClientId);
  const form = args.audienceForm ?? (adopts ? undefined : AudienceForm.TenantAndName);
  if (!isGiven(args.audience) && form === AudienceForm.TenantAndName) {
    reportDefault(checks, "audience", ownAudience(SOME_TENANT, name), applicationIdUri);
  }
  if (!isGiven(args.displayName) && !adopts) {
    reportDefault(checks, "displayName", ownDisplayName(name), displayName);
  }
}

function reportDefault(checks: ArgumentChecks, path: string, value: string, rule: Rule<string>): void {
  const shown = value.replace(SOME_TENANT, "<tenantId>");
  for (const { text: reason } of rule(value)) {
    checks.report(path, ARGUMENTS.say("default-unsuitable", shown, reason));
  }
}
