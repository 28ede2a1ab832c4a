/** Lists in pages, as Microsoft Graph and Azure Resource Manager both have them. */
import type { Request } from "express";
import type { Clock } from "../clock";

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Address of the next page; `undefined` on the last one. */
  readonly next: string | undefined;
}

/** How long the address of a next page is good. */
export interface TokenLife {
  readonly clock: Clock;
  /** In milliseconds. */
  readonly lifetime: number;
}

/** Whether the `$skiptoken` of a request has ended: one that was issued with a lifetime names its end behind a point. */
export function hasEnded({ query }: Request, clock: Clock): boolean {
  const [, end = ""] = tokenOf(query).split(".");
  return end !== "" && clock() > Number(end);
}

/**
 * The page that a request asks for by `$skiptoken`, which holds the number of items before it.
 *
 * @param life - Default: the address of the next page is good for ever.
 */
export function pageOf<T>(
  { query, protocol, headers, originalUrl }: Request,
  all: readonly T[],
  size: number,
  life?: TokenLife,
): Page<T> {
  const first = Number(tokenOf(query).split(".")[0]);
  const next = new URL(`${protocol}://${headers.host ?? ""}${originalUrl}`);
  const end = life === undefined ? "" : `.${life.clock() + life.lifetime}`;
  next.searchParams.set("$skiptoken", `${first + size}${end}`);
  return {
    items: all.slice(first, first + size),
    next: first + size < all.length ? next.href : undefined,
  };
}

function tokenOf({ $skiptoken: token }: Request["query"]): string {
  return typeof token === "string" ? token : "0";
}
