/** The steps of `suspend` on one role: cuts off its sessions, closes its trust policy, and proves both. */
import { setTimeout as delay } from "node:timers/promises";
import { coded } from "../../messages";
import { SUSPENDING } from "../../messages/cli";
import {
  isClosedTrustPolicy,
  suspendTrustPolicy,
  suspendTrustPolicyInPlace,
  SUSPENSION_BY_COMMAND,
} from "../../trust";
import { eventually } from "../clouds/aws/eventually";
import { IamError } from "../clouds/aws/iam-error";
import type { IamRole, SimulatedDecision } from "./iam-roles";
import { asIamError, isSuspensionPolicy, lookUpRole, readRole, THE_POLICY } from "./look-up-role";
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

/** A trust policy that lets nobody in, for one that has no room for anything more. */
const DENY_TRUST =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":["sts:AssumeRole","sts:AssumeRoleWithSAML","sts:AssumeRoleWithWebIdentity"]}]}';

/** How long the inline policy waits until the one that it may replace is read, in milliseconds. */
const PATIENCE = 1_000;

/** Beginnings of the names that AWS gives to roles which only its services can change. */
const NAMED_BY_AWS = /^(?:AWSServiceRoleFor|AWSReservedSSO_)/;

/**
 * Suspends a role: first its sessions, then new ones. A step that fails stops no other step, and what counts in the
 * end is what IAM shows.
 */
export async function suspendRole(reference: RoleReference, work: RoleWork): Promise<RoleOutcome> {
  const report = new OutcomeNotes();
  const { name } = reference;
  const reading = readRole(name, work);
  // A name means whatever role has it in the caller's account, so nothing has to be known before its sessions are cut
  // off: reading may take long when IAM throttles. An ARN could mean a role of another account.
  const isNameAlone = reference.account === undefined && !NAMED_BY_AWS.test(name);
  const early = isNameAlone && !work.dryRun ? denyEarly(name, work, reading.policy) : undefined;
  const found = await lookUpRole(reference, work, reading, report);
  if (found === undefined) {
    await early;
    return report.outcome(reference.given, "not-suspended", undefined);
  }
  const { role } = found;
  const isTooLate = (await early)?.isUnseen === true;
  const policy = found.policy instanceof IamError || isTooLate ? undefined : found.policy;
  const had = {
    policy: isSuspensionPolicy(policy),
    trust: role !== undefined && isClosedTrustPolicy(role.trustPolicy),
  };
  if (isTooLate) {
    report.warnings.push(
      coded(
        "suspension-policy-unseen",
        `the inline policy "suspended" was put before IAM answered whether another one had this name. If so, that one is replaced`,
      ),
    );
  } else if (policy !== undefined && !had.policy) {
    report.warnings.push(
      coded(
        "suspension-policy-replaced",
        `another inline policy had this name, and is replaced: ${JSON.stringify(policy)}`,
      ),
    );
  }
  if (work.dryRun) {
    if (!had.policy) {
      report.notes.push(`Would put ${THE_POLICY}: ${JSON.stringify(SUSPENSION_BY_COMMAND)}`);
    }
    if (role !== undefined && !had.trust) {
      const closed = JSON.stringify(suspendTrustPolicy(role.trustPolicy));
      report.notes.push(`Would replace the trust policy by: ${closed}`);
    }
    const state = had.policy && had.trust ? "already-suspended" : "would-be-suspended";
    return report.outcome(reference.given, state, role?.arn);
  }
  const { refusal: denied } = (await early) ?? (await deny(name, work));
  const closed = role === undefined ? undefined : await close(name, role, work);
  const [sessions, trust] = await Promise.all([
    readPolicy({ name, arn: role?.arn }, work, { denied, had: had.policy }, report),
    role === undefined ? false : readTrust(name, work, { closed, had: had.trust }, report),
  ]);
  if (sessions && role !== undefined) {
    await simulate(role.arn, name, work, report);
  }
  const state =
    sessions && trust
      ? had.policy && had.trust
        ? "already-suspended"
        : "suspended"
      : sessions || trust
        ? "partly-suspended"
        : "not-suspended";
  return report.outcome(reference.given, state, role?.arn);
}

/** What came of putting the inline policy. */
interface Denied {
  readonly refusal: IamError | undefined;
  /** Whether it was put before IAM showed which policy had its name. */
  readonly isUnseen: boolean;
}

/** Puts the inline policy, once the one that has its name is read or {@link PATIENCE} is over. */
async function denyEarly(name: string, work: RoleWork, policy: Promise<unknown>): Promise<Denied> {
  const stop = new AbortController();
  const over = delay(PATIENCE, true, { signal: stop.signal }).catch(() => false);
  const isUnseen = await Promise.race([policy.then(() => false), over]);
  stop.abort();
  return { ...(await deny(name, work)), isUnseen };
}

/** Always writes: what was read may lag behind a change of a moment ago, and writing it twice does no harm. */
async function deny(name: string, work: RoleWork): Promise<Denied> {
  const refusal = await attempt(work, `${name}: putting ${THE_POLICY}`, (iam) =>
    iam.putSuspensionPolicy(name),
  );
  return { refusal, isUnseen: false };
}

