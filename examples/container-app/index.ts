import { createHash } from "node:crypto";
import { AwsOidcProvider, AzureWorkload, EntraAudience, FederatedRole } from "@azure-to-aws/federation";
import { bundledHelper, renderAwsConfig } from "@azure-to-aws/federation/credential-helper";
import { ContainerApp } from "@pulumi/azure-native/app/containerApp";
import { ManagedEnvironment } from "@pulumi/azure-native/app/managedEnvironment";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const name = config.require("name");
const buckets = config.requireObject<string[]>("buckets");
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
  permissions: { readBuckets: buckets },
});

// What the container needs of this package: the helper in one file, and an AWS config that starts it with Python, since
// a mounted secret cannot be made executable. Neither is secret; secrets are how a container app is given files.
const folder = "/opt/azure-to-aws";
const helper = bundledHelper();
const profile = pulumi.output({
  roleArn: role.roleArn,
  audience: audience.audience,
  clientId: workload.clientId,
  issuer: audience.issuer,
  subject: workload.principalId,
});
const awsConfig = profile.apply((trust) =>
  renderAwsConfig([{ ...trust, profileName: "default", region, durationSeconds: 3600 }], folder, "python3"),
);
// A changed secret alone starts no new revision.
const revision = awsConfig.apply((text) => createHash("sha256").update(helper).update(text).digest("hex"));

const environment = new ManagedEnvironment(name, { resourceGroupName: group.name, location });
const app = new ContainerApp(name, {
  resourceGroupName: group.name,
  location,
  environmentId: environment.id,
  identity: { type: "UserAssigned", userAssignedIdentities: [workload.identityId] },
  configuration: {
    identitySettings: [{ identity: workload.identityId, lifecycle: "Main" }],
    secrets: [
      { name: "credential-helper", value: helper },
      { name: "aws-config", value: awsConfig },
    ],
  },
  template: {
    containers: [
      {
        name: "reader",
        image: config.require("image"),
        command: ["/bin/sh", "-c"],
        args: [
          `while :; do for bucket in ${buckets.join(" ")}; do aws s3 ls "s3://$bucket" --recursive; done; sleep 300; done`,
        ],
        env: [
          { name: "AWS_CONFIG_FILE", value: `${folder}/config` },
          { name: "CONFIG_VERSION", value: revision },
        ],
        resources: { cpu: 0.25, memory: "0.5Gi" },
        volumeMounts: [{ volumeName: "azure-to-aws", mountPath: folder }],
      },
    ],
    volumes: [
      {
        name: "azure-to-aws",
        storageType: "Secret",
        secrets: [
          { secretRef: "credential-helper", path: "credential_process.py" },
          { secretRef: "aws-config", path: "config" },
        ],
      },
    ],
    scale: { minReplicas: 1, maxReplicas: 1 },
  },
});

export const containerAppName = app.name;
export const resourceGroupName = group.name;
export const { roleArn } = role;
export const { principalId, clientId } = workload;
export const audienceUri = audience.audience;
