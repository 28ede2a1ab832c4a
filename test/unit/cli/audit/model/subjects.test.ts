import assert from "node:assert/strict";
import type { AuditedRole } from "../../../../../cli/audit/audit-report";
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
  role,
  servicePrincipal,
  type Statement,
  SUBJECT,
  TENANT,
} from "../company";

const NOBODYS = "dddddddd-0000-4000-8000-00000000000f";
const CAPITALS = SUBJECT.toUpperCase();

const trusting = (...subjects: readonly string[]): Statement =>
  federationStatement({ aud: AUDIENCE, sub: subjects });

/** The role `weak`, an administrator, with these statements. */
function weak(statements: readonly Statement[], ...records: readonly SnapshotRecord[]): AuditedRole {
  const found = auditOf(...deployed(), ...records, role("weak", statements, [allow("*")])).roles.find(
    ({ name }) => name === "weak",
  );
  return found ?? assert.fail("no role");
}

const shown = ({ reach, entries, findings }: AuditedRole): unknown => ({
  reach,
  closedBy: entries.map((entry) => entry.closedBy),
  findings: findings.map(({ rule, severity, reach: of }) => `${severity} ${rule} ${of ?? ""}`.trim()),
});

const DEAD = {
  reach: "nobody",
  closedBy: ["subject"],
  findings: ["medium subject-names-no-identity nobody", "low federated-role-is-powerful"],
};

describe("a subject that no identity has", () => {
  it("lets nobody in, in the reach, the sentence, and the findings", () => {
    const deleted = weak([trusting(NOBODYS)]);
    assert.deepEqual(shown(deleted), DEAD);
    assert.equal(
      deleted.sentence,
      `Nobody can assume role weak of account ${ACCOUNT}, because no identity of the tenant has the object ID ${NOBODYS}.`,
    );
    // The client ID of id-orders.
    assert.deepEqual(shown(weak([trusting("bbbbbbbb-0000-4000-8000-000000000002")])), DEAD);
  });

  it("can be that of an identity in capitals, which the finding names", () => {
    const { reach, findings } = weak([trusting(CAPITALS)]);
    assert.equal(reach, "nobody");
    assert.ok(
      findings.some(({ message }) =>
        message.includes(`id-orders in other letters: Entra's tokens have ${SUBJECT}`),
      ),
    );
    const folding = {
      ...trusting(),
      Condition: {
        StringEquals: { [`${PROVIDER}:aud`]: AUDIENCE },
        StringEqualsIgnoreCase: { [`${PROVIDER}:sub`]: CAPITALS },
      },
    };
    const live = weak([folding]);
    assert.deepEqual([live.reach, live.entries[0]?.identities], [undefined, [SUBJECT]]);
    assert.ok(!live.findings.some(({ rule }) => rule === "subject-names-no-identity"));
  });

  it("is that of an identity of another tenant that was collected", () => {
    const away = "22222222-2222-4333-8444-555555555555";
    const stranger = servicePrincipal({ id: NOBODYS, appId: NOBODYS, servicePrincipalNames: [] });
    const records = [
      ...deployed(),
      { ...stranger, of: away } as SnapshotRecord,
      role("weak", [trusting(NOBODYS)]),
    ];
    const reachWith = (state: "complete" | "failed"): unknown => {
      const estate = estateFrom(...records);
      const sections = new Map(estate.sections).set(`entra/${away}/service-principals`, state);
      return makeReport({ ...estate, sections }, "0.2.0", NOW).roles.find(({ name }) => name === "weak")
        ?.reach;
    };
    assert.deepEqual([reachWith("complete"), reachWith("failed")], ["nobody", undefined]);
  });

  it("closes nothing next to one that an identity has", () => {
    for (const statements of [
      [trusting(NOBODYS, SUBJECT)],
      [trusting(NOBODYS), trusting(SUBJECT)],
      [trusting(SUBJECT), trusting(NOBODYS)],
    ]) {
      const { reach, sentence, findings } = weak(statements);
      assert.equal(reach, undefined);
      assert.match(sentence, /^id-orders can assume role weak/);
      assert.ok(
        findings.some(({ rule, severity }) => rule === "federated-role-is-powerful" && severity === "high"),
      );
    }
  });

  it("closes nothing if the service principals are not complete, or for a subject of a user", () => {
    const estate = estateFrom(...deployed(), role("weak", [trusting(NOBODYS)]));
    const sections = new Map(estate.sections).set(`entra/${TENANT}/service-principals`, "failed");
    const partial = makeReport({ ...estate, sections }, "0.2.0", NOW).roles.find(
      ({ name }) => name === "weak",
    );
    assert.equal(partial?.reach, undefined);
    assert.equal(weak([trusting("AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ")]).reach, undefined);
  });
});

describe("a disabled service principal", () => {
  const other = { id: NOBODYS, appId: NOBODYS, displayName: "id-old", servicePrincipalNames: [] };

  it("lets nobody in as a subject", () => {
    const disabled = servicePrincipal({ ...other, accountEnabled: false });
    assert.deepEqual(shown(weak([trusting(NOBODYS)], disabled)), { ...DEAD, closedBy: ["subject-disabled"] });
    const enabled = servicePrincipal({ ...other, accountEnabled: true });
    assert.equal(weak([trusting(NOBODYS)], enabled).reach, undefined);
    assert.equal(weak([trusting(NOBODYS)], servicePrincipal(other)).reach, undefined);
  });

  it("lets nobody in as the application of the audience", () => {
    const records = deployed().filter(
      (one) => one.kind !== "entra.service-principal" || !one.data.servicePrincipalNames?.includes(AUDIENCE),
    );
    const found = auditOf(
      ...records,
      servicePrincipal({ accountEnabled: false }),
      role("weak", [federationStatement({ aud: AUDIENCE })]),
    ).roles;
    assert.deepEqual(
      found.map(({ reach, entries }) => [reach, entries[0]?.closedBy]),
      [
        ["nobody", "application-disabled"],
        ["nobody", "application-disabled"],
      ],
    );
  });
});
