/** The answers of the lab to the questions that a run asks. */
import { noKey } from "../../lab/aws";
import { ImdsError, readImdsRequest } from "../../lab/azure";
import type { QuestionId } from "./open-questions";

/** The lab's refusal of a forwarded request. */
function forwarded(): string {
  try {
    readImdsRequest({ method: "GET", url: "/", headers: { "x-forwarded-for": "192.0.2.1" } });
  } catch (error) {
    if (error instanceof ImdsError) {
      return `${error.status}: ${error.message}`;
    }
  }
  return "not refused";
}

const { code, message } = noKey();

/**
 * By question. A question without an answer here has none in the lab, because AWS gives no time. A test runs against the lab and
 * compares this table with it.
 */
export const LAB_ANSWERS: Readonly<Partial<Record<QuestionId, string>>> = {
  collect: "no section failed",
  audit: "reach: exact; identity: by name; application: by name; findings: none",
  "resource-identities": "Microsoft.Compute/virtualMachines",
  suspend: "would-be-suspended",
  "token-claims": "aud: the audience; azp: absent; oid: equals sub; ver: 1.0",
  "token-lifetime": "24 hours",
  "unknown-signing-key": `${code}: ${message}`,
  "forwarded-request": forwarded(),
  "unknown-access-key": "NoSuchEntity: The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.",
  "keys-find": "the key is found; 0 files unread",
  "refusals-in-cloudtrail": "AccessDenied",
};
