/** Places the nodes of the graph by Graphviz. Names never get to Graphviz: it sees numbers and sizes only. */
import type { AuditedRole, AuditReport, Power } from "../audit-report";
import { POWERS } from "../audit-report";
import {
  type Collapsed,
  collapseWays,
  nodesOf,
  type SharedNode,
  type SharedWay,
  widest,
} from "./collapse-ways";
import type { PageGraph, PageWay } from "./page-data";
import { roleWays } from "./role-ways";
import { COMPACT, MOST_ROOMY, type NodeSize, ROOMY } from "./sizes";
import { REACH_KEYS } from "./words";

/** Graphviz counts in inches of 72 points. A point is a pixel of the page. */
const POINTS = 72;

/** The graph of a report. Loads Graphviz, which takes a tenth of a second, only now. */
export async function pageGraph(report: AuditReport): Promise<PageGraph> {
  const { ways, roles, collapsed } = collapseWays(roleWays(report), report.roles);
  const nodes = ordered(ways, report.roles);
  const numbers = new Map([...nodes.keys()].map((key, number) => [key, number]));
  const numberOf = ({ key }: SharedNode): number => numbers.get(key) ?? 0;
  const numbered = ways.map((way): PageWay => ({
    identities: way.identities.map(numberOf),
    audiences: way.audiences.map(numberOf),
    provider: numberOf(way.provider),
    role: numberOf(way.role),
    outcome: numberOf(way.outcome),
    of: way.of,
  }));
  const size = widest(ways) > MOST_ROOMY ? COMPACT : ROOMY;
  const tops = nodes.size === 0 ? [] : await placed(graphSource(nodes.size, numbered, size));
  return {
    nodes: [...nodes.values()].map(({ column, kind, title, subtitle, members, count }, number) => ({
      column,
      kind,
      title,
      subtitle,
      members,
      count,
      top: tops[number] ?? 0,
    })),
    ways: numbered,
    roles,
    collapsed,
    size,
  };
}

/** The nodes by key, those of the worst roles first. */
function ordered(ways: Collapsed["ways"], roles: readonly AuditedRole[]): Map<string, SharedNode> {
  const rank = ({ of }: SharedWay): number => {
    const { reach = "named", permissions } = roles[of] ?? {};
    return REACH_KEYS.indexOf(reach) * POWERS.length + POWERS.indexOf(permissions?.power ?? lowest);
  };
  const sorted = [...ways].sort((a, b) => rank(a) - rank(b));
  return new Map(sorted.flatMap((way) => nodesOf(way).map((node) => [node.key, node] as const)));
}

const lowest: Power = "unknown";

/** The graph in Graphviz's language, by numbers. Outcomes with lower numbers are worse. */
export function graphSource(nodes: number, ways: readonly PageWay[], { height, space }: NodeSize): string {
  const edges = new Set(ways.flatMap(edgesOf));
  const outcomes = [...new Set(ways.map(({ outcome }) => outcome))].sort((a, b) => a - b);
  return [
    "digraph {",
    `rankdir=LR; splines=false; ranksep=1; nodesep=${inches(space)};`,
    `node [shape=box fixedsize=true width=2 height=${inches(height)} label=""];`,
    ...Array.from({ length: nodes }, (_, number) => `n${number};`),
    ...[...edges].map((edge) => `${edge};`),
    // Lines within a column keep its order: the worst outcome at the top, and Graphviz orders the roles to fit.
    `{ rank=same; ${outcomes.map((number) => `n${number}`).join(" -> ")} [style=invis]; }`,
    "}",
  ].join("\n");
}

function edgesOf({ identities, audiences, provider, role, outcome }: PageWay): string[] {
  return [
    ...identities.flatMap((identity) => audiences.map((audience) => `n${identity} -> n${audience}`)),
    ...audiences.map((audience) => `n${audience} -> n${provider}`),
    `n${provider} -> n${role}`,
    `n${role} -> n${outcome}`,
  ];
}

function inches(pixels: number): string {
  return (pixels / POINTS).toFixed(4);
}

/** The distance of each node's top edge from that of the graph. */
async function placed(source: string): Promise<number[]> {
  const { Graphviz } = await import("@hpcc-js/wasm-graphviz");
  const graphviz = await Graphviz.load();
  return topsIn(graphviz.layout(source, "plain", "dot"));
}

/**
 * Reads Graphviz's plain format: `node <name> <x> <y> …`, in inches, with y from below.
 *
 * @see https://graphviz.org/docs/outputs/plain/
 */
export function topsIn(plain: string): number[] {
  const middles: number[] = [];
  for (const [, number, y] of plain.matchAll(/^node n(\d+) \S+ (\S+) /gm)) {
    middles[Number(number)] = Number(y) * POINTS;
  }
  const highest = Math.max(...middles);
  return middles.map((y) => Math.round(highest - y));
}
