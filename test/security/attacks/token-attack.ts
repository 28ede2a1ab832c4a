import type { Attack, AttackContext, Refusal } from "./attack";
import { presentToken } from "./sts-call";
import { genuineToken } from "./tokens";

/** Makes a token that must not get in, out of a genuine one of the workload's. */
export type MakeToken = (genuine: string, context: AttackContext) => Promise<string> | string;

/** The attack that presents a token to STS for the target's role. */
export function tokenAttack(name: string, refusal: Refusal, make: MakeToken): Attack {
  return {
    name,
    refusal,
    attempt: async (context) => presentToken(context, await make(await genuineToken(context), context)),
  };
}

/** The refusals of STS that several attacks meet. The texts are those that AWS is known to answer. */
export const STS = {
  notAuthorized: {
    code: "AccessDenied",
    message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
  },
  noKey: {
    code: "InvalidIdentityToken",
    message:
      "Couldn't retrieve verification key from your identity provider,  " +
      "please reference AssumeRoleWithWebIdentity documentation for requirements",
  },
  notValidated: {
    code: "InvalidIdentityToken",
    message:
      "The web identity token provided could not be validated. " +
      "See the AssumeRoleWithWebIdentity documentation for requirements.",
  },
  notAToken: {
    code: "InvalidIdentityToken",
    message: "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  },
  invalidArn: { code: "ValidationError", message: "Request ARN is invalid" },
} as const satisfies Record<string, Refusal>;

/** One broken limit of a parameter of STS. */
export function brokenLimit(member: string, constraint: string, value?: string): Refusal {
  const shown = value === undefined ? "Value" : `Value '${value}'`;
  return {
    code: "ValidationError",
    message: `1 validation error detected: ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  };
}
