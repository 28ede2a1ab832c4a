/** The JSON block of the page: the report, with what would make it large packed, and the graph. */
import type { AuditedRole, AuditReport, Correction } from "../audit-report";
import type { Summary } from "../summary";
import type { NodeSize } from "./sizes";

/** The languages of a corrected policy, in the order of the tabs. */
export const LANGUAGES = ["json", "terraform", "cloudformation", "pulumi"] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** A correction whose texts are numbers of lines in {@link PageData.lines}. */
export type PackedCorrection = Readonly<Record<Language, readonly number[]>> & {
  readonly hasPlaceholders: boolean;
};

/** A role of the page. */
export type PageRole = Omit<AuditedRole, "correction"> & {
  readonly correction?: PackedCorrection;
  /** Who gets in, if these are all repositories of one GitHub owner. */
  readonly crowd?: string;
};

/** What a node of the graph stands for. */
export type NodeKind =
  "open" | "pattern" | "subject" | "identity" | "application" | "audience" | "provider" | "role" | "outcome";

/** A node. A collapsed node stands for several things that are alike. */
export interface PageNode {
  /** 0 identity, 1 audience or application, 2 provider, 3 role, 4 reach and power. */
  readonly column: number;
  readonly kind: NodeKind;
  readonly title: string;
  readonly subtitle: string;
  /** The IDs or names that it stands for, one or more. A node with very many lists the first ones. */
  readonly members: readonly string[];
  /** How many things it stands for. */
  readonly count: number;
  /** Distance of its top edge from that of the graph, in pixels. */
  readonly top: number;
}

/** One way into one role: numbers of nodes. Each identity gets a token for each audience. */
export interface PageWay {
  readonly identities: readonly number[];
  readonly audiences: readonly number[];
  readonly provider: number;
  readonly role: number;
  readonly outcome: number;
  /** Position of the role in the report. */
  readonly of: number;
}

/** The graph as the generator laid it out. */
export interface PageGraph {
  readonly nodes: readonly PageNode[];
  readonly ways: readonly PageWay[];
  /** How many roles have a way in, and how many of them, the worst ones, are in the graph. */
  readonly roles: { readonly all: number; readonly shown: number };
  /** Whether nodes that are alike were collapsed. */
  readonly collapsed: boolean;
  readonly size: NodeSize;
}

/** The JSON block. */
export interface PageData {
  readonly report: Omit<AuditReport, "roles"> & { readonly roles: readonly PageRole[] };
  /** Findings that count, by severity. */
  readonly severities: Summary["severities"];
  /** Each line of the corrections once. Most policies share most of their lines. */
  readonly lines: readonly string[];
  readonly graph: PageGraph;
}

/** What the page has of a report, before corrections are packed. */
export type Unpacked = AuditReport & { readonly roles: readonly (AuditedRole & Pick<PageRole, "crowd">)[] };

/** Packs a report for the page. */
export function pageData(report: Unpacked, severities: PageData["severities"], graph: PageGraph): PageData {
  const numbers = new Map<string, number>();
  const pack = (text: string): number[] =>
    text.split("\n").map((line) => {
      const number = numbers.get(line) ?? numbers.size;
      numbers.set(line, number);
      return number;
    });
  const roles = report.roles.map(({ correction, ...role }): PageRole => ({
    ...role,
    ...(correction && { correction: packed(correction, pack) }),
  }));
  return { report: { ...report, roles }, severities, lines: [...numbers.keys()], graph };
}

function packed(correction: Correction, pack: (text: string) => number[]): PackedCorrection {
  const { hasPlaceholders, json, terraform, cloudformation, pulumi } = correction;
  return {
    hasPlaceholders,
    json: pack(json),
    terraform: pack(terraform),
    cloudformation: pack(cloudformation),
    pulumi: pack(pulumi),
  };
}

/** The text of a packed correction. */
export function unpacked(lines: readonly string[], numbers: readonly number[]): string {
  return numbers.map((number) => lines[number] ?? "").join("\n");
}
