import { Application } from "@pulumi/azuread/application";
import { ApplicationIdentifierUri } from "@pulumi/azuread/applicationIdentifierUri";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentPaths } from "../arguments/argument-paths";
import { withDefault } from "../arguments/inputs";
import type { ChildOptions } from "../pulumi/component";
import { containment } from "../pulumi/containment";
import { isUpdating } from "../pulumi/engine-support";
import { resourceHook } from "../pulumi/hooks";
import { onceReadBack } from "../pulumi/read-back";
import { allowedMemberTypes, APP_ROLE_VALUE, appRoleId } from "./app-role";
import { warnOfApplicationChanges } from "./application-changes";
import { applicationReadBack } from "./application-read-back";
import { AudienceForm } from "./audience-form";
import { explainIdentifierUri, retryServicePrincipal } from "./replication-retries";

/** An application that names the audience, with its service principal: created or adopted. */
export interface EntraApplication {
  /** The audience, once a read from Entra shows it. */
  readonly audience: pulumi.Output<string>;
  /** The audience as the program requests it, without waiting for Entra. Use it only where it cannot let anyone in. */
  readonly plannedAudience: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  readonly objectId: pulumi.Output<string>;
  readonly servicePrincipalObjectId: pulumi.Output<string>;
  readonly appRoleId: pulumi.Output<string>;
}

/** The checked settings of an application. */
export interface EntraApplicationSettings {
  readonly displayName: pulumi.Output<string>;
  /** The application ID URI. Used only if `audienceForm` does not make it from the application's ID. */
  readonly audience: pulumi.Output<string>;
  /** The same without the checks that ask Entra. */
  readonly plannedAudience: pulumi.Output<string>;
  readonly audienceForm: AudienceForm | undefined;
  /** Whether a workload is suspended: its role is cut off before the application changes, which may fail. */
  readonly suspended: boolean;
  readonly tokenVersion: pulumi.Output<number>;
  readonly allowUsersAndGroups: pulumi.Input<boolean | undefined>;
  /** The owners that Pulumi keeps; undefined when it only sets them at creation. */
  readonly owners: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /** The object ID of the application that deploys; undefined when a person does. */
  readonly deployer: pulumi.Output<string | undefined>;
}

/** Declares an application for one tenant, with one app role, and its service principal. */
export function createApplication(
  paths: ArgumentPaths,
  settings: EntraApplicationSettings,
  options: ChildOptions,
): EntraApplication {
  const namedById = settings.audienceForm === AudienceForm.ApplicationId;
  const memberTypes = withDefault(settings.allowUsersAndGroups, () => false).apply(allowedMemberTypes);
  // The Graph permission Application.ReadWrite.OwnedBy requires ownership. The provider removes the creator from the owners,
  // unless `owners` contains the creator.
  const owners =
    settings.owners ??
    settings.deployer.apply((deployer) => (deployer === undefined ? undefined : [deployer]));
  const ownersChange = settings.owners === undefined ? ["owners"] : [];
  const changes = warnOfApplicationChanges(paths.label, options.parent, namedById);
  const containing = settings.suspended ? waitForContainment(paths.label) : [];
  const application = new Application(
    `${paths.name}-application`,
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
          allowedMemberTypes: memberTypes,
          enabled: true,
        },
      ],
      owners: owners,
    },
    {
      ...options,
      hooks: { beforeUpdate: [...containing, ...(changes.beforeUpdate ?? [])] },
      // If the audience is the application's ID, the resource below owns the list, and the application would empty it.
      ignoreChanges: [...ownersChange, ...(namedById ? ["identifierUris"] : [])],
    },
  );
  const servicePrincipal = new ServicePrincipal(
    `${paths.name}-service-principal`,
    {
      clientId: application.clientId,
      // Without this, any identity of the tenant gets a token for the audience, assigned or not.
      appRoleAssignmentRequired: true,
      owners: owners,
      // If a create failed after the service principal existed, the next one finds it.
      useExisting: true,
    },
    {
      ...options,
      ...retryServicePrincipal(paths.label, options.parent),
      ignoreChanges: ownersChange,
      // Entra deletes the service principal together with its application.
      deletedWith: application,
    },
  );
  const added = namedById ? addIdAsAudience(paths, application, options) : undefined;
  return {
    audience: confirmedAudience(paths, added ?? settings.audience, {
      application,
      servicePrincipal,
      memberTypes,
      tokenVersion: settings.tokenVersion,
      options,
    }),
    plannedAudience: added ?? settings.plannedAudience,
    clientId: application.clientId,
    objectId: application.objectId,
    servicePrincipalObjectId: servicePrincipal.objectId,
    appRoleId: pulumi.output(appRoleId()),
  };
}

/** The engine starts nothing after a failed step, so steps that may fail wait until suspended roles are cut off. */
function waitForContainment(component: string): pulumi.ResourceHook[] {
  const hook = resourceHook(`${component} cuts suspended roles off first`, async () => {
    if (isUpdating()) {
      await containment();
    }
  });
  return hook === undefined ? [] : [hook];
}

/** An application after an update. */
interface MadeApplication {
  readonly application: Application;
  readonly servicePrincipal: ServicePrincipal;
  readonly memberTypes: pulumi.Output<string[]>;
  readonly tokenVersion: pulumi.Output<number>;
  readonly options: ChildOptions;
}

/**
 * The audience, once Entra has what the program requested. AWS must not get an audience that Entra refused, because that would
 * shut out workloads that use the old one. The state of the application does not prove that Entra accepted it.
 */
function confirmedAudience(
  paths: ArgumentPaths,
  planned: pulumi.Output<string>,
  { application, servicePrincipal, memberTypes, tokenVersion, options }: MadeApplication,
): pulumi.Output<string> {
  // A preview of a new application knows no IDs, but it knows the audience, which it takes from the application's inputs.
  if (!isUpdating()) {
    return pulumi.all([planned, application.identifierUris]).apply(([audience]) => audience);
  }
  const made = pulumi.all([
    planned,
    application.objectId,
    servicePrincipal.objectId,
    tokenVersion,
    memberTypes,
    // The URIs and roles are outputs of the application too, so reading waits for its update.
    application.identifierUris,
  ]);
  return onceReadBack(made, ([audience, objectId, servicePrincipalObjectId, version, members]) =>
    applicationReadBack(paths, options.parent, {
      audience,
      objectId,
      servicePrincipalObjectId,
      tokenVersion: version,
      memberTypes: members,
    }),
  ).apply(([audience]) => audience);
}

/**
 * Entra assigns the ID when it creates the application, so the URI is added afterwards. The resource never removes it: the URI
 * goes with the application, or when the application gets other URIs. The provider would fail if there were nothing left to
 * remove.
 */
function addIdAsAudience(
  paths: ArgumentPaths,
  application: Application,
  options: ChildOptions,
): pulumi.Output<string> {
  return new ApplicationIdentifierUri(
    `${paths.name}-identifier-uri`,
    { applicationId: application.id, identifierUri: pulumi.interpolate`api://${application.clientId}` },
    { ...options, ...explainIdentifierUri(paths.label, options.parent), retainOnDelete: true },
  ).identifierUri;
}
