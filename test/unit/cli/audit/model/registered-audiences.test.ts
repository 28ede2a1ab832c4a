import assert from "node:assert/strict";
import type { AuditedRole, AuditReport } from "../../../../../cli/audit/audit-report";
import { makeReport } from "../../../../../cli/audit/make-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
  AUDIENCE,
  auditOf,
  deployed,
  estateFrom,
  federationStatement,
  NOW,
  PROVIDER,
  provider,
  PROVIDER_ARN,
  role,
  SUBJECT,
  TENANT,
} from "../company";

type Statement = Readonly<Record<string, unknown>>;

const GITHUB = "token.actions.githubusercontent.com";
const UNREGISTERED = federationStatement({ aud: "api://gone", sub: SUBJECT });

/** A role by its name in a deployment with further records. */
function audited(name: string, ...records: readonly SnapshotRecord[]): AuditedRole {
  const found = auditOf(...deployed(), ...records).roles.find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return found;
}

/** A role with these statements. */
const weak = (...statements: readonly Statement[]): AuditedRole => audited("weak", role("weak", statements));

/** A statement with one condition on the audience, and the subject. */
const demanding = (operator: string, audience: unknown): Statement => ({
  ...federationStatement({}),
  Condition: {
    StringEquals: { [`${PROVIDER}:sub`]: SUBJECT },
    [operator]: {
      ...(operator === "StringEquals" ? { [`${PROVIDER}:sub`]: SUBJECT } : {}),
      [`${PROVIDER}:aud`]: audience,
    },
  },
});

const rules = ({ findings }: Pick<AuditReport, "findings">): readonly string[] =>
  findings.map(({ rule, severity }) => `${severity} ${rule}`);

