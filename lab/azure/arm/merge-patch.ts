/** JSON merge patch (RFC 7396), as resource providers apply PATCH. */
import { isJsonObject } from "../resources/json-reader";
import type { JsonObject } from "../resources/resource-store";

/**
 * `target` with the members of `patch`: objects are merged, null removes, everything else replaces.
 *
 * @evidence documentation Null removes a member, objects are merged, anything else replaces. Source: RFC 7396.
 */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged: Record<string, unknown> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) {
      merged[name] = undefined;
    } else if (isJsonObject(value)) {
      const former = merged[name];
      merged[name] = mergePatch(isJsonObject(former) ? former : {}, value);
    } else {
      merged[name] = value;
    }
  }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}
