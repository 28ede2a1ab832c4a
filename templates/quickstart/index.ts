import { AzureToAwsFederation } from "@azure-to-aws/federation";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

const federation = new AzureToAwsFederation("aws-access", {
  workloads: {
    reader: {
      permissions: { readBuckets: [config.require("bucket")] },
      virtualMachine: { sshPublicKey: config.require("sshPublicKey") },
    },
  },
});

const reader = federation.workload("reader");
export const { resourceGroupName } = federation;
export const { roleArn, vmName, awsConfig } = reader;
