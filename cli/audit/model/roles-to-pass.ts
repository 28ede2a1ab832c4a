/** Answers what a role gains by passing another role of its account to an AWS service. */
import { grouped } from "../../../trust";
import type { Estate, PassableRoleKind as PassableGroup, PolicyReferences } from "../estate/estate";
import { effectiveOf, judgePermissions, type RolePolicies } from "../permissions/judge-permissions";
import { isForService } from "../permissions/service-principals";
import { NOT_KNOWN, type PassableRoles, type PassedRole } from "../permissions/surroundings";
import { watchedAction } from "../permissions/watched-actions";
import { NamePatterns } from "./name-patterns";

const PASS_ROLE = watchedAction("iam:PassRole");
const ASSUME_ROLE = watchedAction("sts:AssumeRole");

/** Roles of one account that the same services assume, and that are worth the same. */
interface Worth extends Omit<PassedRole, "arn"> {
  readonly arns: readonly string[];
}

/** Knows which roles can be passed to which service, and what each is worth. */
export class RolesToPass {
  readonly #estate: Pick<Estate, "passable" | "assumable" | "sections">;
  readonly #policiesOf: (arn: string, references: PolicyReferences) => RolePolicies;
  #worth: ReadonlyMap<string, readonly Worth[]> | undefined;
  readonly #found = new Map<string, readonly Worth[]>();

  /**
   * @param policiesOf - The policies of a role.
   */
  constructor(
    estate: Pick<Estate, "passable" | "assumable" | "sections">,
    policiesOf: (arn: string, references: PolicyReferences) => RolePolicies,
  ) {
    this.#estate = estate;
    this.#policiesOf = policiesOf;
  }

  /**
   * The roles that a role can pass.
   *
   * Source: AWS, "Grant a user permissions to pass a role to an AWS service": roles are passed within an account.
   */
  for(arn: string): PassableRoles {
    const account = accountIn(arn);
    this.#worth ??= this.#judge();
    const all = this.#worth.get(account) ?? [];
    return this.#among(arn, account, (service, patterns) => this.#assumedBy(account, all, service, patterns));
  }

