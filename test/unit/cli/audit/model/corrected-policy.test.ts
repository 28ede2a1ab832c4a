import assert from "node:assert/strict";
import { runInNewContext } from "node:vm";
import { parse as parseHcl } from "@cdktn/hcl2json";
import { parse } from "yaml";
import type { Correction } from "../../../../../cli/audit/audit-report";
import { judgeTrustPolicy } from "../../../../../trust";
import {
  ACCOUNT,
  AUDIENCE,
  auditOf,
  deployed,
  federationStatement,
  PROVIDER,
  provider,
  PROVIDER_ARN,
  role,
  roleArn,
  SUBJECT,
} from "../company";

type Statement = Readonly<Record<string, unknown>>;

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

  it("has the audience and the subject that the input knows, and is accepted", () => {
    const correction = correctionOf(federationStatement({}));
    assert.deepEqual(JSON.parse(correction?.json ?? ""), {
      Version: "2012-10-17",
      Statement: [federationStatement({ aud: AUDIENCE, sub: SUBJECT })],
    });
    assert.equal(correction?.hasPlaceholders, false);
    assert.equal(judgeTrustPolicy(correction.json).accepted, true);
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

  it("does not guess between two identities", () => {
    const report = auditOf(
      ...deployed(),
      {
        kind: "entra.app-role-assignment",
        of: "",
        data: {
          id: "second",
          principalId: "ffffffff-0000-4000-8000-000000000001",
          principalType: "ServicePrincipal",
          resourceId: "aaaaaaaa-0000-4000-8000-00000000000b",
          appRoleId: "cccccccc-0000-4000-8000-000000000001",
        },
      },
      role("weak", [federationStatement({ aud: AUDIENCE })]),
    );
    const correction = report.roles.find(({ name }) => name === "weak")?.correction;
    assert.equal(correction?.hasPlaceholders, true);
    assert.equal(report.roles.find(({ name }) => name === "weak")?.account, ACCOUNT);
  });
});
