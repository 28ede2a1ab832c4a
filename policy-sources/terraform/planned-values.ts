import { OPEN_VALUES } from "../../messages/judged-files";
import { isObject, itemsOf, unknownMark } from "../../trust";

/**
 * A value with a mark in place of each part that a plan knows after apply only.
 *
 * @param unknown - In the shape of the value, `true` for each such part.
 *
 * Source: HashiCorp, "JSON output format" (`after_unknown`, documented).
 */
export function withUnknown(value: unknown, unknown: unknown, name = ""): unknown {
  if (unknown === true) {
    return unknownMark(`${name}, ${OPEN_VALUES.afterApply()}`);
  }
  if (Array.isArray(unknown)) {
    const items = itemsOf(value);
    return Array.from({ length: Math.max(items.length, unknown.length) }, (_, index) =>
      withUnknown(items[index], unknown[index], name),
    );
  }
  if (!isObject(unknown)) {
    return value;
  }
  const own = isObject(value) ? value : {};
  return {
    ...own,
    ...Object.fromEntries(
      Object.entries(unknown).map(([member, open]) => [member, withUnknown(own[member], open, member)]),
    ),
  };
}
