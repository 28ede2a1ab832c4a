import assert from "node:assert/strict";
import { IamError } from "../../../../cli/clouds/aws/iam-error";
import type { IamRole, IamRoles, SimulatedDecision } from "../../../../cli/roles/iam-roles";
import { resumeRole } from "../../../../cli/roles/resume-role";
import { suspendRole } from "../../../../cli/roles/suspend-role";
import { ACCOUNT } from "../../../../lab/testing/federation";
import { withCode } from "../../../../messages";
import { suspendTrustPolicy, SUSPENSION_POLICY, type TrustDocument } from "../../../../trust";
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

const reference = { given: "importer", name: "importer" };
const DENIED = (_arn: string, actions: readonly string[]) =>
  Promise.resolve(actions.map((action): SimulatedDecision => ({ action, decision: "explicitDeny" })));

function workOn(iam: object) {
  return {
    iam: iam as IamRoles,
    dryRun: false,
    limit: 0,
    during: async <T>(_what: string, doIt: () => Promise<T>): Promise<T> => doIt(),
  };
}

/** IAM with one role, whose parts can be replaced. */
class OneRole {
  arn = ROLE.arn;
  trust = OPEN;
  policy: TrustDocument | undefined;
  /** Changes in their order. */
  readonly done: string[] = [];

  role = async (): Promise<IamRole | undefined> =>
    Promise.resolve({ arn: this.arn, path: "/", trustPolicy: this.trust });
  suspensionPolicy = async (): Promise<TrustDocument | undefined> => Promise.resolve(this.policy);
  putSuspensionPolicy = async (): Promise<void> => {
    this.done.push("put");
    this.policy = SUSPENSION_POLICY;
    return Promise.resolve();
  };
  deleteSuspensionPolicy = async (): Promise<void> => {
    this.policy = undefined;
    return Promise.resolve();
  };
  updateTrustPolicy = async (_name: string, document: TrustDocument): Promise<void> => {
    this.done.push("update");
    this.trust = document;
    return Promise.resolve();
  };
  simulate = DENIED;
}

describe("suspendRole", () => {
  let iam: OneRole;

  beforeEach(() => {
    iam = new OneRole();
  });

  /** Holds back an answer until the inline policy is put; fails if that never happens. */
  function untilPut<T>(answer: () => Promise<T>): () => Promise<T> {
    return async () => {
      const end = Date.now() + 5_000;
      while (!iam.done.includes("put")) {
        if (Date.now() > end) {
          throw new Error("the policy waits for this answer");
        }
        await new Promise(setImmediate);
      }
      return answer();
    };
  }

  it("cuts off the sessions of a role given by name before IAM has shown the role", async () => {
    iam.role = untilPut(iam.role);
    const { state, warnings, problems } = await suspendRole(reference, workOn(iam));
    assert.deepEqual([state, warnings, problems], ["suspended", [], []]);
    assert.deepEqual(iam.done, ["put", "update"]);
  });

  it("waits a second at most for the inline policy that it may replace, and says that it did not see it", async () => {
    iam.suspensionPolicy = untilPut(iam.suspensionPolicy);
    const began = performance.now();
    const { state, warnings } = await suspendRole(reference, workOn(iam));
    assert.ok(performance.now() - began < 3_000);
    assert.deepEqual(
      [state, warnings.map(withCode)],
      [
        "suspended",
        [
          'the inline policy "suspended" was put before IAM answered whether another one had this name. If so, that one is replaced [suspension-policy-unseen]',
        ],
      ],
    );
  });

  it("shows the inline policy that it replaces, although it puts its own at once", async () => {
    iam.policy = { Version: "2012-10-17", Statement: [] };
    const { warnings } = await suspendRole(reference, workOn(iam));
    assert.deepEqual(warnings.map(withCode), [
      'another inline policy had this name, and is replaced: {"Version":"2012-10-17","Statement":[]} [suspension-policy-replaced]',
    ]);
  });

  for (const [title, given] of [
    [
      "whose ARN is given",
      { given: `${ROLE.arn}2`, name: "importer", account: ACCOUNT, arn: `${ROLE.arn}2` },
    ],
    ["that is named as those of AWS", { given: "AWSReservedSSO_x", name: "AWSReservedSSO_x" }],
  ] as const) {
    it(`changes nothing about a role ${title} before it is read`, async () => {
      if (!("arn" in given)) {
        iam.role = async () => Promise.resolve({ ...ROLE, path: "/aws-reserved/sso.amazonaws.com/" });
      }
      const { state } = await suspendRole(given, workOn(iam));
      assert.deepEqual([state, iam.done], ["not-suspended", []]);
    });
  }

  it("changes nothing in a dry run", async () => {
    const { state } = await suspendRole(reference, { ...workOn(iam), dryRun: true });
    assert.deepEqual([state, iam.done], ["would-be-suspended", []]);
  });

  it("closes the trust policy that the role has by then, so that resume does not bring back a wider one", async () => {
    const [statement] = OPEN.Statement as object[];
    const narrow = { ...OPEN, Statement: [{ ...statement, Condition: { Bool: { narrow: "true" } } }] };
    const put = iam.putSuspensionPolicy;
    iam.putSuspensionPolicy = async () => {
      await put();
      // Somebody's update, after the first reading.
      iam.trust = narrow;
    };
    iam.role = ((role) => async () => {
      const shown = await role();
      // The first reading comes before the update.
      return iam.done.length === 0 ? { ...ROLE, trustPolicy: OPEN } : shown;
    })(iam.role);
    assert.equal((await suspendRole(reference, workOn(iam))).state, "suspended");
    assert.equal((await resumeRole(reference, workOn(iam))).state, "resumed");
    assert.deepEqual(iam.trust, narrow);
  });

  it("closes a trust policy that IAM shows closed by a reading that is too old", async () => {
    let stale = 2;
    iam.role = ((role) => async () => (stale-- > 0 ? CLOSED : role()))(iam.role);
    await suspendRole(reference, workOn(iam));
    assert.deepEqual(iam.trust, CLOSED.trustPolicy);
  });

  const full = (action: string) => {
    const error = new Error("Maximum policy size exceeded");
    return IamError.from(Object.assign(error, { name: "LimitExceeded" }), action);
  };

  for (const [partition, arn] of [
    ["aws", ROLE.arn],
    ["aws-cn", ROLE.arn.replace("arn:aws:", "arn:aws-cn:")],
    ["aws-us-gov", ROLE.arn.replace("arn:aws:", "arn:aws-us-gov:")],
  ] as const) {
    it(`names the policy of the partition ${partition} if the role has no room for one`, async () => {
      iam.arn = arn;
      iam.putSuspensionPolicy = () => Promise.reject(full("iam:PutRolePolicy"));
      const { state, problems } = await suspendRole(reference, workOn(iam));
      assert.equal(state, "partly-suspended");
      assert.equal(
        problems[1]?.text,
        `the role has no room for another inline policy. Deny everything by AWS's policy: aws iam attach-role-policy --policy-arn arn:${partition}:iam::aws:policy/AWSDenyAll --role-name importer`,
      );
    });
  }

  it("says how to close a trust policy that has no room even for a mark", async () => {
    iam.updateTrustPolicy = () => Promise.reject(full("iam:UpdateAssumeRolePolicy"));
    const { state, problems } = await suspendRole(reference, workOn(iam));
    assert.equal(state, "partly-suspended");
    assert.deepEqual(problems.map(withCode), [
      "trust policy: cannot close it. LimitExceeded: Maximum policy size exceeded [trust-policy-not-closed]",
      "the trust policy is full, even for a mark. Shorten it, or save it and replace it: aws iam update-assume-role-policy --role-name importer --policy-document " +
        `'{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":["sts:AssumeRole","sts:AssumeRoleWithSAML","sts:AssumeRoleWithWebIdentity"]}]}'. ` +
        "Resume cannot restore a policy replaced by hand [trust-policy-no-room]",
    ]);
  });
});

