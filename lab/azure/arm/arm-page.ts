/** Lists in pages. */
import type { Request, Response } from "express";
import { pageOf } from "../../http/paging";
import { ArmError } from "../resources/arm-error";

/**
 * Answers a list, or the part of it that `$top` asks for.
 *
 * @param pageSize members in a page where the request does not say. Default is all.
 *
 * @evidence documentation A list that goes on has the address of its next page in `nextLink`, with a `$skiptoken`. Source:
 *   "Resources - List", and the paging rules of the ARM resource provider contract.
 * @evidence inferred `$top` is the size of every page. Reason: the page says "The number of results to return".
 *
 * @throws ArmError for a `$top` that is not a positive number.
 */
export function sendPage(
  request: Request,
  response: Response,
  all: readonly unknown[],
  pageSize?: number,
): void {
  const { $top: top = pageSize?.toString() } = request.query;
  if (typeof top !== "string") {
    response.json({ value: all });
    return;
  }
  const size = Number(top);
  if (!Number.isInteger(size) || size < 1) {
    // @evidence inferred A `$top` that is not a positive number is 400 `InvalidTopInQueryString`. Reason: no source has the
    // refusal; code and text are the lab's.
    throw new ArmError(
      400,
      "InvalidTopInQueryString",
      `The value '${top}' of $top is not a positive number.`,
    );
  }
  const { items, next } = pageOf(request, all, size);
  response.json({ value: items, nextLink: next });
}
