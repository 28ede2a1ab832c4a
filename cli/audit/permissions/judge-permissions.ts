/** Decides a role's power in the report, from nothing to administrator, by its own policies. */
import type { EscalationPath as PathOfTable } from "../../../trust";
import type { EscalationPath, Permissions } from "../audit-report";
import { REGION } from "./conditions";
import { DATA_SERVICES, isAbout } from "./data-services";
import { dataText, listed } from "./data-text";
import { all, allowed, any, type Doubt } from "./doubt";
import { type Allowance, EffectivePermissions } from "./effective";
import { mayPass } from "./judge-passing";
import { judgePaths, serviceOf } from "./judge-paths";
import type { PolicyFacts } from "./policy-facts";
import { excludesIam, isBroad } from "./resource-patterns";
import { NOT_KNOWN, type Surroundings } from "./surroundings";
import { unprovenDanger } from "./unproven";
import { ADMINISTRATION, watchedAction } from "./watched-actions";

/** The policies of a role, as far as the input has them. */
export interface RolePolicies {
  readonly arn: string;
  /** Inline and managed policies by their names. */
  readonly policies: readonly { readonly name: string; readonly facts: PolicyFacts }[];
  /** The ARNs of the managed policies that are attached. */
  readonly attached: readonly string[];
  /** ARNs of attached policies that the input does not have. */
  readonly missing: readonly string[];
  readonly boundary?: { readonly name: string; readonly facts?: PolicyFacts };
}

const ADMINISTRATOR = ADMINISTRATION.map((action) => ({ action, position: watchedAction(action) }));

const SERVICES = DATA_SERVICES.map(({ service, read, write }) => ({
  service,
  read: read.map(watchedAction),
  write: write.map(watchedAction),
}));

/**
 * Judges how far a role gets by itself: without the roles that it can assume.
 *
 * @param surroundings - What the role's account has. Default: not known.
 * @param isProvenOnly - Whether only proven paths count. Otherwise a dangerous permission without a proven path makes the power unknown.
 */
export function judgePermissions(
  role: RolePolicies,
  surroundings: Surroundings = NOT_KNOWN,
  isProvenOnly = false,
): Permissions {
  const effective = effectiveOf(role);
  const administrator = all(
    ADMINISTRATOR.map(({ action, position }) => broadly(effective.on(position), action, role.arn)),
  );
  const isRegional =
    administrator.state === "depends" && administrator.conditions.every((key) => key === REGION);
  const isAdministrator = administrator.state === "yes" || isRegional;
  const data = SERVICES.map(({ service, read, write }) => {
    const reaches = (action: number): Doubt =>
      allowed(effective.on(action), ({ pattern }) => isAbout(service, pattern));
    return { service, read: any(read.map(reaches)), write: any(write.map(reaches)) };
  });
  const reached = data.filter(({ read, write }) => read.state === "yes" || write.state === "yes");
  const dataServices = reached.map(({ service, read, write }) => ({
    service,
    access: accessOf(read.state === "yes", write.state === "yes"),
  }));
  const paths = judgePaths(
    {
      arn: role.arn,
      attached: role.attached,
      hasBoundary: role.boundary !== undefined,
      effective,
      dataServices,
    },
    surroundings,
  );
  const certain = paths.filter(({ result }) => result.state === "yes").map(({ path }) => path);
  const doubts = doubtsOf(
    administrator,
    paths.map(({ result }) => result),
    data.flatMap(({ read, write }) => [read, write]),
  );
  const escalations = isAdministrator ? [] : certain.map(shownPath);
  const decided = isAdministrator || escalations.length > 0;
  // What depends on conditions is unknown already.
  const danger =
    decided || isProvenOnly || doubts.length > 0
      ? undefined
      : (mayPass(effective, servicesWritten(role), surroundings.passable) ?? unprovenDanger(effective));
  const isOpen =
    !decided &&
    (danger !== undefined ||
      effective.work.isSpent ||
      doubts.length > 0 ||
      role.missing.length > 0 ||
      role.policies.some(isUnreadable));
  const power = isAdministrator
    ? "administrator"
    : escalations.length > 0
      ? "escalation"
      : isOpen
        ? "unknown"
        : reached.length > 0
          ? "data"
          : role.policies.some(({ facts }) => facts.allows)
            ? "limited"
            : "none";
  const possible =
    administrator.state === "depends" ? "administrator" : danger === undefined ? undefined : "escalation";
  return {
    power,
    because: isRegional
      ? "It may do everything in the regions that aws:RequestedRegion names."
      : (danger ?? because(power, certain, dataServices)),
    policies: role.policies.filter(({ facts }) => facts.allows).map(({ name }) => name),
    escalations,
    dataServices,
    ...(role.boundary === undefined ? {} : { boundary: role.boundary.name }),
    ...(isOpen && possible !== undefined ? { possible } : {}),
    notSeen: [
      ...(decided ? [] : doubts),
      ...(danger === undefined ? [] : [danger]),
      ...deniedOn([
        administrator,
        ...paths.map(({ result }) => result),
        ...data.flatMap(({ read, write }) => [read, write]),
      ]),
      ...(!isAdministrator && paths.some(({ isGuess, result }) => isGuess && result.state === "yes")
        ? [
            "The input does not have all roles of the account, so there may be no role that it can pass to a service for more permissions.",
          ]
        : []),
      ...(effective.work.isSpent
        ? ["Its policies are too complex to evaluate completely, so it may be able to do more."]
        : []),
      ...role.missing.map((arn) => `The input does not have the policy ${arn}.`),
      ...role.policies
        .filter(isUnreadable)
        .map(({ name, facts }) =>
          facts.unreadable === "complex"
            ? `The policy ${name} is too complex to evaluate.`
            : `The policy ${name} could not be read.`,
        ),
      ...(role.boundary !== undefined && role.boundary.facts === undefined
        ? [
            `The input does not have the permissions boundary ${role.boundary.name}, so the role may be able to do less.`,
          ]
        : []),
    ],
  };
}

