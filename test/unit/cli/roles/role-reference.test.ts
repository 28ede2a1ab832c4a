import assert from "node:assert/strict";
import { iamRegion, readRoleReference } from "../../../../cli/roles/role-reference";

const ACCOUNT = "111122223333";

describe("a role on the command line", () => {
  it("is a name, which means the role of the caller's account", () => {
    for (const given of ["azure-orders", "a", "A+b=c,d.e@f_g-h", "x".repeat(64)]) {
      assert.deepEqual(readRoleReference(given), { given, name: given });
    }
  });

  it("is an ARN, which names the account and the path too", () => {
    for (const given of [
      `arn:aws:iam::${ACCOUNT}:role/azure-orders`,
      `arn:aws-cn:iam::${ACCOUNT}:role/team/orders/azure-orders`,
      `arn:aws-us-gov:iam::${ACCOUNT}:role/azure-orders`,
    ]) {
      assert.deepEqual(readRoleReference(given), {
        given,
        name: "azure-orders",
        account: ACCOUNT,
        arn: given,
      });
    }
  });

  it("is the ARN of a session, which has no path", () => {
    for (const session of ["", "/vm-1", "/vm@1/2"]) {
      const given = `arn:aws:sts::${ACCOUNT}:assumed-role/azure-orders${session}`;
      assert.deepEqual(readRoleReference(given), { given, name: "azure-orders", account: ACCOUNT });
    }
  });

  it("is nothing else", () => {
    for (const given of [
      "",
      "a b",
      "x".repeat(65),
      "*",
      "azure-*",
      "-/..",
      "role/azure-orders",
      `arn:aws:iam::${ACCOUNT}:user/azure-orders`,
      `arn:aws:iam::${ACCOUNT}:role/`,
      "arn:aws:iam::1111:role/azure-orders",
      `arn:aws:iam::${ACCOUNT}:role/azure-*`,
    ]) {
      assert.equal(readRoleReference(given), undefined, given);
    }
  });
});

describe("iamRegion", () => {
  it("is the one in which IAM of the partition is signed for", () => {
    const arn = (partition: string) => `arn:${partition}:iam::${ACCOUNT}:role/azure-orders`;
    const regions = ["aws", "aws-cn", "aws-us-gov"].map((partition) => iamRegion(["azure", arn(partition)]));
    assert.deepEqual(regions, ["us-east-1", "cn-north-1", "us-gov-west-1"]);
    assert.equal(iamRegion(["azure-orders"]), "us-east-1");
  });
});
