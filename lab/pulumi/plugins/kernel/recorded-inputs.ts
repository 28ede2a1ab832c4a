/** What the state of a bridged resource says in the shape of inputs: that is what the bridge compares with the program. */
import type { Equality } from "./diff";
import { isObject, type Properties, type PropertyValue } from "./property-value";

/** What {@link recordedInputs} starts from. */
export interface Recorded {
  /** Inputs of the last deployment. */
  readonly inputs: Properties;
  /** The resource's outputs, brought into the shape of inputs. */
  readonly state: Properties;
}

/** What a resource type says about its inputs in the state. */
export interface RecordingRules {
  /** Names of the inputs that are outputs too; only they are in the state. */
  readonly comparable: readonly string[];
  /** By property: equality other than "the same text". */
  readonly equality: Readonly<Record<string, Equality>>;
  /** Inputs that the provider empties if the program does not set them, whatever wrote them. */
  readonly cleared: readonly string[];
  /** Inputs that the program set out to ignore (`ignoreChanges`). */
  readonly ignored: readonly string[];
}

/**
 * The inputs as the state has them. The bridge compares these, and not the inputs of the last deployment, with what the
 * program says now: so an update that failed, of which it recorded the proposed outputs, is no longer a change.
 *
 * Source (source code): pulumi/pulumi-terraform-bridge, `pkg/tfbridge/provider.go`, `Diff` and `Update`, which make the
 * Terraform state of `olds`. Measured with pulumi-azuread 6.9.1: the second update sends no `identifierUris`.
 */
export function recordedInputs(
  { inputs, state }: Recorded,
  news: Properties,
  rules: RecordingRules,
): Properties {
  const recorded: Properties = {};
  for (const name of new Set([...Object.keys(inputs), ...Object.keys(news), ...rules.cleared])) {
    const value = read(name);
    if (value !== undefined) {
      recorded[name] = value;
    }
  }
  return recorded;

  function read(name: string): PropertyValue | undefined {
    const wanted = news[name];
    if (rules.ignored.includes(name)) {
      return wanted;
    }
    // Inputs that no output has are in the state of Terraform all the same; the last deployment's are the best guess.
    if (!rules.comparable.includes(name)) {
      return inputs[name];
    }
    const now = state[name];
    if (wanted !== undefined && rules.equality[name]?.(now, wanted) === true) {
      return wanted;
    }
    return inShapeOf(wanted, now);
  }
}

/** The recorded value where it says something else than the wanted one. To Terraform an empty value is an absent one. */
function inShapeOf(
  wanted: PropertyValue | undefined,
  now: PropertyValue | undefined,
): PropertyValue | undefined {
  if (isEmpty(now) && isEmpty(wanted)) {
    return wanted;
  }
  if (now === undefined || isEmpty(now)) {
    return undefined;
  }
  if (isObject(now)) {
    const members = isObject(wanted) ? wanted : {};
    const names = [...new Set([...Object.keys(members), ...Object.keys(now)])];
    const shaped = names.map((name) => [name, inShapeOf(members[name], now[name])] as const);
    return Object.fromEntries(
      shaped.filter((entry): entry is [string, PropertyValue] => entry[1] !== undefined),
    );
  }
  if (Array.isArray(now)) {
    const elements = Array.isArray(wanted) ? wanted : [];
    return now.map((element, index) => inShapeOf(elements[index], element) ?? element);
  }
  return now;
}

/** Zero values of Terraform's types, at any depth. */
function isEmpty(value: PropertyValue | undefined): boolean {
  if (isObject(value)) {
    return Object.values(value).every(isEmpty);
  }
  if (Array.isArray(value)) {
    return value.length === 0;
  }
  return value === undefined || value === null || value === "" || value === false || value === 0;
}
