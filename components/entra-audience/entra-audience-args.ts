import type * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS, coded } from "../../messages";
import { EntraCloud } from "../../trust/entra";
import type { ArgumentChecks } from "../arguments/argument-checks";
import { boolean, ifGiven, list, number, optional, plain, text } from "../arguments/argument-kinds";
import type { Rule } from "../arguments/argument-rule";
import { type Argument, argumentTable, type CheckedBy } from "../arguments/argument-table";
import { isGiven } from "../arguments/inputs";
import { applicationIdUri, displayName, guid, tenantId, tokenVersion } from "../arguments/rules/entra";
import { oneOf } from "../arguments/rules/names";
import { AudienceForm } from "./audience-form";
import { ownAudience, ownDisplayName, SOME_TENANT } from "./default-names";

/** Arguments of `EntraAudience`: a new Entra application that names the audience, or an existing one. */
export interface EntraAudienceArgs {
  /**
   * The Entra tenant (directory ID), a GUID. It must be the tenant that the `azuread` provider is signed in to, because
   * the application is created there. Default: the tenant of the `azuread` provider.
   */
  tenantId?: pulumi.Input<string | undefined>;
  /** The cloud of the tenant. It decides who issues the tokens. Default: `public`. */
  cloud?: pulumi.Input<EntraCloud>;
  /**
   * The version of the tokens, 1 or 2. It decides the issuer, the URL and the client IDs of the IAM OpenID Connect
   * provider, and the condition keys of the roles. Changing it replaces the provider. Default: 1.
   *
   * Version 2 protects less. AWS then compares the client ID of the identity, not the audience. So neither the audience nor
   * the app role decides who can assume the role. A token that the same identity got for any other API of the tenant opens
   * the role too.
   */
  tokenVersion?: pulumi.Input<number | undefined>;
  /**
   * The application ID URI: the `aud` claim of v1 tokens. It starts with `https`, `http`, `api`, `urn`, or `ms-appx`, and
   * does not end with a slash. It has at most 232 characters; with `applicationClientId`, at most 255. The tenant must
   * have verified the domain of an `https` or `http` URI. The default policy of tenants requires `api://<tenantId>/…`, or
   * the application's ID or a verified domain in the URI. A warning names a URI of another form. Excludes
   * `audienceForm: "application-id"`. Default: the form that `audienceForm` names; with `applicationClientId`, the only
   * application ID URI of that application.
   */
  audience?: pulumi.Input<string | undefined>;
  /**
   * The form of the audience if `audience` is not given. `tenant-and-name` makes
   * `api://<tenantId>/<project>-<stack>-<name>`. If the stack or the component has a hyphen in its name, a hash of all
   * three names follows. So no two stacks share an audience. `application-id` makes `api://<application client ID>`; an
   * earlier URI stays on the application as a second one. Must be a plain value, not an Output. Default:
   * `tenant-and-name`.
   */
  audienceForm?: AudienceForm;
  /**
   * The name that the Entra admin center shows, 1 to 120 characters. Excludes `applicationClientId`. Default:
   * `<project>-<stack>-<name>`.
   */
  displayName?: pulumi.Input<string | undefined>;
  /**
   * Whether users and groups can be assigned to the app role, in addition to applications and managed identities. Excludes
   * `applicationClientId`. Default: false.
   */
  allowUsersAndGroups?: pulumi.Input<boolean | undefined>;
  /**
   * The object IDs of all owners of the application and its service principal, 1 to 20: for example those of every
   * pipeline that deploys this stack. Pulumi then keeps exactly these owners. An owner can change the application, assign identities to it, and
   * delete it. If it lists a person, an application that deploys with `Application.ReadWrite.OwnedBy` needs `User.Read.All`. Excludes `applicationClientId`. An Output counts as given, so it must resolve to a value. Default: the
   * application that deploys first, or nobody if a person deploys; later changes of the owners are ignored.
   */
  owners?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * The application (client) ID of an existing application that names the audience. The component reads and checks the
   * application and its service principal, and never owns or changes them. If one is not set up as required, the preview
   * fails and shows the command that fixes it. An Output counts as given, so it must resolve to a value. Default: a new
   * application.
   */
  applicationClientId?: pulumi.Input<string | undefined>;
  /**
   * The ID of the app role of the existing application to which identities are assigned. Requires `applicationClientId`.
   * Default: the app role with the value `Aws.Federate`.
   */
  appRoleId?: pulumi.Input<string | undefined>;
}

/** Graph accepts at most so many owners in one create, and the provider keeps them. Source: Graph, "Create application". */
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

/** Reports arguments that have no effect next to others. */
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
 * Checks the defaults that the component will use by the rules for given values. If an Output resolves to nothing, its
 * default is checked where it is used.
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
    checks.report(
      path,
      coded(
        "default-unsuitable",
        `the default is ${JSON.stringify(shown)}, which cannot be used: ${reason}`,
        "Set the argument, or rename the component",
      ),
    );
  }
}
