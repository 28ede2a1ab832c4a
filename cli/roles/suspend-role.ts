import {
  suspendTrustPolicy,
  suspendTrustPolicyInPlace,
  SUSPENSION_POLICY,
  type TrustDocument,
} from "../../trust";
import { eventually } from "./eventually";
import { IamError } from "./iam-error";
import type { IamRole } from "./iam-roles";
import { asIamError, isSuspensionPolicy, lookUpRole, THE_POLICY } from "./look-up-role";
import { OutcomeNotes, type RoleOutcome } from "./role-outcome";
import type { RoleReference } from "./role-reference";
import type { RoleWork } from "./role-work";

/** Actions that the simulation asks about: of several services, reading and going on to another role. */
const SIMULATED = [
  "s3:ListAllMyBuckets",
  "s3:GetObject",
  "sts:AssumeRole",
  "kms:Decrypt",
  "ec2:DescribeInstances",
];

/** AWS's own policy that denies everything, for a role that has no room for another inline policy. */
const DENY_ALL = "aws iam attach-role-policy --policy-arn arn:aws:iam::aws:policy/AWSDenyAll --role-name";

/**
 * Suspends a role: first its sessions, then new ones. A step that fails stops no other step, and what counts in the
 * end is what IAM shows.
 */
export async function suspendRole(reference: RoleReference, work: RoleWork): Promise<RoleOutcome> {
  const report = new OutcomeNotes();
  const found = await lookUpRole(reference, work, report);
  if (found === undefined) return report.outcome(reference.given, "not suspended", undefined);
  const { role } = found;
  const policy = found.policy instanceof IamError ? undefined : found.policy;
  const had = { policy: isSuspensionPolicy(policy), trust: role !== undefined && isClosed(role.trustPolicy) };
  if (policy !== undefined && !had.policy) {
    report.warnings.push(`Another inline policy had this name, and is replaced: ${JSON.stringify(policy)}`);
  }
  if (work.dryRun) {
    if (!had.policy) report.notes.push(`Would put ${THE_POLICY}: ${JSON.stringify(SUSPENSION_POLICY)}`);
    if (role !== undefined && !had.trust) {
      const closed = JSON.stringify(suspendTrustPolicy(role.trustPolicy));
      report.notes.push(`Would replace the trust policy by: ${closed}`);
    }
    const state = had.policy && had.trust ? "already suspended" : "would be suspended";
    return report.outcome(reference.given, state, role?.arn);
  }
  const { name } = reference;
  // Always written: what was read may lag behind a change of a moment ago, and writing it twice does no harm.
  const denied = await attempt(work, `${name}: putting ${THE_POLICY}`, (iam) =>
    iam.putSuspensionPolicy(name),
  );
  const closed = role === undefined || had.trust ? undefined : await close(name, role, work);
  const [sessions, trust] = await Promise.all([
    readPolicy(name, work, { denied, had: had.policy }, report),
    role === undefined ? false : readTrust(name, work, { closed, had: had.trust }, report),
  ]);
  if (sessions && role !== undefined) await simulate(role.arn, name, work, report);
  const state =
    sessions && trust
      ? had.policy && had.trust
        ? "already suspended"
        : "suspended"
      : sessions || trust
        ? "partly suspended"
        : "not suspended";
  return report.outcome(reference.given, state, role?.arn);
}

/** Closes the trust policy; in place if IAM finds no room for more statements. */
async function close(name: string, { trustPolicy }: IamRole, work: RoleWork): Promise<IamError | undefined> {
  const what = `${name}: closing the trust policy`;
  const refused = await attempt(work, what, (iam) =>
    iam.updateTrustPolicy(name, suspendTrustPolicy(trustPolicy)),
  );
  if (refused?.code !== "LimitExceeded") return refused;
  return attempt(work, what, (iam) => iam.updateTrustPolicy(name, suspendTrustPolicyInPlace(trustPolicy)));
}

