import { coded } from "../../messages";
import { asList } from "../../trust";
import { type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";
import { openToInternet } from "./inbound-rules";
import { parts } from "./machine";
import { NETWORK_INTERFACES, SECURITY_GROUPS } from "./machine-network";
import { rulesBeside, rulesIn } from "./security-rules";

/**
 * Finds what lets the internet reach a VM through its network.
 *
 * @param others - Resources among which the other rules of the same security group may be.
 */
export function* networkProblems(
  resource: SeenResource,
  others: readonly SeenResource[],
): Iterable<RuleFinding> {
  if (NETWORK_INTERFACES.includes(resource.type)) {
    for (const address of parts(resource.get("ipConfigurations"))) {
      if (asList(address.publicIPAddress ?? address.publicIpAddressId).length > 0) {
        const message = coded(
          "interface-has-public-address",
          `Network interface ${resource.name} has a public IP address. Expected none: a NAT gateway gives access to the internet.`,
        );
        yield violation(resource, message);
      }
    }
    return;
  }
  const rules = rulesIn(resource);
  const all = rules.length === 0 ? [] : [...rules, ...rulesBeside(resource, others)];
  for (const rule of rules) {
    const found = openToInternet(rule, all);
    if (found !== undefined) {
      const isOfGroup = SECURITY_GROUPS.includes(resource.type);
      const about = isOfGroup
        ? `rule ${JSON.stringify(rule.name)} of security group ${resource.name}`
        : `security rule ${resource.name}`;
      const { port, service, source } = found;
      const message = coded(
        "port-open-to-internet",
        `The internet can reach port ${port} (${service}) by ${about}: it allows ${source}. Expected no inbound rule: Azure Bastion reaches the VM without one.`,
      );
      yield violation(resource, message, port, source, ...(isOfGroup ? [rule.name] : []));
    }
  }
}
