/** The ways into the roles of a report: the graph before anything is collapsed. */
import type { AuditedRole, AuditReport, Entry } from "../audit-report";
import type { NodeKind } from "./page-data";
import { POWER_WORDS, REACH_WORDS } from "./words";

/** A node by what it stands for. */
export interface RawNode {
  /** The same for the same thing, and for nothing else. */
  readonly key: string;
  readonly column: number;
  readonly kind: NodeKind;
  readonly title: string;
  readonly subtitle: string;
  /** Names of what it stands for. */
  readonly members: readonly string[];
}

/** One way into one role. */
export interface RawWay {
  readonly identities: readonly RawNode[];
  readonly audiences: readonly RawNode[];
  readonly provider: RawNode;
  readonly role: RawNode;
  readonly outcome: RawNode;
  /** Position of the role in the report. */
  readonly of: number;
}

/** All ways of a report, in the order of its roles. Nodes that are the same are the same object. */
export function roleWays(report: AuditReport): RawWay[] {
  return new Ways(report).all();
}

class Ways {
  readonly #report: AuditReport;
  readonly #identities: ReadonlyMap<string, AuditReport["identities"][number]>;
  readonly #applications: ReadonlyMap<string, AuditReport["applications"][number]>;
  readonly #providers: ReadonlyMap<string, readonly string[]>;
  readonly #nodes = new Map<string, RawNode>();

  constructor(report: AuditReport) {
    this.#report = report;
    this.#identities = new Map(report.identities.map((identity) => [identity.id.toLowerCase(), identity]));
    this.#applications = new Map(report.applications.map((application) => [application.id, application]));
    const providers = new Map<string, string[]>();
    for (const { name, arn } of report.providers) {
      providers.set(name, [...(providers.get(name) ?? []), arn]);
    }
    this.#providers = providers;
  }

  all(): RawWay[] {
    return this.#report.roles.flatMap((role, of) =>
      role.entries.map((entry) => ({
        identities: this.#identitiesOf(entry),
        audiences: this.#audiencesOf(entry),
        provider: this.#providerOf(entry),
        role: this.#node("role", 3, role.arn, { title: role.name, subtitle: role.account, member: role.arn }),
        outcome: this.#outcomeOf(role),
        of,
      })),
    );
  }

  #identitiesOf(entry: Entry): RawNode[] {
    const { subjects, identities, exact, issuer, provider, reach } = entry;
    if (subjects.length === 0 && identities.length === 0) {
      const isAssigned = reach === "assigned";
      const title = isAssigned ? "Any assigned identity" : "Any subject";
      const id = isAssigned ? `${provider} ${entry.audiences.join(" ")}` : provider;
      return [this.#node("open", 0, id, { title, subtitle: issuer, member: `${title} of ${provider}` })];
    }
    const ids = new Set(identities.map((id) => id.toLowerCase()));
    const unnamed = subjects.filter((subject) => !ids.has(subject.toLowerCase()));
    return [
      ...identities.map((id) => {
        const known = this.#identities.get(id.toLowerCase());
        const facts = {
          title: known?.name ?? id,
          subtitle: known?.type ?? issuer,
          member: known?.name ?? id,
        };
        return this.#node("identity", 0, id.toLowerCase(), facts);
      }),
      ...unnamed.map((subject) =>
        this.#node(exact ? "subject" : "pattern", 0, `${provider} ${subject}`, {
          title: subject,
          subtitle: exact ? issuer : `Pattern, ${issuer}`,
          member: subject,
        }),
      ),
    ];
  }

  #audiencesOf({ audiences, application, provider }: Entry): RawNode[] {
    const known = application === undefined ? undefined : this.#applications.get(application);
    if (known !== undefined) {
      const facts = { title: known.name, subtitle: audiences.join(", "), member: known.name };
      return [this.#node("application", 1, known.id, facts)];
    }
    if (audiences.length === 0) {
      const facts = { title: "Any audience", subtitle: provider, member: `Any audience of ${provider}` };
      return [this.#node("open", 1, provider, facts)];
    }
    return audiences.map((audience) =>
      this.#node("audience", 1, audience, { title: audience, subtitle: "Audience", member: audience }),
    );
  }

  #providerOf({ provider, issuer }: Entry): RawNode {
    const arns = this.#providers.get(provider) ?? [];
    const title = provider === "*" ? "Any provider" : issuer;
    return this.#node("provider", 2, provider, { title, subtitle: provider, member: provider }, arns);
  }

  #outcomeOf({ reach, permissions }: AuditedRole): RawNode {
    const who = REACH_WORDS[reach ?? "named"];
    const what = POWER_WORDS[permissions.power];
    return this.#node("outcome", 4, `${reach ?? "named"} ${permissions.power}`, {
      title: who.short,
      subtitle: what.short,
      member: `${who.long}: ${what.long}`,
    });
  }

  #node(
    kind: NodeKind,
    column: number,
    id: string,
    { title, subtitle, member }: { title: string; subtitle: string; member: string },
    further: readonly string[] = [],
  ): RawNode {
    const key = `${kind} ${column} ${id}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) {
      return known;
    }
    const node = { key, column, kind, title, subtitle, members: [member, ...further] };
    this.#nodes.set(key, node);
    return node;
  }
}
