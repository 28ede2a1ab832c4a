import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeTrustPolicy } from "../../../../trust";
import { admits, type Token } from "../../../model/iam";
import { type Claims, federatedPolicy } from "../federated-policy";
import { type IssuerTokens, issuerTokens } from "./issuer-tokens";

/** How many policies were accepted, and how many tokens they admitted. */
export interface OracleCounts {
  readonly accepted: number;
  readonly admitted: number;
  /** Providers of which a policy was accepted. */
  readonly providers: ReadonlySet<string>;
}

/** A value made of a token's claim: the whole, a part of it with wildcards, or a part of a stranger's. */
function valuesFrom(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...texts),
      fc.nat(),
      fc.nat(),
      fc.constantFrom("exact", "exact", "cut", "cut", "hole", "mark"),
    )
    .map(([text, a, b, form]) => {
      const from = a % (text.length + 1);
      const to = from + (b % (text.length - from + 1));
      switch (form) {
        case "cut":
          return `${text.slice(0, from)}*`;
        case "hole":
          return `${text.slice(0, from)}*${text.slice(to)}`;
        case "mark":
          return `${text.slice(0, from)}?${text.slice(from + 1)}`;
        default:
          return text;
      }
    });
}

/** A policy for an issuer's provider: conditions on claims that its tokens have. */
function policyFor({ provider, own, strange }: IssuerTokens): fc.Arbitrary<Record<string, unknown>> {
  // Mostly values of the owner's. A stranger's exact value would name the stranger, as a policy for him would.
  const claims = [...new Set(own.flatMap((token) => Object.keys(token.claims)))].filter(
    (claim) => claim !== "aud",
  );
  const valueOf = (claim: string): fc.Arbitrary<string | string[]> => {
    const texts = [...new Set(own.map((token) => String(token.claims[claim])))];
    const value = valuesFrom(texts);
    return fc.oneof({ weight: 4, arbitrary: value }, fc.array(value, { minLength: 1, maxLength: 3 }));
  };
  const operators = [
    "StringEquals",
    "StringLike",
    "StringLike",
    "StringEqualsIgnoreCase",
    "ForAnyValue:StringLike",
    "ForAllValues:StringLike",
    "StringLikeIfExists",
    "StringNotLike",
  ];
  const condition = fc
    .tuple(fc.constantFrom(...operators), fc.constantFrom("sub", "sub", "sub", ...claims))
    .chain(([operator, claim]) => valueOf(claim).map((value) => [operator, claim, value] as const));
  assert.ok(strange.length > 0);
  return fc
    .tuple(
      fc.array(condition, { minLength: 1, maxLength: 3 }),
      fc.constantFrom<unknown>("sts.amazonaws.com", "sts.amazonaws.com", "*", undefined),
    )
    .map(([conditions, audience]) => {
      const byOperator: Record<string, Claims> = {};
      for (const [operator, claim, value] of conditions) {
        byOperator[operator] = { ...byOperator[operator], [claim]: value };
      }
      if (audience !== undefined) {
        byOperator.StringEquals = { ...byOperator.StringEquals, aud: audience };
      }
      return federatedPolicy(provider, byOperator);
    });
}

/**
 * Judges random policies of every issuer. No accepted one admits a token of a stranger.
 *
 * @param runs - How many policies per issuer.
 */
export function checkIssuers(runs: number, seed: number): OracleCounts {
  let accepted = 0;
  let admitted = 0;
  const providers = new Set<string>();
  for (const issuer of issuerTokens) {
    fc.assert(
      fc.property(policyFor(issuer), (document) => {
        if (!judgeTrustPolicy(document).accepted) {
          return;
        }
        accepted++;
        providers.add(issuer.provider);
        admitted += issuer.own.filter((token) => admits(document, token)).length;
        const stranger = issuer.strange.find((token: Token) => admits(document, token));
        assert.equal(stranger, undefined, `${JSON.stringify(document)} admits ${JSON.stringify(stranger)}`);
      }),
      { numRuns: runs, seed },
    );
  }
  return { accepted, admitted, providers };
}
