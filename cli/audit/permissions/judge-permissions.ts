import { matchesWildcards } from "../../../trust";
import type { EscalationPath, Permissions } from "../audit-report";
import { DATA_SERVICES } from "./data-services";
import { dataText, listed } from "./data-text";
import { type Allowance, allowed, type Doubt, EffectivePermissions, type Grant, isFor } from "./effective";
import { ESCALATION_PATHS, type KnownPath, type NeededAction } from "./escalation-paths";
import type { PolicyFacts } from "./policy-facts";
import { isBroad, isOfService } from "./resource-patterns";
import { isForService } from "./service-principals";
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
const ASSUME_ROLE = watchedAction("sts:AssumeRole");

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

/** A role that can be passed to a service, and what it is worth. */
export interface PassedRole {
  readonly arn: string;
  /** `onward` if it can assume other roles: where they lead is not followed. */
  readonly power: "administrator" | "escalation" | "onward" | "unknown" | "data";
  readonly dataServices: Permissions["dataServices"];
}

/** The roles of an account that can be passed. */
export interface PassableRoles {
  /** Whether these are all. If not, a role that nobody knows of may be passed. */
  readonly complete: boolean;
  /** The roles that a service assumes, among patterns of ARNs, the worst first. The role that asks is not among them. */
  readonly assumedBy: (service: string, patterns: readonly string[]) => Iterable<PassedRole>;
}

const NOT_KNOWN: PassableRoles = { complete: false, assumedBy: () => [] };

/** A role of an account that is an administrator, or can become one. */
export interface PowerfulRole {
  readonly arn: string;
  readonly power: "administrator" | "escalation";
}

/**
 * Judges how far a role gets by itself: without the roles that it can assume.
 *
 * @param passable - The roles that it may pass. Default: not known, so that any role counts where any may be passed.
 * @param named - The powerful roles whose trust policies its policies name, the worst first. Default: none.
 */
