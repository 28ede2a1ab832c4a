import { advice, type RuleDefinition, violation } from "../engine/rule-definition";
import { consistencyOf } from "../stack/consistency";
import { federationOf } from "../stack/federation-of-stack";

interface Config {
  /** What is done where a half of the federation is not in the stack. Default is `"advise"`. */
  readonly notSeen?: "advise" | "ignore";
}

/** So many missing halves, and roles of one, are named: one stack can have hundreds. */
const MOST_SHOWN = 5;

/** Refuses federations whose halves do not fit together, so that nobody could ever get in. */
export const federationIsConsistent: RuleDefinition<Config> = {
  name: "federation-is-consistent",
  displayName: "Federation is consistent",
  description:
    "Provider URL, client IDs, trust policy, application ID URI, token version and identity agree, so that the federation can work.",
  enforcementLevel: "mandatory",
  severity: "medium",
  tags: ["aws", "azure", "oidc"],
  remediationSteps:
    "Take each value from the resource that has it: the provider's URL and client ID, the application's ID URI, the identity's principal ID.",
  looksAt:
    "roles that trust an Entra tenant, with provider, application, service principal, assignment and identity as far as the stack has them",
  configuration: {
    notSeen: {
      type: "string",
      enum: ["advise", "ignore"],
      default: "advise",
      description:
        "What is said of a half of the federation that is not in this stack and so cannot be judged.",
    },
  },
  *judgeStack(stack, { notSeen }) {
    const seen = federationOf(stack);
    const missing = new Map<string, string[]>();
    for (const role of seen.roles) {
      for (const { kind, message } of consistencyOf(role, seen, stack)) {
        if (kind === "contradiction") {
          yield violation(
            role.holder,
            `Role ${role.name}: ${message}`,
            JSON.stringify([role.place, message]),
          );
        } else {
          const names = missing.get(message) ?? [];
          names.push(role.name);
          missing.set(message, names);
        }
      }
    }
    const [first] = seen.roles;
    if (first !== undefined && missing.size > 0 && notSeen !== "ignore") {
      const halves = some(
        [...missing].map(([half, names]) => `${half} (for ${some(names, ", ")})`),
        "; ",
      );
      yield advice(first.holder, `Not in this stack, so not seen and not judged: ${halves}.`, "not seen");
    }
  },
};

/** The first few of a list in one text, and how many more there are. */
function some(items: readonly string[], separator: string): string {
  const shown = items.slice(0, MOST_SHOWN).join(separator);
  return items.length > MOST_SHOWN ? `${shown}${separator}and ${items.length - MOST_SHOWN} more` : shown;
}
