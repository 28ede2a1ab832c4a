/** Decides which known escalation paths are open to a role. */
import {
  DANGEROUS_ACTIONS,
  ESCALATION_PATHS,
  type EscalationPath,
  type NeededAction,
  reachesSeveral,
  type ResourceForm,
} from "../../../trust";
import type { Permissions } from "../audit-report";
import { all, allowed, type Doubt, NO } from "./doubt";
import { type Allowance, type EffectivePermissions, type Grant, Grants, isFor } from "./effective";
import { findPassed, passingOf, POWER_OF_IDENTITY } from "./judge-passing";
import { common, coversPattern, excludesIam, isBroad, isOfService } from "./resource-patterns";
import { isForService } from "./service-principals";
import type { Surroundings } from "./surroundings";
import { watchedAction } from "./watched-actions";

const PASS_ROLE = watchedAction("iam:PassRole");
const ASSUME_ROLE = watchedAction("sts:AssumeRole");

/** A path with the positions of its actions. */
const PATHS = ESCALATION_PATHS.map((path) => ({
  path,
  needs: path.needs.map((needed) => ({ needed, position: watchedAction(needed.action) })),
}));

/** The resources of the actions that are accepted on named ones. */
const FORMS: ReadonlyMap<string, readonly ResourceForm[]> = new Map(
  DANGEROUS_ACTIONS.flatMap(({ action, named }) => (named === undefined ? [] : [[action, named]])),
);

/** The role whose paths are judged. */
export interface PathsOf {
  readonly arn: string;
  /** The ARNs of its managed policies. */
  readonly attached: readonly string[];
  readonly hasBoundary: boolean;
  readonly effective: EffectivePermissions;
  readonly dataServices: Permissions["dataServices"];
}

/** A path, and whether the role can go it. */
export interface JudgedPath {
  readonly path: EscalationPath;
  readonly result: Doubt;
  /** Whether nobody knows if there is a role to pass. */
  readonly isGuess: boolean;
}

/** Judges each path of the table. */
export function judgePaths(role: PathsOf, surroundings: Surroundings): readonly JudgedPath[] {
  const { effective } = role;
  return PATHS.filter(({ path }) => path.ofBoundary !== true || role.hasBoundary).map(({ path, needs }) => {
    if (path.sameResource !== undefined) {
      return { path, result: onOneResource(path.sameResource, needs, role), isGuess: false };
    }
    const others = all(
      needs
        .filter(({ position }) => path.passedTo === undefined || position !== PASS_ROLE)
        .map(({ needed, position }) => fulfills(effective.on(position), needed, role)),
    );
    const judged = { path, result: others, isGuess: false };
    const [first] = needs;
    if (path.passedTo !== undefined) {
      return others.state === "no" ? judged : passing(path, path.passedTo, others, role, surroundings);
    }
    return first === undefined || others.state === "yes"
      ? judged
      : byName(judged, first.position, effective, surroundings);
  });
}

/**
 * Judges a path that passes a role. A role that is named must be known as powerful. If any role may be passed, one that adds
 * something must exist, unless the input does not have all roles.
 */