/** What the policies of a role allow together. */
export function effectiveOf({ arn, policies, boundary }: RolePolicies): EffectivePermissions {
  return new EffectivePermissions(
    policies.map(({ facts }) => facts),
    boundary?.facts,
    arn.split(":")[4],
  );
}

/** The services in which a role may change something. A boundary leaves those that it allows too. */
function servicesWritten({ policies, boundary }: RolePolicies): readonly string[] {
  const own = [...new Set(policies.flatMap(({ facts }) => facts.writes))];
  const limit = boundary?.facts?.writes;
  return limit === undefined || limit.includes("*")
    ? own
    : own.includes("*")
      ? limit
      : own.filter((service) => limit.includes(service));
}

function isUnreadable({ facts }: RolePolicies["policies"][number]): boolean {
  return facts.unreadable !== undefined;
}

/** Whether an action is allowed on more than chosen resources. */
function broadly(allowance: Allowance, action: string, roleArn: string): Doubt {
  const service = serviceOf(action);
  return allowed(
    allowance,
    ({ pattern, except }) =>
      isBroad(pattern, service) && !(service === "iam" && excludesIam(except, roleArn)),
  );
}

/** What a role may do with the data of a service. */
function accessOf(reads: boolean, writes: boolean): Permissions["dataServices"][number]["access"] {
  return reads && writes ? "read and write" : writes ? "write" : "read";
}

/** What a Deny with conditions leaves open. */
function deniedOn(doubts: readonly Doubt[]): string[] {
  const keys = [...new Set(doubts.flatMap((doubt) => doubt.deniedOn))];
  return keys.length === 0
    ? []
    : [`A Deny with conditions on ${listed(keys)} is not evaluated, so the role may be able to do less.`];
}

/** On which conditions it depends how far the role gets. Those that only decide less are left out. */
function doubtsOf(administrator: Doubt, paths: readonly Doubt[], data: readonly Doubt[]): string[] {
  const sentence = (what: string, doubts: readonly Doubt[]): string[] => {
    const keys = [
      ...new Set(doubts.filter(({ state }) => state === "depends").flatMap(({ conditions }) => conditions)),
    ];
    return keys.length === 0 ? [] : [`Whether ${what} depends on conditions on ${listed(keys)}.`];
  };
  const isReached = data.some(({ state }) => state === "yes");
  return [
    ...sentence("the role is an administrator", [administrator]),
    ...sentence("the role can give itself more permissions", paths),
    ...(isReached ? [] : sentence("the role can read or write data", data)),
  ];
}

function shownPath({ id, needs, gives, source }: PathOfTable): EscalationPath {
  return { id, actions: needs.map(({ action }) => action), gives, source };
}

function because(
  power: Permissions["power"],
  paths: readonly PathOfTable[],
  data: Permissions["dataServices"],
): string {
  switch (power) {
    case "administrator":
      return "It may do everything, IAM included.";
    case "escalation":
      return `${paths[0]?.gives ?? ""}${paths.length > 1 ? ` There are ${paths.length - 1} more paths.` : ""}`;
    case "data":
      return `It can ${dataText(data)}.`;
    case "limited":
      return "None of its permissions leads to data, or to more permissions, as far as this audit knows them.";
    case "none":
      return "No policy allows it anything.";
    case "unknown":
      return "How far it gets depends on what could not be evaluated.";
  }
}
