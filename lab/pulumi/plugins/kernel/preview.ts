/** What a program sees of a resource before anything is made or changed. */
import type { PropertyChange } from "./diff";
import { type Properties, UNKNOWN } from "./property-value";

/** Outputs of a resource that does not exist yet: given inputs as they are, all else unknown. */
export function previewCreate(inputs: Properties, outputNames: readonly string[]): Properties {
  return Object.fromEntries(outputNames.map((name) => [name, inputs[name] ?? UNKNOWN]));
}

/**
 * Outputs of a resource that will change: inputs as they will be, outputs that depend on a changed input unknown, all
 * else as it is.
 */
export function previewUpdate(
  state: Properties,
  inputs: Properties,
  changes: readonly PropertyChange[],
  outputNames: readonly string[],
  recomputed: Readonly<Record<string, readonly string[]>>,
): Properties {
  const changed = new Set(changes.map(({ path }) => /^\w+/.exec(path)?.[0] ?? path));
  const outputs = outputNames.map((name) => {
    if (inputs[name] !== undefined) {
      return [name, inputs[name]] as const;
    }
    const depends = recomputed[name]?.some((input) => changed.has(input)) === true;
    return [name, depends ? UNKNOWN : (state[name] ?? null)] as const;
  });
  return Object.fromEntries(outputs.filter(([, value]) => value !== null));
}
