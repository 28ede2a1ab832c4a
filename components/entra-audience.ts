import { Application } from "@pulumi/azuread/application";
import { getClientConfigOutput } from "@pulumi/azuread/getClientConfig";
import { ServicePrincipal } from "@pulumi/azuread/servicePrincipal";
import * as pulumi from "@pulumi/pulumi";
import { defaultAudience, entraIssuer } from "../trust";
import { allowedMemberTypes, APP_ROLE_VALUE, appRoleId } from "./app-role";
import { ArgumentChecks } from "./arguments/argument-checks";
import { withDefault } from "./default-value";
import { checkEntraAudienceArgs, type EntraAudienceArgs } from "./entra-audience-args";
import { federationName } from "./federation-names";

/**
 * An Entra application that stands for AWS: its application ID URI is the audience of the tokens, and nobody gets a
 * token for it without being assigned to its app role.
 *
 * The application is for one tenant, asks for v1.0 tokens explicitly (AWS compares `azp` of v2.0 tokens, which does not
 * name the audience) and has no credential of its own.
 */
export class EntraAudience extends pulumi.ComponentResource {
  /** The `iss` claim of the tokens, with the slash at its end: the URL for the IAM OpenID Connect provider. */
  public readonly issuer: pulumi.Output<string>;
  /** The application ID URI: the `aud` claim of the tokens. */
  public readonly audience: pulumi.Output<string>;
  /** The tenant, a GUID. */
  public readonly tenantId: pulumi.Output<string>;
  /** The application (client) ID. */
  public readonly applicationClientId: pulumi.Output<string>;
  /** The object ID of the service principal, to which identities are assigned. */
  public readonly servicePrincipalObjectId: pulumi.Output<string>;
  /** The ID of the app role that identities are assigned to. */
  public readonly appRoleId: pulumi.Output<string>;

  constructor(name: string, args: EntraAudienceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:EntraAudience", name, {}, opts);
    const checks = new ArgumentChecks(`EntraAudience "${name}"`, this);
    const checked = checkEntraAudienceArgs(checks, args);
    checks.finish();

    const ownName = federationName({ project: pulumi.getProject(), stack: pulumi.getStack(), name });
    this.tenantId = withDefault(checked.tenantId, () => getClientConfigOutput({ parent: this }).tenantId);
    this.issuer = this.tenantId.apply((tenantId) => entraIssuer(tenantId, { tokenVersion: 1 }).url);
    this.audience = withDefault(checked.audience, () =>
      this.tenantId.apply((tenantId) => defaultAudience(tenantId, ownName)),
    );

    const application = new Application(
      `${name}-application`,
      {
        displayName: withDefault(checked.displayName, () => ownName),
        signInAudience: "AzureADMyOrg",
        identifierUris: [this.audience],
        api: { requestedAccessTokenVersion: 1 },
        appRoles: [
          {
            id: appRoleId(),
            value: APP_ROLE_VALUE,
            displayName: "Federate with AWS",
            description: "May obtain tokens that AWS accepts in exchange for a session of a role.",
            allowedMemberTypes: withDefault(checked.allowUsersAndGroups, () => false).apply(
              allowedMemberTypes,
            ),
            enabled: true,
          },
        ],
      },
      { parent: this },
    );
    const servicePrincipal = new ServicePrincipal(
      `${name}-service-principal`,
      // Without this, any identity of the tenant gets a token for the audience, assigned or not.
      { clientId: application.clientId, appRoleAssignmentRequired: true },
      { parent: this },
    );

    this.applicationClientId = application.clientId;
    this.servicePrincipalObjectId = servicePrincipal.objectId;
    this.appRoleId = pulumi.output(appRoleId());
    this.registerOutputs({
      issuer: this.issuer,
      audience: this.audience,
      tenantId: this.tenantId,
      applicationClientId: this.applicationClientId,
      servicePrincipalObjectId: this.servicePrincipalObjectId,
      appRoleId: this.appRoleId,
    });
  }
}
