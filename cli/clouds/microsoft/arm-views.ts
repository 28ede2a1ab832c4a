/** Members of answers of Azure Resource Manager, whose types nobody vouches for. */
import { isObject, stringsIn } from "../../../trust";

/** An object of an answer. */
export type View = Readonly<Record<string, unknown>>;

/** The value as an object; an empty one for anything else. */
export function viewOf(value: unknown): View {
  return isObject(value) ? value : {};
}

/** The objects of a list; none for anything else. */
export function viewsIn(value: unknown): readonly View[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The string at a member; empty if there is none. */
export function textAt(value: unknown, name: string): string {
  return stringsIn([viewOf(value)[name]]).at(0) ?? "";
}