  #among(
    arn: string,
    account: string,
    find: (service: string | undefined, patterns: readonly string[]) => readonly Worth[],
  ): PassableRoles {
    const among = function* (service: string | undefined, patterns: readonly string[]): Iterable<PassedRole> {
      for (const { arns, ...worth } of find(service, patterns)) {
        for (const one of arns) {
          if (one !== arn) {
            yield { ...worth, arn: one };
          }
        }
      }
    };
    return {
      complete: this.#estate.sections.get(`aws/${account}/authorization-details`) === "complete",
      assumedBy: among,
      assumedByAny: (patterns) => among(undefined, patterns),
    };
  }

  #assumedBy(
    account: string,
    all: readonly Worth[],
    service: string | undefined,
    patterns: readonly string[],
  ): readonly Worth[] {
    const key = JSON.stringify([account, service, patterns]);
    const known = this.#found.get(key);
    if (known !== undefined) {
      return known;
    }
    const found = assumedBy(all, service, patterns);
    this.#found.set(key, found);
    return found;
  }

  /**
   * What the roles of each account are worth, the worst first. A role can be powerful because it can pass another one, so they are
   * judged again until nothing changes. That ends, since a role only becomes more powerful.
   */
  #judge(): ReadonlyMap<string, readonly Worth[]> {
    const named = this.#named();
    const roles = this.#estate.passable.flatMap((group) => this.#byAccount(group, named));
    let worth = roles.map((role) => this.#worthOf(role, []));
    const passing = roles.flatMap(({ mayPass }, place) => (mayPass ? [place] : []));
    for (let isChanging = passing.length > 0; isChanging;) {
      isChanging = false;
      const accounts = grouped(present(worth), ({ arns }) => accountIn(arns[0] ?? ""));
      const next = [...worth];
      for (const place of passing) {
        const role = roles[place];
        const again = role && this.#worthOf(role, accounts.get(accountIn(role.arns[0] ?? "")) ?? []);
        isChanging ||= again?.power !== worth[place]?.power;
        next[place] = again;
      }
      worth = next;
    }
    const sorted = present(worth).sort((a, b) => ORDER.indexOf(a.power) - ORDER.indexOf(b.power));
    return grouped(sorted, ({ arns }) => accountIn(arns[0] ?? ""));
  }

  /** What roles are worth, if the known ones can be passed; `undefined` if passing them adds nothing. */
  #worthOf({ services, policies, arns, isNamed }: Alike, known: readonly Worth[]): Worth | undefined {
    const [arn = ""] = arns;
    const all = this.#policiesOf(arn, policies);
    const passable = this.#among(arn, accountIn(arn), (service, patterns) =>
      assumedBy(known, service, patterns),
    );
    const { power, dataServices } = judgePermissions(all, { ...NOT_KNOWN, passable }, true);
    if (power === "administrator" || power === "escalation") {
      return { services, arns, power, dataServices };
    }
    if (isNamed || effectiveOf(all).on(ASSUME_ROLE).grants.length > 0) {
      return { services, arns, power: "onward", dataServices };
    }
    return power === "unknown" || power === "data" ? { services, arns, power, dataServices } : undefined;
  }

  /** Roles that other roles of their account name in their trust policies, by their ARNs or those of their sessions. */
  #named(): ReadonlySet<string> {
    return new Set(
      [...this.#estate.assumable.values()].flatMap(({ arn, trusts }) =>
        trusts
          .flatMap(({ denies, principals }) => (denies === true ? [] : principals))
          .filter((one) => accountIn(one) === accountIn(arn) && one !== arn && one !== sessionsOf(arn)),
      ),
    );
  }

  #byAccount({ arns, services, policies }: PassableGroup, named: ReadonlySet<string>): Alike[] {
    const isNamed = (arn: string): boolean => named.has(arn) || named.has(sessionsOf(arn));
    const mayPass = this.#policiesOf(arns[0] ?? "", policies).policies.some(({ facts }) =>
      facts.statements.some(({ actions }) => actions.includes(PASS_ROLE)),
    );
    const groups = grouped(arns, (arn) => `${accountIn(arn)} ${isNamed(arn)}`);
    return [...groups.values()].map((own) => ({
      services,
      policies,
      arns: own,
      isNamed: isNamed(own[0] ?? ""),
      mayPass,
    }));
  }
}

/** What a role is worth, the worst first. */
const ORDER: readonly PassedRole["power"][] = ["administrator", "escalation", "onward", "unknown", "data"];

/** Roles of one account that are judged together. */
interface Alike extends PassableGroup {
  /** Whether the trust policies of other roles name them, so that they need no permission. */
  readonly isNamed: boolean;
  readonly mayPass: boolean;
}

function present(worth: readonly (Worth | undefined)[]): Worth[] {
  return worth.filter((one) => one !== undefined);
}

/** Those that a service assumes, or any, among patterns of ARNs. */
function assumedBy(
  all: readonly Worth[],
  service: string | undefined,
  patterns: readonly string[],
): readonly Worth[] {
  const isAny = patterns.includes("*");
  const names = new NamePatterns(patterns);
  return all
    .filter(({ services }) => service === undefined || services.some((one) => isForService(one, service)))
    .map((worth) =>
      isAny
        ? worth
        : {
            ...worth,
            arns: worth.arns.filter((arn) => names.match(arn)),
          },
    )
    .filter(({ arns }) => arns.length > 0);
}

/** The sessions of a role, as the reduced trust policies name them: without the role's path and the session's name. */
export function sessionsOf(arn: string): string {
  const [, partition, , , account] = arn.split(":");
  return `arn:${partition ?? ""}:sts::${account ?? ""}:assumed-role/${arn.slice(arn.lastIndexOf("/") + 1)}`;
}

/** The account in an ARN. */
export function accountIn(arn: string): string {
  return arn.split(":")[4] ?? "";
}
