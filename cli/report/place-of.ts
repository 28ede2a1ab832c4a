import type { TrustFinding } from "../../trust";

/** The statement and provider that a finding is about, with a colon; empty if it is about the policy. */
export function placeOf({ statement, sid, provider }: TrustFinding): string {
  if (statement === undefined) {
    return "";
  }
  return `statement ${statement}${sid === undefined ? "" : ` (${sid})`}${provider === undefined ? "" : `, provider ${provider}`}: `;
}
