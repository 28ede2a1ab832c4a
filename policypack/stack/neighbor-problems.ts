import { coded } from "../../messages";
import { asList, isMark } from "../../trust";
import { remembered } from "../engine/remembered";
import { advice, type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenStack, StackResource } from "../engine/seen-resource";
import { LOGIN_PORTS } from "./inbound-rules";
import { SECURITY_GROUPS } from "./machine-network";
import { type Access, accessByRules, type NeighborPath } from "./neighbor-access";
import { type Gate, type Place, placesOf } from "./neighbors";
import { rulesBeside, type SecurityRule } from "./security-rules";

/**
 * Finds another machine of the same virtual network that can try to sign in to a machine. A machine that is alone in its
 * network, as far as the stack shows, has no neighbors. Parts that the stack does not show count as closed.
 *
 * @param neighbors - What to do with a machine that neighbors can reach.
 */
export function* neighborProblems(
  machine: StackResource,
  stack: SeenStack,
  neighbors: "advise" | "refuse",
): Iterable<RuleFinding> {
  const places = placesOf(stack);
  for (const own of places.get(machine) ?? []) {
    for (const [other, theirs] of places) {
      const near = theirs.filter(
        ({ networks }) => other !== machine && networks.some((name) => own.networks.includes(name)),
      );
      const found = near.map((place) => openPort(own, place, stack)).find((port) => port !== undefined);
      if (found !== undefined) {
        const message = coded(
          "vm-open-to-neighbor",
          `VM ${other.name} of the same virtual network can reach ${found.port} of VM ${machine.name}, ${found.why}. Expected a security group with an inbound rule that denies VirtualNetwork or *, before every Allow.`,
        );
        yield neighbors === "refuse" ? violation(machine, message) : advice(machine, message, "medium");
        return;
      }
    }
  }
}

/** The first port for logins that all gates leave open, and why. */
function openPort(
  own: Place,
  near: Place,
  stack: SeenStack,
): { readonly port: string; readonly why: string } | undefined {
  const path = { from: near.ranges, to: own.ranges };
  for (const [port, name] of LOGIN_PORTS) {
    const accesses = own.gates.map((gate) => accessOf(gate, port, path, stack));
    if (accesses.every(({ verdict }) => verdict === "open")) {
      const why = accesses.find(({ by }) => by !== "")?.by;
      return {
        port: `port ${port} (${name})`,
        why: why ?? "because neither subnet nor interface has a security group",
      };
    }
  }
  return undefined;
}

function accessOf(gate: Gate, port: number, path: NeighborPath, stack: SeenStack): Access {
  if (gate === "none" || gate === "unknown") {
    return { verdict: gate === "none" ? "open" : "unknown", by: "" };
  }
  const rules = rulesOfGroups(stack).get(gate);
  const access: Access =
    rules === undefined ? { verdict: "unknown", by: "" } : accessByRules(rules, port, path);
  return access.verdict === "open"
    ? { ...access, by: `by ${access.by} of security group ${gate.name}` }
    : access;
}

/** The rules of each group, also those that are separate resources. A group with an unknown rule is omitted. */
const rulesOfGroups = remembered(
  (stack: SeenStack): ReadonlyMap<StackResource, readonly SecurityRule[]> =>
    new Map(
      stack
        .filter((resource) => {
          const own = resource.get("securityRules");
          return SECURITY_GROUPS.includes(resource.type) && !asList(own).some(isMark);
        })
        .map((group) => [group, rulesBeside(group, stack)]),
    ),
);
