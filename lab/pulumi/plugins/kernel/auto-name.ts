/** Names for resources that the program does not name. */
import { createHash, randomBytes } from "node:crypto";
import type { Properties, PropertyValue } from "./property-value";

/** How a resource type is named when the program gives no name. */
export interface AutoName {
  /** The input that holds the name. */
  readonly property: string;
  /** Text between the resource's name in the program and the random digits. */
  readonly separator: string;
  /** Hexadecimal digits at the end; 0 takes the resource's name as it is. */
  readonly digits: number;
  /** Longest name that the service takes; the resource's name is cut to fit. Default is no limit. */
  readonly maxLength?: number;
  /** Brings the resource's name into the service's alphabet. Default leaves it. */
  readonly transform?: (name: string) => string;
  /** Another input that names the resource in its place, such as a prefix to which the service adds. */
  readonly unless?: string;
  /** True when a name that the program gave once stays after the program stops giving it. Default is false. */
  readonly keepsGivenName?: boolean;
  /** True for a name that is a random GUID, and has nothing of the resource's name. Default is false. */
  readonly asUuid?: boolean;
}

/**
 * The input in which bridged providers keep the names of the inputs that they chose themselves, so that a name of theirs
 * stays when the resource gets another name in the program, and one that the program gave does not.
 *
 * Source: pulumi/pulumi-terraform-bridge, `pkg/tfbridge/schema.go`, `applyDefaults`.
 */
export const CHOSEN_INPUTS = "__defaults";

/** What the engine's `pulumi:autonaming` configuration asks for. */
export interface NamingRequest {
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

/** What a name is chosen from. */
export interface NamingContext {
  /** The resource's name in the program. */
  readonly name: string;
  /** Inputs of the last deployment, if there was one. */
  readonly olds: Properties | undefined;
  /** The engine's seed, the same in preview and update. Empty means that the engine gave none. */
  readonly randomSeed: Uint8Array;
  readonly request?: NamingRequest;
}

/**
 * The name to use, or undefined when naming is turned off. A name from an earlier deployment stays as long as the
 * program gives none; the same seed always gives the same name.
 */
export function autoName(rule: AutoName, context: NamingContext): PropertyValue | undefined {
  const old = context.olds?.[rule.property];
  const isKept = rule.keepsGivenName === true || context.request !== undefined;
  if (old !== undefined && (isKept || isOwnName(rule, context.name, context.olds ?? {}))) {
    return old;
  }
  if (context.request?.mode === "disable") {
    return undefined;
  }
  if (context.request !== undefined) {
    return context.request.proposedName;
  }
  if (rule.asUuid === true) {
    return asUuid(randomDigits(context, 32));
  }
  if (rule.digits === 0) {
    return base(rule, context.name);
  }
  return base(rule, context.name) + rule.separator + randomDigits(context, rule.digits);
}

/** What is kept of a name's origin next to the other inputs; nothing where the provider keeps a name anyhow. */
export function nameOrigin(rule: AutoName | undefined, isChosen: boolean): Properties {
  if (rule === undefined || rule.keepsGivenName === true) {
    return {};
  }
  return { [CHOSEN_INPUTS]: isChosen ? [rule.property] : [] };
}

/** True when the name among the inputs was chosen by {@link autoName}: as was kept with them, or else by its form. */
export function isOwnName(rule: AutoName, name: string, inputs: Properties): boolean {
  const chosen = inputs[CHOSEN_INPUTS];
  if (Array.isArray(chosen)) {
    return chosen.includes(rule.property);
  }
  return isAutoNamed(rule, name, inputs[rule.property] ?? null);
}

/** True when the value is a name that {@link autoName} would give by its random rule to a resource of this name. */
export function isAutoNamed(rule: AutoName, name: string, value: PropertyValue): boolean {
  const start = base(rule, name) + rule.separator;
  if (typeof value !== "string" || !value.startsWith(start)) {
    return false;
  }
  const digits = value.slice(start.length);
  return digits.length === rule.digits && /^[0-9a-f]*$/.test(digits);
}

function base(rule: AutoName, name: string): string {
  const transformed = rule.transform?.(name) ?? name;
  return transformed.slice(0, (rule.maxLength ?? Infinity) - rule.separator.length - rule.digits);
}

/** Digits in the form of a random GUID (RFC 9562, version 4). */
function asUuid(digits: string): string {
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
}

function randomDigits({ randomSeed, name }: NamingContext, digits: number): string {
  const hash = createHash("sha256").update(randomSeed.length > 0 ? randomSeed : randomBytes(32));
  return hash.update(name).digest("hex").slice(0, digits);
}
