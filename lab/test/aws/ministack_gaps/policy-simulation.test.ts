import assert from "node:assert/strict";
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type SimulatePrincipalPolicyCommandInput,
} from "@aws-sdk/client-iam";
import { DEPLOYER } from "../../../aws/account";
import { AwsDouble } from "../../../aws/aws-double";
import { ACCOUNT, clientOf, trustPolicy, V1 } from "../../../testing/federation";
import { INSTALL_LIMIT, labPython } from "../../../testing/lab-python";

const BUCKET = "arn:aws:s3:::devteam-reports";

function policy(...Statement: object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

describe("the policy simulation of the AWS double", () => {
  let aws: AwsDouble;
  let root: IAMClient;
  let deployer: IAMClient;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    const { python } = await labPython();
    const resolve = (url: string): string => url;
    aws = await AwsDouble.start({ python, resolve, accountId: ACCOUNT, region: "eu-west-1", buckets: {} });
    root = clientOf(aws.rootEnvironment());
    deployer = clientOf(aws.environment());
  });

  after(async () => {
    root.destroy();
    deployer.destroy();
    await aws.stop();
  });

  /** A role with policies inside it, by name. */
  async function role(
    RoleName: string,
    policies: Readonly<Record<string, string>>,
    Path = "/",
  ): Promise<string> {
    const AssumeRolePolicyDocument = trustPolicy(V1);
    const { Role } = await root.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Path }));
    for (const [PolicyName, PolicyDocument] of Object.entries(policies)) {
      await root.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    }
    return Role?.Arn ?? "";
  }

  /** Action, resource and decision of each result. */
  async function decisions(
    PolicySourceArn: string,
    input: Partial<SimulatePrincipalPolicyCommandInput>,
    iam = root,
  ) {
    const command = new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: [], ...input });
    const { EvaluationResults = [] } = await iam.send(command);
    return EvaluationResults.map(({ EvalActionName, EvalResourceName, EvalDecision }) => [
      EvalActionName,
      EvalResourceName,
      EvalDecision,
    ]);
  }

  it("decides for a user too, and knows no user that does not exist", async () => {
    const deployerArn = `arn:aws:iam::${ACCOUNT}:user/${DEPLOYER}`;
    const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/sts.windows.net/t1/`;
    const ActionNames = ["iam:CreateOpenIDConnectProvider", "s3:ListBucket"];
    assert.deepEqual(await decisions(deployerArn, { ActionNames, ResourceArns: [provider] }), [
      ["iam:CreateOpenIDConnectProvider", provider, "allowed"],
      ["s3:ListBucket", provider, "implicitDeny"],
    ]);
    await assert.rejects(decisions(`arn:aws:iam::${ACCOUNT}:user/nobody`, { ActionNames }), {
      name: "NoSuchEntityException",
      message: "The user with name nobody cannot be found.",
    });
  });

  it("decides for each action on each resource, also for a role with a path", async () => {
    const allow = { Effect: "Allow", Action: "s3:ListBucket", Resource: BUCKET };
    const arn = await role("pathed", { read: policy(allow) }, "/federated/");
    assert.deepEqual(
      await decisions(arn, { ActionNames: ["s3:ListBucket", "s3:GetObject"], ResourceArns: [BUCKET, "*"] }),
      [
        ["s3:ListBucket", BUCKET, "allowed"],
        ["s3:ListBucket", "*", "implicitDeny"],
        ["s3:GetObject", BUCKET, "implicitDeny"],
        ["s3:GetObject", "*", "implicitDeny"],
      ],
    );
  });

  it("decides on every resource when none is named, and a Deny wins", async () => {
    const arn = await role("denied", {
      everything: policy({ Effect: "Allow", Action: "*", Resource: "*" }),
      nothing: policy({ Effect: "Deny", Action: "s3:*", Resource: "*" }),
    });
    assert.deepEqual(await decisions(arn, { ActionNames: ["s3:GetObject", "kms:Decrypt"] }), [
      ["s3:GetObject", "*", "explicitDeny"],
      ["kms:Decrypt", "*", "allowed"],
    ]);
  });

  it("counts the permissions boundary", async () => {
    const arn = await role("bounded", { all: policy({ Effect: "Allow", Action: "*", Resource: "*" }) });
    const PolicyDocument = policy({ Effect: "Allow", Action: "s3:*", Resource: "*" });
    const { Policy } = await root.send(new CreatePolicyCommand({ PolicyName: "bound", PolicyDocument }));
    const PermissionsBoundary = Policy?.Arn ?? "";
    await root.send(new PutRolePermissionsBoundaryCommand({ RoleName: "bounded", PermissionsBoundary }));
    assert.deepEqual(await decisions(arn, { ActionNames: ["s3:GetObject", "kms:Decrypt"] }), [
      ["s3:GetObject", "*", "allowed"],
      ["kms:Decrypt", "*", "implicitDeny"],
    ]);
  });

  it("knows only roles that exist, by their whole ARN", async () => {
    await role("known", {}, "/federated/");
    for (const resource of ["role/unknown", "role/known"]) {
      const name = resource.slice("role/".length);
      await assert.rejects(
        decisions(`arn:aws:iam::${ACCOUNT}:${resource}`, { ActionNames: ["s3:GetObject"] }),
        { name: "NoSuchEntityException", message: `The role with name ${name} cannot be found.` },
      );
    }
  });

  it("is allowed on the role that is simulated", async () => {
    const [mine, other] = [await role("mine", {}), await role("other", {})];
    const UserName = DEPLOYER;
    const ask = (arn: string) => decisions(arn, { ActionNames: ["s3:GetObject"] }, deployer);
    const refusal = (arn: string) => ({
      name: "AccessDenied",
      message:
        `User: arn:aws:iam::${ACCOUNT}:user/${DEPLOYER} is not authorized to perform: iam:SimulatePrincipalPolicy ` +
        `on resource: ${arn} because no identity-based policy allows the iam:SimulatePrincipalPolicy action`,
    });
    await assert.rejects(ask(mine), refusal(mine));
    const PolicyDocument = policy({ Effect: "Allow", Action: "iam:SimulatePrincipalPolicy", Resource: mine });
    await root.send(new PutUserPolicyCommand({ UserName, PolicyName: "simulate", PolicyDocument }));
    assert.deepEqual(await ask(mine), [["s3:GetObject", "*", "implicitDeny"]]);
    await assert.rejects(ask(other), refusal(other));
  });
});
