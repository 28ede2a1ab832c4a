import { readFileSync } from "node:fs";
import {
  AzureVirtualMachine,
  AzureWorkload,
  GuestInstallation,
  readFederationContract,
} from "@azure-to-aws/federation";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const [stack, file] = [config.require("entraStack"), config.require("contractFile")];
if ((stack === "") === (file === "")) {
  throw new pulumi.RunError("set one of entraStack and contractFile");
}
const given: pulumi.Output<string> =
  stack === ""
    ? pulumi.output(readFileSync(file, "utf8"))
    : new pulumi.StackReference(stack).requireOutput("contract").apply(String);

const group = new ResourceGroup("orders");
const placed = { resourceGroupName: group.name, location: group.location };

// Each identity adds itself to the contract that it was given.
const importer = new AzureWorkload("importer", { ...placed, contract: given });
const reporter = new AzureWorkload("reporter", { ...placed, contract: importer.contract });

const machine = new AzureVirtualMachine("importer", {
  ...placed,
  identityIds: [importer.identityId],
  sshPublicKey: config.require("sshPublicKey"),
});
const terms = given.apply((text) => {
  const { contract, problems } = readFederationContract(text);
  if (contract === undefined) {
    throw new Error(`the contract is wrong: ${JSON.stringify(problems)}`);
  }
  return contract;
});
new GuestInstallation("importer", {
  ...placed,
  vmName: machine.vmName,
  profiles: [
    {
      profileName: "orders",
      roleArn: config.require("roleArn"),
      clientId: importer.clientId,
      subject: importer.principalId,
      issuer: terms.issuer,
      audience: terms.audience,
      region: config.require("awsRegion"),
    },
  ],
});

/** What the AWS team takes: the same contract, with the identities in it. */
export const { contract } = reporter;
export const virtualMachineName = machine.vmName;
