import assert from "node:assert/strict";
import { federatedRoleIsLeastPrivilege as rule } from "../../../../policypack/rules/federated-role-is-least-privilege";
import { policy, PROVIDER_ARN } from "../../trust/entra-policy";
import { federation, part } from "../stack/federation-stack";
import {
  NOTHING,
  type TestedResource,
  UNKNOWN,
  validateInTurn,
  validateResource,
  validateStack,
} from "../validate";

type Json = Record<string, unknown>;

const allow = (Action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";
const POLICY_ARN = "arn:aws:iam::111122223333:policy/own";
const own: TestedResource = {
  type: "aws:iam/policy:Policy",
  name: "own",
  props: { arn: POLICY_ARN, policy: allow("iam:PutRolePolicy") },
};

const countAlone = async (resource: TestedResource, config = {}): Promise<number> =>
  (await validateResource(rule, resource, config)).violations.length;
const countInStack = async (more: readonly TestedResource[], changes = {}): Promise<number> =>
  (await validateStack(rule, federation(changes, more))).violations.length;

describe("federated-role-is-least-privilege", () => {
  it("is mandatory", () => {
    assert.equal(rule.enforcementLevel, "mandatory");
  });

  it("has nothing to say of a role that may read", async () => {
    const inlinePolicies = [{ name: "read", policy: allow("s3:GetObject") }];
    const managedPolicyArns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"];
    assert.deepEqual(
      await validateResource(rule, part("role", { inlinePolicies, managedPolicyArns })),
      NOTHING,
    );
    assert.deepEqual(await validateStack(rule, federation()), NOTHING);
  });

  it("refuses inline and managed policies of the role before it is made", async () => {
    const inline = part("role", { inlinePolicies: [{ name: "all", policy: allow("*") }] });
    const { violations } = await validateResource(rule, inline);
    assert.equal(violations.length, 1);
    assert.match(
      violations[0] ?? "",
      /^role, inline policy all, statement 0: the role may call every action, because Action has "\*"\./,
    );
    assert.equal(await countAlone(part("role", { managedPolicyArns: [ADMINISTRATOR, UNKNOWN] })), 1);
  });

  it("refuses the same on aws-native's role and in a template", async () => {
    const props: Json = {
      assumeRolePolicyDocument: policy(),
      policies: [{ policyName: "all", policyDocument: JSON.parse(allow("*")) as Json }],
    };
    assert.equal(await countAlone({ type: "aws-native:iam:Role", name: "role", props }), 1);
    const Reader = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: policy() } };
    const Properties = {
      Roles: [{ Ref: "Reader" }],
      PolicyName: "p",
      PolicyDocument: JSON.parse(allow("iam:*")) as Json,
    };
    const templateBody = JSON.stringify({
      Resources: { Reader, P: { Type: "AWS::IAM::Policy", Properties } },
    });
    assert.equal(
      await countAlone({ type: "aws:cloudformation/stack:Stack", name: "s", props: { templateBody } }),
      1,
    );
  });

  it("refuses what belongs to this package's role before it is made", async () => {
    const parentTypes = "azure-to-aws-federation:index:FederatedRole$";
    const rolePolicy = { type: "aws:iam/rolePolicy:RolePolicy", name: "p", parentTypes };
    assert.equal(await countAlone({ ...rolePolicy, props: { role: UNKNOWN, policy: allow("*") } }), 1);
    assert.equal(await countAlone({ ...rolePolicy, props: { role: UNKNOWN, policy: allow("s3:Get*") } }), 0);
    assert.equal(await countAlone({ ...rolePolicy, props: { role: UNKNOWN, policy: UNKNOWN } }), 0);
    const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    const props = { role: UNKNOWN, policyArn: ADMINISTRATOR };
    assert.equal(await countAlone({ type, name: "a", parentTypes, props }), 1);
  });

  it("refuses once what belongs to this package's role and names one that was judged before", async () => {
    const parentTypes = "azure-to-aws-federation:index:FederatedRole$";
    const rolePolicy: TestedResource = {
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "p",
      parentTypes,
      props: { role: "role-1", policy: allow("*") },
    };
    // Said twice, it would be one more than a baseline knows.
    const { violations } = await validateInTurn(rule, [part("role"), rolePolicy]);
    assert.equal(violations.length, 1);
  });

  it("refuses before it is made what names a role that was judged before", async () => {
    const count = async (...more: TestedResource[]): Promise<number> =>
      (await validateInTurn(rule, [part("role"), ...more])).violations.length;
    const rolePolicy = (role: string): TestedResource => ({
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "p",
      props: { role, policy: allow("*") },
    });
    const attachment = (role: string, policyArn: string): TestedResource => ({
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      name: "a",
      props: { role, policyArn },
    });
    assert.equal(await count(rolePolicy("role-1")), 1);
    assert.equal(await count(rolePolicy("other")), 0);
    assert.equal(await count(attachment("role-1", ADMINISTRATOR)), 1);
    assert.equal(await count(attachment("other", ADMINISTRATOR)), 0);
    // The policy's ARN is made of its name, which is known before.
    const policyOfStack = { ...own, props: { ...own.props, arn: undefined, name: "own-policy" } };
    const arn = (name: string): string => `arn:aws:iam::111122223333:policy/path/${name}`;
    assert.equal(await count(policyOfStack, attachment("role-1", arn("own-policy"))), 1);
    assert.equal(await count(policyOfStack, attachment("role-1", arn("another"))), 0);
    const role = part("role", { managedPolicyArns: [arn("own-policy")] });
    assert.equal((await validateInTurn(rule, [policyOfStack, role])).violations.length, 1);
  });

  it("refuses in the stack what is attached elsewhere: by name, and by what the property is made of", async () => {
    const attachment: TestedResource = {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      name: "attachment",
      props: { role: "role-1", policyArn: ADMINISTRATOR },
    };
    assert.equal(await countInStack([attachment]), 1);
    assert.equal(await countInStack([{ ...attachment, props: { ...attachment.props, role: "other" } }]), 0);
    const made = {
      ...attachment,
      props: { role: UNKNOWN, policyArn: ADMINISTRATOR },
      madeOf: { role: ["role"] },
    };
    assert.equal(await countInStack([made]), 1);
    const type = "aws:iam/policyAttachment:PolicyAttachment";
    assert.equal(
      await countInStack([{ type, name: "a", props: { roles: ["x", "role-1"], policyArn: ADMINISTRATOR } }]),
      1,
    );
    const rolePolicy = {
      type: "aws:iam/rolePolicy:RolePolicy",
      name: "p",
      props: { role: "role-1", policy: allow("*") },
    };
    assert.equal(await countInStack([rolePolicy]), 1);
  });

  it("refuses a policy of the stack's own that is attached to the role", async () => {
    const type = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    assert.equal(await countInStack([own]), 0);
    assert.equal(
      await countInStack([own, { type, name: "a", props: { role: "role-1", policyArn: POLICY_ARN } }]),
      1,
    );
    const props = { role: "role-1", policyArn: UNKNOWN };
    assert.equal(await countInStack([own, { type, name: "a", props, madeOf: { policyArn: ["own"] } }]), 1);
    assert.equal(await countInStack([own], { role: { managedPolicyArns: [POLICY_ARN] } }), 1);
  });

  it("looks at roles of other issuers with scope all only, and never at roles that no OIDC identity can assume", async () => {
    const managedPolicyArns = [ADMINISTRATOR];
    const principal = PROVIDER_ARN.replace(/sts.windows.net.*/, "gitlab.example.com");
    const other = part("role", {
      assumeRolePolicy: policy({ Principal: { Federated: principal } }),
      managedPolicyArns,
    });
    assert.equal(await countAlone(other), 0);
    assert.equal(await countAlone(other, { scope: "all" }), 1);
    const service = policy({ Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" });
    assert.equal(
      await countAlone(part("role", { assumeRolePolicy: service, managedPolicyArns }), { scope: "all" }),
      0,
    );
  });

  it("takes further limits from the configuration", async () => {
    const passRole = part("role", { inlinePolicies: [{ name: "p", policy: allow("iam:PassRole") }] });
    assert.equal(await countAlone(passRole), 1);
    assert.equal(await countAlone(passRole, { allowedActions: ["iam:PassRole"] }), 0);
    const reader = part("role", { managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] });
    assert.equal(await countAlone(reader, { forbiddenManagedPolicies: ["AmazonS3FullAccess"] }), 1);
  });
});
