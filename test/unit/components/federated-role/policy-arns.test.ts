import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { FederatedRole, type FederatedRoleArgs } from "../../../../components";
import { declare, type MockAnswer } from "../mock-clouds";
import { ARGS } from "./federated-role-arguments";

const GOVERNMENT: MockAnswer = (token) =>
  token === "aws:index/getCallerIdentity:getCallerIdentity"
    ? { arn: "arn:aws-us-gov:sts::111122223333:assumed-role/deployer/ci", accountId: "111122223333" }
    : undefined;

/** What is said of a role with these arguments in a preview: at once, or once it is known. */
async function saidOf(args: Partial<FederatedRoleArgs>, answer?: MockAnswer): Promise<string[]> {
  const program = () => new FederatedRole("app", { ...ARGS, ...args });
  try {
    const { failures } = await declare(program, {
      preview: true,
      ...(answer === undefined ? {} : { answer }),
    });
    return failures.map(({ message }) => message);
  } catch (error) {
    return [(error as Error).message];
  }
}

const wrong = (...lines: string[]): string =>
  [`FederatedRole "app": ${lines.length} invalid argument${lines.length === 1 ? "" : "s"}`, ...lines].join(
    "\n  ",
  );

const OF_GOVERNMENT =
  "the policy belongs to another account or partition. Expected a policy of AWS in aws-us-gov, or of the role's account 111122223333; got";

describe("ARNs of the policies of a role", () => {
  it("may be of AWS and of the role's account, in its partition", async () => {
    const args = {
      permissions: {
        managedPolicyArns: {
          audit: "arn:aws-us-gov:iam::aws:policy/SecurityAudit",
          own: pulumi.output("arn:aws-us-gov:iam::111122223333:policy/own"),
        },
      },
      permissionsBoundaryArn: "arn:aws-us-gov:iam::111122223333:policy/bound",
    };
    assert.deepEqual(await saidOf(args, GOVERNMENT), []);
  });

  for (const arn of [
    "arn:aws:iam::aws:policy/SecurityAudit",
    "arn:aws-us-gov:iam::999922223333:policy/own",
    "arn:aws:iam::111122223333:policy/own",
  ]) {
    it(`are refused in the preview where IAM would not find them: ${arn}`, async () => {
      const got = `${OF_GOVERNMENT} ${JSON.stringify(arn)} [policy-of-other-account]`;
      for (const given of [arn, pulumi.output(arn)]) {
        assert.deepEqual(await saidOf({ permissions: { managedPolicyArns: { audit: given } } }, GOVERNMENT), [
          wrong(`permissions.managedPolicyArns.audit: ${got}`),
        ]);
        assert.deepEqual(await saidOf({ permissionsBoundaryArn: given }, GOVERNMENT), [
          wrong(`permissionsBoundaryArn: ${got}`),
        ]);
      }
    });
  }

  it("are believed where the provider cannot tell the account", async () => {
    const permissions = { managedPolicyArns: { audit: "arn:aws-cn:iam::aws:policy/SecurityAudit" } };
    const silent: MockAnswer = () => {
      throw new Error("no valid credential sources");
    };
    for (const answer of [silent, () => ({})]) {
      assert.deepEqual(await saidOf({ permissions }, answer), []);
    }
  });

  it("are refused twice, whatever their names: taking one away would take both", async () => {
    const arn = "arn:aws:iam::aws:policy/SecurityAudit";
    const reason = `the same policy as managedPolicyArns.audit. Expected another policy; got "${arn}". Remove one of the two [policy-attached-twice]`;
    assert.deepEqual(await saidOf({ permissions: { managedPolicyArns: { audit: arn, again: arn } } }), [
      wrong(`permissions.managedPolicyArns.again: ${reason}`),
    ]);
    const late = { audit: arn, again: pulumi.output(arn) };
    assert.deepEqual(await saidOf({ permissions: { managedPolicyArns: late } }), [
      wrong(`permissions.managedPolicyArns.again: ${reason}`),
    ]);
    // A boundary bounds, and attaches nothing.
    const bounded = { permissions: { managedPolicyArns: { audit: arn } }, permissionsBoundaryArn: arn };
    assert.deepEqual(await saidOf(bounded), []);
  });
});
