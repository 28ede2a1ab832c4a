import assert from "node:assert/strict";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  AUDIENCE,
  auditOf,
  deployed,
  federationStatement,
  PROVIDER,
  provider,
  role,
  servicePrincipal,
  SUBJECT,
  TENANT,
} from "../company";

const ARM = "https://management.azure.com/";

const SERVICE_PRINCIPAL = servicePrincipal({
  id: "cccccccc-0000-4000-8000-000000000001",
  appId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
  displayName: "Windows Azure Service Management API",
  appRoleAssignmentRequired: false,
  servicePrincipalNames: [ARM, "797f4846-ba00-4fd7-ba43-dac1f8f63013"],
});

/** All findings of a deployment whose provider lists Azure Resource Manager, and of a role that demands it. */
function audited(claims: Readonly<Record<string, string>>, ...records: readonly SnapshotRecord[]) {
  const report = auditOf(
    ...deployed().filter(({ kind }) => kind !== "aws.oidc-provider"),
    provider(PROVIDER, [AUDIENCE, ARM]),
    ...records,
    role("arm", [federationStatement({ aud: ARM, ...claims })]),
  );
  const found = report.roles.find(({ name }) => name === "arm");
  return {
    reach: found?.reach,
    sentence: found?.sentence,
    rules: [...report.roles.flatMap(({ findings }) => findings), ...report.findings].map(({ rule }) => rule),
  };
}

describe("an audience of Microsoft's own", () => {
  it("lets in anyone who holds such a token, with and without its service principal in the tenant", () => {
    for (const records of [[], [SERVICE_PRINCIPAL]]) {
      assert.deepEqual(audited({ sub: SUBJECT }, ...records), {
        reach: "replay",
        sentence: `id-orders, or anyone who holds a token of it for Azure Resource Manager, can assume role arm of account ${ACCOUNT}, which can read data of Amazon S3.`,
        rules: ["trust-admits-replay"],
      });
    }
  });

  it("is open to the tenant without a subject, and nothing advises to require assignment on it", () => {
    for (const records of [[], [SERVICE_PRINCIPAL]]) {
      assert.deepEqual(audited({}, ...records), {
        reach: "tenant",
        sentence: `Any identity in tenant ${TENANT} can assume role arm of account ${ACCOUNT}, which can read data of Amazon S3.`,
        rules: ["trust-admits-tenant", "trust-admits-replay"],
      });
    }
  });
});
