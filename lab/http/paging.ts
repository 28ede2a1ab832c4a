/** Lists in pages, as Microsoft Graph and Azure Resource Manager both have them. */
import type { Request } from "express";

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Address of the next page; `undefined` on the last one. */
  readonly next: string | undefined;
}

/** The page that a request asks for by `$skiptoken`, which holds the number of items before it. */
export function pageOf<T>(
  { query, protocol, headers, originalUrl }: Request,
  all: readonly T[],
  size: number,
): Page<T> {
  const first = Number(query.$skiptoken ?? 0);
  const next = new URL(`${protocol}://${headers.host ?? ""}${originalUrl}`);
  next.searchParams.set("$skiptoken", String(first + size));
  return {
    items: all.slice(first, first + size),
    next: first + size < all.length ? next.href : undefined,
  };
}
