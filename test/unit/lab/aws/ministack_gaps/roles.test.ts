import assert from "node:assert/strict";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteRoleCommand,
  GetRoleCommand,
  type IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { AwsDouble } from "../../../../../lab/aws/aws-double";
import { ACCOUNT, clientOf, trustPolicy, V1 } from "../federation";
import { INSTALL_LIMIT, labPython } from "../lab-python";

const RoleName = "reader";
const OPEN = trustPolicy(V1);

/** The open trust policy's statement with changes; undefined takes a member away. */
function statement(changes: Record<string, unknown>): string {
  const { Statement } = JSON.parse(OPEN) as { Statement: [object] };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...Statement[0], ...changes }] });
}

/** A trust policy of exactly `size` characters, white space not counted. */
function sized(size: number): string {
  const sid = (length: number): string => statement({ Sid: "a".repeat(length) });
  return sid(size - sid(0).length).replaceAll(",", ",\n  ");
}

describe("IAM roles of the AWS double", () => {
  let aws: AwsDouble;
  let iam: IAMClient;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    const { python } = await labPython();
    const resolve = (url: string): string => url;
    aws = await AwsDouble.start({ python, resolve, accountId: ACCOUNT, region: "eu-west-1", buckets: {} });
    iam = clientOf(aws.rootEnvironment());
  });

  after(async () => {
    iam.destroy();
    await aws.stop();
  });

  afterEach(async () => {
    await iam.send(new DeleteRoleCommand({ RoleName })).catch(() => undefined);
  });

  async function create(changes: Partial<CreateRoleCommandInput> = {}): Promise<void> {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: OPEN, ...changes }));
  }

  it("may trust a private issuer without any condition, as on AWS", async () => {
    await create();
    assert.equal((await aws.counts()).roles, 1);
  });

  const malformed: readonly (readonly [string, string, string])[] = [
    ["text that is no JSON", "{", "This policy contains invalid Json"],
    ["no statement", '{"Version":"2012-10-17"}', "Could not parse the policy: Statement is empty!"],
    [
      "another version",
      OPEN.replace("2012-10-17", "2024-01-01"),
      "The policy must contain a valid version string",
    ],
    ["an effect in lower case", statement({ Effect: "allow" }), "Invalid effect: allow"],
    ["no principal", statement({ Principal: undefined }), "Missing required field Principal"],
    ["a principal that is a text", statement({ Principal: "*" }), "Principal must be a JSON object."],
    [
      "NotPrincipal",
      statement({ Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }),
      "Allow with NotPrincipal is not allowed.",
    ],
    ["no action", statement({ Action: undefined }), "Missing required field Action"],
    [
      "an action of another service",
      statement({ Action: ["sts:AssumeRoleWithWebIdentity", "s3:GetObject"] }),
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    ["a resource", statement({ Resource: "*" }), "Has prohibited field Resource"],
    [
      "an unknown operator",
      statement({ Condition: { StringSame: {} } }),
      "Invalid Condition type : StringSame.",
    ],
    ["an unknown member", statement({ Conditions: {} }), "Unknown field Conditions"],
    ["a member twice", OPEN.replace('"Action"', '"Effect":"Deny","Action"'), "Syntax errors in policy."],
  ];
  for (const [what, AssumeRolePolicyDocument, message] of malformed) {
    it(`refuse a trust policy with ${what}`, async () => {
      const refusal = { name: "MalformedPolicyDocumentException", message };
      await assert.rejects(create({ AssumeRolePolicyDocument }), refusal);
      await create();
      const PolicyDocument = AssumeRolePolicyDocument;
      await assert.rejects(
        iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument })),
        refusal,
      );
    });
  }

  it("hold a trust policy of 2,048 characters, white space not counted, and no more", async () => {
    await create({ AssumeRolePolicyDocument: sized(2048) });
    const update = new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: sized(2049) });
    await assert.rejects(iam.send(update), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for ACLSizePerRole: 2048",
    });
  });

  it("last one to twelve hours", async () => {
    const refusal = (value: number, bound: string): object => ({
      name: "ValidationError",
      message:
        `1 validation error detected: Value '${value}' at 'maxSessionDuration' failed to satisfy constraint: ` +
        `Member must have value ${bound}`,
    });
    await assert.rejects(
      create({ MaxSessionDuration: 3599 }),
      refusal(3599, "greater than or equal to 3600"),
    );
    await create({ MaxSessionDuration: 43_200 });
    const update = new UpdateRoleCommand({ RoleName, MaxSessionDuration: 43_201 });
    await assert.rejects(iam.send(update), refusal(43_201, "less than or equal to 43200"));
  });

  it("have names of up to 64 characters of IAM's alphabet", async () => {
    await assert.rejects(create({ RoleName: "a".repeat(65) }), { name: "ValidationError" });
    await assert.rejects(create({ RoleName: "read er" }), { name: "ValidationError" });
  });

  it("that do not exist are not found by their name", async () => {
    await assert.rejects(iam.send(new GetRoleCommand({ RoleName })), {
      name: "NoSuchEntityException",
      message: "The role with name reader cannot be found.",
    });
  });

  it("take no policy that does not exist, and 10,240 characters of inline policies", async () => {
    await create();
    const PolicyArn = "arn:aws:iam::aws:policy/AmazonS3ReadOnly";
    await assert.rejects(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })), {
      name: "NoSuchEntityException",
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    });
    const PolicyDocument = JSON.stringify({
      Statement: [
        { Effect: "Allow", Action: "s3:GetObject", Resource: `arn:aws:s3:::${"a".repeat(10_240)}` },
      ],
    });
    await assert.rejects(iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument })), {
      name: "LimitExceededException",
      message: "Maximum policy size of 10240 bytes exceeded for role reader",
    });
  });

  it("take no inline policy that breaks IAM's grammar, and the same as a managed one neither", async () => {
    await create();
    const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
    const syntax = "Syntax errors in policy.";
    for (const [document, message] of [
      [{ Statement: [{ ...statement, Effect: undefined, Effekt: "Allow" }] }, syntax],
      [{ Statement: [{ ...statement, Effect: "allow" }] }, syntax],
      [{ Statement: [{ ...statement, NotAction: "s3:PutObject" }] }, syntax],
      [{ Statement: statement, version: "2012-10-17" }, syntax],
      [{ Statement: [] }, syntax],
      [{ Version: "2012", Statement: statement }, syntax],
      [{ Statement: { ...statement, Sid: ["a"] } }, syntax],
      [
        { Statement: { ...statement, Sid: "read-it" } },
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*",
      ],
      [{ Statement: { ...statement, Principal: "*" } }, "Policy document should not specify a principal."],
      [{ Statement: { ...statement, Action: undefined } }, "Policy statement must contain actions."],
      [{ Statement: { ...statement, Resource: [] } }, "Policy statement must contain resources."],
      [
        { Statement: [1, 2].map(() => ({ ...statement, Sid: "Read" })) },
        "Statement IDs (SID) in a single policy must be unique.",
      ],
    ] as const) {
      const PolicyDocument = JSON.stringify(document);
      const refusal = { name: "MalformedPolicyDocumentException", message };
      await assert.rejects(
        iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument })),
        refusal,
      );
      await assert.rejects(iam.send(new CreatePolicyCommand({ PolicyName: "p", PolicyDocument })), refusal);
    }
    const PolicyDocument = JSON.stringify({ Statement: statement });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
  });
});
