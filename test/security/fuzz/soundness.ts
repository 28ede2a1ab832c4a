/**
 * Whether an acceptance is sound, by the evaluator of test/unit/trust/properties: it was written from AWS's documentation,
 * apart from the analyser. What it has no words for it throws at: nothing is known then, so that the input fails.
 */
import type { TrustGrant } from "../../../trust";
import { admits, type Token } from "../../model/iam";
import { tokens } from "../../unit/trust/properties/generated-policies";

/** A claim that no generated policy names. */
const NOBODY = "nobody-was-meant-0d9f";
const OTHER_REPOSITORY = "repo:stranger/elsewhere:ref:refs/heads/main";

const known = tokens.filter(({ claims }) => typeof (claims.aud ?? claims.app_id) === "string");

/** Tokens with one claim right, as some policy has it, and the other one of somebody who was not meant. */
const strangers: readonly Token[] = known.flatMap(({ provider, claims }) => {
  const [audience, subject] = "app_id" in claims ? ["app_id", "id"] : ["aud", "sub"];
  return [
    { provider, claims: { ...claims, [audience]: NOBODY } },
    ...[NOBODY, OTHER_REPOSITORY].map((who) => ({ provider, claims: { ...claims, [subject]: who } })),
  ];
});

/** The token of somebody whom nobody meant and whom the policy lets in all the same; `undefined` if there is none. */
export function strangerIn(policy: Record<string, unknown>): Token | undefined {
  return strangers.find((token) => admits(policy, token));
}

/** A token that an accepted policy admits and that its verdict's grants do not name; `undefined` if there is none. */
export function unmeantIn(policy: Record<string, unknown>, grants: readonly TrustGrant[]): Token | undefined {
  return tokens.find((token) => admits(policy, token) && !grants.some((grant) => names(grant, token)));
}

function names({ provider, audience, subject }: TrustGrant, token: Token): boolean {
  const { aud, app_id: appId, sub, id } = token.claims;
  return (
    provider === token.provider &&
    audience.kind === "exact" &&
    subject.kind !== "nothing" &&
    [aud ?? appId ?? ""].flat().some((value) => isAmong(value, audience.values, false)) &&
    isAmong(String(sub ?? id), subject.values, subject.kind === "patterns")
  );
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const REPOSITORY = /^repo:[^*?/:]+\/[^*?/:]+:/;

/** Equal; for GUIDs in any case; for patterns of subjects within the same repository. */
function isAmong(value: string, wanted: readonly string[], patterns: boolean): boolean {
  const repository = REPOSITORY.exec(value)?.[0];
  return wanted.some(
    (one) =>
      one === value ||
      (GUID.test(value) && one.toLowerCase() === value.toLowerCase()) ||
      (patterns && repository !== undefined && REPOSITORY.exec(one)?.[0] === repository),
  );
}
