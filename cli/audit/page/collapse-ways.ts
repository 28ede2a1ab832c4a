/** Makes a large graph small enough to read: what is alike becomes one node, and the worst roles stay single. */
import { grouped } from "../../../trust";
import { counted } from "../../report/counted";
import type { AuditedRole } from "../audit-report";
import type { NodeKind } from "./page-data";
import type { RawNode, RawWay } from "./role-ways";

/** How many nodes a column may have before nodes that are alike are collapsed: those of all outcomes, and the single ones. */
const LEGIBLE = 38;

/** How many nodes a column may have at most. With more, the graph shows the worst roles only. */
const MOST = 80;

/** How many of the worst roles are always nodes of their own. */
const SINGLE = 8;

/** How many members a node lists. */
const LISTED = 40;

/** A node that is collapsed, or not. */
export interface SharedNode extends RawNode {
  /** How many things it stands for. */
  readonly count: number;
}

/** A way between such nodes. */
export interface SharedWay {
  readonly identities: readonly SharedNode[];
  readonly audiences: readonly SharedNode[];
  readonly provider: SharedNode;
  readonly role: SharedNode;
  readonly outcome: SharedNode;
  readonly of: number;
}

/** The result of {@link collapseWays}. */
export interface Collapsed {
  readonly ways: readonly SharedWay[];
  /** How many roles have a way in, and how many of them are in {@link ways}. */
  readonly roles: { readonly all: number; readonly shown: number };
  readonly collapsed: boolean;
}

/** What collapses. */
interface Step {
  /** What roles have in common that become one node. */
  readonly likeness: (facts: {
    readonly account: string;
    readonly outcome: string;
    readonly providers: string;
    readonly issuers: string;
    readonly audiences: string;
  }) => string;
  /** Whether providers of the same kind of issuer become one node: clusters have one each. */
  readonly mixesProviders?: boolean;
  /** Whether audiences of one provider become one node although they lead to different roles. */
  readonly mixesAudiences?: boolean;
  /** Whether identities become one node although they get into different roles. */
  readonly mixesIdentities?: boolean;
}

/** From little to much. */
const STEPS: readonly Step[] = [
  {
    likeness: ({ account, outcome, providers, audiences }) =>
      [account, outcome, providers, audiences].join("\n"),
  },
  { likeness: ({ account, outcome, providers }) => [account, outcome, providers].join("\n") },
  { likeness: ({ outcome, providers }) => [outcome, providers].join("\n") },
  { likeness: ({ outcome, providers }) => [outcome, providers].join("\n"), mixesIdentities: true },
  {
    likeness: ({ outcome, providers }) => [outcome, providers].join("\n"),
    mixesIdentities: true,
    mixesAudiences: true,
  },
  {
    likeness: ({ outcome, issuers }) => [outcome, issuers].join("\n"),
    mixesIdentities: true,
    mixesAudiences: true,
    mixesProviders: true,
  },
  { likeness: ({ outcome }) => outcome, mixesIdentities: true, mixesAudiences: true, mixesProviders: true },
];

/**
 * Collapses as little as it takes.
 *
 * @param roles - The roles of the report, the worst first.
 */
export function collapseWays(all: readonly RawWay[], roles: readonly AuditedRole[]): Collapsed {
  const order = [...new Set(all.map(({ of }) => of))];
  for (let shown = order.length; ; shown = Math.floor(shown * 0.7)) {
    const kept = new Set(order.slice(0, shown));
    const ways = all.filter(({ of }) => kept.has(of));
    const counts = { all: order.length, shown };
    const plain = ways.map((way) => mapped(way, (node) => ({ ...node, count: 1 })));
    if (widest(plain) <= LEGIBLE) {
      return { ways: plain, roles: counts, collapsed: false };
    }
    let last: readonly SharedWay[] = plain;
    for (const step of STEPS) {
      last = collapsed(ways, roles, step);
      if (widest(last) <= LEGIBLE) {
        return { ways: last, roles: counts, collapsed: true };
      }
    }
    // One role can name more identities than a column may have.
    if (widest(last) <= MOST || shown <= 1) {
      return { ways: last, roles: counts, collapsed: true };
    }
  }
}

/** The number of nodes of the column that has the most. */
export function widest(ways: readonly SharedWay[]): number {
  const columns = new Map<number, Set<string>>();
  for (const way of ways) {
    for (const { column, key } of nodesOf(way)) {
      const keys = columns.get(column) ?? new Set();
      columns.set(column, keys.add(key));
    }
  }
  return Math.max(0, ...[...columns.values()].map(({ size }) => size));
}

/** All nodes of a way, from left to right. */
export function nodesOf<Node extends RawNode>(way: {
  readonly identities: readonly Node[];
  readonly audiences: readonly Node[];
  readonly provider: Node;
  readonly role: Node;
  readonly outcome: Node;
}): Node[] {
  return [...way.identities, ...way.audiences, way.provider, way.role, way.outcome];
}

function mapped(way: RawWay, map: (node: RawNode) => SharedNode): SharedWay {
  const { identities, audiences, provider, role, outcome, of } = way;
  return {
    identities: unique(identities.map(map)),
    audiences: unique(audiences.map(map)),
    provider: map(provider),
    role: map(role),
    outcome: map(outcome),
    of,
  };
}

