/** The steps of `resume` on one role, and the cases in which the role stays suspended. */
import { coded } from "../../messages";
import { SUSPENDING } from "../../messages/cli";
import { isClosedTrustPolicy, resumeTrustPolicy, type TrustDocument } from "../../trust";
import { eventually } from "../clouds/aws/eventually";
import { IamError } from "../clouds/aws/iam-error";
import { asIamError, isSuspensionPolicy, lookUpRole, readRole, THE_POLICY } from "./look-up-role";
import { OutcomeNotes, type RoleOutcome, type RoleState } from "./role-outcome";
import type { RoleReference } from "./role-reference";
import type { RoleWork } from "./role-work";

/**
 * Undoes a suspension: first the trust policy, then the inline policy, so a role that cannot be restored stays cut
 * off.
 */
export async function resumeRole(reference: RoleReference, work: RoleWork): Promise<RoleOutcome> {
  const report = new OutcomeNotes();
  const found = await lookUpRole(reference, work, readRole(reference.name, work), report);
  const outcome = (state: RoleState) => report.outcome(reference.given, state, found?.role?.arn);
  if (found?.role === undefined) {
    return outcome("not-resumed");
  }
  const { role, policy } = found;
  const { name } = reference;
  if (policy instanceof IamError) {
    report.problems.push(
      coded("suspension-policy-unreadable", `cannot read the inline policy "suspended". ${policy.message}`),
    );
    return outcome("not-resumed");
  }
  const opened = resumeTrustPolicy(role.trustPolicy);
  if (opened === undefined) {
    report.problems.push(
      coded(
        "resume-without-allow",
        "trust policy: it holds no Allow to return to. The component leaves none if there is no room for both statements. Remove `suspended` from the program and run pulumi up --refresh",
      ),
    );
    return outcome("not-resumed");
  }
  if (policy !== undefined && !isSuspensionPolicy(policy)) {
    report.problems.push(
      coded(
        "suspension-policy-differs",
        `sessions: the inline policy "suspended" is not the one that suspends, and stays. Got ${JSON.stringify(policy)}`,
      ),
    );
    return outcome("not-resumed");
  }
  if (isClosedTrustPolicy(opened)) {
    report.warnings.push(
      coded(
        "trust-policy-stays-closed",
        "trust policy: still allows nobody, by a Deny that suspend did not write. It stays. Remove it by hand if you do not want it",
      ),
    );
  }
  if (opened === role.trustPolicy && policy === undefined) {
    return outcome("not-suspended");
  }
  if (work.dryRun) {
    if (opened !== role.trustPolicy) {
      report.notes.push(`Would replace the trust policy by: ${JSON.stringify(opened)}`);
    }
    if (policy !== undefined) {
      report.notes.push(`Would delete ${THE_POLICY}.`);
    }
    return outcome("would-be-resumed");
  }
  if (opened !== role.trustPolicy && !(await open(name, opened, work, report))) {
    return outcome("not-resumed");
  }
  if (policy !== undefined && !(await allow(name, work, report))) {
    return outcome("not-resumed");
  }
  return outcome("resumed");
}

/** Writes the trust policy as it was before. @returns Whether IAM shows it. */
async function open(
  name: string,
  trustPolicy: TrustDocument,
  { iam, limit, during }: RoleWork,
  report: OutcomeNotes,
): Promise<boolean> {
  const isOpen = (document: TrustDocument | undefined) =>
    document !== undefined && resumeTrustPolicy(document) === document;
  const shown = await during(`${name}: restoring the trust policy`, async () => {
    await iam.updateTrustPolicy(name, trustPolicy);
    return eventually(async () => (await iam.role(name))?.trustPolicy, isOpen, limit);
  }).catch(asIamError);
  if (shown instanceof IamError) {
    report.problems.push(
      coded(
        "trust-policy-not-restored",
        `trust policy: cannot restore it, so the role stays suspended. ${shown.message}`,
      ),
    );
    return false;
  }
  if (!isOpen(shown)) {
    report.problems.push(SUSPENDING.say("trust-policy-not-shown", "restored", limit / 1000));
    return false;
  }
  report.notes.push("Trust policy: restored, read back.");
  return true;
}

/** Deletes the inline policy. @returns Whether IAM shows that it is gone. */
async function allow(name: string, { iam, limit, during }: RoleWork, report: OutcomeNotes): Promise<boolean> {
  const shown = await during(`${name}: deleting ${THE_POLICY}`, async () => {
    await iam.deleteSuspensionPolicy(name);
    return eventually(
      () => iam.suspensionPolicy(name),
      (policy) => policy === undefined,
      limit,
    );
  }).catch(asIamError);
  if (shown instanceof IamError) {
    report.problems.push(
      coded(
        "suspension-policy-not-deleted",
        `sessions: cannot delete the inline policy "suspended". ${shown.message}`,
      ),
    );
    return false;
  }
  if (shown !== undefined) {
    report.problems.push(
      coded(
        "suspension-policy-still-shown",
        `sessions: the inline policy "suspended" was deleted, but IAM still shows it after ${limit / 1000} seconds. Run the command again`,
      ),
    );
    return false;
  }
  report.notes.push(`Sessions: ${THE_POLICY} deleted, read back.`);
  return true;
}
