import { coded } from "../../messages";
import { nist } from "../engine/controls";
import { advice, type RuleDefinition, violation } from "../engine/rule-definition";
import { consistencyOf } from "../stack/consistency";
import { federationOf } from "../stack/federation-of-stack";

interface Config {
  /** What the rule does if a half of the federation is not in the stack. Default is `"advise"`. */
  readonly notSeen?: "advise" | "ignore";
}

/** How many missing halves, and roles of one, a message names: one stack can have hundreds. */
const MOST_SHOWN = 5;

/** Refuses federations whose halves do not fit together, so nobody could ever use them. */
export const federationIsConsistent: RuleDefinition<Config> = {
  name: "federation-is-consistent",
  displayName: "Federation is consistent",
  description:
    "Provider URL, client IDs, trust policy, application ID URI, token version, and identity agree. Otherwise nobody can use the federation.",
  enforcementLevel: "mandatory",
  severity: "medium",
  tags: ["aws", "azure", "oidc"],
  framework: nist("CM-2", "CM-6"),
  otherControls: { iso27001: "A.8.9" },
  remediationSteps:
    "Take each value from the resource that has it: the provider's URL and client ID, the application's ID URI, the identity's principal ID.",
  looksAt:
    "roles that trust an Entra tenant, with provider, application, service principal, assignment, and identity, as far as the stack has them",
  configuration: {
    notSeen: {
      type: "string",
      enum: ["advise", "ignore"],
      default: "advise",
      description:
        "What the rule does if a half of the federation is not in this stack and so cannot be judged.",
    },
  },
  *judgeStack(stack, { notSeen }) {
    const seen = federationOf(stack);
    const missing = new Map<string, string[]>();
    for (const role of seen.roles) {
      const reported = new Set<string>();
      for (const note of consistencyOf(role, seen, stack)) {
        if (note.kind === "not-seen") {
          const names = missing.get(note.half) ?? [];
          missing.set(note.half, [...names, role.name]);
          continue;
        }
        const finding = violation(role.holder, note.message, role.place, ...note.values);
        const identity = JSON.stringify(finding.identity);
        // Two statements of a policy can contradict the stack in the same way.
        if (!reported.has(identity)) {
          reported.add(identity);
          yield finding;
        }
      }
    }
    const [first] = seen.roles;
    if (first !== undefined && missing.size > 0 && notSeen !== "ignore") {
      const halves = some(
        [...missing].map(([half, names]) => `${half} (for ${some([...new Set(names)], ", ")})`),
        "; ",
      );
      yield advice(
        first.holder,
        coded(
          "halves-not-seen",
          `This stack does not create ${halves}. The pack compares a role only with what its stack creates. If another stack or team owns the rest, there is nothing to fix.`,
        ),
      );
    }
  },
};

/** The first few of a list in one string, and how many more there are. */
function some(items: readonly string[], separator: string): string {
  const shown = items.slice(0, MOST_SHOWN).join(separator);
  return items.length > MOST_SHOWN ? `${shown}${separator}and ${items.length - MOST_SHOWN} more` : shown;
}