function passing(
  path: EscalationPath,
  service: string,
  others: Doubt,
  { effective, dataServices }: PathsOf,
  { passable }: Surroundings,
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
  const find = (among: readonly Grant[]): ReturnType<typeof findPassed> =>
    findPassed(path.assumedBy ?? [service], among, isAny ? dataServices : undefined, passable, (arn) =>
      effective.deniesPassing(PASS_ROLE, service, arn),
    );
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
 * Judges a path of one action that is allowed on another identity by its name: one that is powerful, or a role that the role can
 * assume. A role of the same account needs no further permission to assume it once it trusts it, but no Deny either.
 *
 * Source: AWS STS API, "AssumeRole".
 */
function byName(
  judged: JudgedPath,
  action: number,
  effective: EffectivePermissions,
  { named, assumable }: Surroundings,
): JudgedPath {
  const { ofNamed, ofAssumable } = judged.path;
  const kind = ofNamed === undefined ? undefined : `:${ofNamed}/`;
  const targets: readonly (readonly [arn: string, gives: string])[] = [
    ...(kind === undefined ? [] : named)
      .filter(({ arn }) => arn.includes(kind ?? ""))
      .map(({ arn, power }) => [arn, takingOver(ofNamed, arn, POWER_OF_IDENTITY[power])] as const),
    ...(ofAssumable === true ? assumable : []).map(
      (arn) => [arn, `It can give the role ${arn}, which it can assume, every permission.`] as const,
    ),
  ];
  const allowance = effective.on(action);
  const found = targets.flatMap(([arn, gives]): JudgedPath[] => {
    const result = allowed(allowance, (grant) => isFor(grant, arn));
    const isDenied =
      effective.denies(action, arn) || (ofNamed !== "user" && effective.denies(ASSUME_ROLE, arn));
    return result.state === "no" || isDenied
      ? []
      : [{ path: { ...judged.path, gives }, result, isGuess: false }];
  });
  return (
    found.find(({ result }) => result.state === "yes") ??
    (judged.result.state === "no" ? (found[0] ?? judged) : judged)
  );
}

function takingOver(kind: "role" | "user" | undefined, arn: string, power: string): string {
  return kind === "user"
    ? `It can act as the user ${arn}, ${power}.`
    : `It can make the role ${arn}, ${power}, trust it, and then assume it.`;
}

/** Whether all actions are allowed on one role or user of the account, with or without its name. */
function onOneResource(
  kind: "role" | "user",
  needs: readonly { readonly position: number }[],
  { arn, effective }: PathsOf,
): Doubt {
  const allowances = needs.map(({ position }) => effective.on(position));
  if (allowances.some(({ grants }) => grants.length === 0)) {
    return NO;
  }
  const [, partition = "", , , account = ""] = arn.split(":");
  const home: Grant = { pattern: `arn:${partition}:iam::${account}:${kind}/*`, conditions: [] };
  let left: readonly Grant[] = [home];
  for (const { grants } of allowances) {
    const next = new Grants(effective.work);
    for (const one of left) {
      for (const other of grants) {
        const pattern = common(one.pattern, other.pattern, effective.work);
        if (effective.work.isSpent) {
          return NO;
        }
        if (pattern !== undefined && !other.except?.some((excluded) => coversPattern(excluded, pattern))) {
          next.add({ pattern, conditions: [...new Set([...one.conditions, ...other.conditions])] });
        }
      }
    }
    left = next.all;
  }
  // What the role may do with itself has paths of its own.
  left = left.filter(({ pattern }) => pattern !== arn);
  return allowed({ grants: left, deniedOn: [...new Set(allowances.flatMap(({ deniedOn }) => deniedOn))] });
}

/** Whether an action is allowed where a path needs it. */
function fulfills(allowance: Allowance, { action, target }: NeededAction, { arn, attached }: PathsOf): Doubt {
  const own =
    target === "own-role"
      ? [arn]
      : target === "own-policy"
        ? attached.filter((policy) => !policy.includes(":iam::aws:"))
        : [];
  const service = serviceOf(action);
  const forms = FORMS.get(action);
  const isWide = ({ pattern, except }: Grant): boolean =>
    service === "iam" && excludesIam(except, arn)
      ? false
      : forms === undefined
        ? isBroad(pattern, service)
        : forms.some(
            (form) =>
              isBroad(pattern, form.service) && (except !== undefined || reachesSeveral(pattern, form)),
          );
  return allowed(allowance, (grant) =>
    target === "any"
      ? isOfService(grant.pattern, service)
      : isWide(grant) || own.some((resource) => isFor(grant, resource)),
  );
}

/** The service of an action as ARNs name it; empty for every action. */
export function serviceOf(action: string): string {
  const [service = ""] = action.split(":");
  return service === "\0" ? "" : (SERVICE_OF_RESOURCES[service] ?? service);
}

/** Services whose actions are about resources of another one. */
const SERVICE_OF_RESOURCES: Readonly<Record<string, string>> = { "ec2-instance-connect": "ec2", sts: "iam" };
