// The flat program, but in a tree of components that register the same inputs and outputs as those of the package and ask
// the providers the same: for a login in each cloud, before anything is registered there, for the partition, and in a hook
// for a second OIDC provider. A second hook waits for changes of the application. It checks nothing: what it takes longer
// than the flat one is the price of such a tree, however it is written.
require("../peak-memory");

const { all, ComponentResource, Config, output, ResourceHook } = require("@pulumi/pulumi");
const { getCallerIdentity } = require("@pulumi/aws/getCallerIdentity");
const { getPartition } = require("@pulumi/aws/getPartition");
const { getOpenIdConnectProvider } = require("@pulumi/aws/iam/getOpenIdConnectProvider");
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");
const { RolePolicy } = require("@pulumi/aws/iam/rolePolicy");
const { getClientConfig: getAzureLogin } = require("@pulumi/azure-native/authorization/getClientConfig");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { Application } = require("@pulumi/azuread/application");
const { AppRoleAssignment } = require("@pulumi/azuread/appRoleAssignment");
const { getClientConfig } = require("@pulumi/azuread/getClientConfig");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const { appRoleId, application: applicationArgs, tenantId, ...documents } = require("../documents");

const count = new Config().requireNumber("workloads");
const region = "eu-west-1";

class Part extends ComponentResource {}

const federation = new Part("bench:index:Federation", "bench");
const inFederation = { parent: federation };
const audiencePart = new Part("bench:index:Audience", "bench", {}, inFederation);
const providerPart = new Part("bench:index:Provider", "bench", {}, inFederation);

const entraLogin = getClientConfig({ parent: audiencePart });
const azureLogin = getAzureLogin(inFederation);
const awsLogin = getCallerIdentity({}, inFederation);
void getPartition({}, inFederation);
/** A value, once a provider has answered. */
const once = (login, value) => output(login.then(() => value));
const issuer = once(entraLogin, documents.issuer);
const group = new ResourceGroup("bench-group", { location: "westeurope" }, inFederation);
const tellOfChanges = new ResourceHook("application changes", async () => {}, {
  onDryRun: true,
  ignoreErrors: true,
});
const given = applicationArgs("bench-registrations");
const identifierUris = once(entraLogin, given.identifierUris);
const application = new Application(
  "bench-application",
  { ...given, identifierUris },
  {
    parent: audiencePart,
    hooks: { beforeUpdate: [tellOfChanges] },
  },
);
const servicePrincipal = new ServicePrincipal(
  "bench-service-principal",
  { clientId: application.clientId, appRoleAssignmentRequired: true },
  { parent: audiencePart },
);
const audience = application.identifierUris.apply(([uri]) => uri);
const lookForSecond = async ({ newInputs }) => {
  await getCallerIdentity({}, { parent: providerPart });
  await getOpenIdConnectProvider({ url: newInputs.url }, { parent: providerPart }).catch(() => undefined);
};
const onlyProvider = new ResourceHook("only provider", lookForSecond, { onDryRun: true });
const oidcProvider = new OpenIdConnectProvider(
  "bench-oidc-provider",
  { url: issuer, clientIdLists: [audience] },
  { parent: providerPart, hooks: { beforeCreate: [onlyProvider] } },
);
const assignmentTerms = { servicePrincipalObjectId: servicePrincipal.objectId, appRoleId };
const terms = output({ issuer, audience, tokenVersion: 1, assignment: assignmentTerms });
const contractOf = (identities) =>
  all([terms, identities]).apply(([known, workloads]) =>
    JSON.stringify({ version: 1, ...known, workloads: Object.fromEntries(workloads) }),
  );

const workloads = {};
const identities = [];
for (let number = 0; number < count; number++) {
  const key = `app-${number}`;
  const name = `bench-${key}`;
  const workload = new Part("bench:index:Workload", name, {}, inFederation);
  const identity = new UserAssignedIdentity(
    `${name}-identity`,
    { resourceGroupName: group.name, location: group.location },
    { parent: workload },
  );
  const assignment = new AppRoleAssignment(
    `${name}-assignment`,
    { principalObjectId: identity.principalId, resourceObjectId: servicePrincipal.objectId, appRoleId },
    { parent: workload },
  );
  const { clientId } = identity;
  const principalId = all([identity.principalId, azureLogin, entraLogin]).apply(([id]) => id);
  const identityId = all([identity.id, assignment.id]).apply(([id]) => id);
  workload.registerOutputs({ identityId, principalId, clientId, contract: "" });
  identities.push([key, { subject: principalId, clientId }]);

  const trust = { oidcProviderArn: oidcProvider.arn, issuer, audiences: [audience], subjects: [principalId] };
  const rolePart = new Part("bench:index:Role", name, trust, inFederation);
  const trustPolicy = all([oidcProvider.arn, principalId, audience, awsLogin]).apply(([arn, subject, uri]) =>
    documents.trustPolicy(arn, uri, subject),
  );
  const role = new Role(
    `${name}-role`,
    { assumeRolePolicy: trustPolicy, maxSessionDuration: 3600 },
    { parent: rolePart },
  );
  new RolePolicy(
    `${name}-read-buckets`,
    { role: role.name, policy: documents.readBucket(key) },
    { parent: rolePart },
  );
  const { arn: roleArn, name: roleName } = role;
  rolePart.registerOutputs({ roleArn, roleName, trustPolicy });

  const awsConfig = all([roleArn, clientId, principalId, audience, issuer]).apply(
    ([arn, id, subject, uri, url]) =>
      [
        `[profile ${key}]`,
        `region = ${region}`,
        `credential_process = /opt/azure-to-aws/azure-to-aws-credentials --role-arn ${arn} --audience ${uri} ` +
          `--client-id ${id} --issuer ${url} --subject ${subject} --duration-seconds 3600`,
        "",
      ].join("\n"),
  );
  const contract = contractOf([[key, { subject: principalId, clientId }]]);
  workloads[key] = { roleArn, roleName, trustPolicy, principalId, clientId, identityId, contract, awsConfig };
}

audiencePart.registerOutputs({ issuer, audience, tenantId, tokenVersion: 1, ...assignmentTerms });
providerPart.registerOutputs({ oidcProviderArn: oidcProvider.arn, issuer });
federation.registerOutputs({
  ...{ issuer, audience, tenantId, ...assignmentTerms, oidcProviderArn: oidcProvider.arn },
  applicationClientId: application.clientId,
  resourceGroupName: group.name,
  contract: contractOf(identities),
  workloads: output(workloads),
});
