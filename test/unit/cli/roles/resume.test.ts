import assert from "node:assert/strict";
import { ACCOUNT } from "../../../../lab/testing/federation";
import { runServed } from "../served-commands";
import { CLOSING, describeWithRoleLab, policyOf, runBuilt, SUSPENDED, TRUST } from "./role-lab";

const ROLE = `arn:aws:iam::${ACCOUNT}:role`;
const OPEN = JSON.parse(TRUST) as { Statement: [object] };
const CLOSED = { ...OPEN, Statement: [...OPEN.Statement, CLOSING] };
const AS_BEFORE = { trust: OPEN, policy: undefined };

describeWithRoleLab("azure-to-aws resume", function (lab) {
  this.timeout(60_000);

  const resume = (args: readonly string[], caller = lab().responder) =>
    runServed(["resume", ...args], caller);

  async function suspended(name: string): Promise<string> {
    const arn = await lab().role(name);
    assert.equal((await runServed(["suspend", name], lab().responder)).exitCode, 0);
    return arn;
  }

  it("restores what was there before: the session that was open and new ones", async () => {
    const arn = await lab().role("importer");
    const session = await lab().assume(arn);
    await runServed(["suspend", "importer"], lab().responder);
    assert.equal(await lab().list(session), "AccessDenied");

    const { exitCode, stdout, stderr } = await runBuilt(["resume", "importer"], lab().responder);
    assert.deepEqual([exitCode, stderr], [0, ""]);
    assert.equal(
      stdout,
      `resumed: ${ROLE}/importer\n  Trust policy: restored, read back.\n` +
        `  Sessions: the inline policy "suspended" deleted, read back.\n\n1 role: 1 resumed.\n`,
    );
    assert.deepEqual(await lab().stateOf("importer"), AS_BEFORE);
    assert.deepEqual(await lab().list(session), ["2026/q3.csv"]);
    assert.deepEqual(await lab().list(await lab().assume(arn)), ["2026/q3.csv"]);
  });

  it("has nothing to do for a role that is not suspended", async () => {
    await lab().role("importer");
    const { exitCode, stdout } = await resume(["importer"]);
    assert.deepEqual(
      [exitCode, stdout],
      [0, `not suspended: ${ROLE}/importer\n\n1 role: 1 not suspended.\n`],
    );
    assert.deepEqual(await lab().stateOf("importer"), AS_BEFORE);
  });

  it("changes nothing in a dry run, and shows what it would do", async () => {
    await suspended("importer");
    const { exitCode, stdout } = await resume(["--dry-run", "importer"]);
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      `would be resumed: ${ROLE}/importer\n  Would replace the trust policy by: ${JSON.stringify(OPEN)}\n` +
        `  Would delete the inline policy "suspended".\n\n1 role: 1 would be resumed.\n`,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: CLOSED, policy: SUSPENDED });
  });

  it("undoes what is left when an update has restored the trust policy", async () => {
    await lab().role("importer");
    await lab().putPolicy("importer", "suspended", JSON.stringify(SUSPENDED));
    const { exitCode, stdout } = await resume(["importer"]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^resumed: /);
    assert.deepEqual(await lab().stateOf("importer"), AS_BEFORE);
  });

  it("keeps the role cut off when it cannot restore the trust policy", async () => {
    await suspended("importer");
    const caller = await lab().callerWithout("iam:UpdateAssumeRolePolicy");
    const { exitCode, stdout } = await resume(["importer"], caller);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /problem: trust policy: cannot restore it, so the role stays suspended\. AccessDenied: .* Grant iam:UpdateAssumeRolePolicy on the role/,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: CLOSED, policy: SUSPENDED });
  });

  it("says that sessions stay denied when it cannot delete the policy", async () => {
    await suspended("importer");
    const { exitCode, stdout } = await resume(
      ["importer"],
      await lab().callerWithout("iam:DeleteRolePolicy"),
    );
    assert.equal(exitCode, 1);
    assert.match(stdout, /^not resumed: /);
    assert.match(
      stdout,
      /problem: sessions: cannot delete the inline policy "suspended"\. AccessDenied: .* Grant iam:DeleteRolePolicy/,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: OPEN, policy: SUSPENDED });
  });

  it("does nothing to a role whose policy it may not read", async () => {
    await suspended("importer");
    const { exitCode, stdout } = await resume(["importer"], await lab().callerWithout("iam:GetRolePolicy"));
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /problem: cannot read the inline policy "suspended"\. AccessDenied.*\[suspension-policy-unreadable\]$/m,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: CLOSED, policy: SUSPENDED });
  });

  it("leaves a role suspended whose trust policy holds nothing to return to, and names the update that helps", async () => {
    await lab().role("importer", policyOf(CLOSING));
    await lab().putPolicy("importer", "suspended", JSON.stringify(SUSPENDED));
    const before = await lab().stateOf("importer");
    const { exitCode, stdout } = await resume(["importer"]);
    assert.equal(exitCode, 1);
    assert.match(
      stdout,
      /problem: trust policy: it holds no Allow to return to\. .* run pulumi up --refresh \[resume-without-allow\]$/m,
    );
    assert.deepEqual(await lab().stateOf("importer"), before);
  });

  it("opens no role by a Deny of the owner's whose name begins as suspend names its own", async () => {
    for (const [name, Sid, Condition] of [
      ["guarded", "SuspendedAllowlistGuard", { StringNotEquals: { "aws:PrincipalAccount": ACCOUNT } }],
      ["banned", "Suspended2024", undefined],
    ] as const) {
      const guard = {
        Sid,
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sts:AssumeRole",
        ...(Condition === undefined ? {} : { Condition }),
      };
      const trust = { ...OPEN, Statement: [...OPEN.Statement, guard] };
      await lab().role(name, JSON.stringify(trust));
      const { exitCode, stdout } = await resume([name]);
      assert.deepEqual(
        [exitCode, stdout],
        [0, `not suspended: ${ROLE}/${name}\n\n1 role: 1 not suspended.\n`],
      );
      assert.deepEqual(await lab().stateOf(name), { trust, policy: undefined });
    }
  });

  it("leaves a policy alone that only has the name", async () => {
    await lab().role("importer");
    const other = policyOf({ Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" });
    await lab().putPolicy("importer", "suspended", other);
    const { exitCode, stdout } = await resume(["importer"]);
    assert.equal(exitCode, 1);
    assert.ok(
      stdout.includes(`is not the one that suspends, and stays. Got ${other} [suspension-policy-differs]\n`),
      stdout,
    );
    assert.deepEqual(await lab().stateOf("importer"), { trust: OPEN, policy: JSON.parse(other) as unknown });
  });

  it("resumes what can be resumed, and reports the rest", async () => {
    await suspended("importer");
    const { exitCode, stdout } = await resume(["nobody", "importer"]);
    assert.equal(exitCode, 1);
    assert.match(stdout, /^2 roles: 1 not resumed, 1 resumed\.$/m);
    assert.deepEqual(await lab().stateOf("importer"), AS_BEFORE);
  });
});
