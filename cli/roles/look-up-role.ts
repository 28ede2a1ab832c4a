import { isDeepStrictEqual } from "node:util";
import { SUSPENDING } from "../../messages/cli";
import { isObject, SUSPENSION_POLICY, SUSPENSION_POLICY_NAME, type TrustDocument } from "../../trust";
import { IamError } from "../clouds/aws/iam-error";
import type { IamRole } from "./iam-roles";
import type { OutcomeNotes } from "./role-outcome";
import type { RoleReference } from "./role-reference";
import type { RoleWork } from "./role-work";

/** Paths of roles that only an AWS service can change. */
const OWNED_BY_AWS = ["/aws-service-role/", "/aws-reserved/"];

/** A role that may be changed, as far as it could be read. */
export interface RoleFound {
  /** `undefined` if the caller may not read it. */
  readonly role: IamRole | undefined;
  /** The inline policy that has the name of the suspension; `undefined` if there is none. */
  readonly policy: TrustDocument | IamError | undefined;
}

/** A role that is being read. */
export interface RoleReading {
  /** `undefined` if there is none. */
  readonly role: Promise<IamRole | IamError | undefined>;
  /** The inline policy that has the name of the suspension; `undefined` if there is none. */
  readonly policy: Promise<TrustDocument | IamError | undefined>;
}

/** Begins to read a role. */
export function readRole(name: string, { iam }: RoleWork): RoleReading {
  return {
    role: iam.role(name).catch(asIamError),
    policy: iam.suspensionPolicy(name).catch(asIamError),
  };
}

/**
 * Judges whether a role may be changed, once it is read.
 *
 * @param report - Gets what is wrong with it.
 * @returns `undefined` if nothing may be done to it.
 */
export async function lookUpRole(
  reference: RoleReference,
  { during }: RoleWork,
  reading: RoleReading,
  report: OutcomeNotes,
): Promise<RoleFound | undefined> {
  const { name, given } = reference;
  const [role, policy] = await during(`${name}: reading the role`, () =>
    Promise.all([reading.role, reading.policy]),
  );
  if (role === undefined) {
    report.problems.push(SUSPENDING.say("role-not-found", name, given));
    return undefined;
  }
  if (role instanceof IamError) {
    report.problems.push(SUSPENDING.say("role-not-read", role.message));
    // A name means whatever role has it in the caller's account. An ARN could mean a role of another account.
    if (reference.account !== undefined) {
      report.problems.push(SUSPENDING.say("role-account-not-checked", reference.account, name));
      return undefined;
    }
    return { role: undefined, policy };
  }
  const expected = reference.arn ?? role.arn;
  if (
    role.arn !== expected ||
    (reference.account !== undefined && accountIn(role.arn) !== reference.account)
  ) {
    report.problems.push(SUSPENDING.say("role-is-another", given, role.arn));
    return undefined;
  }
  if (OWNED_BY_AWS.some((path) => role.path.startsWith(path))) {
    report.problems.push(SUSPENDING.say("role-belongs-to-service", role.path));
    return undefined;
  }
  return { role, policy };
}

/** Whether an inline policy is the one that suspends, whatever its statement is called. */
export function isSuspensionPolicy(policy: TrustDocument | undefined): boolean {
  const [denial] = SUSPENSION_POLICY.Statement;
  const [statement, ...others] = [policy?.Statement].flat();
  return (
    isObject(statement) && others.length === 0 && isDeepStrictEqual({ ...statement, Sid: denial.Sid }, denial)
  );
}

/** Words for the inline policy that suspends. */
export const THE_POLICY = `the inline policy "${SUSPENSION_POLICY_NAME}"`;

function accountIn(arn: string): string | undefined {
  return arn.split(":")[4];
}

/** @throws What is no answer of IAM's. */
export function asIamError(error: unknown): IamError {
  if (error instanceof IamError) {
    return error;
  }
  throw error;
}
