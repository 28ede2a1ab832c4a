import assert from "node:assert/strict";
import {
  buildTrustPolicy,
  entraIssuer,
  judgeTrustPolicy,
  narrowingProblems,
  oidcProviderName,
  trustPolicySize,
} from "../../../../trust";
import { AUD, AUDIENCE, PROVIDER, PROVIDER_ARN, SUB, SUBJECT, TENANT } from "../entra-policy";
import { checkedConditions } from "./checked-conditions";

const args = {
  oidcProviderArn: PROVIDER_ARN,
  issuer: entraIssuer(TENANT).url,
  audiences: [AUDIENCE],
  subjects: [SUBJECT],
};

describe("buildTrustPolicy", () => {
  it("demands the one audience and the one subject", () => {
    assert.deepEqual(buildTrustPolicy(args), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: PROVIDER_ARN },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } },
        },
      ],
    });
  });

  it("writes several values as a list", () => {
    const [statement] = buildTrustPolicy({ ...args, audiences: ["a", "b"] }).Statement;
    assert.deepEqual(statement.Condition.StringEquals[AUD], ["a", "b"]);
  });

  it("builds what judgeTrustPolicy accepts", () => {
    const document = buildTrustPolicy({ ...args, subjects: [SUBJECT, "another"] });
    assert.equal(judgeTrustPolicy(document).accepted, true);
    assert.equal(judgeTrustPolicy(JSON.stringify(document)).accepted, true);
  });

  it("adds source IPs and other conditions to the same statement, after audience and subject", () => {
    const document = buildTrustPolicy({
      ...args,
      sourceIps: ["203.0.113.0/24", "2001:db8::/32"],
      conditions: checkedConditions({
        StringEquals: { "sts:RoleSessionName": ["orders"] },
        IpAddress: { "aws:VpcSourceIp": ["10.0.0.0/8"] },
        Bool: { "aws:SecureTransport": ["true"] },
      }),
    });
    assert.equal(
      JSON.stringify(document.Statement),
      JSON.stringify([
        {
          Effect: "Allow",
          Principal: { Federated: PROVIDER_ARN },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT, "sts:RoleSessionName": "orders" },
            IpAddress: {
              "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"],
              "aws:VpcSourceIp": "10.0.0.0/8",
            },
            Bool: { "aws:SecureTransport": "true" },
          },
        },
      ]),
    );
    assert.deepEqual(judgeTrustPolicy(document).grants, [
      {
        statement: 0,
        sid: undefined,
        provider: PROVIDER,
        audience: { kind: "exact", values: [AUDIENCE] },
        subject: { kind: "exact", values: [SUBJECT] },
        reach: "exact",
      },
    ]);
  });

  it("takes only conditions that were checked: those that touch the claims or do not narrow are refused", () => {
    const issuer = args.issuer;
    for (const conditions of [
      { StringEquals: { [AUD.toUpperCase()]: ["other"] } },
      { StringLike: { [SUB]: ["*"] } },
      { StringEqualsIfExists: { "sts:RoleSessionName": ["orders"] } },
    ]) {
      // @ts-expect-error These conditions were not checked.
      assert.ok(buildTrustPolicy({ ...args, conditions }));
      assert.equal(narrowingProblems(conditions, { issuer }).length, 1);
    }
    assert.deepEqual(
      narrowingProblems({ IpAddress: { "aws:sourceip": ["203.0.113.8"] } }, { issuer, hasSourceIps: true }),
      [
        {
          path: "IpAddress.aws:sourceip",
          reason: "repeats the allowed source IPs. Remove one of the two",
          given: ["203.0.113.8"],
        },
      ],
    );
  });

  it("refuses everybody of a suspended role with a Deny beside the Allow, which the judge accepts", () => {
    const document = buildTrustPolicy({ ...args, suspended: true });
    assert.deepEqual(document.Statement, [
      ...buildTrustPolicy(args).Statement,
      {
        Sid: "Suspended",
        Effect: "Deny",
        Principal: { Federated: PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
      },
    ]);
    assert.equal(judgeTrustPolicy(document).accepted, true);
    assert.deepEqual(buildTrustPolicy({ ...args, suspended: false }), buildTrustPolicy(args));
  });

  const golden = [
    ["public", 1, "aws", `sts.windows.net/${TENANT}/`],
    ["public", 2, "aws", `login.microsoftonline.com/${TENANT}/v2.0`],
    ["usgovernment", 1, "aws-us-gov", `sts.windows.net/${TENANT}/`],
    ["usgovernment", 2, "aws-us-gov", `login.microsoftonline.us/${TENANT}/v2.0`],
    ["china", 1, "aws-cn", `sts.chinacloudapi.cn/${TENANT}/`],
    ["china", 2, "aws-cn", `login.partner.microsoftonline.cn/${TENANT}/v2.0`],
  ] as const;
  for (const [cloud, tokenVersion, partition, provider] of golden) {
    it(`writes the same text for v${tokenVersion} tokens of the ${cloud} cloud in ${partition}, character by character`, () => {
      const arn = `arn:${partition}:iam::111122223333:oidc-provider/${provider}`;
      const { url } = entraIssuer(TENANT, { cloud, tokenVersion });
      // AWS compares the client ID of whoever gets a version 2 token.
      const audience = tokenVersion === 1 ? AUDIENCE : TENANT;
      const document = buildTrustPolicy({
        ...args,
        oidcProviderArn: arn,
        issuer: url,
        audiences: [audience],
      });
      assert.equal(
        JSON.stringify(document),
        `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":"${arn}"},` +
          `"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{` +
          `"${provider}:aud":"${audience}","${provider}:sub":"${SUBJECT}"}}}]}`,
      );
      assert.equal(judgeTrustPolicy(document).accepted, true);
    });
  }

  it("refuses to build a policy without an audience or a subject", () => {
    assert.throws(() => buildTrustPolicy({ ...args, audiences: [] }), /needs at least one audience/);
    assert.throws(() => buildTrustPolicy({ ...args, subjects: [] }), /needs at least one subject/);
  });
});

describe("trustPolicySize", () => {
  it("counts what IAM counts: no white space", () => {
    const document = { a: "b c", d: [1, 2] };
    assert.equal(trustPolicySize(document), '{"a":"bc","d":[1,2]}'.length);
    assert.equal(trustPolicySize(JSON.stringify(document, undefined, 4)), trustPolicySize(document));
  });

  it("finds that a policy for one Entra workload is far below the quota", () => {
    assert.equal(trustPolicySize(buildTrustPolicy(args)), 459);
  });
});

describe("oidcProviderName", () => {
  it("takes the provider's URL and its ARN, and keeps the slash at the end", () => {
    assert.equal(oidcProviderName(`https://${PROVIDER}`), PROVIDER);
    assert.equal(oidcProviderName(PROVIDER_ARN), PROVIDER);
    assert.equal(oidcProviderName("arn:aws-cn:iam::111122223333:oidc-provider/a.example"), "a.example");
  });

  it("refuses anything else and names it", () => {
    for (const text of [
      "",
      "https://",
      "http://a.example",
      "a.example",
      "arn:aws:iam::111122223333:role/x",
    ]) {
      assert.throws(() => oidcProviderName(text), new RegExp(`not by ${JSON.stringify(text)}`));
    }
  });
});
