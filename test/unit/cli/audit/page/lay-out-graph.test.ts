import assert from "node:assert/strict";
import { graphSource, pageGraph, topsIn } from "../../../../../cli/audit/page/lay-out-graph";
import type { PageGraph } from "../../../../../cli/audit/page/page-data";
import { ROOMY } from "../../../../../cli/audit/page/sizes";
import { hostileReport } from "../../../../../tools/audit-page/hostile-report";
import { seededReport } from "../../../../../tools/audit-page/seeded-report";

const WAY = { identities: [0, 1], audiences: [2], provider: 3, role: 4, outcome: 5, of: 0 };

/** The tops of a column's nodes, from the top. */
function columnOf({ nodes }: PageGraph, column: number): number[] {
  return nodes
    .filter((node) => node.column === column)
    .map(({ top }) => top)
    .sort((a, b) => a - b);
}

describe("the source of the graph", () => {
  it("has numbers only, so that no name gets to Graphviz", () => {
    const source = graphSource(6, [WAY], ROOMY);
    assert.equal(
      source,
      [
        "digraph {",
        "rankdir=LR; splines=false; ranksep=1; nodesep=0.1111;",
        'node [shape=box fixedsize=true width=2 height=0.5278 label=""];',
        "n0;",
        "n1;",
        "n2;",
        "n3;",
        "n4;",
        "n5;",
        "n0 -> n2;",
        "n1 -> n2;",
        "n2 -> n3;",
        "n3 -> n4;",
        "n4 -> n5;",
        "{ rank=same; n5 [style=invis]; }",
        "}",
      ].join("\n"),
    );
  });

  it("has each line once, and the outcomes in their order", () => {
    const source = graphSource(7, [WAY, { ...WAY, role: 4, outcome: 6 }, WAY], ROOMY);
    assert.equal(source.match(/^n3 -> n4;$/gm)?.length, 1);
    assert.match(source, /\{ rank=same; n5 -> n6 \[style=invis\]; \}/);
  });
});

describe("Graphviz's answer", () => {
  it("is read as distances from the top", () => {
    const plain =
      'graph 1 14 7\nnode n1 1 3.5 2 0.5 "" solid box black lightgrey\nnode n0 4 1 2 0.5 "" solid box black lightgrey\nedge n0 n1 4\nstop\n';
    assert.deepEqual(topsIn(plain), [180, 0]);
  });
});

describe("the graph of a report", () => {
  for (const roles of [1, 12, 500]) {
    it(`places the nodes of ${roles} roles so that none covers another`, async () => {
      const graph = await pageGraph(seededReport({ roles }));
      assert.ok(graph.nodes.length >= 5);
      for (const column of [0, 1, 2, 3, 4]) {
        const tops = columnOf(graph, column);
        const gaps = tops.slice(1).map((top, place) => top - (tops[place] ?? 0));
        assert.ok(
          gaps.every((gap) => gap >= graph.size.height),
          `column ${column}: ${tops.join(" ")}`,
        );
      }
    });
  }

  it("has the worst outcome at the top", async () => {
    const { nodes } = await pageGraph(seededReport({ roles: 500 }));
    const outcomes = nodes.filter(({ kind }) => kind === "outcome").sort((a, b) => a.top - b.top);
    const order = ["Anyone", "Whole tenant", "Replay", "Nobody", "As named"];
    const ranks = outcomes.map(({ title }) => order.indexOf(title));
    assert.deepEqual(
      ranks,
      [...ranks].sort((a, b) => a - b),
    );
    assert.deepEqual(
      outcomes.slice(0, 3).map(({ title, subtitle }) => `${title}, ${subtitle}`),
      ["Anyone, Administrator", "Anyone, Escalation", "Anyone, Data"],
    );
  });

  it("is empty for a report without roles", async () => {
    const graph = await pageGraph({ ...seededReport({ roles: 1 }), roles: [] });
    assert.deepEqual([graph.nodes, graph.ways], [[], []]);
  });

  it("lays out hostile names as any others", async () => {
    const graph = await pageGraph(hostileReport());
    assert.equal(graph.nodes.filter(({ kind }) => kind === "role").length, 14);
    assert.ok(graph.nodes.every(({ top }) => Number.isInteger(top)));
  });
});
