/** Lists in pages. */
import type { Request, Response } from "express";
import { ArmError } from "../resources/arm-error";

/**
 * Answers a list, or the part of it that `$top` asks for.
 *
 * @evidence documentation A list that goes on has the address of its next page in `nextLink`, with a `$skiptoken`. Source:
 *   "Resources - List", and the paging rules of the ARM resource provider contract.
 * @evidence inferred `$top` is the size of every page. Reason: the page says "The number of results to return".
 *
 * @throws ArmError for a `$top` that is no number.
 */
export function sendPage(request: Request, response: Response, all: readonly unknown[]): void {
  const { $top: top, $skiptoken: token } = request.query;
  if (typeof top !== "string") {
    response.json({ value: all });
    return;
  }
  const size = Number(top);
  if (!Number.isInteger(size) || size < 1) {
    throw new ArmError(
      400,
      "InvalidTopInQueryString",
      `The value '${top}' of $top is not a positive number.`,
    );
  }
  const first = Number(token ?? 0);
  const next = first + size;
  const address = new URL(`${request.protocol}://${request.headers.host ?? ""}${request.originalUrl}`);
  address.searchParams.set("$skiptoken", String(next));
  response.json({
    value: all.slice(first, next),
    ...(next < all.length ? { nextLink: address.href } : {}),
  });
}
