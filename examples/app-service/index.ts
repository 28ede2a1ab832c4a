import { AwsOidcProvider, AzureWorkload, EntraAudience, FederatedRole } from "@azure-to-aws/federation";
import { renderAwsConfig } from "@azure-to-aws/federation/credential-helper";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { AppServicePlan } from "@pulumi/azure-native/web/appServicePlan";
import { WebApp } from "@pulumi/azure-native/web/webApp";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const name = config.require("name");
const bucket = config.require("bucket");
const region = new pulumi.Config("aws").require("region");
const location = new pulumi.Config("azure-native").require("location");

const audience = new EntraAudience(name);
const provider = new AwsOidcProvider(name, {
  issuer: audience.issuer,
  audiences: [audience.audience],
  oidcProviderArn: config.get("oidcProviderArn"),
});

const group = new ResourceGroup(name, { location });
const workload = new AzureWorkload(name, {
  resourceGroupName: group.name,
  location,
  servicePrincipalObjectId: audience.servicePrincipalObjectId,
  appRoleId: audience.appRoleId,
});
const role = new FederatedRole(name, {
  oidcProviderArn: provider.oidcProviderArn,
  issuer: audience.issuer,
  audiences: [audience.audience],
  subjects: [workload.principalId],
  permissions: { readBuckets: [bucket] },
});

const plan = new AppServicePlan(name, {
  resourceGroupName: group.name,
  location,
  kind: "linux",
  reserved: true,
  sku: { name: "B1", tier: "Basic" },
});
const app = new WebApp(name, {
  resourceGroupName: group.name,
  location,
  kind: "app,linux",
  serverFarmId: plan.id,
  httpsOnly: true,
  identity: { type: "UserAssigned", userAssignedIdentities: [workload.identityId] },
  siteConfig: {
    linuxFxVersion: "PYTHON|3.13",
    appCommandLine: "python3 app.py",
    minTlsVersion: "1.2",
    ftpsState: "Disabled",
    appSettings: [
      { name: "AWS_CONFIG_FILE", value: "/home/site/wwwroot/aws/config" },
      { name: "BUCKET", value: bucket },
      { name: "SCM_DO_BUILD_DURING_DEPLOYMENT", value: "true" },
      // The home folder is a share that others of the app can write to: no place for sessions.
      { name: "XDG_CACHE_HOME", value: "/tmp" },
    ],
  },
});

const profile = pulumi.output({
  roleArn: role.roleArn,
  audience: audience.audience,
  clientId: workload.clientId,
  issuer: audience.issuer,
  subject: workload.principalId,
});
/** Belongs into the app's package as `aws/config`, beside the helper. */
export const awsConfig = profile.apply((trust) =>
  renderAwsConfig(
    [{ ...trust, profileName: "default", region, durationSeconds: 3600 }],
    "/home/site/wwwroot/aws",
    "python3",
  ),
);
export const webAppName = app.name;
export const resourceGroupName = group.name;
export const { roleArn } = role;
export const { principalId, clientId } = workload;
export const audienceUri = audience.audience;
