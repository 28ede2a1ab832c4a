/** Properties that Azure takes and never shows again. */
import type { JsonObject } from "../resources/resource-store";
import { mergePatch } from "./merge-patch";

/** Properties in two parts that merge to what was sent. */
export interface SeparatedProperties {
  readonly shown: JsonObject;
  readonly secrets: JsonObject;
}

/** Takes the members at `paths` out of `properties`. */
export function separateSecrets(
  properties: JsonObject,
  paths: readonly (readonly string[])[],
): SeparatedProperties {
  return paths.reduce<SeparatedProperties>(
    ({ shown, secrets }, path) => {
      const value = path.reduce<unknown>((current, name) => memberOf(current, name), properties);
      return value === undefined
        ? { shown, secrets }
        : { shown: mergePatch(shown, nest(path, null)), secrets: mergePatch(secrets, nest(path, value)) };
    },
    { shown: properties, secrets: {} },
  );
}

function nest(path: readonly string[], value: unknown): JsonObject {
  const [name = "", ...rest] = path;
  return { [name]: rest.length === 0 ? value : nest(rest, value) };
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as JsonObject)[name] : undefined;
}
