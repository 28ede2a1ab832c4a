/** What the command line and the policy pack say of the same resource, as one word each. */
import { judgeText } from "../../../cli/judged-files/judge-file";
import type { RuleDefinition } from "../../../policypack/engine/rule-definition";
import { oidcTrustAudienceBesideSubject } from "../../../policypack/rules/oidc-trust-audience-beside-subject";
import { oidcTrustNamesItsIssuer } from "../../../policypack/rules/oidc-trust-names-its-issuer";
import { oidcTrustRequiresAudience } from "../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "../../../policypack/rules/oidc-trust-requires-subject";
import { trustPolicyIsWellFormed } from "../../../policypack/rules/trust-policy-is-well-formed";
import { type TestedResource, urnOf, validateResource } from "../policypack/validate";

/** `"not seen"`: there may be roles, and none of them is judged. `"no role"`: nothing is said at all. */
export type Verdict = "accepted" | "unknown" | "rejected" | "not seen" | "no role";

const RULES: readonly RuleDefinition[] = [
  oidcTrustRequiresAudience,
  oidcTrustRequiresSubject,
  oidcTrustAudienceBesideSubject,
  oidcTrustNamesItsIssuer,
  trustPolicyIsWellFormed,
];

/** What the command line says of a state with one resource. */
export function byCommandLine({ type, name, props }: TestedResource, side = "inputs"): Verdict {
  const resource = { urn: urnOf({ type, name, props }), type, [side]: props };
  const state = { deployment: { resources: [resource] } };
  const { roles, notSeen } = judgeText("state.json", JSON.stringify(state));
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

let names = 0;

/**
 * What the pack says of the resource in a preview. Each time under another name, since advice is given once.
 *
 * @returns `"accepted"` also if there is no role: the pack says nothing of either.
 */
export async function byPack(resource: TestedResource, config: object = {}): Promise<Verdict> {
  const named = { ...resource, name: `role-${names++}` };
  const said = await Promise.all(RULES.map((rule) => validateResource(rule, named, config)));
  const advice = said.flatMap((validation) => validation.advice);
  return said.some(({ violations }) => violations.length > 0)
    ? "rejected"
    : advice.some((text) => /is not known yet|can override|only CloudFormation resolves/i.test(text))
      ? "unknown"
      : advice.some((text) => text.includes("no role in it is judged"))
        ? "not seen"
        : "accepted";
}
