import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with the parts of a federation together, and what an update did not do in a cloud. */
export const FEDERATION = new Catalog("Federations", {
  "workload-unknown": entry({
    text: (known: readonly string[]) => `unknown workload. Expected one of: ${known.join(", ")}`,
    sample: [["app", "batch"]],
    cause: "The program asks the federation for a workload that its argument `workloads` does not have.",
    fix: "Use one of the listed names, or add the workload.",
  }),
  "workload-value-shared": entry({
    text: (holder: string, why: string, _how: string) => `must differ from that of ${holder}: ${why}`,
    next: (_holder: string, _why: string, how: string) => how,
    sample: [
      "workloads.batch",
      "an identity is assigned only once",
      "Give one workload the permissions of both, or give the identity a second role with FederatedRole",
    ],
    cause:
      "Two workloads of one federation set the same identity, VM, or role name, and only one can have it.",
    fix: "Change one of the two. For one VM with several roles, use one `GuestInstallation` with a profile per role.",
  }),
  "policy-name-conflict": entry({
    text: (holder: string, name: string) =>
      `this policy and ${holder} would both create a Pulumi resource named ${json(name)}`,
    next: () => "Rename the workload or the policy",
    sample: ["workloads.a.permissions.inlinePolicies.b", "a-b"],
    cause:
      "Names of Pulumi resources join the names of workload and policy with a hyphen, and two joined names are equal.",
    fix: "Rename the workload or the policy.",
  }),
  "session-exceeds-maximum": entry({
    text: (most: number) =>
      `longer than the role allows. Expected at most maxSessionDuration, ${most} seconds`,
    sample: [3600],
    cause: "AWS refuses a session that is longer than the role's maximum.",
    fix: "Lower `guest.durationSeconds`, or raise `maxSessionDuration`.",
  }),
  "v2-subjects-without-audience": entry({
    text: () =>
      "these identities cannot assume the role with tokenVersion 2: in v2 tokens, AWS compares their client IDs",
    next: () => "Add the client IDs to the federation's additionalAudiences",
    sample: [],
    cause:
      "The audience of a v2 token is the client ID of the identity. The OpenID Connect provider must list each.",
    fix: "Print a client ID with `az identity show --ids ID --query clientId`, and add it to `additionalAudiences`.",
  }),
  "nat-gateway-shared": entry({
    text: (holder: string) => `must differ from ${holder}: a NAT gateway serves one virtual network`,
    next: () => "Use two NAT gateways, or put both VMs into the federation's network",
    sample: ["network.natGatewayId"],
    cause: "Azure refuses a NAT gateway for subnets of different virtual networks.",
    fix: "Give each virtual network its own NAT gateway, or set `network` so that the VMs share one.",
  }),
  "shared-address-differing-lists": entry({
    text: (workloads: string, why: string, _remedy: string) =>
      `allowedSourceIps of ${workloads} differ, but ${why}, so AWS cannot tell them apart by it`,
    next: (_workloads: string, _why: string, remedy: string) => remedy,
    sample: [
      "workloads.app, workloads.batch",
      "all VMs of the shared network leave from one address",
      "To give a workload a separate address, set its virtualMachine.natGatewayId",
    ],
    cause: "Connections of these VMs leave through the same NAT gateway or subnet.",
    fix: "Use the same list for all of them, or give the workload its own NAT gateway.",
  }),
  "shared-address-not-allowed": entry({
    text: (path: string, missing: string, owner: string) =>
      `${path}: the VM leaves from ${missing}, the address of ${owner}. AWS refuses the VM whenever it leaves from there`,
    next: () => "Add the address to the list",
    sample: ["workloads.app.allowedSourceIps", "203.0.113.7", "the shared network"],
    cause: "The role allows only the listed addresses, and the VM has another one.",
    fix: "Add the address to `allowedSourceIps`.",
  }),
  "identity-tenant": entry({
    text: (tenant: string, audienceTenant: string, identityId: string | undefined) =>
      `${identityId === undefined ? "the new identity" : `the identity ${json(identityId)}`} is in tenant ${tenant}, whose tokens the role does not trust. Expected an identity in the audience's tenant, ${audienceTenant}`,
    next: (_tenant: string, _audienceTenant: string, identityId: string | undefined) =>
      identityId === undefined
        ? "Give the component azure-native and azuread providers of one tenant"
        : undefined,
    sample: ["0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002", undefined],
    cause:
      "The tenant of the subscription issues the tokens of an identity, and the role trusts the tenant of the application.",
    fix: "Log in to one tenant with both providers: `az account set --subscription ID` and `pulumi config set azuread:tenantId ID`.",
  }),
  "region-in-other-partition": entry({
    text: (partition: string, region: string) =>
      `the region is in another partition than the aws provider. Expected a region in ${partition}; got ${json(region)}`,
    sample: ["aws", "cn-north-1"],
    cause: "Credentials of one AWS partition are not valid in another one.",
    fix: "Choose a region in the partition of the account, or give the component an `aws` provider in the other partition.",
  }),
  "region-missing": entry({
    text: (said: string) =>
      `required argument is missing, and the aws provider has no region either (provider error: ${said})`,
    next: () => "Set it here, or run: pulumi config set aws:region eu-west-1",
    sample: ["no region"],
    cause: "The profile on the VM needs a region, because each region has its own STS endpoint.",
    fix: "Set `region`, or run `pulumi config set aws:region eu-west-1`.",
  }),
  "resource-group-unreadable": entry({
    text: (name: string, said: string) =>
      `cannot read resource group ${json(name)} (provider error: ${said})`,
    next: () => "Omit the argument to create one, or list the existing ones: az group list --query [].name",
    sample: ["orders", "404 ResourceGroupNotFound"],
    cause: "The resource group does not exist in the provider's subscription, or the login may not read it.",
    fix: 'List the groups with `az group list --query "[].name"`, or omit the argument.',
  }),
  "suspended-problem-tolerated": entry({
    text: (problem: string) =>
      `while a workload is suspended, this problem does not stop the update. Fix it once the incident is over. ${problem}`,
    sample: ["applicationClientId: the service principal is disabled"],
    cause:
      "In an incident, the update that suspends a workload must not fail because of something that merely blocks access.",
    fix: "Follow the second code of the message, once the incident is over.",
  }),
  "read-back-failed": entry({
    text: (remedy: string) => `a cloud does not have what this program asked for. ${remedy}`,
    sample: ["Run: pulumi up --refresh, because Pulumi records a failed update of such a resource as done"],
    cause:
      "After an update, the component reads security-relevant settings from the cloud. They differ from the program.",
    fix: "Run `pulumi up --refresh`. If the difference remains, someone changes the resource outside Pulumi.",
  }),
  "read-back-differs": entry({
    text: (cloud: string, expected: string, found: string) => `expected ${expected}; ${cloud} has ${found}`,
    sample: ["AWS", "3600", "43200"],
    cause: "An update failed and Pulumi recorded it as done, or someone changed the resource outside Pulumi.",
    fix: "Run `pulumi up --refresh`.",
  }),
  "read-back-differs-secret": entry({
    text: (cloud: string) =>
      `${cloud} has another value. Neither value is shown, because the program's is secret`,
    sample: ["AWS"],
    cause: "An update failed and Pulumi recorded it as done, or someone changed the resource outside Pulumi.",
    fix: "Run `pulumi up --refresh`.",
  }),
  "read-back-unreadable": entry({
    text: (said: string) => `cannot be read, so nothing that depends on it was changed: ${said}`,
    sample: ["AccessDenied: not authorized to perform iam:GetRole"],
    cause: "The deployer may change the resource, but not read it, or the cloud did not answer.",
    fix: "Allow the reading actions in [permissions](permissions.md), and run `pulumi up` again.",
  }),
  "read-back-seconds-invalid": entry({
    text: (given: string) =>
      `invalid value. Expected a whole number of seconds from 0 to 3600, or off; got ${json(given)}`,
    sample: ["soon"],
    cause: "The environment variable says how long to wait for a cloud to show a change.",
    fix: "Unset the variable for the default of 60 seconds: `unset AZURE_TO_AWS_READ_BACK_SECONDS`.",
  }),
});