/** Whether IAM shows the policy that cuts sessions off. */
async function readPolicy(
  name: string,
  { iam, limit, during }: RoleWork,
  { denied, had }: { readonly denied: IamError | undefined; readonly had: boolean },
  report: OutcomeNotes,
): Promise<boolean> {
  const shown = await during(`${name}: waiting until IAM shows ${THE_POLICY}`, () =>
    eventually(() => iam.suspensionPolicy(name), isSuspensionPolicy, denied === undefined ? limit : 0),
  ).catch(asIamError);
  if (!(shown instanceof IamError) && isSuspensionPolicy(shown)) {
    report.notes.push(
      `Sessions: denied every action, open ones included, by ${THE_POLICY} (${had ? "found" : "put"}, read back).`,
    );
    return true;
  }
  if (denied !== undefined) {
    report.problems.push(`Sessions: cannot put ${THE_POLICY}. ${denied.message}`);
    if (denied.code === "LimitExceeded")
      report.problems.push(`Deny everything by AWS's own policy: ${DENY_ALL} ${name}`);
  } else if (shown instanceof IamError) {
    report.problems.push(`Sessions: ${THE_POLICY} was put, but cannot be read back. ${shown.message}`);
  } else {
    report.problems.push(
      `Sessions: ${THE_POLICY} was put, but IAM does not show it after ${limit / 1000} seconds. Run the command again.`,
    );
  }
  return false;
}

/** Whether IAM shows a trust policy that lets nobody in. */
async function readTrust(
  name: string,
  { iam, limit, during }: RoleWork,
  { closed, had }: { readonly closed: IamError | undefined; readonly had: boolean },
  report: OutcomeNotes,
): Promise<boolean> {
  const shown = await during(`${name}: waiting until IAM shows the closed trust policy`, () =>
    eventually(
      () => iam.role(name),
      (role) => role !== undefined && isClosed(role.trustPolicy),
      closed === undefined ? limit : 0,
    ),
  ).catch(asIamError);
  if (shown !== undefined && !(shown instanceof IamError) && isClosed(shown.trustPolicy)) {
    report.notes.push(
      `Trust policy: nobody can assume the role (${had ? "found so" : "closed"}, read back).`,
    );
    return true;
  }
  if (closed !== undefined) {
    report.problems.push(`Trust policy: cannot close it. ${closed.message}`);
  } else if (shown instanceof IamError) {
    report.problems.push(`Trust policy: closed, but cannot be read back. ${shown.message}`);
  } else {
    report.problems.push(
      `Trust policy: closed, but IAM does not show it after ${limit / 1000} seconds. Run the command again.`,
    );
  }
  return false;
}

/** Asks IAM's simulator what a session of the role may still do. */
async function simulate(
  arn: string,
  name: string,
  { iam, limit, during }: RoleWork,
  report: OutcomeNotes,
): Promise<void> {
  const isDenied = (decision: string) => decision === "explicitDeny";
  const decisions = await during(`${name}: simulating its permissions`, () =>
    eventually(
      () => iam.simulate(arn, SIMULATED),
      (found) =>
        SIMULATED.every((action) => found.some((one) => one.action === action && isDenied(one.decision))),
      limit,
    ),
  ).catch(asIamError);
  if (decisions instanceof IamError) {
    report.warnings.push(`Simulation: not done, so reading back is the only proof. ${decisions.message}`);
    return;
  }
  const missed = SIMULATED.filter(
    (action) => !decisions.some((one) => one.action === action && isDenied(one.decision)),
  );
  if (missed.length === 0) {
    report.notes.push(`Simulation: explicitDeny for ${SIMULATED.join(", ")}.`);
    return;
  }
  report.problems.push(
    `Simulation: expected explicitDeny; got another decision for ${missed.join(", ")}. Run the command again.`,
  );
}

function isClosed(trustPolicy: TrustDocument): boolean {
  return suspendTrustPolicy(trustPolicy) === trustPolicy;
}

/** @returns What failed; `undefined` if nothing did. */
async function attempt(
  { iam, during }: RoleWork,
  what: string,
  change: (iam: RoleWork["iam"]) => Promise<void>,
): Promise<IamError | undefined> {
  return during(what, async () => change(iam)).then(() => undefined, asIamError);
}
