import {
  AwsOidcProvider,
  AzureVirtualMachine,
  AzureWorkload,
  EntraAudience,
  FederatedRole,
  GuestInstallation,
  renderStackSetTemplate,
} from "@azure-to-aws/federation";
import { Provider, type ProviderArgs } from "@pulumi/aws/provider";
import { ResourceGroup } from "@pulumi/azure-native/resources/resourceGroup";
import * as pulumi from "@pulumi/pulumi";

/** An AWS account of the organisation. */
interface Account {
  /** The role that deploys there. The login of this program may assume it. */
  deployerRoleArn: string;
  /** The bucket to read. */
  bucket: string;
}

const config = new pulumi.Config();
const accounts = config.requireObject<Record<string, Account>>("accounts");
const region = new pulumi.Config("aws").require("region");

// One audience and one identity, whatever the number of accounts.
const group = new ResourceGroup("orders");
const audience = new EntraAudience("orders", {});
const identity = new AzureWorkload("orders", {
  resourceGroupName: group.name,
  contract: audience.contract,
  workloadName: "importer",
});
const { contract } = identity;

// In each account a provider, since a role can only trust one of its own account, and a role.
const roles = Object.entries(accounts).map(([name, { deployerRoleArn, bucket }]) => {
  const aws = new Provider(name, {
    region: region as ProviderArgs["region"],
    assumeRoles: [{ roleArn: deployerRoleArn }],
  });
  const { oidcProviderArn } = new AwsOidcProvider(`orders-${name}`, { contract }, { providers: { aws } });
  const permissions = { readBuckets: [bucket] };
  const { roleArn } = new FederatedRole(
    `orders-${name}`,
    { oidcProviderArn, contract, permissions },
    { providers: { aws } },
  );
  return { name, roleArn };
});

const vm = new AzureVirtualMachine("orders", {
  resourceGroupName: group.name,
  sshPublicKey: config.require("sshPublicKey"),
  // The VM gets the identity once every role is there, so that nothing in it asks before it can succeed.
  identityIds: [
    pulumi.all([identity.identityId, pulumi.all(roles.map(({ roleArn }) => roleArn))]).apply(([id]) => id),
  ],
});
const guest = new GuestInstallation("orders", {
  resourceGroupName: group.name,
  vmName: vm.vmName,
  installAwsCli: true,
  profiles: roles.map(({ name, roleArn }) => ({
    profileName: name,
    roleArn,
    audience: audience.audience,
    clientId: identity.clientId,
    issuer: audience.issuer,
    subject: identity.principalId,
    region,
  })),
});

// For accounts that this program does not deploy to: the same half as a CloudFormation template, for a StackSet.
const stackSetBuckets = config.getObject<string[]>("stackSetBuckets");
export const stackSetTemplate = contract.apply((text) =>
  stackSetBuckets === undefined
    ? undefined
    : renderStackSetTemplate({
        contract: text,
        roleName: "orders-importer",
        permissions: { readBuckets: stackSetBuckets },
      }),
);

export const roleArns = Object.fromEntries(roles.map(({ name, roleArn }) => [name, roleArn]));
export const { awsConfig } = guest;
export const virtualMachineName = vm.vmName;
