import { matchesWildcards } from "../../../trust";
import type { EscalationPath, Permissions } from "../audit-report";
import { DATA_SERVICES } from "./data-services";
import { type Allowance, allowed, type Doubt, EffectivePermissions, type Grant } from "./effective";
import { ESCALATION_PATHS, type KnownPath, type NeededAction } from "./escalation-paths";
import type { PolicyFacts } from "./policy-facts";
import { isBroad, isOfService } from "./resource-patterns";
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

const PASS_ROLE = watchedAction("iam:PassRole");

/** A path with the positions of its actions. */
const PATHS = ESCALATION_PATHS.map((path) => ({
  path,
  needs: path.needs.map((needed) => ({ needed, position: watchedAction(needed.action) })),
}));

const SERVICES = DATA_SERVICES.map(({ service, read, write }) => ({
  service,
  read: read.map(watchedAction),
  write: write.map(watchedAction),
}));

/** A role that can be passed to a service. */
export interface PassedRole {
  readonly arn: string;
  readonly power: "administrator" | "escalation";
}

/** Finds a powerful role among patterns of ARNs that a service assumes. */
export type FindPassed = (service: string, patterns: readonly string[]) => PassedRole | undefined;

/**
 * Judges how far a role gets by itself: without the roles that it can assume.
 *
 * @param findPassed - Finds a powerful role that it may pass, where only named ones may be passed. Without it, none counts.
 */
export function judgePermissions(role: RolePolicies, findPassed: FindPassed = () => undefined): Permissions {
  const effective = new EffectivePermissions(
    role.policies.map(({ facts }) => facts),
    role.boundary?.facts,
  );
  const administrator = all(
    ADMINISTRATOR.map(({ action, position }) => broadly(effective.on(position), action)),
  );
  const paths = PATHS.filter(({ path }) => path.ofBoundary !== true || role.boundary !== undefined).map(
    ({ path, needs }) => {
      const passed = passedBy(path, effective, findPassed);
      return {
        path: passed === undefined ? path : { ...path, gives: passingOf(path, passed) },
        result: all(
          needs.map(({ needed, position }) => fulfills(effective.on(position), needed, path, role, passed)),
        ),
      };
    },
  );
  const certain = paths.filter(({ result }) => result.state === "yes").map(({ path }) => path);
  const data = SERVICES.map(({ service, read, write }) => ({
    service,
    read: any(read.map((action) => allowed(effective.on(action)))),
    write: any(write.map((action) => allowed(effective.on(action)))),
  }));
  const reached = data.filter(({ read, write }) => read.state === "yes" || write.state === "yes");
  const doubts = doubtsOf(
    administrator,
    paths.map(({ result }) => result),
    data.flatMap(({ read, write }) => [read, write]),
  );
  const isAdministrator = administrator.state === "yes";
  const escalations = isAdministrator ? [] : certain.map(shownPath);
  const decided = isAdministrator || escalations.length > 0;
  const isOpen =
    !decided && (doubts.length > 0 || role.missing.length > 0 || role.policies.some(isUnreadable));
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
  const dataServices = reached.map(({ service, write }) => ({
    service,
    access: write.state === "yes" ? ("write" as const) : ("read" as const),
  }));
  return {
    power,
    because: because(power, certain, dataServices),
    policies: role.policies.filter(({ facts }) => facts.allows).map(({ name }) => name),
    escalations,
    dataServices,
    ...(role.boundary === undefined ? {} : { boundary: role.boundary.name }),
    ...(isOpen && administrator.state === "depends" ? { possible: "administrator" as const } : {}),
    notSeen: [
      ...(decided ? [] : doubts),
      ...deniedOn([
        administrator,
        ...paths.map(({ result }) => result),
        ...data.flatMap(({ read, write }) => [read, write]),
      ]),
      ...role.missing.map((arn) => `The input does not have the policy ${arn}.`),
      ...role.policies.filter(isUnreadable).map(({ name }) => `The policy ${name} could not be read.`),
      ...(role.boundary !== undefined && role.boundary.facts === undefined
        ? [
            `The input does not have the permissions boundary ${role.boundary.name}, so the role may be able to do less.`,
          ]
        : []),
    ],
  };
}

function isUnreadable({ facts }: RolePolicies["policies"][number]): boolean {
  return facts.unreadable === true;
}

const NO: Doubt = { state: "no", conditions: [], deniedOn: [] };

