/** What the command line and the policy pack say of the same stack, as one word each. */
import { judgeText } from "../../../cli/judged-files/judge-file";
import type { RuleDefinition } from "../../../policypack/engine/rule-definition";
import { oidcTrustAudienceBesideSubject } from "../../../policypack/rules/oidc-trust-audience-beside-subject";
import { oidcTrustNamesItsIssuer } from "../../../policypack/rules/oidc-trust-names-its-issuer";
import { oidcTrustRequiresAudience } from "../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "../../../policypack/rules/oidc-trust-requires-subject";
import { trustPolicyIsWellFormed } from "../../../policypack/rules/trust-policy-is-well-formed";
import { type TestedResource, urnOf, validateInTurn } from "../policypack/validate";

/** The worst of a stack's roles. */
export type Verdict = "accepted" | "unknown" | "rejected";

/** `"not seen"`: there may be roles, and none of them is judged. `"no role"`: nothing is said at all. */
export type FineVerdict = Verdict | "not seen" | "no role";

const RULES: readonly RuleDefinition[] = [
  oidcTrustRequiresAudience,
  oidcTrustRequiresSubject,
  oidcTrustAudienceBesideSubject,
  oidcTrustNamesItsIssuer,
  trustPolicyIsWellFormed,
];

const SAYS_UNKNOWN = /is not known yet|can override|only CloudFormation resolves/i;
const SAYS_NOT_SEEN =
  /no role in it is judged|is fetched from a URL|this program does not hold|goes through a transform/i;

/** What the command line says of a stack's state, in which the resources have their properties on one side. */
export function byCommandLine(
  stack: readonly TestedResource[],
  side: "inputs" | "outputs" = "inputs",
): FineVerdict {
  const resources = stack.map(({ type, name, props }) => ({
    urn: urnOf({ type, name, props }),
    type,
    [side]: props,
  }));
  const { roles, notSeen } = judgeText("state.json", JSON.stringify({ deployment: { resources } }));
  const verdicts = roles.map(({ verdict }) => verdict);
  return verdicts.includes("rejected")
    ? "rejected"
    : verdicts.includes("unknown")
      ? "unknown"
      : notSeen.length > 0
        ? "not seen"
        : verdicts.includes("accepted")
          ? "accepted"
          : "no role";
}

let stacks = 0;

/**
 * What the pack says of a stack's preview. Each time by other names, since advice is given once.
 *
 * @returns `"accepted"` also if there is no role: the pack says nothing of either.
 */
export async function byPack(stack: readonly TestedResource[], config: object = {}): Promise<FineVerdict> {
  const number = stacks++;
  const named = stack.map((resource) => ({ ...resource, name: `${resource.name}-${number}` }));
  const said = await Promise.all(RULES.map((rule) => validateInTurn(rule, named, config)));
  const advice = said.flatMap((validation) => validation.advice);
  return said.some(({ violations }) => violations.length > 0)
    ? "rejected"
    : advice.some((text) => SAYS_UNKNOWN.test(text))
      ? "unknown"
      : advice.some((text) => SAYS_NOT_SEEN.test(text))
        ? "not seen"
        : "accepted";
}

/** A verdict in which roles that are not seen are unknown, and a stack without roles is accepted. */
export function coarse(verdict: FineVerdict): Verdict {
  return verdict === "not seen" ? "unknown" : verdict === "no role" ? "accepted" : verdict;
}
