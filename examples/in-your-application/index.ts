import { AwsOidcProvider, AzureWorkload, EntraAudience, FederatedRole } from "@azure-to-aws/federation";
import { ContainerApp } from "@pulumi/azure-native/app/containerApp";
import { Job } from "@pulumi/azure-native/app/job";
import { ManagedEnvironment } from "@pulumi/azure-native/app/managedEnvironment";
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

// All that a program needs that gets its credentials itself. None of it is secret.
const environment = [
  { name: "AWS_ROLE_ARN", value: role.roleArn },
  { name: "AWS_REGION", value: region },
  { name: "AZURE_CLIENT_ID", value: workload.clientId },
  { name: "AZURE_TO_AWS_AUDIENCE", value: audience.audience },
  { name: "AZURE_TOKEN_CREDENTIALS", value: "ManagedIdentityCredential" },
];

const containers = new ManagedEnvironment(name, { resourceGroupName: group.name, location });
const identity = { type: "UserAssigned" as const, userAssignedIdentities: [workload.identityId] };
const identitySettings = [{ identity: workload.identityId, lifecycle: "Main" }];
const container = {
  name: "reader",
  image: config.require("image"),
  command: ["list-bucket", bucket],
  env: environment,
  resources: { cpu: 0.25, memory: "0.5Gi" },
};
const containerApp = new ContainerApp(name, {
  resourceGroupName: group.name,
  location,
  environmentId: containers.id,
  identity,
  configuration: { identitySettings },
  template: { containers: [container], scale: { minReplicas: 1, maxReplicas: 1 } },
});
// The same program, each time that somebody starts the job.
const job = new Job(`${name}-job`, {
  resourceGroupName: group.name,
  location,
  environmentId: containers.id,
  identity,
  configuration: { identitySettings, triggerType: "Manual", replicaTimeout: 300 },
  template: { containers: [container] },
});

const plan = new AppServicePlan(name, {
  resourceGroupName: group.name,
  location,
  kind: "linux",
  reserved: true,
  sku: { name: "B1", tier: "Basic" },
});
const webApp = new WebApp(name, {
  resourceGroupName: group.name,
  location,
  kind: "app,linux",
  serverFarmId: plan.id,
  httpsOnly: true,
  identity,
  siteConfig: {
    linuxFxVersion: "JAVA|21-java21",
    appCommandLine: `java -cp '/home/site/wwwroot/lib/*' ListBucket ${bucket}`,
    minTlsVersion: "1.2",
    ftpsState: "Disabled",
    appSettings: environment,
  },
});

export const containerAppName = containerApp.name;
export const jobName = job.name;
export const webAppName = webApp.name;
export const resourceGroupName = group.name;
export const { roleArn } = role;
export const { clientId } = workload;
