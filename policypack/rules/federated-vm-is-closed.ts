import { nist } from "../engine/controls";
import type { RuleDefinition, RuleFinding } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isWithin, type SeenResource } from "../engine/seen-resource";
import { federationOf } from "../stack/federation-of-stack";
import { MACHINES } from "../stack/machine";
import { isNetworkPart, networkOf } from "../stack/machine-network";
import { machineProblems } from "../stack/machine-problems";
import { neighborProblems } from "../stack/neighbor-problems";
import { networkProblems } from "../stack/network-problems";

interface Config extends ScopeConfig {
  /** What the rule does with a Windows VM, whose administrator always has a password. Default is `"advise"`. */
  readonly windowsPassword?: "advise" | "refuse";
  /** What the rule does with a VM that other VMs of its virtual network can reach. Default is `"advise"`. */
  readonly neighbors?: "advise" | "refuse";
}

/** Components with VMs and their networks. A shared network belongs to the federation itself. */
const OWNERS = ["AzureVirtualMachine", "AzureToAwsFederation"];

/** Refuses VMs with a federated identity that others can sign in to: anyone on the VM can use its AWS role. */
export const federatedVmIsClosed: RuleDefinition<Config> = {
  name: "federated-vm-is-closed",
  displayName: "Federated VM is closed",
  description:
    "A VM with a federated identity has no password login and no public IP address. The internet cannot reach its SSH, RDP, or WinRM ports, and its custom data holds no secret.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["azure", "compute", "network"],
  framework: nist("SC-7", "CM-7", "IA-5(7)"),
  otherControls: { cis: "Azure: network exposure of SSH and RDP", iso27001: "A.8.20, A.8.22" },
  remediationSteps:
    "Set disablePasswordAuthentication, and add an SSH key. Sign in through Azure Bastion, use a NAT gateway for outbound traffic, " +
    "and fetch secrets with the managed identity.",
  looksAt:
    "VMs and scale sets with a federated identity, and their interfaces and security groups; with `scope: all`, every one",
  configuration: {
    ...scopeSchema,
    windowsPassword: {
      type: "string",
      enum: ["advise", "refuse"],
      default: "advise",
      description: "What the rule does with a Windows VM, whose administrator always has a password.",
    },
    neighbors: {
      type: "string",
      enum: ["advise", "refuse"],
      default: "advise",
      description:
        "What the rule does with a VM that other VMs of its virtual network can reach by SSH, RDP, or WinRM.",
    },
  },
  *judgeResource(resource, config, earlier) {
    if (config.scope === "all" || OWNERS.some((owner) => isWithin(resource, owner))) {
      yield* judge(resource, [...earlier], config);
    }
  },
  *judgeStack(stack, config) {
    const { machines } = federationOf(stack);
    for (const resource of [...machines, ...networkOf(machines, stack)]) {
      yield* judge(resource.before, stack, config);
    }
    const all = config.scope === "all" ? stack.filter(({ type }) => MACHINES.includes(type)) : machines;
    for (const machine of all) {
      yield* neighborProblems(machine, stack, config.neighbors ?? "advise");
    }
  },
};

function* judge(
  resource: SeenResource,
  others: readonly SeenResource[],
  { windowsPassword = "advise" }: Config,
): Iterable<RuleFinding> {
  if (MACHINES.includes(resource.type)) {
    yield* machineProblems(resource, windowsPassword);
  } else if (isNetworkPart(resource)) {
    yield* networkProblems(resource, others);
  }
}
