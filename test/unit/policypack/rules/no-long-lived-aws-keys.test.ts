import assert from "node:assert/strict";
import { noLongLivedAwsKeys as rule } from "../../../../policypack/rules/no-long-lived-aws-keys";
import { federation, part, WITHOUT_AWS } from "../stack/federation-stack";
import { NOTHING, type TestedResource, validateInTurn, validateResource, validateStack } from "../validate";

const ALL = { scope: "all" };
const user = { Type: "AWS::IAM::User", Properties: { LoginProfile: { Password: "x" } } };
const lasting: TestedResource[] = [
  { type: "aws:iam/accessKey:AccessKey", name: "key", props: { user: "ci" } },
  { type: "aws:iam/userLoginProfile:UserLoginProfile", name: "login", props: { user: "ci" } },
  {
    type: "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
    name: "credential",
    props: { userName: "ci" },
  },
  { type: "aws-native:iam:User", name: "user", props: { loginProfile: { password: "x" } } },
  {
    type: "aws:cloudcontrol/resource:Resource",
    name: "cloudcontrol",
    props: { typeName: "AWS::IAM::AccessKey", desiredState: "{}" },
  },
  {
    type: "aws:cloudformation/stack:Stack",
    name: "stack",
    props: { templateBody: JSON.stringify({ Resources: { User: user } }) },
  },
];

describe("no-long-lived-aws-keys", () => {
  for (const resource of lasting) {
    it(`refuses ${resource.type} in a stack with a federation, and before it is made with scope all`, async () => {
      const { violations } = await validateStack(rule, federation({}, [resource]));
      assert.equal(violations.length, 1);
      assert.match(violations[0] ?? "", /gives an IAM user an? .*(key|password)/);
      assert.doesNotMatch(violations[0] ?? "", /Password.*"x"/);
      assert.equal((await validateResource(rule, resource, ALL)).violations.length, 1);
      assert.deepEqual(await validateResource(rule, resource), NOTHING);
    });
  }

  it("refuses them before they are made once a part of a federation was judged", async () => {
    const [key] = lasting;
    assert.ok(key);
    for (const name of ["provider", "role"]) {
      assert.equal((await validateInTurn(rule, [part(name), key])).violations.length, 1, name);
      assert.deepEqual(await validateInTurn(rule, [key, part(name)]), NOTHING, name);
    }
    assert.deepEqual(await validateInTurn(rule, [part("vm"), part("nsg"), key]), NOTHING);
  });

  it("passes over users without either, and over stacks without a federation", async () => {
    const plain = { type: "aws-native:iam:User", name: "user", props: { userName: "u" } };
    assert.deepEqual(await validateResource(rule, plain, ALL), NOTHING);
    const changes = { ...WITHOUT_AWS, application: undefined };
    assert.deepEqual(await validateStack(rule, federation(changes, lasting)), NOTHING);
  });
});
