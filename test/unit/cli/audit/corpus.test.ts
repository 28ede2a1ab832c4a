/** The audit of public trust policies: what is open is found, and what is safe is no alarm. */
import assert from "node:assert/strict";
import type { AuditedRole } from "../../../../cli/audit/audit-report";
import { EstateBuilder } from "../../../../cli/audit/estate/estate-builder";
import { makeReport } from "../../../../cli/audit/make-report";
import type { SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { corpus, type CorpusPolicy } from "../../trust/corpus/corpus";
import { ACCOUNT, allow, auditOf, federationStatement, NOW, role, rulesFound } from "./company";

/** The corpus as roles of an account, of which nothing else is known. */
function auditedCorpus(): ReadonlyMap<string, AuditedRole> {
  const builder = new EstateBuilder();
  for (const { id, statement } of corpus) {
    builder.add(role(id, statement));
  }
  return new Map(makeReport(builder.build(), "0.2.0", NOW).roles.map((one) => [one.name, one]));
}

describe("the audit of public trust policies", () => {
  let audited: ReadonlyMap<string, AuditedRole>;
  before(() => {
    audited = auditedCorpus();
  });

  const rated = (hand: CorpusPolicy["hand"]): readonly CorpusPolicy[] =>
    corpus.filter((one) => one.hand === hand);
  const doorOf = (id: string): string => {
    const found = audited.get(id);
    return found === undefined ? "not audited" : (found.reach ?? "exact");
  };

  it("finds each that is open", () => {
    assert.deepEqual(
      rated("open")
        .filter(({ id }) => ["exact", "nobody", "not audited"].includes(doorOf(id)))
        .map(({ id }) => id),
      [],
    );
  });

  it("calls none open that only the named workload can assume", () => {
    assert.deepEqual(
      rated("safe")
        .filter(({ id }) => ["anyone", "tenant"].includes(doorOf(id)))
        .map(({ id, why }) => [id, doorOf(id), why]),
      [],
    );
  });

  it("audits each, and finds nothing but what its trust policy says", () => {
    const rules = [...audited.values()].flatMap(({ findings }) => findings.map(({ rule }) => rule));
    assert.deepEqual([...new Set(rules)].sort(), [
      "trust-admits-anyone",
      "trust-admits-nobody",
      "trust-admits-replay",
      "trust-admits-tenant",
    ]);
    // Its only statement denies.
    assert.deepEqual(
      corpus.filter(({ id }) => !audited.has(id)).map(({ id }) => id),
      ["c481"],
    );
  });
});

describe("the audit of roles that every account has", () => {
  const anyone = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: "sts:AssumeRole",
  };
  const service = (name: string): Readonly<Record<string, unknown>> => ({
    Effect: "Allow",
    Principal: { Service: name },
    Action: "sts:AssumeRole",
  });
  const federated = (arn: string, action: string, condition: object): Readonly<Record<string, unknown>> => ({
    Effect: "Allow",
    Principal: { Federated: arn },
    Action: action,
    Condition: condition,
  });
  const CLUSTER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
  const SENTINEL = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
  const GITHUB = "token.actions.githubusercontent.com";
  const provider = (name: string, ...clientIds: string[]): SnapshotRecord => ({
    kind: "aws.oidc-provider",
    of: ACCOUNT,
    data: { Arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${name}`, Url: name, ClientIDList: clientIds },
  });

  const USUAL: Readonly<Record<string, readonly SnapshotRecord[]>> = {
    "a service-linked role": [
      role("AWSServiceRoleForSupport", [service("support.amazonaws.com")], [allow("*")]),
    ],
    "a role of a function, with rights over IAM": [
      role("function", [service("lambda.amazonaws.com")], [allow("iam:*")]),
    ],
    "a role of IAM Identity Center": [
      role(
        "AWSReservedSSO_AdministratorAccess_0123456789abcdef",
        [
          federated(
            `arn:aws:iam::${ACCOUNT}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`,
            "sts:AssumeRoleWithSAML",
            { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
          ),
        ],
        [allow("*")],
      ),
    ],
    "an administrator that people of the account assume": [role("admin", [anyone], [allow("*")])],
    "a service account of a cluster": [
      provider(CLUSTER, "sts.amazonaws.com"),
      role("irsa", [
        federationStatement({ aud: "sts.amazonaws.com", sub: "system:serviceaccount:orders:api" }, CLUSTER),
      ]),
    ],
    "a branch of a repository": [
      provider(GITHUB, "sts.amazonaws.com"),
      role("deploy", [
        federationStatement(
          { aud: "sts.amazonaws.com", sub: "repo:acme/orders:ref:refs/heads/main" },
          GITHUB,
        ),
      ]),
    ],
    "the role of Microsoft Sentinel": [
      provider(SENTINEL, "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e"),
      role("sentinel", [
        {
          ...federationStatement({}, SENTINEL),
          Condition: {
            StringEquals: {
              [`${SENTINEL}:aud`]: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
              "sts:RoleSessionName": "MicrosoftSentinel_11111111-2222-4333-8444-555555555555",
            },
          },
        },
      ]),
    ],
    "the signed-in users of an identity pool": [
      role("Cognito_ordersAuth_Role", [
        federated("cognito-identity.amazonaws.com", "sts:AssumeRoleWithWebIdentity", {
          StringEquals: {
            "cognito-identity.amazonaws.com:aud": "eu-west-1:11111111-2222-3333-4444-555555555555",
          },
          "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" },
        }),
      ]),
    ],
    "a role that is new, and that nobody used": [
      provider(CLUSTER, "sts.amazonaws.com"),
      role(
        "new",
        [federationStatement({ aud: "sts.amazonaws.com", sub: "system:serviceaccount:orders:new" }, CLUSTER)],
        undefined,
        { CreateDate: "2026-11-01T00:00:00Z", RoleLastUsed: {} },
      ),
    ],
  };

  for (const [name, records] of Object.entries(USUAL)) {
    it(`is silent about ${name}`, () => {
      const report = auditOf(...records);
      assert.deepEqual(rulesFound(report), []);
      assert.deepEqual(
        report.notSeen.filter((sentence) => sentence.startsWith("The tenant")),
        [],
      );
    });
  }

  it("says that an unused role is unused, and no more", () => {
    const old = role(
      "irsa",
      [federationStatement({ aud: "sts.amazonaws.com", sub: "system:serviceaccount:orders:api" }, CLUSTER)],
      undefined,
      { RoleLastUsed: {} },
    );
    assert.deepEqual(
      rulesFound(auditOf(provider(CLUSTER, "sts.amazonaws.com"), old)).map(([rule]) => rule),
      ["role-unused"],
    );
  });
});