/** Whether an action is allowed on more than chosen resources. */
function broadly(allowance: Allowance, action: string): Doubt {
  return allowed(allowance, ({ pattern }) => isBroad(pattern, serviceOf(action)));
}

/** The powerful role that a path can pass, if only named roles may be passed. */
function passedBy(
  { passedTo }: KnownPath,
  effective: EffectivePermissions,
  findPassed: FindPassed,
): PassedRole | undefined {
  if (passedTo === undefined) {
    return undefined;
  }
  const patterns = effective.on(PASS_ROLE).grants.map(({ pattern }) => pattern);
  return patterns.length === 0 || patterns.some((pattern) => isBroad(pattern, "iam"))
    ? undefined
    : findPassed(passedTo, patterns);
}

function passingOf({ passedTo = "" }: KnownPath, { arn, power }: PassedRole): string {
  const what =
    power === "administrator" ? "which is an administrator" : "which can give itself more permissions";
  return `It can run code in ${passedTo.split(".")[0] ?? passedTo} with the role ${arn}, ${what}.`;
}

/** Whether an action is allowed where a path needs it. */
function fulfills(
  allowance: Allowance,
  { action, target }: NeededAction,
  { passedTo }: KnownPath,
  { arn, attached }: RolePolicies,
  passed: PassedRole | undefined,
): Doubt {
  const own =
    target === "own-role"
      ? [arn]
      : target === "own-policy"
        ? attached.filter((policy) => !policy.includes(":iam::aws:"))
        : [];
  const service = serviceOf(action);
  const isThere = ({ pattern }: Grant): boolean =>
    (passed !== undefined && action === "iam:PassRole" && matchesWildcards(pattern, passed.arn)) ||
    (target === "any"
      ? isOfService(pattern, service)
      : isBroad(pattern, service) || own.some((resource) => matchesWildcards(pattern, resource)));
  const isPassable = ({ passedTo: services }: Grant): boolean =>
    action !== "iam:PassRole" ||
    passedTo === undefined ||
    services === undefined ||
    services.some((one) => matchesWildcards(one, passedTo));
  return allowed(allowance, (grant) => isThere(grant) && isPassable(grant));
}

/** The service of an action as ARNs name it; empty for every action. */
function serviceOf(action: string): string {
  const [service = ""] = action.split(":");
  // The resource is the instance.
  return service === "\0" ? "" : service === "ec2-instance-connect" ? "ec2" : service;
}

/** Whether all are allowed. */
function all(doubts: readonly Doubt[]): Doubt {
  if (doubts.some(({ state }) => state === "no")) {
    return NO;
  }
  return {
    state: doubts.some(({ state }) => state === "depends") ? "depends" : "yes",
    conditions: [...new Set(doubts.flatMap(({ conditions }) => conditions))],
    deniedOn: [...new Set(doubts.flatMap((doubt) => doubt.deniedOn))],
  };
}

/** Whether one is allowed. */
function any(doubts: readonly Doubt[]): Doubt {
  return doubts.find(({ state }) => state === "yes") ?? doubts.find(({ state }) => state === "depends") ?? NO;
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

function shownPath({ id, needs, gives, source }: KnownPath): EscalationPath {
  return { id, actions: needs.map(({ action }) => action), gives, source };
}

function because(
  power: Permissions["power"],
  paths: readonly KnownPath[],
  data: Permissions["dataServices"],
): string {
  switch (power) {
    case "administrator":
      return "It may do everything, IAM included.";
    case "escalation":
      return `${paths[0]?.gives ?? ""}${paths.length > 1 ? ` There are ${paths.length - 1} more paths.` : ""}`;
    case "data": {
      const of = (access: "read" | "write"): string =>
        listed(data.filter((one) => one.access === access).map(({ service }) => service));
      const [read, write] = [of("read"), of("write")];
      return `It can ${[write === "" ? "" : `write data of ${write}`, read === "" ? "" : `read data of ${read}`].filter((part) => part !== "").join(", and ")}.`;
    }
    case "limited":
      return "None of its permissions leads to data, or to more permissions, as far as this audit knows them.";
    case "none":
      return "No policy allows it anything.";
    case "unknown":
      return "How far it gets depends on what could not be evaluated.";
  }
}

/** Words as a list: `a, b, and c`. */
function listed(words: readonly string[]): string {
  return words.length < 3
    ? words.join(" and ")
    : `${words.slice(0, -1).join(", ")}, and ${words.at(-1) ?? ""}`;
}
