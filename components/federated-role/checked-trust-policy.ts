import { IAM, ROLES } from "../../messages";
import { buildTrustPolicy, oidcProviderName, type TrustPolicyArgs, trustPolicySize } from "../../trust/build";
import { contextOf } from "../../trust/issuers";
import { judgePolicy } from "../../trust/kernel";
import { joinPaths } from "../../trust/text";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { isGiven } from "../arguments/inputs";
import { narrowing } from "../arguments/on-demand";
import type * as TrustProblems from "./trust-problems";
import { quotaProblems, type TrustQuota } from "./trust-quota";

/** A trust policy as JSON text, or what keeps it from being used. */
export interface CheckedTrustPolicy {
  readonly document: string;
  readonly problems: readonly ArgumentProblem[];
}

/**
 * Builds the trust policy of a role and looks at the result: its provider must be the issuer's, its length within the
 * account's quota, and the same judge that serves the policy pack must find that it pins audience and subject.
 *
 * In an incident, nothing may block a suspension. If the quota has no room for both statements, the policy of a suspended
 * role is the Deny alone, which keeps everyone out too.
 */
export function checkedTrustPolicy(trust: TrustPolicyArgs, quota: TrustQuota): CheckedTrustPolicy {
  const problems: ArgumentProblem[] = [];
  const named = oidcProviderName(trust.oidcProviderArn);
  const expected = oidcProviderName(trust.issuer);
  if (named !== expected) {
    problems.push({
      path: "oidcProviderArn",
      ...ROLES.say("provider-of-other-issuer", expected, trust.oidcProviderArn),
    });
  }
  const refused = isGiven(trust.conditions)
    ? narrowing().otherProviderProblems(trust.conditions, trust.issuer)
    : [];
  if (refused.length > 0) {
    const atConditions = refused.map(({ path, reason }) => ({
      path: joinPaths("conditions", path),
      ...IAM.say("condition-invalid", reason),
    }));
    return { document: "", problems: [...problems, ...atConditions] };
  }
  const allowing = buildTrustPolicy({ ...trust, suspended: false });
  problems.push(...quotaProblems(allowing, trust, quota));
  if (!judgePolicy(allowing, contextOf({}, false)).isAccepted) {
    problems.push(...words().trustProblems(allowing));
  }
  const policy = trust.suspended === true ? suspended(trust, quota.characters) : allowing;
  return { document: JSON.stringify(policy), problems };
}

/** The sentences on a policy that is not accepted. Few programs ever need them. */
function words(): typeof TrustProblems {
  return require("./trust-problems") as typeof TrustProblems;
}

function suspended(trust: TrustPolicyArgs, characters: number): object {
  const policy = buildTrustPolicy({ ...trust, suspended: true });
  if (trustPolicySize(policy) <= characters) {
    return policy;
  }
  return { ...policy, Statement: policy.Statement.filter(({ Effect }) => Effect === "Deny") };
}
