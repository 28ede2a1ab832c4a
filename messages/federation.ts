import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with the parts of a federation together, and what an update did not do in a cloud. */
export const FEDERATION = new Catalog({
  "workload-unknown": entry({
    text: (known: readonly string[]) => `unknown workload. Expected one of: ${known.join(", ")}`,
  }),
  "workload-value-shared": entry({
    text: (holder: string, why: string, _how: string) => `must differ from that of ${holder}: ${why}`,
    next: (_holder: string, _why: string, how: string) => how,
  }),
  "policy-name-conflict": entry({
    text: (holder: string, name: string) =>
      `this policy and ${holder} would both create a Pulumi resource named ${json(name)}`,
    next: () => "Rename the workload or the policy",
  }),
  "session-exceeds-maximum": entry({
    text: (most: number) =>
      `longer than the role allows. Expected at most maxSessionDuration, ${most} seconds`,
  }),
  "v2-subjects-without-audience": entry({
    text: () =>
      "these identities cannot assume the role with tokenVersion 2: in v2 tokens, AWS compares their client IDs",
    next: () => "Add the client IDs to the federation's additionalAudiences",
  }),
  "nat-gateway-shared": entry({
    text: (holder: string) => `must differ from ${holder}: a NAT gateway serves one virtual network`,
    next: () => "Use two NAT gateways, or put both VMs into the federation's network",
  }),
  "shared-address-differing-lists": entry({
    text: (workloads: string, why: string, _remedy: string) =>
      `allowedSourceIps of ${workloads} differ, but ${why}, so AWS cannot tell them apart by it`,
    next: (_workloads: string, _why: string, remedy: string) => remedy,
  }),
  "shared-address-not-allowed": entry({
    text: (path: string, missing: string, owner: string) =>
      `${path}: the VM leaves from ${missing}, the address of ${owner}. AWS refuses the VM whenever it leaves from there`,
    next: () => "Add the address to the list",
  }),
  "identity-tenant": entry({
    text: (tenant: string, audienceTenant: string, identityId: string | undefined) =>
      `${identityId === undefined ? "the new identity" : `the identity ${json(identityId)}`} is in tenant ${tenant}, whose tokens the role does not trust. Expected an identity in the audience's tenant, ${audienceTenant}`,
    next: (_tenant: string, _audienceTenant: string, identityId: string | undefined) =>
      identityId === undefined
        ? "Give the component azure-native and azuread providers of one tenant"
        : undefined,
  }),
  "region-in-other-partition": entry({
    text: (partition: string, region: string) =>
      `the region is in another partition than the aws provider. Expected a region in ${partition}; got ${json(region)}`,
  }),
  "region-missing": entry({
    text: (said: string) =>
      `required argument is missing, and the aws provider has no region either (provider error: ${said})`,
    next: () => "Set it here, or run: pulumi config set aws:region eu-west-1",
  }),
  "resource-group-unreadable": entry({
    text: (name: string, said: string) =>
      `cannot read resource group ${json(name)} (provider error: ${said})`,
    next: () => "Omit the argument to create one, or list the existing ones: az group list --query [].name",
  }),
  "suspended-problem-tolerated": entry({
    text: (problem: string) =>
      `while a workload is suspended, this problem does not stop the update. Fix it once the incident is over. ${problem}`,
  }),
  "read-back-failed": entry({
    text: (remedy: string) => `a cloud does not have what this program asked for. ${remedy}`,
  }),
  "read-back-differs": entry({
    text: (cloud: string, expected: string, found: string) => `expected ${expected}; ${cloud} has ${found}`,
  }),
  "read-back-differs-secret": entry({
    text: (cloud: string) =>
      `${cloud} has another value. Neither value is shown, because the program's is secret`,
  }),
  "read-back-unreadable": entry({
    text: (said: string) => `cannot be read, so nothing that depends on it was changed: ${said}`,
  }),
  "read-back-seconds-invalid": entry({
    text: (given: string) =>
      `invalid value. Expected a whole number of seconds from 0 to 3600, or off; got ${json(given)}`,
  }),
});
