import { readFileSync } from "node:fs";
import { AwsOidcProvider, FederatedRole } from "@azure-to-aws/federation";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const [stack, file] = [config.require("azureStack"), config.require("contractFile")];
if ((stack === "") === (file === "")) {
  throw new pulumi.RunError("set one of azureStack and contractFile");
}
const contract: pulumi.Output<string> =
  stack === ""
    ? pulumi.output(readFileSync(file, "utf8"))
    : new pulumi.StackReference(stack).requireOutput("contract").apply(String);

const provider = new AwsOidcProvider("orders", { contract });
const role = new FederatedRole("importer", {
  oidcProviderArn: provider.oidcProviderArn,
  contract,
  workloads: ["importer"],
  roleName: config.require("roleName"),
  permissions: { readBuckets: [config.require("bucket")] },
});

export const { roleArn, trustPolicy } = role;
