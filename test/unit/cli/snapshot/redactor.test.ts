import assert from "node:assert/strict";
import { Redactor } from "../../../../cli/snapshot/redactor";
import type { ObjectRecord, SectionRecord } from "../../../../cli/snapshot/snapshot-records";
import { judgeTrustPolicy, matchesWildcards } from "../../../../trust";

const KEY = Buffer.alloc(32, 7);
const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const ACCOUNT = "111122223333";
const SUBJECT = "d0a1f7c2-5b3e-4a6d-8c9f-1e2d3c4b5a69";

/** A role whose trust policy has these statements. */
function role(name: string, ...Statement: readonly object[]): ObjectRecord {
  return {
    kind: "aws.role",
    of: ACCOUNT,
    data: {
      RoleName: name,
      Arn: `arn:aws:iam::${ACCOUNT}:role/team/${name}`,
      Path: "/team/",
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement },
      AttachedManagedPolicies: [
        { PolicyName: "ReadOnlyAccess", PolicyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        { PolicyName: "payroll-read", PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/payroll-read` },
      ],
      Tags: [{ Key: "owner", Value: "ada@contoso.com" }],
    },
  };
}

function trust(provider: string, condition: object): object {
  return {
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${provider}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
}

const ENTRA = `sts.windows.net/${TENANT}/`;
const GITHUB = "token.actions.githubusercontent.com";

/** Trust policies of every reach that issuers have. */
const POLICIES: Readonly<Record<string, object>> = {
  right: trust(ENTRA, {
    StringEquals: { [`${ENTRA}:aud`]: `api://${TENANT}/aws`, [`${ENTRA}:sub`]: SUBJECT },
  }),
  "no subject": trust(ENTRA, { StringEquals: { [`${ENTRA}:aud`]: `api://${TENANT}/aws` } }),
  "no audience": trust(ENTRA, { StringEquals: { [`${ENTRA}:sub`]: SUBJECT } }),
  nothing: trust(ENTRA, {}),
  "GitHub branch": trust(GITHUB, {
    StringEquals: {
      [`${GITHUB}:aud`]: "sts.amazonaws.com",
      [`${GITHUB}:sub`]: "repo:contoso/payroll:ref:refs/heads/main",
    },
  }),
  "GitHub repository": trust(GITHUB, {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:sub`]: "repo:contoso/payroll:*" },
  }),
  "GitHub organization": trust(GITHUB, {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:sub`]: "repo:contoso/*" },
  }),
  "GitHub owner's beginning": trust(GITHUB, {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:sub`]: "repo:contoso*" },
  }),
  "GitHub anyone": trust(GITHUB, { StringLike: { [`${GITHUB}:sub`]: "*" } }),
  "cluster of its own": trust("oidc.contoso.com/prod", {
    StringEquals: { "oidc.contoso.com/prod:sub": "system:serviceaccount:payroll:app" },
  }),
};

describe("a redacted snapshot", () => {
  const redactor = new Redactor(KEY);
  const trustOf = (record: ObjectRecord) =>
    (record.data as { readonly AssumeRolePolicyDocument?: object }).AssumeRolePolicyDocument ?? {};

  for (const [name, statement] of Object.entries(POLICIES)) {
    it(`gets the same verdict on a trust policy: ${name}`, () => {
      const verdict = (record: ObjectRecord) => {
        const { findings } = judgeTrustPolicy(trustOf(record));
        return findings.map(({ code, reach }) => [code, reach]);
      };
      const original = role("payroll", statement);
      assert.deepEqual(verdict(redactor.redact(original)), verdict(original));
    });
  }

  it("has no name, no ID, and no host of the company", () => {
    const records: readonly ObjectRecord[] = [
      ...Object.values(POLICIES).map((statement) => role("payroll", statement)),
      {
        kind: "entra.application",
        of: TENANT,
        data: {
          id: SUBJECT,
          appId: SUBJECT,
          displayName: "Contoso Payroll",
          identifierUris: ["https://contoso.com/payroll", `api://${TENANT}/payroll`],
          owners: [{ id: SUBJECT, displayName: "Ada Lovelace", userPrincipalName: "ada@contoso.com" }],
          credentials: [],
        },
      },
      {
        kind: "azure.identity-holder",
        of: TENANT,
        data: {
          id: `/subscriptions/${TENANT}/resourceGroups/payroll/providers/Microsoft.Compute/virtualMachines/payroll-vm`,
          type: "Microsoft.Compute/virtualMachines",
          name: "payroll-vm",
          identity: { userAssignedIdentities: [] },
        },
      },
      {
        kind: "aws.access-key",
        of: ACCOUNT,
        data: { UserName: "ada", AccessKeyId: "AKIAIOSFODNN7EXAMPLE", Status: "Active" },
      },
      {
        kind: "aws.credential-report-row",
        of: ACCOUNT,
        data: { user: "ada", arn: `arn:aws:iam::${ACCOUNT}:user/ada`, mfa_active: "false" },
      },
    ];
    const text = JSON.stringify(records.map((record) => redactor.redact(record)));
    for (const hidden of [
      TENANT,
      SUBJECT,
      ACCOUNT,
      "contoso",
      "payroll",
      "ada",
      "lovelace",
      "IOSFODNN7EXAMPLE",
    ]) {
      assert.equal(new RegExp(hidden, "i").test(text), false, `${hidden} is in ${text}`);
    }
    assert.ok(text.includes('"Microsoft.Compute/virtualMachines"'));
    assert.ok(text.includes("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    assert.ok(text.includes('"mfa_active":"false"'));
  });

  it("says the same of the same thing everywhere, whatever its case", () => {
    const [one, other] = ["Payroll-App", "PAYROLL-APP"].map((name) => redactor.redact(role(name)));
    const nameOf = (record?: ObjectRecord) => (record?.kind === "aws.role" ? record.data.RoleName : "");
    assert.equal(nameOf(one).toLowerCase(), nameOf(other).toLowerCase());
    assert.equal(one?.kind === "aws.role" && one.data.Arn.endsWith(`/${nameOf(one)}`), true);
    assert.notEqual(nameOf(one), "Payroll-App");
  });

  it("keeps what a pattern matches", () => {
    const policy = (Resource: string): ObjectRecord => ({
      kind: "aws.policy",
      of: ACCOUNT,
      data: {
        PolicyName: "p",
        Arn: `arn:aws:iam::${ACCOUNT}:policy/p`,
        Document: { Statement: [{ Effect: "Allow", Action: "iam:PassRole", Resource }] },
      },
    });
    const resource = (text: string) => {
      const record = redactor.redact(policy(text));
      const { Statement } = (record.kind === "aws.policy" ? record.data.Document : {}) as {
        readonly Statement?: readonly { readonly Resource: string }[];
      };
      return Statement?.[0]?.Resource ?? "";
    };
    const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    assert.equal(matchesWildcards(resource(arn("pay*")), resource(arn("payroll"))), true);
    assert.equal(matchesWildcards(resource(arn("pay*")), resource(arn("billing"))), false);
    assert.equal(resource("*"), "*");
    assert.equal(
      resource("arn:aws:iam::aws:policy/AdministratorAccess"),
      "arn:aws:iam::aws:policy/AdministratorAccess",
    );
  });

  it("hides the account in the names of sections, and what the cloud said", () => {
    const end: SectionRecord = {
      kind: "section",
      section: `aws/${ACCOUNT}/access-keys`,
      state: "refused",
      records: 0,
      at: "2026-11-28T07:00:00.000Z",
      error: {
        needs: `sts:AssumeRole on arn:aws:iam::${ACCOUNT}:role/payroll`,
        code: "AccessDenied",
        message: "User: arn:aws:iam::111122223333:user/ada is not authorized",
      },
    };
    const text = JSON.stringify(redactor.redact(end));
    assert.equal(/111122223333|payroll|ada/.test(text), false, text);
    assert.match(text, /"section":"aws\/\d{12}\/access-keys"/);
  });

  it("differs from another one of the same estate", () => {
    const record = role("payroll");
    assert.notDeepEqual(new Redactor().redact(record), new Redactor().redact(record));
  });
});
