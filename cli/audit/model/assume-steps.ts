/** Decides which roles a role can assume in one step, by its own policies and the targets' trust policies. */
import { isObject, matchesWildcards, stringsIn } from "../../../trust";
import type { AssumableRole, AwsTrust, PolicyReferences } from "../estate/estate";
import { allowed } from "../permissions/doubt";
import { type EffectivePermissions, type Grant, isFor } from "../permissions/effective";
import { conditionKeys } from "../permissions/policy-facts";
import { watchedAction } from "../permissions/watched-actions";
import { accountIn, sessionsOf } from "./roles-to-pass";

const ASSUME_ROLE = watchedAction("sts:AssumeRole");

/** A role that may assume others. */
export interface Source {
  readonly arn: string;
  readonly policies: PolicyReferences;
}

/** Where a role gets in one step. */
export interface Step {
  readonly next: readonly AssumableRole[];
  /** The places of these roles among all that can be assumed. */
  readonly places: Int32Array;
  /** Roles that it can perhaps assume, each with what that depends on, in a sentence. */
  readonly unsure: readonly (readonly [role: AssumableRole, why: string])[];
  /** What could not be evaluated, in sentences. */
  readonly notSeen: readonly string[];
}

/** Most roles lead nowhere. */
const NOWHERE: Step = { next: [], places: new Int32Array(), unsure: [], notSeen: [] };

/** Whether a trust policy lets a role in. */
type Admission = "yes" | "by-account" | { readonly depends: readonly string[] } | "no";

/** What a role may do by its policies, and what it may do where somebody else's policy allows it. */
export type EffectiveOf = (
  arn: string,
  references: PolicyReferences,
) => { readonly own: EffectivePermissions; readonly granted: EffectivePermissions };

/** Knows which roles a role can assume. */
export class AssumeSteps {
  readonly #effectiveOf: EffectiveOf;
  /** Targets by the principals that their trust policies name. */
  readonly #byPrincipal = new Map<string, AssumableRole[]>();
  readonly #steps = new Map<string, Step>();
  readonly #places: ReadonlyMap<string, number>;

  constructor(targets: ReadonlyMap<string, AssumableRole>, effectiveOf: EffectiveOf) {
    this.#effectiveOf = effectiveOf;
    this.#places = new Map([...targets.values()].map(({ arn }, place) => [arn, place]));
    for (const role of targets.values()) {
      const admitting = role.trusts.filter(({ denies }) => denies !== true);
      for (const principal of new Set(admitting.flatMap(({ principals }) => principals))) {
        const list = this.#byPrincipal.get(principal);
        if (list === undefined) {
          this.#byPrincipal.set(principal, [role]);
        } else {
          list.push(role);
        }
      }
    }
  }

  /** How many roles can be assumed. */
  get size(): number {
    return this.#places.size;
  }

  /** The place of a role among those that can be assumed; -1 if it is not one. */
  placeOf(arn: string): number {
    return this.#places.get(arn) ?? -1;
  }

  /** The roles that are one step away. */
  from(source: Source): Step {
    const known = this.#steps.get(source.arn);
    if (known !== undefined) {
      return known;
    }
    const { own, granted } = this.#effectiveOf(source.arn, source.policies);
    const allowance = own.on(ASSUME_ROLE);
    const foreign = granted.on(ASSUME_ROLE);
    const caller = callerOf(source.arn);
    const next: AssumableRole[] = [];
    const unsure: [AssumableRole, string][] = [];
    for (const target of this.#candidates(source.arn)) {
      const admission = admissionOf(target.trusts, caller);
      if (target.arn === source.arn || admission === "no") {
        continue;
      }
      // The own permissions have all denies of the granted ones.
      if (own.denies(ASSUME_ROLE, target.arn)) {
        continue;
      }
      const onTarget = (grant: Grant): boolean => isFor(grant, target.arn);
      const permission = allowed(allowance, onTarget);
      // A trust policy of the same account that names the role itself needs no further permission, but a Deny and a boundary count.
      const isGranted =
        admission === "yes" &&
        accountIn(target.arn) === accountIn(source.arn) &&
        allowed(foreign, onTarget).state === "yes";
      if (permission.state === "no" && !isGranted) {
        continue;
      }
      const doubts = [
        ...(typeof admission === "string" ? [] : admission.depends),
        ...(isGranted ? [] : permission.conditions),
      ];
      if (doubts.length === 0) {
        next.push(target);
      } else {
        unsure.push([
          target,
          `Whether it can assume ${target.arn} depends on conditions on ${doubts.join(", ")}.`,
        ]);
      }
    }
    const notSeen = own.work.isSpent
      ? ["Its policies are too complex to evaluate which roles it can assume."]
      : [];
    const isNowhere = next.length + unsure.length + notSeen.length === 0;
    const places = Int32Array.from(next, ({ arn }) => this.placeOf(arn));
    const step = isNowhere ? NOWHERE : { next, places, unsure, notSeen };
    this.#steps.set(source.arn, step);
    return step;
  }

