import { type Example, type ExampleResource, FromConfig, OutputOf } from "./example";

const AUDIENCE: ExampleResource = {
  variable: "audience",
  name: "orders",
  component: "EntraAudience",
  args: { displayName: "AWS for orders" },
};

const PROVIDER: ExampleResource = {
  variable: "provider",
  name: "orders",
  component: "AwsOidcProvider",
  args: { issuer: new OutputOf("audience", "issuer"), audiences: [new OutputOf("audience", "audience")] },
};

const WORKLOAD: ExampleResource = {
  variable: "workload",
  name: "importer",
  component: "AzureWorkload",
  args: {
    resourceGroupName: "orders",
    servicePrincipalObjectId: new OutputOf("audience", "servicePrincipalObjectId"),
    appRoleId: new OutputOf("audience", "appRoleId"),
  },
};

const ROLE: ExampleResource = {
  variable: "role",
  name: "importer",
  component: "FederatedRole",
  args: {
    oidcProviderArn: new OutputOf("provider", "oidcProviderArn"),
    issuer: new OutputOf("audience", "issuer"),
    audiences: [new OutputOf("audience", "audience")],
    subjects: [new OutputOf("workload", "principalId")],
    permissions: { readBuckets: ["orders-incoming"] },
  },
};

/** A whole federation. */
export const FEDERATION_EXAMPLE: Example = {
  title: "A VM that reads two buckets",
  resources: [
    {
      variable: "orders",
      name: "orders",
      component: "AzureToAwsFederation",
      args: {
        workloads: {
          importer: {
            permissions: { readBuckets: ["orders-incoming", "orders-archive"] },
            virtualMachine: { sshPublicKey: new FromConfig("sshPublicKey") },
          },
        },
      },
    },
  ],
  exports: { roleArn: new OutputOf("orders", "roleArn", "importer") },
};

/** One example per component. Nothing in them needs an SDK of another provider. */
export const COMPONENT_EXAMPLES: Readonly<Record<string, Example>> = {
  AwsOidcProvider: {
    title: "The provider for an audience of the same stack",
    resources: [AUDIENCE, PROVIDER],
    exports: { oidcProviderArn: new OutputOf("provider", "oidcProviderArn") },
  },
  AzureToAwsFederation: FEDERATION_EXAMPLE,
  AzureVirtualMachine: {
    title: "A VM with an existing identity",
    resources: [
      {
        variable: "machine",
        name: "importer",
        component: "AzureVirtualMachine",
        args: {
          resourceGroupName: "orders",
          identityIds: [new FromConfig("identityId")],
          sshPublicKey: new FromConfig("sshPublicKey"),
        },
      },
    ],
    exports: { vmName: new OutputOf("machine", "vmName") },
  },
  AzureWorkload: {
    title: "An identity that gets tokens for AWS",
    resources: [AUDIENCE, WORKLOAD],
    exports: { principalId: new OutputOf("workload", "principalId") },
  },
  EntraAudience: {
    title: "An audience for AWS",
    resources: [AUDIENCE],
    exports: {
      awsAudience: new OutputOf("audience", "audience"),
      issuer: new OutputOf("audience", "issuer"),
    },
  },
  FederatedRole: {
    title: "A role that one identity can assume",
    resources: [AUDIENCE, PROVIDER, WORKLOAD, ROLE],
    exports: { roleArn: new OutputOf("role", "roleArn") },
  },
  GuestInstallation: {
    title: "The helper and the AWS config on an existing VM",
    resources: [
      AUDIENCE,
      WORKLOAD,
      {
        variable: "installation",
        name: "importer",
        component: "GuestInstallation",
        args: {
          resourceGroupName: "orders",
          vmName: "importer-01",
          identityIds: [new OutputOf("workload", "identityId")],
          profiles: [
            {
              profileName: "importer",
              roleArn: new FromConfig("roleArn"),
              audience: new OutputOf("audience", "audience"),
              clientId: new OutputOf("workload", "clientId"),
              issuer: new OutputOf("audience", "issuer"),
              subject: new OutputOf("workload", "principalId"),
              region: "eu-west-1",
            },
          ],
        },
      },
    ],
    exports: { awsConfig: new OutputOf("installation", "awsConfig") },
  },
};
