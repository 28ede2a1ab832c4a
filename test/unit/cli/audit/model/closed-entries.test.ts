import assert from "node:assert/strict";
import type { AuditedRole, AuditReport } from "../../../../../cli/audit/audit-report";
import { makeReport } from "../../../../../cli/audit/make-report";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
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
  role,
  servicePrincipal,
  type Statement,
  SUBJECT,
  TENANT,
} from "../company";

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
      entries.map(({ closedBy }) => closedBy),
      ["audience"],
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
    assert.equal(weak(federationStatement({ aud: AUDIENCE })).reach, "assigned");
  });

  it("closes its statement alone", () => {
    const other = "dddddddd-0000-4000-8000-000000000009";
    const { reach, sentence, entries } = audited(
      "weak",
      servicePrincipal({ id: other, appId: other, displayName: "other", servicePrincipalNames: [] }),
      role("weak", [UNREGISTERED, federationStatement({ aud: AUDIENCE, sub: other })]),
    );
    assert.equal(reach, undefined);
    assert.deepEqual(
      entries.map(({ closedBy }) => closedBy),
      ["audience", undefined],
    );
    assert.equal(
      sentence,
      `other can assume role weak of account ${ACCOUNT}, which can read data of Amazon S3.`,
    );
    assert.equal(weak(UNREGISTERED, federationStatement({ aud: AUDIENCE })).reach, "assigned");
    assert.equal(weak(federationStatement({ aud: "api://gone" }), UNREGISTERED).reach, "nobody");
  });

  it("is not among the statements of a finding about the others", () => {
    const { findings } = weak(
      federationStatement({ aud: "api://gone" }),
      federationStatement({ aud: AUDIENCE }),
    );
    const found = findings.find(({ rule }) => rule === "trust-admits-assigned");
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
      return report.roles.find(({ name }) => name === "weak")?.entries[0]?.closedBy === "audience";
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
      ],
      Array(7).fill(false),
    );
    assert.deepEqual(
      [
        isShut("StringEquals", ["api://gone", "api://away"], AUDIENCE),
        isShut("StringEquals", "API://orders", AUDIENCE),
        isShut("StringLike", "api://bill*", AUDIENCE),
        isShut("StringEqualsIgnoreCase", "API://BILLING", AUDIENCE),
        isShut("StringEquals", AUDIENCE),
        // Every token of Entra has an audience.
        isShut("ForAllValues:StringEquals", "api://gone", AUDIENCE),
      ],
      Array(6).fill(true),
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
    // The application may have been deleted, which is another matter.
    sections.set(`entra/${TENANT}/applications`, "failed");
    assert.equal(reachIn({ sections }), undefined);
    const [known] = estate.providers;
    assert.ok(known !== undefined);
    const { clientIds, ...unlisted } = known;
    assert.deepEqual(clientIds, [AUDIENCE]);
    assert.equal(reachIn({ providers: [unlisted], sections }), undefined);
    assert.equal(reachIn({ providers: [{ ...known, account: "444455556666" }], sections }), undefined);
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

describe("a provider that the account does not have", () => {
  const OPEN = federationStatement({ aud: "sts.amazonaws.com" }, GITHUB);
  const listed = provider(GITHUB, ["sts.amazonaws.com"]);
  const administrator = role("open", [OPEN], [allow("*")]);

  it("lets nobody in, in the reach, the sentence, and the findings", () => {
    const { reach, sentence, entries, findings } = audited("open", administrator);
    assert.deepEqual([reach, entries.map(({ closedBy }) => closedBy)], ["nobody", ["provider"]]);
    assert.equal(
      sentence,
      `Nobody can assume role open of account ${ACCOUNT}, because the account does not have the provider that its trust policy names.`,
    );
    assert.deepEqual(
      findings.map(({ rule, reach: of, message, remedy }) => [rule, of, message, remedy]),
      [
        [
          "provider-missing",
          "nobody",
          `Role open trusts arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}, and account ${ACCOUNT} has no such provider, so nobody can assume it by this statement.`,
          "Delete the statement, or use the corrected trust policy of this report, and then create the provider again.",
        ],
        ["federated-role-is-powerful", undefined, findings[1]?.message, findings[1]?.remedy],
      ],
    );
    assert.equal(audited("open", administrator, listed).reach, "anyone");
  });

  it("closes its statement alone", () => {
    const both = role("open", [OPEN, federationStatement({ aud: AUDIENCE })]);
    const { reach, entries } = audited("open", both);
    assert.deepEqual([reach, entries.map(({ closedBy }) => closedBy)], ["assigned", ["provider", undefined]]);
    assert.equal(audited("open", both, listed).reach, "anyone");
  });

  it("closes nothing if the list of providers is not complete, or has it in other letters", () => {
    const estate = estateFrom(administrator);
    const sections = new Map(estate.sections).set(`aws/${ACCOUNT}/oidc-providers`, "failed");
    assert.equal(makeReport({ ...estate, sections }, "0.2.0", NOW).roles[0]?.reach, "anyone");
    const folded = provider(GITHUB.toUpperCase(), ["sts.amazonaws.com"]);
    assert.equal(audited("open", administrator, folded).reach, "anyone");
  });

  it("is none where AWS needs none, such as for accounts.google.com, and in another account", () => {
    const trusting = (Federated: string): AuditedRole =>
      weak({ Effect: "Allow", Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity" });
    for (const name of ["accounts.google.com", `arn:aws:iam::444455556666:oidc-provider/${GITHUB}`, "*"]) {
      const { reach, findings } = trusting(name);
      assert.equal(reach, "anyone", name);
      assert.ok(!findings.some(({ rule }) => rule === "provider-missing"), name);
    }
  });
});

describe("an application that asks for tokens of another issuer", () => {
  const door = federationStatement({ aud: AUDIENCE });

  /** The role `weak`, and what is said of the version, if the application has one and the statement demands these audiences. */
  const weakBy = (
    operator: string,
    version: number | null,
    ...audiences: readonly string[]
  ): readonly unknown[] => {
    const records = deployed().filter(({ kind }) => kind !== "entra.application");
    const { roles } = auditOf(
      ...records.filter(({ kind }) => kind !== "aws.oidc-provider"),
      provider(PROVIDER, [AUDIENCE, "api://other", APP_ID]),
      application({ api: { requestedAccessTokenVersion: version } }),
      role("weak", [{ ...door, Condition: { [operator]: { [`${PROVIDER}:aud`]: audiences } } }]),
    );
    const found = roles.find(({ name }) => name === "weak");
    const said = found?.findings.find(({ rule }) => rule === "token-version-unlike-issuer");
    return [found?.reach, said?.reach, said?.message.split(", so ")[1]];
  };

  const weakWith = (version: number | null, ...audiences: readonly string[]): readonly unknown[] =>
    weakBy("StringEquals", version, ...audiences);

  it("lets nobody in, in the reach and in the sentence", () => {
    assert.deepEqual(weakWith(2, AUDIENCE), ["nobody", "nobody", "nobody can assume it by this statement."]);
    assert.deepEqual(weakWith(1, AUDIENCE), ["assigned", undefined, undefined]);
    assert.deepEqual(weakWith(null, AUDIENCE), ["assigned", undefined, undefined]);
    const [orders] = auditOf(
      ...deployed().filter(({ kind }) => kind !== "entra.application"),
      application({ api: { requestedAccessTokenVersion: 2 } }),
    ).roles;
    assert.equal(
      orders?.sentence,
      `Nobody can assume role orders of account ${ACCOUNT}, because the application asks for tokens of version 2, and its trust policy names the provider of version 1.`,
    );
  });

  it("closes nothing if another audience may get in, and the finding does not say so", () => {
    assert.deepEqual(weakWith(2, AUDIENCE, "api://other"), ["tenant", undefined, "STS refuses them."]);
    assert.deepEqual(weakBy("StringEqualsIgnoreCase", 2, AUDIENCE), [
      "tenant",
      undefined,
      "STS refuses them.",
    ]);
    // A client ID is the audience of ID tokens, and the setting is about access tokens alone.
    const idTokens = "STS refuses its access tokens, and takes its ID tokens.";
    assert.deepEqual(weakWith(2, APP_ID), ["assigned", undefined, idTokens]);
    assert.deepEqual(weakWith(2, AUDIENCE, APP_ID), ["assigned", undefined, idTokens]);
  });
});

describe("an audience that no application of the tenant has", () => {
  const listed = (...clientIds: readonly string[]): readonly SnapshotRecord[] => [
    ...deployed().filter(({ kind }) => kind !== "aws.oidc-provider"),
    provider(PROVIDER, clientIds),
  ];
  const found = (audience: unknown, ...records: readonly SnapshotRecord[]): AuditedRole => {
    const statement = federationStatement({ aud: audience, sub: SUBJECT });
    const report = auditOf(...records, role("weak", [statement], [allow("*")]));
    const weak = report.roles.find(({ name }) => name === "weak");
    assert.ok(weak !== undefined);
    return weak;
  };

  it("lets nobody in if a subject is demanded too, in reach, sentence, and findings", () => {
    const { reach, sentence, entries, findings } = found("api://gone", ...listed("api://gone"));
    assert.equal(reach, "nobody");
    assert.equal(entries[0]?.closedBy, "application");
    assert.equal(
      sentence,
      `Nobody can assume role weak of account ${ACCOUNT}, because no application of the tenant has the audience api://gone.`,
    );
    assert.deepEqual(rules({ findings }), [
      "medium audience-names-no-application",
      "low federated-role-is-powerful",
    ]);
    assert.equal(findings[0]?.reach, "nobody");
    assert.equal(found("https://gone.example", ...listed("https://gone.example")).reach, "nobody");
  });

  it("stays open to the tenant without a subject: who registers the application gets in", () => {
    const open = auditOf(...listed("api://gone"), role("weak", [federationStatement({ aud: "api://gone" })]));
    assert.equal(open.roles.find(({ name }) => name === "weak")?.reach, "tenant");
  });

  it("closes nothing that another audience, Microsoft, or another spelling may open", () => {
    for (const audience of [
      ["api://gone", AUDIENCE],
      AUDIENCE.toUpperCase(),
      `${AUDIENCE}/`,
      // An application of Microsoft's need not have a service principal in the tenant.
      "eeeeeeee-0000-4000-8000-0000000000ff",
      "spn:eeeeeeee-0000-4000-8000-0000000000ff",
    ]) {
      assert.equal(found(audience, ...listed(...[audience].flat())).reach, undefined, String(audience));
    }
    const vault = "https://vault.azure.net";
    assert.equal(found(vault, ...listed(vault)).reach, "replay");
  });

  it("is not known without all applications and service principals of the tenant", () => {
    for (const section of ["applications", "service-principals"]) {
      const estate = estateFrom(
        ...listed("api://gone"),
        role("weak", [federationStatement({ aud: "api://gone", sub: SUBJECT })]),
      );
      const sections = new Map(estate.sections).set(`entra/${TENANT}/${section}`, "refused");
      const { roles } = makeReport({ ...estate, sections }, "0.2.0", NOW);
      assert.equal(roles.find(({ name }) => name === "weak")?.reach, undefined, section);
    }
  });
});

describe("a Deny of the trust policy", () => {
  const EXACT = federationStatement({ aud: AUDIENCE, sub: SUBJECT });
  const deny = (further: Statement = {}): Statement => ({
    Effect: "Deny",
    Principal: { Federated: PROVIDER_ARN },
    Action: "sts:AssumeRoleWithWebIdentity",
    ...further,
  });

  it("keeps everybody out if it has no condition, also if it names further principals and actions", () => {
    for (const one of [
      deny(),
      deny({ Principal: "*" }),
      deny({ Action: ["sts:AssumeRole*"] }),
      deny({ Principal: { Federated: ["arn:aws:iam::111122223333:oidc-provider/x.example", PROVIDER_ARN] } }),
    ]) {
      const { reach, sentence, entries, findings } = weak(EXACT, one);
      assert.equal(reach, "nobody", JSON.stringify(one));
      assert.equal(
        sentence,
        `Nobody can assume role weak of account ${ACCOUNT}, because a Deny of its trust policy keeps everybody out.`,
      );
      // Not even a provider that is missing: to delete the Deny, as the rule advises, would open the role.
      assert.deepEqual([entries[0]?.closedBy, findings], ["deny", []]);
    }
  });

  it("keeps nobody out under a condition, for another action, or for another provider", () => {
    for (const one of [
      deny({ Condition: { StringEquals: { [`${PROVIDER}:sub`]: "x" } } }),
      deny({ Action: "sts:AssumeRole" }),
      deny({ Action: undefined, NotAction: "sts:AssumeRoleWithWebIdentity" }),
      deny({ Principal: { Federated: `${PROVIDER_ARN}x` } }),
      deny({ Principal: { Federated: PROVIDER_ARN.replace(ACCOUNT, "444455556666") } }),
      deny({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } }),
      deny({ Principal: undefined, NotPrincipal: { Federated: "arn:aws:iam::111122223333:role/x" } }),
    ]) {
      assert.equal(weak(EXACT, one).reach, undefined, JSON.stringify(one));
    }
    const everybody: Statement = { Effect: "Allow", Principal: "*", Action: "sts:*" };
    assert.equal(weak(everybody, deny()).reach, "anyone");
    assert.equal(weak(everybody, deny({ Principal: "*", Action: "*" })).reach, "nobody");
  });

  it("leaves the finding on what is open behind it", () => {
    const { reach, findings } = weak(federationStatement({ aud: AUDIENCE }), deny());
    assert.equal(reach, "nobody");
    assert.deepEqual(rules({ findings }), ["low trust-admits-nobody"]);
    assert.match(
      findings[0]?.trust?.[0]?.consequence ?? "",
      /^Nobody can assume this role, because a Deny keeps everybody out\. Without the Deny: Any identity in tenant /,
    );
  });
});
