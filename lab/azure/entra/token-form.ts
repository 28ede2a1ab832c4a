/** The form of a request to Entra. */
import type { Clock } from "../../clock";
import { EntraError } from "./entra-error";
import { missingParameter } from "./entra-refusals";

/** What was posted, by name. A parameter that was sent twice is a list. */
export type TokenForm = Readonly<Record<string, unknown>>;

/** A parameter that the request must have. @throws EntraError AADSTS900144 without it. */
export function formParameter(form: TokenForm, name: string, clock: Clock): string {
  const value = form[name];
  if (typeof value !== "string" || value === "") {
    // @evidence documentation A missing parameter is AADSTS900144. Source: Microsoft Entra, "Authentication and
    // authorization error codes".
    throw new EntraError(missingParameter(name), clock);
  }
  return value;
}
