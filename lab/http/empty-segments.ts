/** Addresses with two slashes in a row. */
import type { NextFunction, Request, Response } from "express";

/** Takes empty segments out of the path, for services that do not mind them. */
export function withoutEmptySegments(request: Request, _response: Response, next: NextFunction): void {
  const [path = "", ...query] = request.url.split("?");
  request.url = [path.replaceAll(/\/{2,}/g, "/"), ...query].join("?");
  next();
}