function unique(nodes: readonly SharedNode[]): SharedNode[] {
  return [...new Map(nodes.map((node) => [node.key, node])).values()];
}

/** Roles that are alike first, then audiences that lead to the same roles, then identities that get the same tokens. */
function collapsed(
  ways: readonly RawWay[],
  roles: readonly AuditedRole[],
  { likeness, mixesAudiences = false, mixesIdentities = false, mixesProviders = false }: Step,
): readonly SharedWay[] {
  const byRole = grouped(ways, ({ of }) => of);
  const roleNodes = sharing(
    [...byRole].flatMap(([of, own], place): [RawNode, string][] => {
      const [first] = own;
      if (first === undefined) {
        return [];
      }
      const alike = likeness({
        account: roles[of]?.account ?? "",
        outcome: first.outcome.key,
        providers: joined(own.map(({ provider }) => provider.key)),
        issuers: joined(own.map(({ provider }) => provider.title)),
        audiences: joined(own.flatMap(({ audiences }) => audiences.map(({ key }) => key))),
      });
      return [[first.role, place < SINGLE ? `single ${of}` : alike]];
    }),
  );
  const providerNodes = sharing(
    [...new Set(ways.map(({ provider }) => provider))].map((provider) => [
      provider,
      mixesProviders ? provider.title : provider.key,
    ]),
  );
  const providerOf = (way: RawWay): string => providerNodes(way.provider).key;
  const single = new Set([...byRole.keys()].slice(0, SINGLE));
  // What leads to a single role stays apart, so that the worst ways are named from end to end.
  const roleOf = (way: RawWay, isMixed: boolean): string =>
    isMixed && !single.has(way.of) ? "" : roleNodes(way.role).key;
  const audienceNodes = sharing(
    downstream(
      ways,
      ({ audiences }) => audiences,
      (way) => [providerOf(way), roleOf(way, mixesAudiences)].join("\n"),
    ),
  );
  const identityNodes = sharing(
    downstream(
      ways,
      ({ identities }) => identities,
      (way) =>
        [
          joined(way.audiences.map((node) => audienceNodes(node).key)),
          providerOf(way),
          roleOf(way, mixesIdentities),
        ].join("\n"),
    ),
  );
  return ways.map((way) =>
    mapped(way, (node) => {
      const nodes = [identityNodes, audienceNodes, providerNodes, roleNodes][node.column];
      return nodes?.(node) ?? { ...node, count: 1 };
    }),
  );
}

/** Each node of a column, with all that follows it in the ways that it is part of. */
function downstream(
  ways: readonly RawWay[],
  nodesIn: (way: RawWay) => readonly RawNode[],
  follows: (way: RawWay) => string,
): [RawNode, string][] {
  const following = new Map<RawNode, Set<string>>();
  for (const way of ways) {
    const after = follows(way);
    for (const node of nodesIn(way)) {
      following.set(node, (following.get(node) ?? new Set()).add(after));
    }
  }
  return [...following].map(([node, after]) => [node, joined([...after])]);
}

/** One node for all nodes with the same kind and likeness. */
function sharing(nodes: readonly (readonly [RawNode, string])[]): (node: RawNode) => SharedNode {
  const groups = grouped(nodes, ([{ kind }, alike]) => `${kind}\n${alike}`);
  const found = new Map<RawNode, SharedNode>();
  for (const group of groups.values()) {
    const own = group.map(([node]) => node);
    for (const node of own) {
      found.set(node, sharedNode(own[0] ?? node, own));
    }
  }
  return (node) => found.get(node) ?? { ...node, count: 1 };
}

const NOUNS: Readonly<Record<NodeKind, readonly [string, string?]>> = {
  open: ["open way", "open ways"],
  pattern: ["subject pattern"],
  subject: ["subject"],
  identity: ["identity", "identities"],
  application: ["application"],
  audience: ["audience"],
  provider: ["provider"],
  role: ["role"],
  outcome: ["outcome"],
};

function sharedNode(first: RawNode, nodes: readonly RawNode[]): SharedNode {
  if (nodes.length === 1) {
    return { ...first, count: 1 };
  }
  return {
    key: `group ${first.key}`,
    column: first.column,
    kind: first.kind,
    title: counted(nodes.length, ...NOUNS[first.kind]),
    subtitle: sharedSubtitle(first, nodes),
    members: nodes.flatMap(({ members }) => members.slice(0, 1)).slice(0, LISTED),
    count: nodes.length,
  };
}

function sharedSubtitle({ kind, title, subtitle }: RawNode, nodes: readonly RawNode[]): string {
  const { size } = new Set(nodes.map((node) => node.subtitle));
  if (kind === "provider") {
    return title;
  }
  if (size === 1) {
    return subtitle;
  }
  return kind === "role" ? `in ${counted(size, "account")}` : firstTitles(nodes);
}

function firstTitles(nodes: readonly RawNode[]): string {
  const titles = nodes.slice(0, 3).map(({ title }) => title);
  return `${titles.join(", ")}${nodes.length > 3 ? ", …" : ""}`;
}

function joined(keys: readonly string[]): string {
  return [...new Set(keys)].sort().join("\n");
}
