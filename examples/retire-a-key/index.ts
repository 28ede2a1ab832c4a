import { AzureVirtualMachine } from "@azure-to-aws/federation";
import { AccessKey } from "@pulumi/aws/iam/accessKey";
import { User } from "@pulumi/aws/iam/user";
import { UserPolicy } from "@pulumi/aws/iam/userPolicy";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import { Config } from "@pulumi/pulumi";

const config = new Config();
const name = "importer";

// The VM, as it was before anybody thought of a federation.
const group = new ResourceGroup(name);
const place = { resourceGroupName: group.name };
const identity = new UserAssignedIdentity(name, place);
const machine = new AzureVirtualMachine(name, {
  ...place,
  identityIds: [identity.id],
  sshPublicKey: config.require("sshPublicKey"),
});

export const { vmId } = machine;
export const identityId = identity.id;

// The user whose key the application has, until the key is retired. The policy pack refuses this part.
const key = config.getBoolean("retired") === true ? undefined : storedKey();

export const accessKeyId = key?.id;
export const secretAccessKey = key?.secret;

function storedKey(): AccessKey {
  const user = new User(name, { name, tags: { owner: "data-team" } });
  const Statement = [
    { Effect: "Allow", Action: "s3:ListBucket", Resource: `arn:aws:s3:::${config.require("bucket")}` },
  ];
  new UserPolicy(name, { user: user.name, policy: JSON.stringify({ Version: "2012-10-17", Statement }) });
  return new AccessKey(name, { user: user.name });
}
