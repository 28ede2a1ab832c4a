/** What is shown at the moment: the filters, the selection, and the roles that they leave. */
import type { AuditFinding, Power } from "../../audit-report";
import type { PageData, PageRole, PageWay } from "../page-data";
import type { ReachKey } from "../words";

export interface Filters {
  readonly text: string;
  readonly reach: ReachKey | "";
  readonly power: Power | "";
  readonly account: string;
  readonly issuer: string;
  readonly findings: "" | "open" | "accepted" | "new";
}

export type Order = "worst" | "account" | "name" | "unused";

const NO_FILTERS: Filters = { text: "", reach: "", power: "", account: "", issuer: "", findings: "" };

export class Model {
  readonly data: PageData;
  readonly roles: readonly PageRole[];
  /** The ways of each role, by its position. */
  readonly waysOf: readonly (readonly PageWay[])[];
  filters = NO_FILTERS;
  order: Order = "worst";
  /** The selected node of the graph. */
  node: number | undefined;
  /** The selected role, by its position. */
  role: number | undefined;
  /** The roles that are left, by their positions, in the chosen order. */
  visible: readonly number[] = [];
  readonly #texts: readonly string[];
  readonly #listeners: (() => void)[] = [];

  constructor(data: PageData) {
    this.data = data;
    this.roles = data.report.roles;
    const ways: PageWay[][] = this.roles.map(() => []);
    for (const way of data.graph.ways) {
      ways[way.of]?.push(way);
    }
    this.waysOf = ways;
    this.#texts = searchTexts(data);
    this.visible = this.#left();
  }

  /** Calls a function after each change. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  setFilters(changed: Partial<Filters>): void {
    this.filters = { ...this.filters, ...changed };
    this.role = undefined;
    this.#changed();
  }

  setOrder(order: Order): void {
    this.order = order;
    this.#changed();
  }

  selectNode(node: number | undefined): void {
    this.node = node;
    this.role = undefined;
    this.#changed();
  }

  /** Highlights the ways of a role. The list stays as it is. */
  selectRole(role: number | undefined): void {
    this.role = role;
    this.#tell();
  }

  clear(): void {
    this.filters = NO_FILTERS;
    this.node = undefined;
    this.role = undefined;
    this.#changed();
  }

  /** The role at a position of the report. */
  roleAt(place: number): PageRole {
    const role = this.roles[place];
    if (role === undefined) {
      throw new RangeError(`${place}: no such role. Expected a position below ${this.roles.length}`);
    }
    return role;
  }

  get isFiltered(): boolean {
    return this.node !== undefined || Object.values(this.filters).some((value) => value !== "");
  }

  /** The ways that filters and selection leave. */
  litWays(): PageWay[] {
    const roles = this.role === undefined ? this.visible : [this.role];
    const ways = roles.flatMap((role) => this.waysOf[role] ?? []);
    const node = this.node;
    return node === undefined ? ways : ways.filter((way) => passes(way, node)).map((way) => only(way, node));
  }

  #changed(): void {
    this.visible = this.#left();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }

  #left(): number[] {
    const words = this.filters.text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== "");
    const left = [...this.roles.keys()].filter((place) => this.#matches(place, words));
    return this.order === "worst" ? left : left.sort((a, b) => this.#compare(a, b) || a - b);
  }

  #matches(place: number, words: readonly string[]): boolean {
    const role = this.roleAt(place);
    const { reach, power, account, issuer, findings } = this.filters;
    const node = this.node;
    return (
      (reach === "" || (role.reach ?? "named") === reach) &&
      (power === "" || role.permissions.power === power) &&
      (account === "" || role.account === account) &&
      (issuer === "" || role.entries.some((entry) => entry.issuer === issuer)) &&
      (findings === "" || role.findings.some((finding) => isOfKind(finding, findings))) &&
      (node === undefined || (this.waysOf[place] ?? []).some((way) => passes(way, node))) &&
      words.every((word) => this.#texts[place]?.includes(word))
    );
  }

  #compare(a: number, b: number): number {
    const [one, other] = [this.roleAt(a), this.roleAt(b)];
    const keys: Record<Exclude<Order, "worst">, (role: PageRole) => string> = {
      account: ({ account }) => account,
      name: ({ name }) => name.toLowerCase(),
      // "never" first, then the oldest, and last the roles of which the input does not say.
      unused: ({ lastUsed = "~" }) => (lastUsed === "never" ? "" : lastUsed),
    };
    const keyOf = keys[this.order as Exclude<Order, "worst">];
    return keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0;
  }
}

function isOfKind({ accepted, since }: AuditFinding, kind: "open" | "accepted" | "new"): boolean {
  return kind === "new" ? since === "new" : (accepted !== undefined) === (kind === "accepted");
}

function passes({ identities, audiences, provider, role, outcome }: PageWay, node: number): boolean {
  return (
    provider === node ||
    role === node ||
    outcome === node ||
    identities.includes(node) ||
    audiences.includes(node)
  );
}

/** A way through one node: of the nodes in the same column, only this one. */
function only(way: PageWay, node: number): PageWay {
  return {
    ...way,
    identities: way.identities.includes(node) ? [node] : way.identities,
    audiences: way.audiences.includes(node) ? [node] : way.audiences,
  };
}

/** What the search looks through, for each role. */
function searchTexts({ report }: PageData): string[] {
  const names = new Map(report.identities.map(({ id, name }) => [id, name]));
  const applications = new Map(report.applications.map(({ id, name }) => [id, name]));
  return report.roles.map(({ arn, sentence, entries, findings, controllers, onward, permissions }) =>
    [
      arn,
      sentence,
      ...entries.flatMap(({ provider, issuer, audiences, subjects, identities, application = "" }) => [
        provider,
        issuer,
        ...audiences,
        ...subjects,
        ...identities.map((id) => names.get(id) ?? id),
        applications.get(application) ?? application,
      ]),
      ...findings.flatMap(({ rule, message }) => [rule, message]),
      ...controllers.flatMap(({ name = "", by }) => [name, by]),
      ...onward.map((role) => role.arn),
      ...permissions.policies,
      ...permissions.escalations.map(({ id }) => id),
      ...permissions.dataServices.map(({ service }) => service),
    ]
      .join("\n")
      .toLowerCase(),
  );
}