  /** Roles whose trust policies can name a role: itself, its account, or anyone. */
  #candidates(arn: string): Iterable<AssumableRole> {
    const partition = arn.split(":")[1] ?? "aws";
    const principals = [arn, sessionsOf(arn), `arn:${partition}:iam::${accountIn(arn)}:root`, "*"];
    return new Set(principals.flatMap((principal) => this.#byPrincipal.get(principal) ?? []));
  }
}

/**
 * Whether a trust policy lets a role in: by its own ARN, or by its account, which then needs a permission too.
 *
 * Source: AWS STS API, "AssumeRole": a principal of the same account may be named in the trust policy, or have a policy that
 * allows the call. One of another account needs both.
 */
function admissionOf(trusts: readonly AwsTrust[], { arn, names, root }: Caller): Admission {
  const isNamedIn = (principals: readonly string[]): boolean =>
    principals.some((principal) => names.includes(principal));
  const isKeptOut = trusts.some(
    ({ principals, condition, denies }) =>
      denies === true &&
      (isNamedIn(principals) || principals.some((one) => one.endsWith(root))) &&
      (condition === undefined || holds(condition, arn)),
  );
  if (isKeptOut) {
    return "no";
  }
  const results = trusts.flatMap(({ principals, condition, denies }): Admission[] => {
    const isNamed = isNamedIn(principals);
    if (denies === true || (!isNamed && !principals.some((one) => one.endsWith(root)))) {
      return [];
    }
    const doubts = condition === undefined ? [] : doubtsOf(condition, arn);
    return [
      doubts === "never" ? "no" : doubts.length > 0 ? { depends: doubts } : isNamed ? "yes" : "by-account",
    ];
  });
  return (
    results.find((result) => result === "yes") ??
    results.find((result) => result === "by-account") ??
    results.find((result) => typeof result !== "string") ??
    "no"
  );
}

/**
 * Whether a Deny concerns a role for certain. What the caller chooses does not count: it chooses otherwise. Nor does the organization: a
 * Deny can be for another one.
 */
function holds(condition: string, arn: string): boolean {
  return (
    !/"(?:sts:(?:externalid|rolesessionname)|aws:principalorg(?:id|paths))"/i.test(condition) &&
    doubtsOf(condition, arn).length === 0
  );
}

/** A role as trust policies can name it. */
interface Caller {
  readonly arn: string;
  readonly names: readonly string[];
  /** How the ARN of its account's root ends. */
  readonly root: string;
}

function callerOf(arn: string): Caller {
  return { arn, names: [arn, sessionsOf(arn), "*"], root: `:iam::${accountIn(arn)}:root` };
}

/**
 * The condition keys that decide, in addition to those whose outcome is known. A session of a web identity has no MFA. The caller
 * chooses the session's name and the external ID, which AWS does not treat as a secret.
 *
 * Sources: AWS, "AWS global condition context keys" (aws:MultiFactorAuthPresent, aws:PrincipalArn, aws:PrincipalAccount, aws:PrincipalOrgID), and
 * "The confused deputy problem" (sts:ExternalId).
 */
function doubtsOf(condition: string, arn: string): readonly string[] | "never" {
  const parsed: unknown = JSON.parse(condition);
  const doubts: string[] = [];
  for (const [operator, block] of Object.entries(isObject(parsed) ? parsed : {})) {
    for (const [key, values] of Object.entries(isObject(block) ? block : {})) {
      const outcome = outcomeOf(operator, key.toLowerCase(), stringsIn(values), arn);
      if (outcome === "never") {
        return "never";
      }
      if (outcome === "depends") {
        doubts.push(...conditionKeys({ [operator]: { [key]: values } }));
      }
    }
  }
  return doubts;
}

function outcomeOf(
  operator: string,
  key: string,
  values: readonly string[],
  arn: string,
): "always" | "never" | "depends" {
  if (key === "sts:externalid" || key === "sts:rolesessionname") {
    return "always";
  }
  if (key === "aws:multifactorauthpresent" && operator === "Bool") {
    return values.length > 0 && values.every((value) => value.toLowerCase() === "true") ? "never" : "depends";
  }
  // What a snapshot has is one company's, so its accounts are those of the organization.
  if (
    /^aws:principalorg(?:id|paths)$/.test(key) &&
    /^(?:ForAnyValue:)?String(?:Equals|Like)(?:IfExists)?$/.test(operator)
  ) {
    return "always";
  }
  const own = key === "aws:principalarn" ? arn : key === "aws:principalaccount" ? accountIn(arn) : undefined;
  const [, kind, negated, how] =
    /^(?:ForAnyValue:|ForAllValues:)?(String|Arn)(Not)?(Equals|Like|EqualsIgnoreCase)(?:IfExists)?$/.exec(
      operator,
    ) ?? [];
  // A policy variable is known when somebody calls.
  if (
    own === undefined ||
    kind === undefined ||
    how === undefined ||
    values.some((one) => one.includes("${"))
  ) {
    return "depends";
  }
  const isPattern = kind === "Arn" || how === "Like";
  const [wanted, actual] =
    how === "EqualsIgnoreCase"
      ? [values.map((value) => value.toLowerCase()), own.toLowerCase()]
      : [values, own];
  const isMatch = wanted.some((value) => (isPattern ? matchesWildcards(value, actual) : value === actual));
  return isMatch === (negated === undefined) ? "always" : "never";
}
