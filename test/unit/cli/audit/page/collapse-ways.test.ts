import assert from "node:assert/strict";
import type { AuditReport } from "../../../../../cli/audit/audit-report";
import { type Collapsed, collapseWays, nodesOf, widest } from "../../../../../cli/audit/page/collapse-ways";
import { roleWays } from "../../../../../cli/audit/page/role-ways";
import { seededReport } from "../../../../../tools/audit-page/seeded-report";

function collapsed(report: AuditReport): Collapsed {
  return collapseWays(roleWays(report), report.roles);
}

/** How many roles the nodes of a column stand for. */
function counted({ ways }: Collapsed): number {
  const nodes = new Map(ways.map(({ role }) => [role.key, role.count]));
  return [...nodes.values()].reduce((sum, count) => sum + count, 0);
}

describe("collapsing the ways of a graph", () => {
  it("leaves a small graph as it is", () => {
    const report = seededReport({ roles: 12 });
    const result = collapsed(report);
    assert.equal(result.collapsed, false);
    assert.deepEqual(result.roles, { all: 12, shown: 12 });
    assert.deepEqual(new Set(result.ways.flatMap(nodesOf).map(({ count }) => count)), new Set([1]));
    assert.deepEqual(
      [...new Set(result.ways.map(({ role }) => role.members[0]))].sort(),
      report.roles.map(({ arn }) => arn).sort(),
    );
  });

  for (const roles of [100, 500, 2000]) {
    it(`shows all of ${roles} roles in at most 38 nodes per column`, () => {
      const result = collapsed(seededReport({ roles }));
      assert.equal(result.collapsed, true);
      assert.deepEqual(result.roles, { all: roles, shown: roles });
      assert.ok(widest(result.ways) <= 38, `${widest(result.ways)} nodes`);
      assert.equal(counted(result), roles);
    });
  }

  it("keeps the worst roles single", () => {
    const report = seededReport({ roles: 500 });
    const { ways } = collapsed(report);
    const worst = new Set(ways.filter(({ of }) => of < 8).map(({ role }) => role.members.join()));
    assert.deepEqual(worst, new Set(report.roles.slice(0, 8).map(({ arn }) => arn)));
  });

  it("collapses only what has the same reach and power", () => {
    const report = seededReport({ roles: 500 });
    const { ways } = collapsed(report);
    const outcomes = new Map<string, Set<string>>();
    for (const { role, of } of ways) {
      const { reach = "named", permissions } = report.roles[of] ?? assert.fail();
      const known = outcomes.get(role.key) ?? new Set();
      outcomes.set(role.key, known.add(`${reach} ${permissions.power}`));
    }
    assert.deepEqual(new Set([...outcomes.values()].map(({ size }) => size)), new Set([1]));
  });

  /** A report with as many providers as roles. */
  function withProviders(issuerOf: (number: number) => string): AuditReport {
    const base = seededReport({ roles: 300 });
    const roles = base.roles.map((role, number) => ({
      ...role,
      entries: role.entries.map((entry) => ({
        ...entry,
        provider: `oidc.example.com/${number}`,
        issuer: issuerOf(number),
      })),
    }));
    return { ...base, roles };
  }

  it("collapses providers of the same kind, such as those of clusters", () => {
    const result = collapsed(withProviders(() => "Amazon EKS"));
    assert.deepEqual(result.roles, { all: 300, shown: 300 });
    assert.ok(widest(result.ways) <= 38, `${widest(result.ways)} nodes`);
    assert.deepEqual(
      [...new Set(result.ways.map(({ provider }) => `${provider.title}, ${provider.subtitle}`))],
      ["300 providers, Amazon EKS"],
    );
  });

  it("collapses applications, and names the ways into the worst roles from end to end", () => {
    const base = seededReport({ roles: 500 });
    const roles = base.roles.map((role, number) => ({
      ...role,
      entries: role.entries.map(({ provider, issuer, statement, subjects, exact, identities }) => ({
        provider,
        issuer,
        statement,
        subjects,
        exact,
        identities,
        audiences: [`api://application-${number % 100}`],
      })),
    }));
    const result = collapsed({ ...base, roles });
    assert.deepEqual(result.roles, { all: 500, shown: 500 });
    assert.ok(widest(result.ways) <= 38, `${widest(result.ways)} nodes`);
    const worst = result.ways.filter(({ of }) => of < 8).flatMap(({ audiences }) => audiences);
    assert.deepEqual(new Set(worst.map(({ count }) => count)), new Set([1]));
  });

  it("shows the worst roles only, and says how many, if nothing else makes the graph legible", () => {
    const result = collapsed(withProviders((number) => `Issuer ${number}`));
    assert.equal(result.roles.all, 300);
    assert.ok(result.roles.shown < 100 && result.roles.shown > 30, `${result.roles.shown} roles`);
    assert.ok(widest(result.ways) <= 80, `${widest(result.ways)} nodes`);
    assert.equal(Math.max(...result.ways.map(({ of }) => of)), result.roles.shown - 1);
  });

  it("ends for one role with more subjects than a column may have", () => {
    const base = seededReport({ roles: 1 });
    const subjects = Array.from({ length: 200 }, (_, number) => `subject-${number}`);
    const [role = assert.fail()] = base.roles;
    const entries = role.entries.map((entry) => ({ ...entry, subjects, identities: [] }));
    const result = collapsed({ ...base, roles: [{ ...role, entries }] });
    assert.deepEqual(result.roles, { all: 1, shown: 1 });
    // They lead to the same, so they are one node.
    assert.deepEqual(
      result.ways[0]?.identities.map(({ count }) => count),
      [200],
    );
  });

  it("has nothing to show for a report without ways", () => {
    const result = collapsed({ ...seededReport({ roles: 1 }), roles: [] });
    assert.deepEqual(result, { ways: [], roles: { all: 0, shown: 0 }, collapsed: false });
  });
});
