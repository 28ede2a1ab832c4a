import { Application } from "@pulumi/azuread/application";
import { ApplicationIdentifierUri } from "@pulumi/azuread/applicationIdentifierUri";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import { allowedMemberTypes, APP_ROLE_VALUE, appRoleId } from "./app-role";
import { warnOfApplicationChanges } from "./application-changes";
import { AudienceForm } from "./audience-form";
import type { ChildOptions } from "../child-options";
import { withDefault } from "../default-value";

/** An application that names the audience, with its service principal: created or adopted. */
export interface EntraApplication {
  readonly audience: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  readonly objectId: pulumi.Output<string>;
  readonly servicePrincipalObjectId: pulumi.Output<string>;
  readonly appRoleId: pulumi.Output<string>;
}

/** What an application is made of, all of it checked. */
export interface EntraApplicationSettings {
  readonly displayName: pulumi.Output<string>;
  /** The application ID URI; only used when `audienceForm` does not make it of the application's ID. */
  readonly audience: pulumi.Output<string>;
  readonly audienceForm: AudienceForm | undefined;
  readonly tokenVersion: pulumi.Output<number>;
  readonly allowUsersAndGroups: pulumi.Input<boolean | undefined>;
}

/** Declares an application for one tenant, with one app role, and its service principal. */
export function createApplication(
  component: string,
  name: string,
  settings: EntraApplicationSettings,
  options: ChildOptions,
): EntraApplication {
  const namedById = settings.audienceForm === AudienceForm.ApplicationId;
  const ownOptions = { ...options, ...warnOfApplicationChanges(component, options.parent, namedById) };
  const application = new Application(
    `${name}-application`,
    {
      displayName: settings.displayName,
      signInAudience: "AzureADMyOrg",
      ...(namedById ? {} : { identifierUris: [settings.audience] }),
      api: { requestedAccessTokenVersion: settings.tokenVersion },
      appRoles: [
        {
          id: appRoleId(),
          value: APP_ROLE_VALUE,
          displayName: "Federate with AWS",
          description: "May obtain tokens that AWS accepts in exchange for a session of a role.",
          allowedMemberTypes: withDefault(settings.allowUsersAndGroups, () => false).apply(
            allowedMemberTypes,
          ),
          enabled: true,
        },
      ],
    },
    // The list belongs to the resource below then; the application would empty it.
    namedById ? { ...ownOptions, ignoreChanges: ["identifierUris"] } : ownOptions,
  );
  const servicePrincipal = new ServicePrincipal(
    `${name}-service-principal`,
    // Without this, any identity of the tenant gets a token for the audience, assigned or not.
    { clientId: application.clientId, appRoleAssignmentRequired: true },
    options,
  );
  return {
    // With the application as its source: where Entra refuses an audience, AWS must not be told of it, which would shut
    // out who works with the old one. Not by an output that a preview of a new application does not know.
    audience: namedById
      ? addIdAsAudience(name, application, options)
      : pulumi.all([settings.audience, application.identifierUris]).apply(([audience]) => audience),
    clientId: application.clientId,
    objectId: application.objectId,
    servicePrincipalObjectId: servicePrincipal.objectId,
    appRoleId: pulumi.output(appRoleId()),
  };
}

/**
 * Entra gives the ID when it creates the application, so that the URI is added afterwards. It is not removed by itself:
 * it goes with the application, or when the application is given other URIs, and the provider fails where there is
 * nothing left to remove.
 */
function addIdAsAudience(
  name: string,
  application: Application,
  options: ChildOptions,
): pulumi.Output<string> {
  return new ApplicationIdentifierUri(
    `${name}-identifier-uri`,
    { applicationId: application.id, identifierUri: pulumi.interpolate`api://${application.clientId}` },
    { ...options, retainOnDelete: true },
  ).identifierUri;
}
