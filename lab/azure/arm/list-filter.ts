/** `$filter` of lists of one type. */
import type { Request } from "express";
import { ArmError } from "../resources/arm-error";
import { textAt } from "../resources/json-reader";
import { RESOURCE_GROUP_TYPE, sameId } from "../resources/resource-id";
import type { Resource } from "../resources/resource-store";

const TAG = /^tagName eq '([^']*)'(?: and tagValue eq '([^']*)')?$/i;

/**
 * Whether a resource is in the list that a request asks for.
 *
 * @evidence documentation Resource groups are found by the name of a tag, and its value. Source: "Resource Groups - List".
 *
 * @throws ArmError for any other filter, so that nobody gets what was not asked for.
 */
export function listFilter({ query: { $filter: filter } }: Request): (resource: Resource) => boolean {
  if (typeof filter !== "string" || filter === "") {
    return () => true;
  }
  const [, name, value] = TAG.exec(filter.trim()) ?? [];
  return ({ id, body }) => {
    if (name === undefined || !sameId(id.type, RESOURCE_GROUP_TYPE)) {
      throw ArmError.notInTheLab(`the filter ${filter}`);
    }
    const tag = textAt(body, "tags", name);
    return value === undefined ? tag !== undefined : tag === value;
  };
}
