import { MACHINES } from "../federation/entra-types";
import { federationOf } from "../federation/federation-of-stack";
import { openToInternet } from "../federation/inbound-rules";
import { part, parts, readMachine } from "../federation/machine";
import {
  isNetworkPart,
  NETWORK_INTERFACE,
  networkOf,
  SECURITY_GROUP,
  SECURITY_RULE,
} from "../federation/machine-network";
import { secretsInText } from "../federation/secrets-in-text";
import { isWithin, type SeenResource } from "../resources/seen-resource";
import { shown, UNKNOWN } from "../resources/unknown";
import { violation, type RuleDefinition, type RuleFinding } from "../rule/rule-definition";
import { scopeSchema, type ScopeConfig } from "../rule/scope";

/** Refuses VMs with a federated identity that others can get into: whoever is on the VM has its AWS role. */
export const federatedVmIsClosed: RuleDefinition<ScopeConfig> = {
  name: "federated-vm-is-closed",
  displayName: "Federated VM is closed",
  description:
    "A VM with a federated identity has no password login, no public IP, no SSH or RDP from the internet, and no secret in its custom data.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["azure", "compute", "network"],
  remediationSteps:
    "Set disablePasswordAuthentication and give an SSH key, reach the VM through Azure Bastion, let it out through a NAT gateway, " +
    "and fetch secrets with the managed identity.",
  looksAt:
    "VMs and scale sets with a federated identity, and their interfaces and security groups; `scope: all`: every one",
  configuration: scopeSchema,
  *judgeResource(resource, { scope }) {
    if (scope === "all" || isWithin(resource, "AzureVirtualMachine")) {
      yield* judge(resource);
    }
  },
  *judgeStack(stack) {
    const { machines } = federationOf(stack);
    for (const resource of [...machines, ...networkOf(machines, stack)]) {
      yield* judge(resource.before);
    }
  },
};

function* judge(resource: SeenResource): Iterable<RuleFinding> {
  if (MACHINES.includes(resource.type)) {
    yield* judgeMachine(resource);
  } else if (isNetworkPart(resource)) {
    yield* judgeNetworkPart(resource);
  }
}

function* judgeMachine(resource: SeenResource): Iterable<RuleFinding> {
  const { osProfile, networkProfile, readableTexts } = readMachine(resource);
  const about = `VM ${resource.name}`;
  const linux = osProfile.linuxConfiguration;
  const isWindows = osProfile.windowsConfiguration !== undefined;
  const disabled = linux === UNKNOWN ? UNKNOWN : part(linux).disablePasswordAuthentication;
  if (Object.keys(osProfile).length > 0 && !isWindows && disabled !== true && disabled !== UNKNOWN) {
    yield violation(
      resource,
      `${about}: found disablePasswordAuthentication ${shown(disabled)}. Right would be true, with an SSH key.`,
      "password",
    );
  }
  for (const nic of parts(networkProfile.networkInterfaceConfigurations)) {
    for (const address of parts(nic.ipConfigurations)) {
      if ((address.publicIPAddressConfiguration ?? undefined) !== undefined) {
        yield violation(
          resource,
          `${about}: found a public IP address. Right would be none.`,
          "public address",
        );
      }
    }
  }
  for (const [property, text] of readableTexts) {
    for (const secret of secretsInText(text)) {
      yield violation(
        resource,
        `${about}: found what looks like ${secret} in ${property}, which everybody on the VM can read. Right would be to fetch it with the managed identity.`,
        JSON.stringify([property, secret]),
      );
    }
  }
}

function* judgeNetworkPart(resource: SeenResource): Iterable<RuleFinding> {
  if (resource.type === NETWORK_INTERFACE) {
    for (const address of parts(resource.get("ipConfigurations"))) {
      if ((address.publicIPAddress ?? undefined) !== undefined) {
        const message = `Network interface ${resource.name}: found a public IP address. Right would be none, and a NAT gateway for the way out.`;
        yield violation(resource, message, "public address");
      }
    }
  } else if (resource.type === SECURITY_GROUP) {
    for (const rule of parts(resource.get("securityRules"))) {
      yield* judgeRule(
        resource,
        rule,
        `rule ${JSON.stringify(rule.name)} of security group ${resource.name}`,
      );
    }
  } else if (resource.type === SECURITY_RULE) {
    const names = ["direction", "access", "protocol", "sourceAddressPrefix", "sourceAddressPrefixes"];
    const ports = ["destinationPortRange", "destinationPortRanges"];
    const rule = Object.fromEntries([...names, ...ports].map((name) => [name, resource.get(name)]));
    yield* judgeRule(resource, rule, `security rule ${resource.name}`);
  }
}

function* judgeRule(
  resource: SeenResource,
  rule: Readonly<Record<string, unknown>>,
  about: string,
): Iterable<RuleFinding> {
  const found = openToInternet(rule);
  if (found !== undefined) {
    const message = `In ${about}: found ${found}. Right would be no inbound rule; Azure Bastion reaches the VM without one.`;
    yield violation(resource, message, JSON.stringify([about, found]));
  }
}