export function judgePermissions(
  role: RolePolicies,
  passable: PassableRoles = NOT_KNOWN,
  named: readonly PowerfulRole[] = [],
): Permissions {
  const effective = new EffectivePermissions(
    role.policies.map(({ facts }) => facts),
    role.boundary?.facts,
  );
  const administrator = all(
    ADMINISTRATOR.map(({ action, position }) => broadly(effective.on(position), action)),
  );
  const data = SERVICES.map(({ service, read, write }) => ({
    service,
    read: any(read.map((action) => allowed(effective.on(action)))),
    write: any(write.map((action) => allowed(effective.on(action)))),
  }));
  const reached = data.filter(({ read, write }) => read.state === "yes" || write.state === "yes");
  const dataServices = reached.map(({ service, read, write }) => ({
    service,
    access: accessOf(read.state === "yes", write.state === "yes"),
  }));
  const paths = PATHS.filter(({ path }) => path.ofBoundary !== true || role.boundary !== undefined).map(
    ({ path, needs }) => {
      const others = all(
        needs
          .filter(({ position }) => path.passedTo === undefined || position !== PASS_ROLE)
          .map(({ needed, position }) => fulfills(effective.on(position), needed, role)),
      );
      const [needed] = needs;
      if (path.ofNamedRoles === true && needed !== undefined && others.state !== "yes") {
        return takingOver({ path, result: others, isGuess: false }, needed.position, effective, named);
      }
      return path.passedTo === undefined || others.state === "no"
        ? { path, result: others, isGuess: false }
        : passing(path, path.passedTo, others, { effective, passable, dataServices });
    },
  );
  const certain = paths.filter(({ result }) => result.state === "yes").map(({ path }) => path);
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
      ...(!isAdministrator && paths.some(({ isGuess, result }) => isGuess && result.state === "yes")
        ? [
            "The input does not have all roles of the account, so there may be no role that it can pass to a service for more permissions.",
          ]
        : []),
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

/** A path, and whether the role can go it. */
interface JudgedPath {
  readonly path: KnownPath;
  readonly result: Doubt;
  /** Whether nobody knows if there is a role to pass. */
  readonly isGuess: boolean;
}

interface Passing {
  readonly effective: EffectivePermissions;
  readonly passable: PassableRoles;
  readonly dataServices: Permissions["dataServices"];
}

/**
 * Judges a path that passes a role. A role that is named must be known as powerful. If any role may be passed, one that adds
 * something must exist, unless the input does not have all roles.
 */
function passing(
  path: KnownPath,
  service: string,
  others: Doubt,
  { effective, passable, dataServices }: Passing,
): JudgedPath {
  const allowance = effective.on(PASS_ROLE);
  const grants = allowance.grants.filter(
    ({ passedTo }) => passedTo === undefined || passedTo.some((one) => isForService(one, service)),
  );
  const isAny = grants.some(({ pattern }) => isBroad(pattern, "iam"));
  if (isAny && !passable.complete) {
    const isDenied = effective.deniesPassing(PASS_ROLE, service);
    const result = isDenied
      ? NO
      : allowed({ ...allowance, grants }, ({ pattern }) => isBroad(pattern, "iam"));
    return { path, result: all([result, others]), isGuess: true };
  }
  const isWorth = (passed: PassedRole): boolean =>
    isPowerful(passed) || (isAny && addsTo(dataServices, passed));
  const find = (among: readonly Grant[]): PassedRole | undefined => {
    const patterns = [...new Set(among.map(({ pattern }) => pattern))];
    for (const assuming of patterns.length === 0 ? [] : (path.assumedBy ?? [service])) {
      for (const passed of passable.assumedBy(assuming, patterns)) {
        if (
          isWorth(passed) &&
          among.some((grant) => isFor(grant, passed.arn)) &&
          !effective.deniesPassing(PASS_ROLE, service, passed.arn)
        ) {
          return passed;
        }
      }
    }
    return undefined;
  };
  // What is certain comes first, even if something worse depends on conditions.
  const passed = find(grants.filter(({ conditions }) => conditions.length === 0)) ?? find(grants);
  return passed === undefined
    ? { path, result: NO, isGuess: false }
    : {
        path: { ...path, gives: passingOf(service, passed) },
        result: all([allowed({ ...allowance, grants }, (grant) => isFor(grant, passed.arn)), others]),
        isGuess: false,
      };
}

/**
 * Judges a path that changes the trust policy of a role, if that is allowed on a role by its name. A role of the same account needs
 * no further permission to assume it then, but no Deny either.
 *
 * Source: AWS STS API, "AssumeRole".
 */
function takingOver(
  judged: JudgedPath,
  action: number,
  effective: EffectivePermissions,
  named: readonly PowerfulRole[],
): JudgedPath {
  const allowance = effective.on(action);
  const found = named.flatMap(({ arn, power }): JudgedPath[] => {
    const result = allowed(allowance, (grant) => isFor(grant, arn));
    return result.state === "no" || effective.denies(action, arn) || effective.denies(ASSUME_ROLE, arn)
      ? []
      : [
          {
            path: {
              ...judged.path,
              gives: `It can make the role ${arn}, ${PASSED[power]}, trust it, and then assume it.`,
            },
            result,
            isGuess: false,
          },
        ];
  });
  return (
    found.find(({ result }) => result.state === "yes") ??
    (judged.result.state === "no" ? (found[0] ?? judged) : judged)
  );
}

function isPowerful({ power }: PassedRole): boolean {
  return power === "administrator" || power === "escalation";
}

/** Whether a role adds something to the data that another one reaches. What is not known may be anything. */
function addsTo(own: Permissions["dataServices"], { power, dataServices }: PassedRole): boolean {
  return (
    power !== "data" ||
    dataServices.some(({ service, access }) => {
      const known = own.find((one) => one.service === service)?.access;
      return known !== access && known !== "read and write";
    })
  );
}

const PASSED: Readonly<Record<PassedRole["power"], string>> = {
  administrator: "which is an administrator",
  escalation: "which can give itself more permissions",
  onward: "which can assume other roles",
  unknown: "whose permissions could not be evaluated",
  data: "which reaches data that it does not",
};

function passingOf(service: string, { arn, power }: PassedRole): string {
  return `It can run code in ${service.split(".")[0] ?? service} with the role ${arn}, ${PASSED[power]}.`;
}

/** Whether an action is allowed where a path needs it. */
function fulfills(
  allowance: Allowance,
  { action, target }: NeededAction,
  { arn, attached }: RolePolicies,
): Doubt {
  const own =
    target === "own-role"
      ? [arn]
      : target === "own-policy"
        ? attached.filter((policy) => !policy.includes(":iam::aws:"))
        : [];
  const service = serviceOf(action);
  return allowed(allowance, ({ pattern }) =>
    target === "any"
      ? isOfService(pattern, service)
      : isBroad(pattern, service) || own.some((resource) => matchesWildcards(pattern, resource)),
  );
}

/** What a role may do with the data of a service. */
function accessOf(reads: boolean, writes: boolean): Permissions["dataServices"][number]["access"] {
  return reads && writes ? "read and write" : writes ? "write" : "read";
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
