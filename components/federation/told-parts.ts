import type { Teller } from "../arguments/told-arguments";

/**
 * Where a federation has the arguments of its parts, by class and name of the part: what only the parts find out, such
 * as an identity that is not there, is told by the arguments that the user wrote.
 *
 * @param name - The name of the federation.
 * @param workloads - The name of each workload in the arguments, and that of its parts.
 */
export function toldParts(
  name: string,
  workloads: readonly { readonly key: string; readonly name: string }[],
): Record<string, Teller> {
  const parts: Record<string, Teller> = {
    [`EntraAudience "${name}"`]: { prefix: "", paths: {} },
    [`AwsOidcProvider "${name}"`]: {
      prefix: "",
      paths: { audiences: "additionalAudiences", tags: "awsTags" },
    },
  };
  for (const { key, name: part } of workloads) {
    Object.assign(parts, workloadParts(`workloads.${key}`, part));
  }
  return parts;
}

function workloadParts(path: string, name: string): Record<string, Teller> {
  return {
    [`AzureWorkload "${name}"`]: { prefix: `${path}.`, paths: { tags: "azureTags" } },
    [`FederatedRole "${name}"`]: {
      prefix: `${path}.`,
      paths: {
        trustPolicyQuota: "trustPolicyQuota",
        audiences: "additionalAudiences",
        subjects: `${path}.additionalSubjects`,
        path: `${path}.rolePath`,
        description: `${path}.roleDescription`,
        tags: `${path}.roleTags`,
        oidcProviderArn: "oidcProviderArn",
        partition: "region",
      },
    },
    [`AzureVirtualMachine "${name}"`]: { prefix: `${path}.virtualMachine.`, paths: {} },
    [`GuestInstallation "${name}"`]: {
      prefix: `${path}.guest.`,
      paths: {
        vmName: `${path}.existingVirtualMachineId`,
        tags: "azureTags",
        "profiles[0].region": "region",
        "profiles[0]": path,
      },
    },
  };
}
