import assert from "node:assert/strict";
import type { Permissions } from "../../../../../cli/audit/audit-report";
import { DATA_SERVICES } from "../../../../../cli/audit/permissions/data-services";
import { EffectivePermissions } from "../../../../../cli/audit/permissions/effective";
import { judgePermissions } from "../../../../../cli/audit/permissions/judge-permissions";
import { PolicyReducer } from "../../../../../cli/audit/permissions/policy-facts";
import { isBroad } from "../../../../../cli/audit/permissions/resource-patterns";
import { watchedAction } from "../../../../../cli/audit/permissions/watched-actions";
import { ESCALATION_PATHS } from "../../../../../trust";
import { allow, policy, ROLE_ARN, type Statement } from "../company";

const reducer = new PolicyReducer();

interface More {
  readonly attached?: readonly string[];
  readonly missing?: readonly string[];
  readonly boundary?: readonly Statement[] | "missing";
}

function judged(
  statements: readonly Statement[],
  { attached = [], missing = [], boundary }: More = {},
): Permissions {
  return judgePermissions({
    arn: ROLE_ARN,
    policies: statements.length === 0 ? [] : [{ name: "p", facts: reducer.reduce(policy(...statements)) }],
    attached,
    missing,
    ...(boundary === undefined
      ? {}
      : {
          boundary: {
            name: "limit",
            ...(boundary === "missing" ? {} : { facts: reducer.reduce(policy(...boundary)) }),
          },
        }),
  });
}