/**
 * Closes the trust policy; in place if IAM finds no room for more statements. Reads it again right before: an update may
 * have narrowed it meanwhile, and a resume would bring back what is written here. Always writes, as {@link deny} does.
 */
async function close(name: string, found: IamRole, work: RoleWork): Promise<IamError | undefined> {
  const what = `${name}: closing the trust policy`;
  let { trustPolicy } = found;
  const refused = await attempt(work, what, async (iam) => {
    // If it cannot be read again, the first reading counts: an open role is worse than a lost change.
    const shown = await iam.role(name).catch(asIamError);
    if (shown !== undefined && !(shown instanceof IamError)) {
      ({ trustPolicy } = shown);
    }
    await iam.updateTrustPolicy(name, suspendTrustPolicy(trustPolicy));
  });
  if (refused?.code !== "LimitExceeded") {
    return refused;
  }
  return attempt(work, what, (iam) => iam.updateTrustPolicy(name, suspendTrustPolicyInPlace(trustPolicy)));
}

/** Whether IAM shows the policy that cuts sessions off. */
async function readPolicy(
  { name, arn }: { readonly name: string; readonly arn: string | undefined },
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
    report.problems.push(
      coded(
        "suspension-policy-not-put",
        `sessions: cannot put the inline policy "suspended". ${denied.message}`,
      ),
    );
    if (denied.code === "LimitExceeded") {
      report.problems.push(
        coded(
          "suspension-policy-no-room",
          `the role has no room for another inline policy. Deny everything by AWS's policy: ${attachDenyAll(name, arn)}`,
        ),
      );
    }
  } else if (shown instanceof IamError) {
    report.problems.push(
      coded(
        "suspension-policy-not-read-back",
        `sessions: the inline policy "suspended" was put, but cannot be read back. ${shown.message}`,
      ),
    );
  } else {
    report.problems.push(
      coded(
        "suspension-policy-not-shown",
        `sessions: the inline policy "suspended" was put, but IAM does not show it after ${limit / 1000} seconds. Run the command again`,
      ),
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
      (role) => role !== undefined && isClosedTrustPolicy(role.trustPolicy),
      closed === undefined ? limit : 0,
    ),
  ).catch(asIamError);
  if (shown !== undefined && !(shown instanceof IamError) && isClosedTrustPolicy(shown.trustPolicy)) {
    report.notes.push(
      `Trust policy: nobody can assume the role (${had ? "found so" : "closed"}, read back).`,
    );
    return true;
  }
  if (closed !== undefined) {
    report.problems.push(
      coded("trust-policy-not-closed", `trust policy: cannot close it. ${closed.message}`),
    );
    if (closed.code === "LimitExceeded") {
      report.problems.push(
        coded(
          "trust-policy-no-room",
          `the trust policy is full, even for a mark. Shorten it, or save it and replace it: aws iam update-assume-role-policy --role-name ${name} --policy-document '${DENY_TRUST}'. Resume cannot restore a policy replaced by hand`,
        ),
      );
    }
  } else if (shown instanceof IamError) {
    report.problems.push(
      coded("trust-policy-not-read-back", `trust policy: closed, but cannot be read back. ${shown.message}`),
    );
  } else {
    report.problems.push(SUSPENDING.say("trust-policy-not-shown", "closed", limit / 1000));
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
  const missedBy = (decisions: readonly SimulatedDecision[]) =>
    SIMULATED.filter(
      (action) => !decisions.some((one) => one.action === action && one.decision === "explicitDeny"),
    );
  const decisions = await during(`${name}: simulating its permissions`, () =>
    eventually(
      () => iam.simulate(arn, SIMULATED),
      (shown) => missedBy(shown).length === 0,
      limit,
    ),
  ).catch(asIamError);
  if (decisions instanceof IamError) {
    report.warnings.push(
      coded(
        "suspension-not-simulated",
        `simulation: not done, so reading back is the only proof. ${decisions.message}`,
      ),
    );
    return;
  }
  const missed = missedBy(decisions);
  if (missed.length === 0) {
    report.notes.push(`Simulation: explicitDeny for ${SIMULATED.join(", ")}.`);
    return;
  }
  report.problems.push(
    coded(
      "suspension-not-complete",
      `simulation: expected explicitDeny; got another decision for ${missed.join(", ")}. Run the command again`,
    ),
  );
}

/** The command that attaches AWS's policy AWSDenyAll, for a role that has no room for another inline policy. */
function attachDenyAll(name: string, arn: string | undefined): string {
  // Each partition has its own copy.
  const partition = arn?.split(":")[1] ?? "aws";
  return `aws iam attach-role-policy --policy-arn arn:${partition}:iam::aws:policy/AWSDenyAll --role-name ${name}`;
}

/** @returns What failed; `undefined` if nothing did. */
async function attempt(
  { iam, during }: RoleWork,
  what: string,
  change: (iam: RoleWork["iam"]) => Promise<void>,
): Promise<IamError | undefined> {
  return during(what, async () => change(iam)).then(() => undefined, asIamError);
}
