import assert from "node:assert/strict";
import { awsManagedDocument } from "../../../../../cli/audit/permissions/aws-managed";
import { judgePermissions } from "../../../../../cli/audit/permissions/judge-permissions";
import { PolicyReducer } from "../../../../../cli/audit/permissions/policy-facts";
import { ESCALATION_PATHS, LEFT_OUT } from "../../../../../trust";
import { allow, policy, ROLE_ARN } from "../company";

/** How many paths pathfinding.cloud has at commit 84dd65c, by the beginning of their IDs. They are numbered from 001 on. */
const PATHFINDING: Readonly<Record<string, number>> = {
  apprunner: 2,
  bedrock: 2,
  cloudformation: 5,
  codebuild: 4,
  datapipeline: 1,
  ec2: 4,
  ecs: 5,
  glue: 6,
  iam: 21,
  lambda: 6,
  sagemaker: 5,
  ssm: 2,
  sts: 1,
};

/** The one whose number does not begin at 001. */
const OTHERS = ["ec2instanceconnect-003"];

const SITE = "https://pathfinding.cloud/paths/";

describe("the paths of the audit", () => {
  const followed = ESCALATION_PATHS.filter(({ source }) => source.startsWith(SITE)).map(({ source }) =>
    source.slice(SITE.length),
  );

  it("are all that pathfinding.cloud documents, but for those with a reason", () => {
    const documented = Object.entries(PATHFINDING).flatMap(([service, count]) =>
      Array.from({ length: count }, (_, index) => `${service}-${String(index + 1).padStart(3, "0")}`),
    );
    assert.equal(documented.length + OTHERS.length, 65);
    assert.deepEqual([...followed, ...Object.keys(LEFT_OUT)].sort(), [...documented, ...OTHERS].sort());
  });

  it("are told by their pages, each by one", () => {
    assert.equal(new Set(followed).size, followed.length);
  });

  it("leave out none that only a role's permission opens", () => {
    // Each of these is counted by a shorter path, so leaving it out hides nothing.
    const escalates = (...actions: string[]): boolean =>
      judged(policy(allow(actions))).escalations.length > 0;
    for (const actions of [
      ["iam:CreateAccessKey", "iam:DeleteAccessKey"],
      ["iam:AttachRolePolicy", "sts:AssumeRole"],
      ["iam:AttachUserPolicy", "iam:CreateAccessKey"],
      ["iam:CreatePolicyVersion", "sts:AssumeRole"],
      ["iam:PutRolePolicy", "sts:AssumeRole"],
      ["iam:PutUserPolicy", "iam:CreateAccessKey"],
      ["iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy"],
      ["iam:PassRole", "ecs:CreateCluster", "ecs:RegisterTaskDefinition", "ecs:CreateService"],
      ["iam:PassRole", "ecs:CreateCluster", "ecs:RegisterTaskDefinition", "ecs:RunTask"],
      ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"],
    ]) {
      assert.ok(escalates(...actions), actions.join(" "));
    }
    // A role is no user, but it can make one an administrator.
    for (const action of ["iam:PutUserPolicy", "iam:AddUserToGroup", "iam:PutGroupPolicy"]) {
      assert.ok(escalates(action), action);
    }
  });
});

describe("AWS's own policies that the audit knows", () => {
  it("get as far as their documents say", () => {
    const powers = {
      AdministratorAccess: "administrator",
      PowerUserAccess: "escalation",
      IAMFullAccess: "escalation",
      AmazonS3FullAccess: "data",
      AmazonS3ReadOnlyAccess: "data",
      AmazonDynamoDBFullAccess: "data",
      SecretsManagerReadWrite: "escalation",
    };
    for (const [name, power] of Object.entries(powers)) {
      assert.equal(judged(awsManagedDocument(`arn:aws:iam::aws:policy/${name}`)).power, power, name);
    }
    assert.equal(awsManagedDocument("arn:aws:iam::aws:policy/ReadOnlyAccess"), undefined);
    assert.equal(awsManagedDocument("arn:aws:iam::111122223333:policy/AdministratorAccess"), undefined);
  });

  it("count the change sets of SecretsManagerReadWrite, and no role that DynamoDB's policy passes", () => {
    const paths = (name: string): string[] =>
      judged(awsManagedDocument(`arn:aws:iam::aws:policy/${name}`)).escalations.map(({ id }) => id);
    assert.deepEqual(paths("SecretsManagerReadWrite"), ["execute-change-set"]);
    assert.deepEqual(paths("AmazonDynamoDBFullAccess"), []);
  });
});

function judged(document: unknown): ReturnType<typeof judgePermissions> {
  return judgePermissions({
    arn: ROLE_ARN,
    policies: [{ name: "p", facts: new PolicyReducer().reduce(document) }],
    attached: [],
    missing: [],
  });
}
