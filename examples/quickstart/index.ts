import { AzureToAwsFederation } from "@azure-to-aws/federation";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
export const profileName = config.require("profileName");
const installAwsTools = config.requireBoolean("installAwsTools");

const federation = new AzureToAwsFederation(config.require("name"), {
  location: new pulumi.Config("azure-native").require("location"),
  region: new pulumi.Config("aws").require("region"),
  oidcProviderArn: config.get("oidcProviderArn"),
  allowUsersAndGroups: config.requireBoolean("allowUsersAndGroups"),
  network: config.requireBoolean("sharedNetwork") ? {} : undefined,
  workloads: {
    devteam: {
      profileName,
      // The sample lists the names of all buckets. Omit listBucketNames if your workload does not.
      permissions: { readBuckets: config.requireObject<string[]>("buckets"), listBucketNames: true },
      virtualMachine: { sshPublicKey: config.require("sshPublicKey") },
      guest: {
        verify: config.requireBoolean("verify"),
        installAwsCli: installAwsTools,
      },
    },
  },
});

export const { issuer, audience, oidcProviderArn, applicationClientId, resourceGroupName } = federation;
const devteam = federation.workload("devteam");
export const { roleArn, principalId, clientId, awsConfig, egressAddress } = devteam;
export const virtualMachineName = devteam.vmName;
