/** Which goes first when a resource is replaced. */
import { isOwnName } from "./auto-name";
import { type Properties, sameValue } from "./property-value";
import type { ResourceType } from "./resource-type";

/** What {@link mustDeleteFirst} needs to know of a resource. */
export interface Replaced {
  readonly type: Pick<ResourceType<never>, "autoName" | "deleteBeforeReplace">;
  /** The resource's name in the program. */
  readonly name: string;
}

/** True when old and new cannot exist side by side, since they have the same name. */
export function mustDeleteFirst({ type, name }: Replaced, olds: Properties, news: Properties): boolean {
  const rule = type.autoName;
  if (rule === undefined) {
    return false;
  }
  const given = news[rule.property];
  // The kernel chooses a new name for the replacement if the name is its own.
  const isOwn = given !== undefined && rule.digits > 0 && isOwnName(rule, name, news);
  if (type.deleteBeforeReplace === "unless-auto-named") {
    return !isOwn;
  }
  return given !== undefined && !isOwn && sameValue(olds[rule.property], given);
}
