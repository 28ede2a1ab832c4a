import assert from "node:assert/strict";
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateInstanceProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteInstanceProfileCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListRolesCommand,
  PutRolePolicyCommand,
  RemoveRoleFromInstanceProfileCommand,
  TagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { AwsDouble } from "../../../aws/aws-double";
import { ACCOUNT, clientOf, trustPolicy, V1 } from "../../../testing/federation";
import { INSTALL_LIMIT, labPython } from "../../../testing/lab-python";

const RoleName = "reader";
const OPEN = trustPolicy(V1);
const FEDERATED = "Federated principals must be valid domain names or SAML metadata ARNs";

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
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "p" })).catch(() => undefined);
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
    [
      "a federated principal that is neither a domain name nor an ARN",
      statement({ Principal: { Federated: "not an arn" } }),
      FEDERATED,
    ],
    ["a federated principal that is a URL", statement({ Principal: { Federated: V1 } }), FEDERATED],
    [
      "the ARN of a provider that lacks a colon",
      statement({ Principal: { Federated: `arn:aws:iam:${ACCOUNT}:oidc-provider/issuer.example` } }),
      FEDERATED,
    ],
    [
      "a user of the account that is not there",
      statement({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/nobody` } }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:user/nobody"`,
    ],
    [
      "a role of the account that is not there beside one that may be",
      statement({ Principal: { AWS: [ACCOUNT, `arn:aws:iam::${ACCOUNT}:role/nobody`] } }),
      `Invalid principal in policy: "AWS":"arn:aws:iam::${ACCOUNT}:role/nobody"`,
    ],
    [
      "a wildcard in the ARN of a role",
      statement({ Principal: { AWS: "arn:aws:iam::999999999999:role/*" } }),
      'Invalid principal in policy: "AWS":"arn:aws:iam::999999999999:role/*"',
    ],
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

  const principals: readonly (readonly [string, object])[] = [
    ["the account", { AWS: ACCOUNT }],
    ["everybody", { AWS: "*" }],
    ["the root of another account", { AWS: "arn:aws:iam::999999999999:root" }],
    ["a role of an account that the lab does not have", { AWS: "arn:aws:iam::999999999999:role/somebody" }],
    ["a user of the account", { AWS: `arn:aws:iam::${ACCOUNT}:user/azure-to-aws-deployer` }],
    ["a session of a role", { AWS: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/session` }],
    ["a domain", { Federated: "cognito-identity.amazonaws.com" }],
    ["a SAML provider", { Federated: `arn:aws:iam::${ACCOUNT}:saml-provider/Corp` }],
  ];
  for (const [who, Principal] of principals) {
    it(`may trust ${who}`, async () => {
      await create({ AssumeRolePolicyDocument: statement({ Principal, Action: "sts:AssumeRole" }) });
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

  it("read their maximum session duration as a 32-bit whole number, with a sign or zeros", async () => {
    const tooLarge = ["2147483648", "-2147483649", "1".repeat(4300), "1".repeat(4301)];
    for (const text of [" 3600 ", "3600.0", "36e2", "none", ...tooLarge]) {
      await assert.rejects(create({ MaxSessionDuration: text as never }), { name: "MalformedInput" }, text);
    }
    for (const text of ["2147483647", "-2147483648"]) {
      await assert.rejects(create({ MaxSessionDuration: text as never }), { name: "ValidationError" }, text);
    }
    await create({ MaxSessionDuration: "+07200" as never });
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    assert.equal(Role?.MaxSessionDuration, 7200);
  });

  it("have paths of visible ASCII characters, without U+007F, between slashes", async () => {
    for (const Path of [
      "/team",
      "team/",
      "/ space/",
      "/del\u007F/",
      "/\u00E9/",
      "//",
      "/line\n/",
      "/team/\n",
    ]) {
      await assert.rejects(create({ Path }), {
        name: "ValidationError",
        message:
          `1 validation error detected: Value '${Path}' at 'path' failed to satisfy constraint: ` +
          "Member must satisfy regular expression pattern: (\\u002F)|(\\u002F[\\u0021-\\u007F]+\\u002F)",
      });
    }
    for (const Path of ["/", "/team/", "/a//b/", "/!~/"]) {
      await create({ Path });
      assert.equal((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Path, Path);
      await iam.send(new DeleteRoleCommand({ RoleName }));
    }
  });

  it("are added to and removed from an instance profile by their names in any case", async () => {
    await create();
    const InstanceProfileName = "reader";
    const association = { InstanceProfileName, RoleName: RoleName.toUpperCase() };
    const names = async (): Promise<unknown> => {
      const { InstanceProfile } = await iam.send(new GetInstanceProfileCommand({ InstanceProfileName }));
      return InstanceProfile?.Roles?.map((role) => role.RoleName);
    };
    await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName }));
    await iam.send(new AddRoleToInstanceProfileCommand(association));
    assert.deepEqual(await names(), [RoleName]);
    await iam.send(new RemoveRoleFromInstanceProfileCommand(association));
    assert.deepEqual(await names(), []);
    await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName }));
  });

  it("have inline policies with names of up to 128 characters of IAM's alphabet", async () => {
    await create();
    const PolicyDocument = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    const longest = "aZ9_+=,.@-".padEnd(128, "n");
    for (const PolicyName of ["a&b", "a<b", "a b", "\u00E9", `${longest}n`]) {
      const policy = { RoleName, PolicyName };
      const refusal = { name: "ValidationError" };
      await assert.rejects(iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument })), refusal);
      await assert.rejects(iam.send(new GetRolePolicyCommand(policy)), refusal);
      await assert.rejects(iam.send(new DeleteRolePolicyCommand(policy)), refusal);
    }
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: longest, PolicyDocument }));
    const PolicyName = longest.toUpperCase();
    const found = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    assert.equal(found.PolicyName, PolicyName);
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
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

  it("have up to 20 managed policies", async () => {
    await create();
    const arns: string[] = [];
    for (let number = 0; number <= 20; number++) {
      const { Policy } = await iam.send(
        new CreatePolicyCommand({
          PolicyName: `attached-${number}`,
          PolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: { Effect: "Allow", Action: "s3:GetObject", Resource: "*" },
          }),
        }),
      );
      arns.push(Policy?.Arn ?? "");
    }
    const [last = "", ...attached] = arns.reverse();
    for (const PolicyArn of attached) {
      await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    await assert.rejects(iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: last })), {
      name: "LimitExceededException",
      message: "Cannot exceed quota for PoliciesPerRole: 20",
    });
    for (const PolicyArn of attached) {
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    for (const PolicyArn of arns) {
      await iam.send(new DeletePolicyCommand({ PolicyArn }));
    }
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
      [{ Statement: [{ ...statement, Effect: "allow" }] }, "The policy failed legacy parsing"],
      [{ Statement: [{ ...statement, Effect: "Never" }] }, syntax],
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
      [
        { Statement: { ...statement, Action: ["s3:GetObject", "ListBucket"] } },
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
      ],
      [
        { Statement: { ...statement, Action: undefined, NotAction: "s3:Get:Object" } },
        "Actions/Condition can contain only one colon.",
      ],
      [{ Statement: { ...statement, Action: "s3*:GetObject" } }, "Vendor s3* is not valid"],
      [
        { Statement: { ...statement, Resource: "orders-incoming" } },
        'Resource orders-incoming must be in ARN format or "*".',
      ],
      [
        { Statement: { ...statement, Resource: "arn:aws-cn:s3:::orders-incoming/*" } },
        'Partition "aws-cn" is not valid for resource "arn:aws-cn:s3:::orders-incoming/*".',
      ],
      [
        { Statement: { ...statement, Resource: "arn:aws:*:::orders-incoming" } },
        "Resource vendor must be fully qualified and cannot contain regexes.",
      ],
      [
        { Statement: { ...statement, Resource: "arn:aws:s3" } },
        "Resource vendor must be fully qualified and cannot contain regexes.",
      ],
      [
        { Statement: { ...statement, Resource: "arn:*:s3" } },
        "Resource vendor must be fully qualified and cannot contain regexes.",
      ],
      [
        { Statement: { ...statement, Resource: "arn:aws" } },
        "Resource vendor must be fully qualified and cannot contain regexes.",
      ],
      [{ Statement: { ...statement, Resource: "arn:aws::::orders" } }, "The policy failed legacy parsing"],
      [{ Statement: { ...statement, Resource: "arn:aws:s3::orders" } }, "The policy failed legacy parsing"],
      [
        { Statement: { ...statement, Resource: undefined, NotResource: "arn:aws:s3:eu-west-1::orders" } },
        "Resource arn:aws:s3:eu-west-1::orders can not contain region information.",
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
    for (const Resource of [
      "*",
      "arn:aws:s3:::orders/*",
      "arn:*:s3:::orders",
      "arn:aws:ec2:*:*:instance/*",
    ]) {
      const PolicyDocument = JSON.stringify({
        Statement: { ...statement, Action: ["*", "s3:Get*"], Resource },
      });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    }
  });

  const pattern = "Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]";
  const tags: readonly (readonly [string, string, string, string])[] = [
    [
      "a key with another character",
      "a<b",
      "",
      `'tags.2.member.key' failed to satisfy constraint: ${pattern}+`,
    ],
    ["a value with a comma", "a", "b,c", `'tags.2.member.value' failed to satisfy constraint: ${pattern}*`],
    [
      "a key of 129 characters",
      "a".repeat(129),
      "",
      "'tags.2.member.key' failed to satisfy constraint: Member must have length less than or equal to 128",
    ],
    [
      "an empty key",
      "",
      "b",
      "'tags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      "a value of 257 characters",
      "a",
      "b".repeat(257),
      "'tags.2.member.value' failed to satisfy constraint: Member must have length less than or equal to 256",
    ],
  ];
  for (const [what, Key, Value, rest] of tags) {
    it(`take no tag with ${what}`, async () => {
      const Tags = [
        { Key: "team", Value: "orders" },
        { Key, Value },
      ];
      const refusal = { name: "ValidationError", message: `1 validation error detected: Value at ${rest}` };
      await assert.rejects(create({ Tags }), refusal);
      await create();
      await assert.rejects(iam.send(new TagRoleCommand({ RoleName, Tags })), refusal);
    });
  }

  it("take tags with letters of any script, blanks and IAM's signs, as long as they may be", async () => {
    const Tags = [
      { Key: "Größe _.:/=+-@", Value: "" },
      { Key: "k".repeat(128), Value: "v".repeat(256) },
    ];
    await create({ Tags });
    assert.deepEqual((await iam.send(new GetRoleCommand({ RoleName }))).Role?.Tags, Tags);
  });

  it("are shown by each action as AWS shows them", async () => {
    const PermissionsBoundary = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const Tags = [{ Key: "team", Value: "orders" }];
    const { Role: created } = await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: OPEN, PermissionsBoundary, Tags }),
    );
    assert.equal(created?.MaxSessionDuration, undefined);
    assert.match(created?.RoleId ?? "", /^AROA[A-Z2-7]{17}$/);
    const { Role: found } = await iam.send(new GetRoleCommand({ RoleName }));
    assert.deepEqual([found?.MaxSessionDuration, found?.RoleLastUsed, found?.Tags], [3600, {}, Tags]);
    assert.deepEqual(found?.PermissionsBoundary, {
      PermissionsBoundaryType: "Policy",
      PermissionsBoundaryArn: PermissionsBoundary,
    });
    const { Roles = [] } = await iam.send(new ListRolesCommand());
    const [listed] = Roles.filter((role) => role.RoleName === RoleName);
    assert.deepEqual(
      [listed?.MaxSessionDuration, listed?.Tags, listed?.PermissionsBoundary, listed?.RoleLastUsed],
      [3600, undefined, undefined, undefined],
    );
  });

  it("are not deleted while they have inline policies", async () => {
    await create();
    const PolicyDocument = JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    await assert.rejects(iam.send(new DeleteRoleCommand({ RoleName })), {
      name: "DeleteConflictException",
      message: "Cannot delete entity, must delete policies first.",
    });
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: "p" }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  });

  it("tell an ARN that is none from a policy that is not there", async () => {
    await create();
    await assert.rejects(
      iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: "longPolicyArnWithout" })),
      {
        name: "ValidationError",
        message: "Invalid ARN:  Could not be parsed!",
      },
    );
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/nothing`;
    const refusal = { name: "NoSuchEntityException", message: `Policy ${PolicyArn} was not found.` };
    await assert.rejects(iam.send(new GetPolicyCommand({ PolicyArn })), refusal);
    await assert.rejects(iam.send(new DeletePolicyCommand({ PolicyArn })), refusal);
  });
});
