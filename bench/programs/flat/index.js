require("../peak-memory");

const { all, ComponentResource, Config } = require("@pulumi/pulumi");
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");
const { RolePolicy } = require("@pulumi/aws/iam/rolePolicy");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { Application } = require("@pulumi/azuread/application");
const { AppRoleAssignment } = require("@pulumi/azuread/appRoleAssignment");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");

const count = new Config().requireNumber("workloads");
const tenantId = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const provider = `sts.windows.net/${tenantId}/`;
const audience = `api://${tenantId}/bench-flat`;
const appRoleId = "1b0f2b7e-5d0c-4d4e-8a53-3f1d7f4b6c90";

// The components' own registrations, with their end, so that both programs make equally many.
const placeholder = (name) => new ComponentResource("bench:index:Placeholder", name).registerOutputs({});
["federation", "audience", "provider"].forEach(placeholder);

const group = new ResourceGroup("bench-group", { location: "westeurope" });
const application = new Application("bench-application", {
  displayName: "bench-flat",
  signInAudience: "AzureADMyOrg",
  identifierUris: [audience],
  api: { requestedAccessTokenVersion: 1 },
  appRoles: [
    {
      id: appRoleId,
      value: "Aws.Federate",
      displayName: "Federate with AWS",
      description: "May obtain tokens that AWS accepts.",
      allowedMemberTypes: ["Application"],
      enabled: true,
    },
  ],
});
const servicePrincipal = new ServicePrincipal("bench-service-principal", {
  clientId: application.clientId,
  appRoleAssignmentRequired: true,
});
const oidcProvider = new OpenIdConnectProvider("bench-oidc-provider", {
  url: `https://${provider}`,
  clientIdLists: [audience],
});

for (let number = 0; number < count; number++) {
  const name = `bench-app-${number}`;
  [`${name}-workload`, `${name}-role-parts`].forEach(placeholder);
  const identity = new UserAssignedIdentity(`${name}-identity`, {
    resourceGroupName: group.name,
    location: group.location,
  });
  new AppRoleAssignment(`${name}-assignment`, {
    principalObjectId: identity.principalId,
    resourceObjectId: servicePrincipal.objectId,
    appRoleId,
  });
  const role = new Role(`${name}-role`, {
    assumeRolePolicy: all([oidcProvider.arn, identity.principalId]).apply(([arn, subject]) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: arn },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: { StringEquals: { [`${provider}:aud`]: audience, [`${provider}:sub`]: subject } },
          },
        ],
      }),
    ),
    maxSessionDuration: 3600,
  });
  new RolePolicy(`${name}-read-buckets`, {
    role: role.name,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "s3:ListAllMyBuckets", Resource: "*" },
        {
          Effect: "Allow",
          Action: ["s3:GetBucketLocation", "s3:ListBucket"],
          Resource: `arn:aws:s3:::app-${number}`,
        },
        { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::app-${number}/*` },
      ],
    }),
  });
}
