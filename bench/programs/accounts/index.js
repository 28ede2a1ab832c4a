// What examples/many-accounts does for each account, without its VM.
const { Config } = require("@pulumi/pulumi");
const { Provider } = require("@pulumi/aws/provider");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { AwsOidcProvider, AzureWorkload, EntraAudience, FederatedRole } = require("@azure-to-aws/federation");

const deployers = new Config().requireObject("deployers");
const region = new Config("aws").require("region");

const group = new ResourceGroup("bench", { location: "westeurope" });
const audience = new EntraAudience("bench", {});
const { contract } = new AzureWorkload("bench", {
  resourceGroupName: group.name,
  location: group.location,
  contract: audience.contract,
  workloadName: "importer",
});

deployers.forEach((roleArn, number) => {
  const name = `account-${number}`;
  const aws = new Provider(name, { region, assumeRoles: [{ roleArn }] });
  const { oidcProviderArn } = new AwsOidcProvider(name, { contract }, { providers: { aws } });
  const permissions = { readBuckets: [name] };
  new FederatedRole(name, { oidcProviderArn, contract, permissions }, { providers: { aws } });
});
