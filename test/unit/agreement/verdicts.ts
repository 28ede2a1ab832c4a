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

const SAYS_UNKNOWN = /preview does not know|can override|only CloudFormation (?:knows|resolves)/;
const SAYS_NOT_SEEN = /no role in it is judged|a transform of the template/;

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

/**
 * What the pack reports about a stack's preview.
 *
 * @returns `"accepted"` also if there is no role: the pack reports nothing about either.
 */
export async function byPack(stack: readonly TestedResource[], config: object = {}): Promise<FineVerdict> {
  const said = await Promise.all(RULES.map((rule) => validateInTurn(rule, stack, config)));
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
