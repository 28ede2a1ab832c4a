/** Decides whether `suspend` and `resume` may change a role, and reports the reason if not. */
import { isDeepStrictEqual } from "node:util";
import { coded, quoted } from "../../messages";
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
    report.problems.push(
      coded(
        "role-not-found",
        `no role ${name} in the account of this login. Expected an existing role; got ${quoted(given)}. Check the login: aws sts get-caller-identity`,
      ),
    );
    return undefined;
  }
  if (role instanceof IamError) {
    report.problems.push(coded("role-not-read", `cannot read the role. ${role.message}`));
    // A name means whatever role has it in the caller's account. An ARN could mean a role of another account.
    if (reference.account !== undefined) {
      report.problems.push(
        coded(
          "role-account-not-checked",
          `cannot check that the login is in account ${reference.account}, so nothing was done. If it is, give the name instead of the ARN: ${name}`,
        ),
      );
      return undefined;
    }
    return { role: undefined, policy };
  }
  const expected = reference.arn ?? role.arn;
  if (
    role.arn !== expected ||
    (reference.account !== undefined && accountIn(role.arn) !== reference.account)
  ) {
    report.problems.push(
      coded(
        "role-is-another",
        `this login finds another role. Expected ${given}; got ${role.arn}. Log in to the role's account, or correct the ARN`,
      ),
    );
    return undefined;
  }
  if (OWNED_BY_AWS.some((path) => role.path.startsWith(path))) {
    report.problems.push(
      coded(
        "role-belongs-to-service",
        `the role belongs to an AWS service, which alone can change it. Expected a role of yours; got the path ${role.path}`,
      ),
    );
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
