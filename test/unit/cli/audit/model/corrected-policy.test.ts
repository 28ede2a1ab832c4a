import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { parse as parseHcl } from "@cdktn/hcl2json";
import { parse } from "yaml";
import type { Correction } from "../../../../../cli/audit/audit-report";
import { makeReport } from "../../../../../cli/audit/make-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import { judgeTrustPolicy } from "../../../../../trust";
import {
  APP_ID,
  application,
  AUDIENCE,
  auditOf,
  deployed,
  estateFrom,
  federationStatement,
  NOW,
  PROVIDER,
  provider,
  PROVIDER_ARN,
  providerArn,
  role,
  roleArn,
  servicePrincipal,
  type Statement,
  SUBJECT,
  TENANT,
} from "../company";

function correctionOf(...statements: readonly Statement[]): Correction | undefined {
  return auditOf(...deployed(), role("weak", statements)).roles.find(({ name }) => name === "weak")
    ?.correction;
}

/** The documents that the four languages hold. */
async function documentsOf({ json, terraform, cloudformation, pulumi }: Correction): Promise<unknown[]> {
  const block = (await parseHcl("main.tf", `locals {\n${terraform}\n}`)) as unknown as {
    locals: { assume_role_policy: string }[];
  };
  const expression = block.locals[0]?.assume_role_policy ?? "";
  const inner = expression.replace(/^\$\{jsonencode\(/, "").replace(/\)\}$/, "");
  const wrapped = (await parseHcl("main.tf", `locals {\nvalue = ${inner}\n}`)) as unknown as {
    locals: { value: unknown }[];
  };
  return [
    JSON.parse(json) as unknown,
    // HCL in JSON keeps the escapes of templates.
    JSON.parse(JSON.stringify(wrapped.locals[0]?.value).replace(/([$%])\1\{/g, "$1{")) as unknown,
    (parse(cloudformation) as { AssumeRolePolicyDocument: unknown }).AssumeRolePolicyDocument,
    JSON.parse(
      JSON.stringify((runInNewContext(`({ ${pulumi} })`) as { assumeRolePolicy: unknown }).assumeRolePolicy),
    ) as unknown,
  ];
}

describe("the corrected trust policy", () => {
  it("is missing where nothing is to be corrected, or no condition can", () => {
    assert.equal(correctionOf(federationStatement({ aud: AUDIENCE, sub: SUBJECT })), undefined);
    assert.equal(
      correctionOf({ Effect: "Allow", Principal: "*", Action: "sts:AssumeRoleWithWebIdentity" }),
      undefined,
    );
  });

  it("has the subject that the audience of the statement proves, and is accepted", () => {
    const correction = correctionOf(federationStatement({ aud: AUDIENCE }));
    assert.deepEqual(JSON.parse(correction?.json ?? ""), {
      Version: "2012-10-17",
      Statement: [federationStatement({ aud: AUDIENCE, sub: SUBJECT })],
    });
    assert.equal(correction?.hasPlaceholders, false);
    assert.equal(judgeTrustPolicy(correction.json).accepted, true);
  });

  it("names candidates if nothing in the policy proves the only identity and application of the tenant", () => {
    const correction = correctionOf(federationStatement({}));
    assert.deepEqual(JSON.parse(correction?.json ?? ""), {
      Version: "2012-10-17",
      Statement: [
        federationStatement({
          aud: `<application ID URI; the provider lists: ${AUDIENCE} of orders>`,
          sub: `<principal ID of the managed identity; assigned to the application: ${SUBJECT} of id-orders>`,
        }),
      ],
    });
    assert.equal(correction?.hasPlaceholders, true);
    assert.equal(judgeTrustPolicy(correction.json).accepted, false);
  });

  it("has placeholders for what the input does not know", () => {
    const report = auditOf(provider(PROVIDER, []), role("weak", [federationStatement({})]));
    const correction = report.roles[0]?.correction;
    assert.equal(correction?.hasPlaceholders, true);
    assert.match(correction.json, /<[^>]+>/);
  });

  it("is the same document in each language", async () => {
    for (const statement of [
      federationStatement({}),
      {
        ...federationStatement({}),
        Sid: "A",
        Condition: { StringLike: { [`${PROVIDER}:sub`]: "*", "aws:SourceVpc": "%{x}${*}" } },
      },
    ]) {
      const correction = correctionOf(statement);
      assert.ok(correction !== undefined);
      const [json, ...others] = await documentsOf(correction);
      for (const other of others) {
        assert.deepEqual(other, json);
      }
    }
  });

  it("has no value for CloudFormation that CloudFormation would replace", () => {
    const correction = correctionOf({
      ...federationStatement({}),
      Condition: { StringEquals: { "aws:SourceVpc": "{{resolve:ssm:/vpc}}" } },
    });
    assert.equal(
      correction?.cloudformation,
      "# CloudFormation would replace a value of this policy: use another form.",
    );
    assert.match(correction.json, /\{\{resolve:ssm:\/vpc\}\}/);
  });

  it("replaces a weak condition and keeps the others", () => {
    const correction = correctionOf({
      ...federationStatement({ aud: AUDIENCE }),
      Condition: {
        StringEquals: { [`${PROVIDER}:aud`]: AUDIENCE },
        StringLike: { [`${PROVIDER}:sub`]: "*" },
        IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
      },
    });
    assert.deepEqual(
      (JSON.parse(correction?.json ?? "") as { Statement: { Condition: unknown }[] }).Statement[0]?.Condition,
      {
        StringEquals: { [`${PROVIDER}:aud`]: AUDIENCE, [`${PROVIDER}:sub`]: SUBJECT },
        IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
      },
    );
  });

  it("keeps other principals out of the conditions", () => {
    const correction = correctionOf({
      Sid: "Mixed",
      Effect: "Allow",
      Principal: { Federated: PROVIDER_ARN, AWS: roleArn("deployer") },
      Action: ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"],
    });
    const { Statement } = JSON.parse(correction?.json ?? "") as { Statement: Statement[] };
    assert.deepEqual(
      Statement.map(({ Sid, Principal, Condition }) => [Sid, Principal, Condition !== undefined]),
      [
        ["Mixed", { Federated: PROVIDER_ARN }, true],
        [undefined, { AWS: roleArn("deployer") }, false],
      ],
    );
  });

  it("gives each provider of a statement its own conditions", () => {
    const github = "token.actions.githubusercontent.com";
    const report = auditOf(
      ...deployed(),
      provider(github, ["sts.amazonaws.com"]),
      role("weak", [
        { ...federationStatement({}), Principal: { Federated: [PROVIDER_ARN, providerArn(github)] } },
      ]),
    );
    const { json = "" } = report.roles.find(({ name }) => name === "weak")?.correction ?? {};
    const { Statement: statements } = JSON.parse(json) as {
      Statement: { Principal: unknown; Condition: Record<string, Record<string, unknown>> }[];
    };
    assert.deepEqual(
      statements.map(({ Principal, Condition }) => [
        Principal,
        Object.values(Condition).flatMap(Object.keys).sort(),
      ]),
      [
        [{ Federated: PROVIDER_ARN }, [`${PROVIDER}:aud`, `${PROVIDER}:sub`]],
        [{ Federated: providerArn(github) }, [`${github}:aud`, `${github}:sub`]],
      ],
    );
  });

  it("does not take a group for the subject, if it alone is assigned", () => {
    const records = deployed().filter(({ kind }) => kind !== "entra.app-role-assignment");
    const weak = role("weak", [federationStatement({ aud: AUDIENCE })]);
    const found = auditOf(...records, assigned("Group"), weak).roles.find(({ name }) => name === "weak");
    assert.equal(found?.correction?.hasPlaceholders, true);
    assert.doesNotMatch(found.correction.json, /ffffffff/);
  });

  /** The subject of the correction of a role that demands the audience, in an estate with further records. */
  function subjectOf(...further: readonly SnapshotRecord[]): unknown {
    const records = [...deployed(), ...further, role("weak", [federationStatement({ aud: AUDIENCE })])];
    const correction = auditOf(...records).roles.find(({ name }) => name === "weak")?.correction;
    const { Statement: [statement] = [] } = JSON.parse(correction?.json ?? "{}") as {
      Statement?: { Condition: { StringEquals: Record<string, unknown> } }[];
    };
    return statement?.Condition.StringEquals[`${PROVIDER}:sub`];
  }

  /** Another assignment to the application. */
  const assigned = (principalType: string, number = 1): SnapshotRecord => ({
    kind: "entra.app-role-assignment",
    of: TENANT,
    data: {
      id: `another ${number}`,
      principalId: `ffffffff-0000-4000-8000-00000000000${number}`,
      principalType,
      resourceId: "aaaaaaaa-0000-4000-8000-00000000000b",
      appRoleId: "cccccccc-0000-4000-8000-000000000001",
    },
  });
  const CANDIDATE = `<principal ID of the managed identity; assigned to the application: ${SUBJECT} of id-orders`;

  it("does not guess between identities", () => {
    assert.equal(
      subjectOf(assigned("ServicePrincipal")),
      `${CANDIDATE} or ffffffff-0000-4000-8000-000000000001>`,
    );
    assert.equal(
      subjectOf(...[1, 2, 3, 4].map((number) => assigned("ServicePrincipal", number))),
      `${CANDIDATE} or ffffffff-0000-4000-8000-000000000001 or ffffffff-0000-4000-8000-000000000002 or 2 more>`,
    );
  });

  it("does not take the only identity if a group is assigned, or no assignment is required, or not all are known", () => {
    assert.equal(subjectOf(), SUBJECT);
    assert.equal(subjectOf(assigned("Group")), `${CANDIDATE}>`);
    const open = deployed().map((record) =>
      record.kind === "entra.service-principal" && record.data.appId === APP_ID
        ? servicePrincipal({ appRoleAssignmentRequired: false })
        : record,
    );
    const weak = role("weak", [federationStatement({ aud: AUDIENCE })]);
    assert.match(auditOf(...open, weak).roles[0]?.correction?.json ?? "", /id-orders>/);
    const refused: SnapshotRecord = {
      kind: "section",
      section: `entra/${TENANT}/app-role-assignments`,
      state: "refused",
      records: 1,
      at: NOW.toISOString(),
    };
    const estate = estateFrom(...deployed(), weak);
    const partial = {
      ...estateFrom(...deployed(), weak),
      sections: new Map([...estate.sections, [refused.section, refused.state]]),
    };
    assert.match(makeReport(partial, "0.2.0", NOW).roles[0]?.correction?.json ?? "", /id-orders>/);
    assert.doesNotMatch(makeReport(estate, "0.2.0", NOW).roles[0]?.correction?.json ?? "", /</);
  });

  it("takes no audience from another statement of the policy", () => {
    const correction = correctionOf(
      federationStatement({ aud: AUDIENCE, sub: SUBJECT }),
      federationStatement({ sub: SUBJECT }),
    );
    const { Statement: statements } = JSON.parse(correction?.json ?? "") as { Statement: Statement[] };
    assert.deepEqual(statements, [
      federationStatement({ aud: AUDIENCE, sub: SUBJECT }),
      federationStatement({
        sub: SUBJECT,
        aud: `<application ID URI; the provider lists: ${AUDIENCE} of orders>`,
      }),
    ]);
  });

  it("names the identity of a client ID that tokens of version 2 have", () => {
    const name = `login.microsoftonline.com/${TENANT}/v2.0`;
    const clientId = "bbbbbbbb-0000-4000-8000-000000000002";
    const records = [...deployed(), provider(name, [clientId])];
    const conditionOf = (claims: Readonly<Record<string, unknown>>): unknown => {
      const report = auditOf(...records, role("weak", [federationStatement(claims, name)]));
      const correction = report.roles.find((one) => one.name === "weak")?.correction;
      const { Statement: statements } = JSON.parse(correction?.json ?? "") as { Statement: Statement[] };
      return statements[0]?.Condition;
    };
    assert.deepEqual(conditionOf({ aud: clientId }), {
      StringEquals: {
        [`${name}:aud`]: clientId,
        [`${name}:sub`]: `<principal ID of the managed identity; with this client ID: ${SUBJECT} of id-orders>`,
      },
    });
    assert.deepEqual(conditionOf({ sub: SUBJECT }), {
      StringEquals: {
        [`${name}:sub`]: SUBJECT,
        [`${name}:aud`]: `<client ID of the managed identity; the provider lists: ${clientId} of id-orders>`,
      },
    });
  });

  it("keeps names of strangers in their placeholder", () => {
    const hostile = deployed().map((record) =>
      record.kind === "entra.application"
        ? application({ displayName: `a>*?\${aws:x}${"b".repeat(80)}` })
        : record,
    );
    const report = auditOf(...hostile, role("weak", [federationStatement({ sub: SUBJECT })]));
    const { json = "" } = report.roles[0]?.correction ?? {};
    assert.ok(
      json.includes(`"<application ID URI; the provider lists: ${AUDIENCE} of aaws:x${"b".repeat(37)}…>"`),
      json,
    );
  });
});
