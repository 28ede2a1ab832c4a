import assert from "node:assert/strict";
import fc from "fast-check";
import { judgeTrustPolicy, type Pin, type PolicyPath, type TrustGrant } from "../../../../trust";
import { admits, type Token } from "../../../model/iam";
import { policy, tokens } from "./generated-policies";

const { SUITE } = process.env;

/** In `npm test`, a fifth of what `npm run test:all` judges. Fuzzing judges a million at night. */
const RUNS = SUITE === "all" || SUITE === "nightly" ? 20_000 : 4_000;

/** Whether a pin is for this value: one of its exact values, a GUID in any case, or a pattern of one repository. */
function isFor({ kind, values }: Pin, value: string): boolean {
  const guid = /^[0-9a-f-]{36}$/i.test(value);
  return values.some(
    (wanted) =>
      wanted === value ||
      (guid && wanted.toLowerCase() === value.toLowerCase()) ||
      (kind === "patterns" &&
        /^repo:[^*?/:]+\/[^*?/:]+:/.exec(wanted)?.[0] === /^repo:[^/:]+\/[^/:]+:/.exec(value)?.[0]),
  );
}

function isMeant(grants: readonly TrustGrant[], { provider, claims }: Token): boolean {
  return grants.some(
    (grant) =>
      grant.provider === provider &&
      grant.audience.kind === "exact" &&
      grant.subject.kind !== "nothing" &&
      [claims.aud ?? claims.app_id].flat().some((aud) => isFor(grant.audience, aud ?? "")) &&
      isFor(grant.subject, String(claims.sub ?? claims.id)),
  );
}

/** Whether a path leads through a document, but for the end of it that the document lacks. */
function leadsThrough(document: unknown, [step, ...rest]: PolicyPath): boolean {
  if (step === undefined) {
    return true;
  }
  if (typeof document !== "object" || document === null) {
    return false;
  }
  const part = (document as Record<string | number, unknown>)[step];
  return Array.isArray(document) && typeof step !== "number"
    ? false
    : part === undefined
      ? !Array.isArray(document) && [step, ...rest].every((name) => typeof name === "string")
      : leadsThrough(part, rest);
}

describe("findings on trust policies", () => {
  it("say where they are: at what the policy has, or at what it lacks there", function () {
    this.timeout(180_000);
    let violations = 0;
    fc.assert(
      fc.property(policy, fc.boolean(), (document, asText) => {
        const { findings } = judgeTrustPolicy(asText ? JSON.stringify(document) : document);
        for (const { path, statement, key, found } of findings) {
          violations++;
          assert.ok(leadsThrough(document, path), `${found}: ${path.join(" ")}`);
          assert.equal(path[0], statement === undefined ? undefined : "Statement");
          assert.equal(typeof path[1] === "number" ? path[1] : 0, statement ?? 0);
          const claim = key?.toLowerCase().split(":").at(-1);
          if (claim !== undefined && path.includes("Condition") && path.length > 3) {
            // Google's own audience is under another key than the one that AWS fills from azp.
            const written = String(path.at(-1)).toLowerCase().split(":").at(-1);
            assert.equal(written === "oaud" ? "aud" : written, claim);
          }
        }
      }),
      { numRuns: RUNS, seed: 20261125 },
    );
    assert.ok(violations > RUNS / 2, `violations ${violations}`);
  });
});

describe("accepted trust policies", () => {
  it("admit no token with another audience or subject than those that they pin", function () {
    this.timeout(180_000);
    let accepted = 0;
    let admitted = 0;
    fc.assert(
      fc.property(policy, fc.boolean(), (document, asText) => {
        const verdict = judgeTrustPolicy(asText ? JSON.stringify(document) : document);
        if (!verdict.accepted) {
          return;
        }
        accepted++;
        for (const token of tokens) {
          if (admits(document, token)) {
            admitted++;
            assert.ok(isMeant(verdict.grants, token), `admitted: ${JSON.stringify(token)}`);
          }
        }
      }),
      { numRuns: RUNS, seed: 20261124 },
    );
    // Otherwise the property would hold for want of policies.
    assert.ok(accepted > RUNS / 20, `accepted ${accepted}`);
    assert.ok(admitted > RUNS / 50, `admitted ${admitted}`);
  });
});
