import assert from "node:assert/strict";
import type { AuditedRole } from "../../../../../cli/audit/audit-report";
import { makeReport } from "../../../../../cli/audit/make-report";
import { summaryOf } from "../../../../../cli/audit/summary";
import type { SnapshotRecord } from "../../../../../cli/snapshot/snapshot-records";
import {
  ACCOUNT,
  allow,
  APP_ID,
  AUDIENCE,
  auditOf,
  deployed,
  estateFrom,
  federationStatement,
  NOW,
  PROVIDER,
  provider,
  role,
  servicePrincipal,
  SUBJECT,
  TENANT,
} from "../company";

const DOOR = federationStatement({ aud: AUDIENCE });
const RESOURCE = "aaaaaaaa-0000-4000-8000-00000000000b";

const isResource = (record: SnapshotRecord): boolean =>
  record.kind === "entra.service-principal" && record.data.appId === APP_ID;

const assigned = (principalId: string, type: string, name?: string): SnapshotRecord => ({
  kind: "entra.app-role-assignment",
  of: TENANT,
  data: {
    id: principalId,
    principalId,
    principalType: type,
    ...(name === undefined ? {} : { principalDisplayName: name }),
    resourceId: RESOURCE,
    appRoleId: "cccccccc-0000-4000-8000-000000000001",
  },
});

/** The deployment with another service principal of the application, or none. */
const withResource = (...resource: readonly SnapshotRecord[]): readonly SnapshotRecord[] => [
  ...deployed().filter((one) => !isResource(one)),
  ...resource,
];

/** The role `weak` with one open statement. */
function weak(records: readonly SnapshotRecord[], statement = DOOR): AuditedRole {
  const found = auditOf(...records, role("weak", [statement], [allow("*")])).roles.find(
    ({ name }) => name === "weak",
  );
  return found ?? assert.fail("no role");
}

const whoOf = ({ sentence }: AuditedRole): string =>
  sentence.split(` can assume role weak of account ${ACCOUNT}`)[0] ?? "";

describe("an application that requires assignment", () => {
  it("admits those who are assigned, in reach, sentence, findings, and counts", () => {
    const { reach, entries, findings, correction, ...one } = weak(deployed());
    assert.deepEqual([reach, entries.map((entry) => entry.reach)], ["assigned", ["assigned"]]);
    assert.equal(
      one.sentence,
      `Any identity assigned to application orders (1 today), and anyone who can assign one, can assume role weak of account ${ACCOUNT}, which is an administrator of the account.`,
    );
    assert.deepEqual(
      findings.map(({ rule, severity, reach: of }) => [rule, severity, of]),
      [
        ["powerful-role-behind-weak-door", "high", "assigned"],
        ["trust-admits-assigned", "medium", "assigned"],
      ],
    );
    const [trust] = findings[1]?.trust ?? [];
    assert.equal(trust?.reach, "assigned");
    assert.doesNotMatch(JSON.stringify(findings[1]), /in tenant|every identity/);
    assert.ok(correction !== undefined && !correction.hasPlaceholders);
    assert.equal(summaryOf(auditOf(...deployed(), role("weak", [DOOR]))).reaches.assigned, 1);
  });

  it("names assigned groups, and counts each identity once", () => {
    const group = assigned("group", "Group", "All employees");
    assert.equal(
      whoOf(weak([...deployed(), group, assigned(SUBJECT, "ServicePrincipal")])),
      'Any identity assigned to application orders (1 today, and the members of group "All employees"), and anyone who can assign one,',
    );
    const none = deployed().filter(({ kind }) => kind !== "entra.app-role-assignment");
    assert.equal(
      whoOf(weak([...none, group])),
      'Any identity assigned to application orders (today the members of group "All employees"), and anyone who can assign one,',
    );
    assert.equal(
      whoOf(weak(none)),
      "Any identity assigned to application orders (none today), and anyone who can assign one,",
    );
  });

  it("does not count the assigned identities if the input does not have all of them", () => {
    const estate = estateFrom(...deployed(), role("weak", [DOOR]));
    const sections = new Map(estate.sections).set(`entra/${TENANT}/app-role-assignments`, "refused");
    const found = makeReport({ ...estate, sections }, "0.2.0", NOW).roles.find(({ name }) => name === "weak");
    assert.match(found?.sentence ?? "", /^Any identity assigned to application orders, and anyone who can/);
  });

  it("admits the tenant if it requires none, or if that is not known", () => {
    const open = weak(withResource(servicePrincipal({ appRoleAssignmentRequired: false })));
    assert.deepEqual([open.reach, whoOf(open)], ["tenant", `Any identity in tenant ${TENANT}`]);
    const unknown = weak(withResource());
    assert.deepEqual(
      [unknown.reach, whoOf(unknown)],
      ["tenant", `Any identity in tenant ${TENANT}, unless the application requires assignment,`],
    );
  });

  it("closes nothing for an audience of another application, a pattern, or no audience", () => {
    const other = servicePrincipal({
      id: "other",
      appId: "eeeeeeee-0000-4000-8000-000000000002",
      displayName: "other",
      appRoleAssignmentRequired: false,
      servicePrincipalNames: ["api://other"],
    });
    const records = [
      ...deployed().filter(({ kind }) => kind !== "aws.oidc-provider"),
      provider(PROVIDER, [AUDIENCE, "api://other"]),
      other,
    ];
    const both = federationStatement({ aud: [AUDIENCE, "api://other"] });
    assert.equal(weak(records, both).reach, "tenant");
    // The provider lists only one of them.
    assert.equal(weak([...deployed(), other], both).reach, "assigned");
    assert.equal(weak(records, federationStatement({})).reach, "tenant");
    const pattern = { ...DOOR, Condition: { StringLike: { [`${PROVIDER}:aud`]: "api://o*" } } };
    assert.equal(weak(records, pattern).reach, "tenant");
  });

  it("admits itself too with tokens of version 2, of which AWS compares the client", () => {
    const name = `login.microsoftonline.com/${TENANT}/v2.0`;
    const one = weak([...deployed(), provider(name, [APP_ID])], federationStatement({ aud: APP_ID }, name));
    assert.deepEqual(
      [one.reach, whoOf(one)],
      [
        "assigned",
        "Any identity assigned to application orders (1 today), the application itself, and anyone who can assign one,",
      ],
    );
  });

  it("counts in the tenant of the provider alone", () => {
    const away = "22222222-2222-4333-8444-555555555555";
    const elsewhere = { ...servicePrincipal({ id: "elsewhere" }), of: away } as SnapshotRecord;
    const open = servicePrincipal({ appRoleAssignmentRequired: false });
    assert.equal(weak(withResource(open, elsewhere)).reach, "tenant");
    assert.equal(weak(withResource(elsewhere, open)).reach, "tenant");
    assert.equal(weak(withResource(elsewhere)).reach, "tenant");
  });
});
