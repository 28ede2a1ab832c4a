/** The audit has nothing to say about what the components deploy, in any of their forms. */
import assert from "node:assert/strict";
import type { SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { buildTrustPolicy, entraIssuer, type TrustPolicyArgs } from "../../../../trust";
import {
  ACCOUNT,
  application,
  AUDIENCE,
  auditOf,
  deployed,
  IDENTITY,
  ordersRole,
  provider,
  PROVIDER_ARN,
  providerArn,
  rulesFound,
  SUBJECT,
  SUBSCRIPTION,
  TENANT,
} from "./company";

const CLIENT_ID = "bbbbbbbb-0000-4000-8000-000000000002";

/** The role with the trust policy that the component builds. */
function roleWith(args: Partial<TrustPolicyArgs>, version: 1 | 2 = 1): SnapshotRecord {
  const issuer = entraIssuer(TENANT, { tokenVersion: version });
  return ordersRole({
    AssumeRolePolicyDocument: buildTrustPolicy({
      oidcProviderArn: providerArn(issuer.providerName),
      issuer: issuer.url,
      audiences: [version === 1 ? AUDIENCE : CLIENT_ID],
      subjects: [SUBJECT],
      ...args,
    }) as unknown as Readonly<Record<string, unknown>>,
  });
}

const withRole = (role: SnapshotRecord, ...others: readonly SnapshotRecord[]): readonly SnapshotRecord[] => [
  ...deployed().filter(({ kind }) => kind !== "aws.role"),
  role,
  ...others,
];

const ESTATES: Readonly<Record<string, readonly SnapshotRecord[]>> = {
  "tokens of version 1": withRole(roleWith({})),
  "a network from which requests can come": withRole(roleWith({ sourceIps: ["192.0.2.0/24"] })),
  "a workload that is suspended": withRole(roleWith({ suspended: true })),
  "tokens of version 2, where the provider lists the client IDs of identities": [
    ...deployed().filter(
      ({ kind }) => !["aws.role", "aws.oidc-provider", "entra.application"].includes(kind),
    ),
    application({ api: { requestedAccessTokenVersion: 2 } }),
    provider(`login.microsoftonline.com/${TENANT}/v2.0`, [CLIENT_ID]),
    roleWith({}, 2),
  ],
  "a workload in a cluster, whose service account has the identity": withRole(roleWith({}), {
    kind: "azure.federated-credential",
    of: SUBSCRIPTION,
    data: {
      of: IDENTITY,
      name: "orders",
      issuer: `https://westeurope.oic.prod-aks.azure.com/${TENANT}/77777777-0000-4000-8000-000000000001/`,
      subject: "system:serviceaccount:orders:api",
      audiences: ["api://AzureADTokenExchange"],
    },
  }),
  "a role that was created today and is not used yet": withRole(
    ordersRole({ CreateDate: "2026-11-28T05:00:00Z", RoleLastUsed: {} }),
  ),
};

describe("the audit of what the components deploy", () => {
  for (const [name, records] of Object.entries(ESTATES)) {
    it(`finds nothing: ${name}`, () => {
      const report = auditOf(...records);
      assert.deepEqual(rulesFound(report), []);
      assert.equal(report.roles.length, 1);
      assert.equal(report.roles[0]?.account, ACCOUNT);
      assert.equal(report.roles[0].correction, undefined);
    });
  }

  it("finds the cluster of another tenant", () => {
    const [credential] =
      ESTATES["a workload in a cluster, whose service account has the identity"]?.slice(-1) ?? [];
    assert.ok(credential?.kind === "azure.federated-credential");
    const stranger: SnapshotRecord = {
      ...credential,
      data: { ...credential.data, issuer: credential.data.issuer.replace(TENANT, SUBJECT) },
    };
    assert.deepEqual(rulesFound(auditOf(...withRole(roleWith({}), stranger))), [
      ["federated-credential-names-stranger", SUBJECT],
    ]);
  });

  it("finds a role that trusts the provider of another account", () => {
    const report = auditOf(
      ...withRole(roleWith({ oidcProviderArn: PROVIDER_ARN.replace(ACCOUNT, "444455556666") })),
    );
    assert.notEqual(report.roles[0]?.findings.length, 0);
  });
});