describe("resumeRole", () => {
  it("warns of a Deny that keeps the role closed and that suspend did not write", async () => {
    const iam = new OneRole();
    const [{ Principal }] = OPEN.Statement as [{ Principal: { Federated: string } }];
    const guard = {
      Sid: "Guard",
      Effect: "Deny",
      Principal,
      Action: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"],
    };
    iam.trust = { ...OPEN, Statement: [...(OPEN.Statement as object[]), guard] };
    const before = iam.trust;
    const { state, warnings } = await resumeRole(reference, workOn(iam));
    assert.deepEqual(
      [state, warnings.map(withCode)],
      [
        "not-suspended",
        [
          "trust policy: still allows nobody, by a Deny that suspend did not write. It stays. Remove it by hand if you do not want it [trust-policy-stays-closed]",
        ],
      ],
    );
    assert.deepEqual([iam.trust, iam.done], [before, []]);
  });
});

describe("a role of which IAM does not show what was done", () => {
  const work = (shown: Shown) => workOn(unmoved(shown));
  const denied = () => "explicitDeny";

  it("is not suspended", async () => {
    const { state, problems, notes } = await suspendRole(
      reference,
      work({ role: ROLE, policy: undefined, decision: denied }),
    );
    assert.deepEqual([state, notes], ["not-suspended", []]);
    assert.deepEqual(problems.map(withCode), [
      'sessions: the inline policy "suspended" was put, but IAM does not show it after 0 seconds. Run the command again [suspension-policy-not-shown]',
      "trust policy: closed, but IAM does not show it after 0 seconds. Run the command again [trust-policy-not-shown]",
    ]);
  });

  it("is a problem as long as one simulated action is not denied", async () => {
    const decision = (action: string) => (action === "kms:Decrypt" ? "implicitDeny" : "explicitDeny");
    const { problems } = await suspendRole(
      reference,
      work({ role: CLOSED, policy: SUSPENSION_POLICY, decision }),
    );
    assert.deepEqual(problems.map(withCode), [
      "simulation: expected explicitDeny; got another decision for kms:Decrypt. Run the command again [suspension-not-complete]",
    ]);
  });

  it("is not resumed while it shows the closed trust policy, or the policy that denies", async () => {
    const closed = await resumeRole(reference, work({ role: CLOSED, policy: undefined, decision: denied }));
    assert.deepEqual(
      [closed.state, closed.problems.map(withCode)],
      [
        "not-resumed",
        [
          "trust policy: restored, but IAM does not show it after 0 seconds. Run the command again [trust-policy-not-shown]",
        ],
      ],
    );
    const kept = await resumeRole(
      reference,
      work({ role: ROLE, policy: SUSPENSION_POLICY, decision: denied }),
    );
    assert.deepEqual(
      [kept.state, kept.problems.map(withCode)],
      [
        "not-resumed",
        [
          'sessions: the inline policy "suspended" was deleted, but IAM still shows it after 0 seconds. Run the command again [suspension-policy-still-shown]',
        ],
      ],
    );
  });
});
