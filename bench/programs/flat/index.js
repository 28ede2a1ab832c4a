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
const { appRoleId, application: applicationArgs, ...documents } = require("../documents");

const count = new Config().requireNumber("workloads");
const audience = documents.audienceOf("bench-flat");

// The components' own registrations, with their end, so that both programs make equally many.
const placeholder = (name) => new ComponentResource("bench:index:Placeholder", name).registerOutputs({});
["federation", "audience", "provider"].forEach(placeholder);

const group = new ResourceGroup("bench-group", { location: "westeurope" });
const application = new Application("bench-application", applicationArgs("bench-flat"));
const servicePrincipal = new ServicePrincipal("bench-service-principal", {
  clientId: application.clientId,
  appRoleAssignmentRequired: true,
});
const oidcProvider = new OpenIdConnectProvider("bench-oidc-provider", {
  url: documents.issuer,
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
      documents.trustPolicy(arn, audience, subject),
    ),
    maxSessionDuration: 3600,
  });
  new RolePolicy(`${name}-read-buckets`, {
    role: role.name,
    policy: documents.readBucket(`app-${number}`),
  });
}
