import * as pulumi from "@pulumi/pulumi";
import { AwsOidcProvider, FederatedRole } from "azure-to-aws-federation";

const config = new pulumi.Config();
const contract: pulumi.Output<string> =
  config.require("azureStack") === ""
    ? pulumi.output(config.require("contract"))
    : new pulumi.StackReference(config.require("azureStack")).requireOutput("contract").apply(String);

const provider = new AwsOidcProvider("orders", { contract });
const role = new FederatedRole("importer", {
  oidcProviderArn: provider.oidcProviderArn,
  contract,
  workloads: ["importer"],
  roleName: config.require("roleName"),
  permissions: { readBuckets: [config.require("bucket")] },
});

export const { roleArn, trustPolicy } = role;
