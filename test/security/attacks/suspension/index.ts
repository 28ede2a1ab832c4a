import { FederatedRole } from "@azure-to-aws/federation";
import { Config } from "@pulumi/pulumi";

const config = new Config();

// A second role for a workload that is there: its issuer, audience and subject are those of the first one's.
export const { roleArn } = new FederatedRole("suspended", {
  oidcProviderArn: config.require("oidcProviderArn"),
  issuer: config.require("issuer"),
  audiences: [config.require("audience")],
  subjects: [config.require("subject")],
  permissions: { readBuckets: [config.require("bucket")] },
  suspended: config.requireBoolean("suspended"),
});
