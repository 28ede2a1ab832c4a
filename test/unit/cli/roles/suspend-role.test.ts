import assert from "node:assert/strict";
import type { IamRole, IamRoles, SimulatedDecision } from "../../../../cli/roles/iam-roles";
import { resumeRole } from "../../../../cli/roles/resume-role";
import { suspendRole } from "../../../../cli/roles/suspend-role";
import { suspendTrustPolicy, SUSPENSION_POLICY, type TrustDocument } from "../../../../trust";
import { ACCOUNT } from "../../lab/aws/federation";
import { TRUST } from "./role-lab";

const OPEN = JSON.parse(TRUST) as TrustDocument;
const ROLE: IamRole = { arn: `arn:aws:iam::${ACCOUNT}:role/importer`, path: "/", trustPolicy: OPEN };
const CLOSED: IamRole = { ...ROLE, trustPolicy: suspendTrustPolicy(OPEN) };

/** What IAM shows, whatever is written. */
interface Shown {
  readonly role: IamRole;
  readonly policy: TrustDocument | undefined;
  readonly decision: (action: string) => string;
}

/** IAM that takes every change, and never shows one. */
function unmoved({ role, policy, decision }: Shown): IamRoles {
  const iam = {
    role: () => Promise.resolve(role),
    suspensionPolicy: () => Promise.resolve(policy),
    putSuspensionPolicy: () => Promise.resolve(),
    deleteSuspensionPolicy: () => Promise.resolve(),
    updateTrustPolicy: () => Promise.resolve(),
    simulate: (_arn: string, actions: readonly string[]) =>
      Promise.resolve(actions.map((action): SimulatedDecision => ({ action, decision: decision(action) }))),
  };
  return iam as unknown as IamRoles;
}

describe("a role of which IAM does not show what was done", () => {
  const work = (shown: Shown) => ({
    ...{ iam: unmoved(shown), dryRun: false, limit: 0 },
    during: async <T>(_what: string, doIt: () => Promise<T>): Promise<T> => doIt(),
  });
  const reference = { given: "importer", name: "importer" };
  const denied = () => "explicitDeny";

  it("is not suspended", async () => {
    const { state, problems, notes } = await suspendRole(
      reference,
      work({ role: ROLE, policy: undefined, decision: denied }),
    );
    assert.deepEqual([state, notes], ["not suspended", []]);
    assert.deepEqual(problems, [
      'Sessions: the inline policy "suspended" was put, but IAM does not show it after 0 seconds. Run the command again.',
      "Trust policy: closed, but IAM does not show it after 0 seconds. Run the command again.",
    ]);
  });

  it("is a problem as long as one simulated action is not denied", async () => {
    const decision = (action: string) => (action === "kms:Decrypt" ? "implicitDeny" : "explicitDeny");
    const { problems } = await suspendRole(
      reference,
      work({ role: CLOSED, policy: SUSPENSION_POLICY, decision }),
    );
    assert.deepEqual(problems, [
      "Simulation: expected explicitDeny; got another decision for kms:Decrypt. Run the command again.",
    ]);
  });

  it("is not resumed while it shows the closed trust policy, or the policy that denies", async () => {
    const closed = await resumeRole(reference, work({ role: CLOSED, policy: undefined, decision: denied }));
    assert.deepEqual(
      [closed.state, closed.problems],
      [
        "not resumed",
        ["Trust policy: restored, but IAM does not show it after 0 seconds. Run the command again."],
      ],
    );
    const kept = await resumeRole(
      reference,
      work({ role: ROLE, policy: SUSPENSION_POLICY, decision: denied }),
    );
    assert.deepEqual(
      [kept.state, kept.problems],
      [
        "not resumed",
        [
          'Sessions: the inline policy "suspended" was deleted, but IAM still shows it after 0 seconds. Run the command again.',
        ],
      ],
    );
  });
});
