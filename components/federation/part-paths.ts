/**
 * Maps the arguments of a federation's parts to its own. A problem that only a part finds, such as an identity that does not
 * exist, is reported at the argument that the user wrote.
 */
import type { ArgumentPaths } from "../arguments/argument-paths";

/** The paths of the `EntraAudience` of a federation. */
export function audiencePaths(federation: ArgumentPaths): ArgumentPaths {
  return federation.part("EntraAudience", federation.name, "");
}

/** The paths of the `AwsOidcProvider` of a federation. */
export function providerPaths(federation: ArgumentPaths): ArgumentPaths {
  return federation.part("AwsOidcProvider", federation.name, "", { audiences: "additionalAudiences" });
}

/** The paths of the network that VMs of a federation share. */
export function networkPaths(federation: ArgumentPaths): ArgumentPaths {
  return federation.part("network", federation.name, "network.");
}

/** The paths of the parts of one workload. */
export interface WorkloadPaths {
  readonly identity: ArgumentPaths;
  readonly role: ArgumentPaths;
  readonly virtualMachine: ArgumentPaths;
  readonly installation: ArgumentPaths;
}

/** @param key - The name of the workload in the arguments. @param name - The name of its parts. */
export function workloadPaths(federation: ArgumentPaths, key: string, name: string): WorkloadPaths {
  const path = `workloads.${key}`;
  return {
    identity: federation.part("AzureWorkload", name, `${path}.`),
    role: federation.part("FederatedRole", name, `${path}.`, {
      oidcProviderArn: "oidcProviderArn",
      audiences: "additionalAudiences",
      subjects: `${path}.additionalSubjects`,
    }),
    virtualMachine: federation.part("AzureVirtualMachine", name, `${path}.virtualMachine.`),
    installation: federation.part("GuestInstallation", name, `${path}.guest.`, {
      vmName: `${path}.existingVirtualMachineId`,
      "profiles[0].region": "region",
      "profiles[0]": path,
    }),
  };
}