const deny = (action: string, resource = "*", condition?: object): Statement => ({
  Effect: "Deny",
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const FROM_NETWORK = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };

const power = (statements: readonly Statement[], more?: More): string => judged(statements, more).power;
const paths = (statements: readonly Statement[], more?: More): string[] =>
  judged(statements, more).escalations.map(({ id }) => id);

describe("how far a role gets", () => {
  it("is administrator for everything on everything, however it is written", () => {
    for (const statement of [
      allow("*"),
      allow("*:*"),
      { Effect: "Allow", NotAction: "s3:DeleteBucket", Resource: "*" },
      { Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::secret" },
    ]) {
      assert.equal(power([statement]), "administrator", JSON.stringify(statement));
    }
  });

  it("is no administrator without IAM, or on named resources", () => {
    assert.equal(power([{ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }]), "escalation");
    assert.equal(power([allow("*"), deny("iam:*")]), "escalation");
    assert.equal(power([allow("*", "arn:aws:s3:::orders/*")]), "data");
  });

  it("is nothing without a policy, and limited for what leads nowhere", () => {
    assert.deepEqual(judged([]), {
      power: "none",
      because: "No policy allows it anything.",
      policies: [],
      escalations: [],
      dataServices: [],
      notSeen: [],
    });
    assert.equal(power([allow("ec2:DescribeInstances")]), "limited");
    assert.equal(power([deny("*")]), "none");
  });

  it("names the services whose data it reads and writes", () => {
    const { dataServices, because } = judged([
      allow(["s3:GetObject", "s3:PutObject"], "arn:aws:s3:::orders/*"),
      allow("dynamodb:Query", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"),
    ]);
    assert.deepEqual(dataServices, [
      { service: "s3", access: "read and write" },
      { service: "dynamodb", access: "read" },
    ]);
    assert.equal(because, "It can read and write data of Amazon S3, and read data of Amazon DynamoDB.");
    const apart = judged([allow(["s3:PutObject", "sqs:SendMessage", "kms:Decrypt"])]);
    assert.deepEqual(apart.dataServices, [
      { service: "s3", access: "write" },
      { service: "kms", access: "read" },
      { service: "sqs", access: "write" },
    ]);
    assert.equal(
      apart.because,
      "It can write data of Amazon S3 and Amazon SQS, and read data of AWS Key Management Service.",
    );
    assert.deepEqual(judged([allow("s3:ListBucket")]).dataServices, []);
  });

  it("names no data of a service whose resources the policy does not name", () => {
    const found = (...statements: readonly Statement[]): string[] =>
      judged(statements).dataServices.map(({ service, access }) => `${service} ${access}`);
    assert.deepEqual(found(allow("*", "arn:aws:s3:::orders/*")), ["s3 read and write"]);
    assert.deepEqual(found(allow(["s3:GetObject", "dynamodb:GetItem"], "arn:aws:s3:::orders/*")), [
      "s3 read",
    ]);
    assert.deepEqual(found(allow("*:GetItem", ["arn:aws:s3:::orders", "arn:aws:dynamodb:*:*:table/t"])), [
      "dynamodb read",
    ]);
    for (const cluster of ["arn:aws:rds:eu-west-1:111122223333:cluster:c", "arn:aws:r?s:*", "arn:*"]) {
      assert.deepEqual(found(allow("rds-data:*", cluster)), ["rds-data read and write"], cluster);
    }
    const workgroup = "arn:aws:redshift-serverless:eu-west-1:111122223333:workgroup/w";
    assert.deepEqual(found(allow("redshift-data:*", workgroup)), ["redshift-data read and write"]);
    const others = { Effect: "Deny", Action: "*", NotResource: "arn:aws:s3:::orders/*" };
    assert.deepEqual(found(allow("*"), others), ["s3 read and write"]);
  });

  it("takes each documented path only with all of its actions", () => {
    for (const { id, needs, ofBoundary } of ESCALATION_PATHS) {
      const actions = needs.map(({ action }) => action);
      const limits: More = ofBoundary === true ? { boundary: [allow("*")] } : {};
      assert.ok(paths([allow(actions)], limits).includes(id), id);
      for (const left of actions) {
        const others = actions.filter((action) => action !== left);
        assert.ok(
          !paths([allow([...others, "ec2:DescribeInstances"])], limits).includes(id),
          `${id} without ${left}`,
        );
      }
    }
  });

  it("counts a change of the role itself, and none of other named roles", () => {
    assert.deepEqual(paths([allow("iam:PutRolePolicy", ROLE_ARN)]), ["put-role-policy"]);
    assert.deepEqual(paths([allow("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/ord*")]), [
      "put-role-policy",
    ]);
    assert.deepEqual(paths([allow("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/other")]), []);
  });

  it("counts a new version of an attached policy of the customer, and none of AWS's", () => {
    const own = "arn:aws:iam::111122223333:policy/orders";
    const statement = allow("iam:CreatePolicyVersion", own);
    assert.deepEqual(paths([statement], { attached: [own] }), ["create-policy-version"]);
    assert.deepEqual(paths([statement]), []);
    assert.deepEqual(
      paths([allow("iam:CreatePolicyVersion", "arn:aws:iam::aws:policy/ReadOnlyAccess")], {
        attached: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      }),
      [],
    );
  });

  it("passes a role only to the services that iam:PassedToService names", () => {
    const pass = (service: string): Statement => ({
      ...allow("iam:PassRole"),
      Condition: { StringEquals: { "iam:PassedToService": service } },
    });
    assert.deepEqual(paths([pass("ec2.amazonaws.com"), allow("ec2:RunInstances")]), ["pass-role-ec2"]);
    assert.deepEqual(paths([pass("lambda.amazonaws.com"), allow("ec2:RunInstances")]), []);
  });

  it("passes no named role that it knows nothing of", () => {
    assert.deepEqual(
      paths([allow("iam:PassRole", "arn:aws:iam::111122223333:role/app"), allow("ec2:RunInstances")]),
      [],
    );
  });

  it("subtracts a Deny, and lets one for other resources be", () => {
    assert.deepEqual(paths([allow("iam:*"), deny("iam:PutRolePolicy")]).includes("put-role-policy"), false);
    assert.equal(power([allow("s3:*"), deny("s3:*")]), "limited");
    assert.equal(power([allow("s3:*"), deny("s3:*", "arn:aws:s3:::secret/*")]), "data");
    assert.equal(
      power([allow("s3:GetObject", "arn:aws:s3:::a/*"), deny("s3:GetObject", "arn:aws:s3:::a/*")]),
      "limited",
    );
  });

  it("stays within a boundary, and names it", () => {
    const { power: limited, boundary, dataServices } = judged([allow("*")], { boundary: [allow("s3:*")] });
    assert.deepEqual([limited, boundary], ["data", "limit"]);
    assert.deepEqual(dataServices, [{ service: "s3", access: "read and write" }]);
    assert.equal(
      power([allow("s3:*", "arn:aws:s3:::a/*")], { boundary: [allow("s3:*", "arn:aws:s3:::b/*")] }),
      "limited",
    );
    assert.equal(
      power([allow("s3:*", "arn:aws:s3:::a*")], { boundary: [allow("s3:*", "arn:aws:s3:::ab/*")] }),
      "data",
    );
  });

  it("can leave a boundary that it may remove", () => {
    assert.deepEqual(
      paths([allow("iam:DeleteRolePermissionsBoundary")], { boundary: [allow("iam:*")] }).includes(
        "delete-own-boundary",
      ),
      true,
    );
    assert.deepEqual(paths([allow("iam:DeleteRolePermissionsBoundary")]), []);
  });

  it("does not know more than a boundary or a policy that the input lacks", () => {
    const withoutBoundary = judged([allow("*")], { boundary: "missing" });
    assert.equal(withoutBoundary.power, "administrator");
    assert.deepEqual(withoutBoundary.notSeen, [
      "The input does not have the permissions boundary limit, so the role may be able to do less.",
    ]);
    const missing = judged([allow("s3:*")], { missing: ["arn:aws:iam::111122223333:policy/gone"] });
    assert.equal(missing.power, "unknown");
    assert.deepEqual(missing.notSeen, [
      "The input does not have the policy arn:aws:iam::111122223333:policy/gone.",
    ]);
    assert.equal(
      power([allow("*")], { missing: ["arn:aws:iam::111122223333:policy/gone"] }),
      "administrator",
    );
  });

  it("depends on conditions only where they decide", () => {
    const conditional = { ...allow("*"), Condition: FROM_NETWORK };
    const unknown = judged([conditional]);
    assert.equal(unknown.power, "unknown");
    assert.deepEqual(unknown.notSeen, [
      "Whether the role is an administrator depends on conditions on aws:sourceip.",
      "Whether the role can give itself more permissions depends on conditions on aws:sourceip.",
      "Whether the role can read or write data depends on conditions on aws:sourceip.",
    ]);
    // What is certain anyway does not depend on them.
    assert.deepEqual(judged([allow("*"), conditional]).notSeen, []);
    assert.equal(
      power([allow("s3:GetObject"), { ...allow("s3:PutObject"), Condition: FROM_NETWORK }]),
      "data",
    );
    assert.equal(power([{ ...allow("ec2:DescribeInstances"), Condition: FROM_NETWORK }]), "limited");
  });

  it("is an administrator under conditions that each of its calls fulfills", () => {
    const under = (condition: object): Permissions => judged([{ ...allow("*"), Condition: condition }]);
    for (const condition of [
      { Bool: { "aws:SecureTransport": "true" } },
      { BoolIfExists: { "AWS:SecureTransport": true } },
      { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      { StringLike: { "aws:PrincipalAccount": ["4*", "1111*"] } },
      { StringEquals: { "aws:ResourceAccount": "111122223333" } },
      { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } },
      { StringLike: { "aws:RequestedRegion": "*" } },
      { StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } },
      { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
      { StringEquals: { "aws:PrincipalType": "AssumedRole" } },
      { Bool: { "aws:ViaAWSService": "false", "aws:SecureTransport": "true" } },
    ]) {
      const { power: found, because } = under(condition);
      assert.deepEqual(
        [found, because],
        ["administrator", "It may do everything, IAM included."],
        JSON.stringify(condition),
      );
    }
    for (const condition of [
      { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "eu-central-1"] } },
      { StringNotEquals: { "aws:RequestedRegion": "us-east-1" }, Bool: { "aws:SecureTransport": "true" } },
    ]) {
      const { power: found, because } = under(condition);
      assert.deepEqual(
        [found, because],
        ["administrator", "It may do everything in the regions that aws:RequestedRegion names."],
      );
    }
  });

  it("is none under conditions that none of its calls fulfills, or that nobody can evaluate", () => {
    const under = (condition: object): Permissions => judged([{ ...allow("*"), Condition: condition }]);
    assert.equal(under({ StringEquals: { "aws:PrincipalAccount": "444455556666" } }).power, "limited");
    for (const condition of [
      { Bool: { "aws:SecureTransport": "false" } },
      { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      { StringNotEquals: { "aws:PrincipalAccount": "444455556666" } },
      { StringEquals: { "aws:RequestedRegion": "us-east-1", "aws:PrincipalTag/team": "orders" } },
      { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-1/r-1/" } },
    ]) {
      const { power: found, possible } = under(condition);
      assert.deepEqual([found, possible], ["unknown", "administrator"], JSON.stringify(condition));
    }
  });

  it("loses what a Deny takes under a condition that each call fulfills", () => {
    const denied = (condition: object): string => power([allow("s3:*"), deny("s3:*", "*", condition)]);
    assert.equal(denied({ Bool: { "aws:SecureTransport": "true" } }), "limited");
    assert.equal(denied({ StringEquals: { "aws:PrincipalAccount": "111122223333" } }), "limited");
    assert.equal(denied({ StringEquals: { "aws:PrincipalAccount": "444455556666" } }), "data");
    assert.equal(denied({ Bool: { "aws:SecureTransport": "false" } }), "data");
    assert.equal(denied({ StringEquals: { "aws:RequestedRegion": "us-east-1" } }), "data");
    assert.equal(denied({ Bool: { "aws:ViaAWSService": "false" } }), "data");
  });

  it("reads policies as the API has them, URL-encoded, and says which it cannot read", () => {
    assert.equal(
      judgePermissions({
        arn: ROLE_ARN,
        policies: [
          { name: "p", facts: reducer.reduce(encodeURIComponent(JSON.stringify(policy(allow("*"))))) },
        ],
        attached: [],
        missing: [],
      }).power,
      "administrator",
    );
    const broken = judgePermissions({
      arn: ROLE_ARN,
      policies: [{ name: "broken", facts: reducer.reduce("{") }],
      attached: [],
      missing: [],
    });
    assert.deepEqual([broken.power, broken.notSeen], ["unknown", ["The policy broken could not be read."]]);
  });
});

describe("the facts of policies", () => {
  it("are one object for policies that say the same", () => {
    assert.equal(
      reducer.reduce(policy(allow("s3:GetObject"))),
      reducer.reduce(policy(allow(["s3:GetObject"], ["*"]))),
    );
    assert.notEqual(
      reducer.reduce(policy(allow("s3:GetObject"))),
      reducer.reduce(policy(allow("s3:PutObject"))),
    );
  });

  it("join statements that differ in their resources, but not exclusions", () => {
    const joined = reducer.reduce(policy(allow("s3:GetObject", "a"), allow("s3:GetObject", "b")));
    assert.deepEqual(
      joined.statements.map(({ resources }) => resources),
      [["a", "b"]],
    );
    const not = (resource: string): Statement => ({
      Effect: "Allow",
      Action: "s3:GetObject",
      NotResource: resource,
    });
    assert.equal(reducer.reduce(policy(not("a"), not("b"))).statements.length, 2);
  });

  it("keep a Deny beside an Allow of the same action", () => {
    const facts = reducer.reduce(
      policy(allow("s3:GetObject"), deny("s3:GetObject", "arn:aws:s3:::secret/*")),
    );
    const allowance = new EffectivePermissions([facts]).on(watchedAction("s3:GetObject"));
    assert.deepEqual(allowance, { grants: [{ pattern: "*", conditions: [] }], deniedOn: [] });
  });
});

describe("a pattern of resources", () => {
  it("is broad if the name is a wildcard from its first character", () => {
    for (const [pattern, service] of [
      ["*", "iam"],
      ["*", ""],
      ["arn:*", "iam"],
      ["arn:aws:*", "iam"],
      ["arn:aws:iam::*:*", "iam"],
      ["arn:aws:iam::111122223333:role/*", "iam"],
      ["arn:aws:lambda:eu-west-1:1:function:*", "lambda"],
      ["arn:aws:*:*:*:*", "lambda"],
    ] as const) {
      assert.equal(isBroad(pattern, service), true, pattern);
    }
    for (const [pattern, service] of [
      ["arn:aws:iam::111122223333:role/app", "iam"],
      ["arn:aws:iam::111122223333:role/app-*", "iam"],
      ["arn:aws:iam::111122223333:role/team/*", "iam"],
      ["arn:aws:iam::111122223333:role/*", "ec2"],
      ["arn:aws:s3:::orders/*", "iam"],
      ["arn:aws:s3:::orders/*", ""],
      ["arn:aws:lambda:eu-west-1:1:function:app-*", "lambda"],
    ] as const) {
      assert.equal(isBroad(pattern, service), false, pattern);
    }
  });
});

describe("the tables of the audit", () => {
  it("have each path and each service once, with sources on the web", () => {
    const ids = ESCALATION_PATHS.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(
      ESCALATION_PATHS.filter(({ source }) => !source.startsWith("https://")),
      [],
    );
    const services = DATA_SERVICES.map(({ service }) => service);
    assert.equal(new Set(services).size, services.length);
  });
});
