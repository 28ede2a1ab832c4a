import assert from "node:assert/strict";
import type { AuditReport, Entry } from "../../../../../cli/audit/audit-report";
import { type RawNode, roleWays } from "../../../../../cli/audit/page/role-ways";
import { seededReport } from "../../../../../tools/audit-page/seeded-report";

const ENTRA = "sts.windows.net/7a1b5c3e-4f0d-4c7b-9a51-2f6e8d3c1b90/";

const ENTRY: Entry = {
  provider: ENTRA,
  issuer: "Microsoft Entra",
  statement: 0,
  audiences: ["api://orders"],
  subjects: ["AAAA"],
  exact: true,
  identities: ["aaaa"],
  application: "app",
};

function reportOf(...entries: readonly Partial<Entry>[]): AuditReport {
  const base = seededReport({ roles: 1 });
  return {
    ...base,
    roles: base.roles.map((role) => ({ ...role, entries: entries.map((entry) => ({ ...ENTRY, ...entry })) })),
    identities: [{ id: "aaaa", name: "id-orders", type: "Managed identity", attachedTo: [] }],
    applications: [{ id: "app", name: "orders", audiences: ["api://orders"], owners: [] }],
  };
}

function shown({ kind, title, subtitle }: RawNode): string {
  return `${kind}: ${title} (${subtitle})`;
}

describe("the ways into a role", () => {
  it("lead from an identity by an application and a provider to the role and its outcome", () => {
    const report = reportOf({});
    const [role = assert.fail()] = report.roles;
    const [way = assert.fail()] = roleWays(report);
    assert.deepEqual(way.identities.map(shown), ["identity: id-orders (Managed identity)"]);
    assert.deepEqual(way.audiences.map(shown), ["application: orders (api://orders)"]);
    assert.equal(shown(way.provider), `provider: Microsoft Entra (${ENTRA})`);
    assert.equal(shown(way.role), `role: ${role.name} (${role.account})`);
    assert.equal(way.of, 0);
    assert.deepEqual(
      [way.identities[0], way.audiences[0], way.provider, way.role, way.outcome].map((node) => node?.column),
      [0, 1, 2, 3, 4],
    );
  });

  it("begin at any subject if the statement demands none, one node for each provider", () => {
    const open = { subjects: [], identities: [], exact: false };
    const ways = roleWays(reportOf(open, open, { ...open, provider: "*", issuer: "Any" }));
    assert.deepEqual(ways.flatMap(({ identities }) => identities).map(shown), [
      "open: Any subject (Microsoft Entra)",
      "open: Any subject (Microsoft Entra)",
      "open: Any subject (Any)",
    ]);
    assert.equal(ways[0]?.identities[0], ways[1]?.identities[0]);
    assert.notEqual(ways[0]?.identities[0], ways[2]?.identities[0]);
    assert.equal(ways[2]?.provider.title, "Any provider");
  });

  it("begin at the text of a subject that names no identity, and say whether it is a pattern", () => {
    const subjects = ["repo:example/a:*"];
    const ways = roleWays(
      reportOf(
        { subjects, identities: [], exact: false },
        { subjects: ["unknown"], identities: [] },
        { subjects: ["aaaa", "other"] },
      ),
    );
    assert.deepEqual(
      ways.map(({ identities }) => identities.map(shown)),
      [
        ["pattern: repo:example/a:* (Pattern, Microsoft Entra)"],
        ["subject: unknown (Microsoft Entra)"],
        ["identity: id-orders (Managed identity)", "subject: other (Microsoft Entra)"],
      ],
    );
  });

  it("pass any audience if the statement demands none, and each audience that no application has", () => {
    const ways = roleWays(
      reportOf({ audiences: [], application: "gone" }, { audiences: ["a", "b"], application: "gone" }),
    );
    assert.deepEqual(
      ways.map(({ audiences }) => audiences.map(shown)),
      [[`open: Any audience (${ENTRA})`], ["audience: a (Audience)", "audience: b (Audience)"]],
    );
  });

  it("are none for a role without entries", () => {
    assert.deepEqual(roleWays(reportOf()), []);
  });
});
