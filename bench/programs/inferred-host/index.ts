/** A component as Pulumi's guide writes one: whole SDKs imported, no schema, no build. */
import * as aws from "@pulumi/aws";
import * as azureNative from "@pulumi/azure-native";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

export interface FederationArgs {
  tenantId: pulumi.Input<string>;
  location: pulumi.Input<string>;
  bucket: pulumi.Input<string>;
}

const APP_ROLE_ID = "1b0f2b7e-5d0c-4d4e-8a53-3f1d7f4b6c90";

/** The resources of `bench/programs/yaml-flat`. */
export class Federation extends pulumi.ComponentResource {
  constructor(name: string, args: FederationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("bench-inferred-host:index:Federation", name, args, opts);
    const parent = { parent: this };
    const provider = pulumi.interpolate`sts.windows.net/${args.tenantId}/`;
    const audience = pulumi.interpolate`api://${args.tenantId}/bench-inferred`;
    const group = new azureNative.resources.ResourceGroup(name, { location: args.location }, parent);
    const application = new azuread.Application(
      name,
      {
        displayName: name,
        signInAudience: "AzureADMyOrg",
        identifierUris: [audience],
        api: { requestedAccessTokenVersion: 1 },
        appRoles: [
          {
            id: APP_ROLE_ID,
            value: "Aws.Federate",
            displayName: "Federate with AWS",
            description: "May obtain tokens that AWS accepts.",
            allowedMemberTypes: ["Application"],
          },
        ],
      },
      parent,
    );
    const servicePrincipal = new azuread.ServicePrincipal(
      name,
      { clientId: application.clientId, appRoleAssignmentRequired: true },
      parent,
    );
    const oidcProvider = new aws.iam.OpenIdConnectProvider(
      name,
      { url: pulumi.interpolate`https://${provider}`, clientIdLists: [audience] },
      parent,
    );
    const identity = new azureNative.managedidentity.UserAssignedIdentity(
      name,
      { resourceGroupName: group.name, location: group.location },
      parent,
    );
    new azuread.AppRoleAssignment(
      name,
      {
        principalObjectId: identity.principalId,
        resourceObjectId: servicePrincipal.objectId,
        appRoleId: APP_ROLE_ID,
      },
      parent,
    );
    const role = new aws.iam.Role(
      name,
      {
        assumeRolePolicy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Federated: oidcProvider.arn },
              Action: "sts:AssumeRoleWithWebIdentity",
              Condition: {
                StringEquals: pulumi
                  .all([provider, audience, identity.principalId])
                  .apply(([issuer, aud, sub]) => ({ [`${issuer}:aud`]: aud, [`${issuer}:sub`]: sub })),
              },
            },
          ],
        }),
        maxSessionDuration: 3600,
      },
      parent,
    );
    new aws.iam.RolePolicy(
      name,
      {
        role: role.name,
        policy: pulumi.jsonStringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "s3:GetObject",
              Resource: pulumi.interpolate`arn:aws:s3:::${args.bucket}/*`,
            },
          ],
        }),
      },
      parent,
    );
    this.registerOutputs();
  }
}