describe("an audience that the provider does not list", () => {
  const administrator = role("backup", [UNREGISTERED], [allow("*")]);

  it("lets nobody in, in the reach, the sentence, the rank, and the findings", () => {
    const report = auditOf(...deployed(), administrator);
    assert.deepEqual(
      report.roles.map(({ name, reach }) => [name, reach]),
      [
        ["orders", undefined],
        ["backup", "nobody"],
      ],
    );
    const { sentence, findings, entries } = audited("backup", administrator);
    assert.equal(
      sentence,
      `Nobody can assume role backup of account ${ACCOUNT}, because the provider does not list the audience that its trust policy demands.`,
    );
    assert.deepEqual(
      entries.map(({ unregistered }) => unregistered),
      [true],
    );
    assert.deepEqual(rules({ findings }), [
      "medium audience-names-no-application",
      "medium audience-not-registered",
      "low federated-role-is-powerful",
    ]);
  });

  it("lets nobody in by a statement that would admit the tenant, and the correction comes before the list", () => {
    const { reach, findings, correction } = weak(federationStatement({ aud: "api://gone" }));
    assert.equal(reach, "nobody");
    assert.ok(correction !== undefined);
    const [, found] = findings;
    assert.deepEqual(
      [found?.rule, found?.reach, found?.message, found?.remedy],
      [
        "audience-not-registered",
        "nobody",
        `Role weak of account ${ACCOUNT} demands the audience api://gone, which ${PROVIDER_ARN} does not list, so nobody can assume it by this statement.`,
        "Delete the statement, or use the corrected trust policy of this report, and then add the audience to the provider.",
      ],
    );
    assert.equal(findings.length, 2);
    assert.equal(weak(federationStatement({ aud: AUDIENCE })).reach, "tenant");
  });

  it("closes its statement alone", () => {
    const { reach, sentence, entries } = weak(
      UNREGISTERED,
      federationStatement({ aud: AUDIENCE, sub: "dddddddd-0000-4000-8000-000000000009" }),
    );
    assert.equal(reach, undefined);
    assert.deepEqual(
      entries.map(({ unregistered }) => unregistered),
      [true, undefined],
    );
    assert.equal(
      sentence,
      `dddddddd-0000-4000-8000-000000000009 of Microsoft Entra can assume role weak of account ${ACCOUNT}, which can read data of Amazon S3.`,
    );
    assert.equal(weak(UNREGISTERED, federationStatement({ aud: AUDIENCE })).reach, "tenant");
    assert.equal(weak(federationStatement({ aud: "api://gone" }), UNREGISTERED).reach, "nobody");
  });

  it("is not among the statements of a finding about the others", () => {
    const { findings } = weak(
      federationStatement({ aud: "api://gone" }),
      federationStatement({ aud: AUDIENCE }),
    );
    const found = findings.find(({ rule }) => rule === "trust-admits-tenant");
    assert.deepEqual(
      found?.trust?.map(({ statement }) => statement),
      [1],
    );
  });

  it("is judged by what the condition can accept", () => {
    const isShut = (operator: string, audience: unknown, ...listed: readonly string[]): boolean => {
      const records = deployed().filter(({ kind }) => kind !== "aws.oidc-provider");
      const report = auditOf(
        ...records,
        provider(PROVIDER, listed),
        role("weak", [demanding(operator, audience)]),
      );
      return report.roles.find(({ name }) => name === "weak")?.entries[0]?.unregistered === true;
    };
    const guid = "AAAAAAAA-0000-4000-8000-0000000000FF";
    assert.deepEqual(
      [
        isShut("StringEquals", ["api://gone", AUDIENCE], AUDIENCE),
        isShut("StringLike", "api://*", AUDIENCE),
        isShut("StringLike", "api://order?", AUDIENCE),
        isShut("StringLike", "api://${*}orders", "api://*orders"),
        isShut("StringEqualsIgnoreCase", "API://ORDERS", AUDIENCE),
        isShut("StringEqualsIgnoreCase", guid, guid.toLowerCase()),
        isShut("StringNotEquals", "api://gone", AUDIENCE),
        isShut("ForAllValues:StringEquals", "api://gone", AUDIENCE),
      ],
      Array(8).fill(false),
    );
    assert.deepEqual(
      [
        isShut("StringEquals", ["api://gone", "api://away"], AUDIENCE),
        isShut("StringEquals", "API://orders", AUDIENCE),
        isShut("StringLike", "api://bill*", AUDIENCE),
        isShut("StringEqualsIgnoreCase", "API://BILLING", AUDIENCE),
        isShut("StringEquals", AUDIENCE),
      ],
      Array(5).fill(true),
    );
  });

  it("stays as it is if the list is not known, or only of another account", () => {
    // An audit takes the roles out of its estate.
    const estateOf = () => estateFrom(...deployed(), role("weak", [UNREGISTERED]));
    const estate = estateOf();
    const reachIn = (other: Partial<typeof estate>): unknown =>
      makeReport({ ...estateOf(), ...other }, "0.2.0", NOW).roles.find(({ name }) => name === "weak")?.reach;
    assert.equal(reachIn({}), "nobody");
    const sections = new Map(estate.sections).set(`aws/${ACCOUNT}/oidc-providers`, "failed");
    assert.equal(reachIn({ sections }), undefined);
    const [known] = estate.providers;
    assert.ok(known !== undefined);
    const { clientIds, ...unlisted } = known;
    assert.deepEqual(clientIds, [AUDIENCE]);
    assert.equal(reachIn({ providers: [unlisted] }), undefined);
    assert.equal(reachIn({ providers: [{ ...known, account: "444455556666" }] }), undefined);
  });

  it("is the client ID of the identity for tokens of version 2, which IAM and STS compare as azp", () => {
    const name = `login.microsoftonline.com/${TENANT}/v2.0`;
    const clientId = "bbbbbbbb-0000-4000-8000-000000000002";
    const reachWith = (listed: string): unknown =>
      audited(
        "weak",
        provider(name, [listed]),
        role("weak", [federationStatement({ aud: clientId, sub: SUBJECT }, name)]),
      ).reach;
    assert.equal(reachWith(clientId), undefined);
    assert.equal(reachWith(AUDIENCE), "nobody");
  });

  it("does not close a role of another issuer, whose tokens can have several audiences", () => {
    const statement = federationStatement(
      { aud: "sts.amazonaws.com", sub: "repo:a/b:environment:c" },
      GITHUB,
    );
    const { reach, findings } = audited(
      "weak",
      provider(GITHUB, ["https://github.com/a"]),
      role("weak", [statement]),
    );
    assert.equal(reach, undefined);
    assert.deepEqual(
      findings.map(({ rule, reach: of, message }) => [rule, of, message]),
      [
        [
          "audience-not-registered",
          undefined,
          `Role weak of account ${ACCOUNT} demands the audience sts.amazonaws.com, which arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB} does not list, so STS refuses tokens that have no other audience.`,
        ],
      ],
    );
  });
});
