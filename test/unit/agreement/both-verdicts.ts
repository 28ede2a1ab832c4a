import { judgeText } from "../../../cli/judged-files/judge-file";
import type { RuleDefinition } from "../../../policypack/engine/rule-definition";
import { oidcTrustAudienceBesideSubject } from "../../../policypack/rules/oidc-trust-audience-beside-subject";
import { oidcTrustNamesItsIssuer } from "../../../policypack/rules/oidc-trust-names-its-issuer";
import { oidcTrustRequiresAudience } from "../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "../../../policypack/rules/oidc-trust-requires-subject";
import { trustPolicyIsWellFormed } from "../../../policypack/rules/trust-policy-is-well-formed";
import { type TestedResource, urnOf, validateInTurn } from "../policypack/validate";

/** What the command line or the pack makes of a stack: the worst of its roles. */
export type Verdict = "accepted" | "unknown" | "rejected";

const RULES: readonly RuleDefinition[] = [
  oidcTrustRequiresAudience,
  oidcTrustRequiresSubject,
  oidcTrustAudienceBesideSubject,
  oidcTrustNamesItsIssuer,
  trustPolicyIsWellFormed,
];

/** The verdict of the command line on a stack's state. What is not seen is unknown. */
export function byCommandLine(...stack: readonly TestedResource[]): Verdict {
  const resources = stack.map(({ type, name, props }) => ({
    urn: urnOf({ type, name, props }),
    type,
    inputs: props,
  }));
  const { roles, notSeen } = judgeText("state.json", JSON.stringify({ deployment: { resources } }));
  const verdicts = roles.map(({ verdict }) => verdict);
  return verdicts.includes("rejected")
    ? "rejected"
    : verdicts.includes("unknown") || notSeen.length > 0
      ? "unknown"
      : "accepted";
}

let stacks = 0;

/** The verdict of the pack on a stack's preview. Each time by other names, since advice is given once. */
export async function byPack(...stack: readonly TestedResource[]): Promise<Verdict> {
  const number = stacks++;
  const named = stack.map((resource) => ({ ...resource, name: `${resource.name}-${number}` }));
  const said = await Promise.all(RULES.map((rule) => validateInTurn(rule, named)));
  return said.some(({ violations }) => violations.length > 0)
    ? "rejected"
    : said.some(({ advice }) => advice.some((text) => SAYS_UNKNOWN.test(text)))
      ? "unknown"
      : "accepted";
}

const SAYS_UNKNOWN =
  /is not known yet|is fetched from a URL|this program does not hold|goes through a transform|only CloudFormation resolves|can override/i;
