/** The laws of judging that hold between verdicts. Each function tries one on random policies, and throws where it fails. */
import assert from "node:assert/strict";
import { judgePartialPolicy, judgeTrustPolicy, statementAfter, widestReach } from "../../../trust";
import { APPLICATION, IDENTITIES } from "../../model/population";
import { modelReach, peopleOf, productReach, width } from "./compare-judge";
import { Draw } from "./draw";
import { MICROSOFT, randomPolicy } from "./random-policies";

export type Json = Readonly<Record<string, unknown>>;

export const statementsOf = (policy: Json): readonly Json[] => [policy.Statement].flat() as Json[];

export const policyOf = (statements: readonly Json[]): Json => ({
  Version: "2012-10-17",
  Statement: statements,
});

/** Tries a law on random policies. @returns How many of them it says something about. */
export function each(from: number, count: number, check: (policy: Json, draw: Draw) => boolean): number {
  let tried = 0;
  for (let seed = from; seed < from + count; seed++) {
    const { policy } = randomPolicy(seed);
    try {
      tried += Number(check(policy, new Draw(seed)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      assert.fail(`randomPolicy(${seed}) ${JSON.stringify(policy)}: ${reason}`);
    }
  }
  return tried;
}

/** Over ways in, the reach is the widest. @returns How many policies had several statements. */
export function checkWidest(from: number, count: number): number {
  return each(from, count, (policy) => {
    const statements = statementsOf(policy);
    const alone = statements.map((statement) => judgeTrustPolicy(policyOf([statement])).reach);
    const widest = widestReach(alone.filter((reach) => reach !== undefined));
    assert.equal(judgeTrustPolicy(policy).reach, widest);
    return statements.length > 1;
  });
}

/** The account of all providers in random policies, and another one. */
export const [ACCOUNT, OTHER_ACCOUNT] = ["111122223333", "444455556666"] as const;

/**
 * In the account of its providers, a policy is judged as without an account. In another account, it admits nobody if it admitted
 * only the identities that it names. The account never hides that a policy is open: no source says that STS refuses such a provider.
 *
 * @returns How many policies name a provider.
 */
export function checkAccount(from: number, count: number): number {
  return each(from, count, (policy) => {
    const known = judgeTrustPolicy(policy);
    assert.deepEqual(judgeTrustPolicy(policy, { accountId: ACCOUNT }), known);
    if (
      known.reach === undefined ||
      JSON.stringify(statementsOf(policy).map(({ Principal }) => Principal)).includes('"*"')
    ) {
      return false; // No provider has an account, or everyone is of each.
    }
    const elsewhere = judgeTrustPolicy(policy, { accountId: OTHER_ACCOUNT });
    assert.deepEqual(
      [elsewhere.accepted, elsewhere.reach],
      [false, known.reach === "exact" ? "nobody" : known.reach],
    );
    return true;
  });
}

/** Both functions give a policy without unknown parts the same verdict, as an object and as JSON text, whatever the role's account. */
export function checkFull(from: number, count: number): number {
  return each(from, count, (policy, draw) => {
    const options = draw.of([{}, { accountId: ACCOUNT }, { accountId: OTHER_ACCOUNT }]);
    const { accepted, findings, grants, reach } = judgeTrustPolicy(policy, options);
    for (const form of [policy, JSON.stringify(policy)]) {
      const partial = judgePartialPolicy(form, options);
      assert.deepEqual(
        [partial.verdict, partial.findings, partial.grants, partial.reach, partial.unknown],
        [accepted ? "accepted" : "rejected", findings, grants, reach, []],
      );
    }
    return true;
  });
}

/** A further condition never lets more in, and neither does a Deny, which in turn makes nothing right. */
export function checkNarrowing(from: number, count: number): number {
  return each(from, count, (policy, draw) => {
    const before = judgeTrustPolicy(policy);
    const statements = statementsOf(policy);
    const others = statementsOf(randomPolicy(draw.below(2 ** 31)).policy);
    const at = draw.below(statements.length);
    const [operator, block] = draw.of(
      Object.entries((draw.of(others).Condition ?? { StringEquals: {} }) as Record<string, Json>),
    );
    const own = statements[at]?.Condition as Record<string, Json> | undefined;
    const key = Object.keys(block)[0] ?? "";
    if (block[key] === undefined || own?.[operator] !== undefined || statements[at]?.Effect === "Deny") {
      return false;
    }
    const narrowed = policyOf(
      statements.map((one, index) =>
        index === at ? { ...one, Condition: { ...own, [operator]: { [key]: block[key] } } } : one,
      ),
    );
    const after = judgeTrustPolicy(narrowed);
    assert.ok(width(modelReach(narrowed)) <= width(modelReach(policy)), "the model");
    assert.ok(
      width(productReach(after)) <= width(productReach(before)),
      `${operator} ${key} ${JSON.stringify(block[key])}: ${productReach(before)} became ${productReach(after)}`,
    );
    const denied = judgeTrustPolicy(policyOf([...statements, { ...statements[at], Effect: "Deny" }]));
    assert.deepEqual([denied.accepted, denied.reach], [before.accepted, before.reach], "Deny");
    return true;
  });
}

/** A fix leaves no finding of its kind, and never lets more in. @returns How many fixes there were. */
export function checkFixes(from: number, count: number): number {
  let fixes = 0;
  each(from, count, (policy) => {
    const before = judgeTrustPolicy(policy);
    for (const { fix, statement: at = 0, code, key, severity } of before.findings) {
      // A Deny can be on the very identity that the fix names, and `Null` can demand a token that STS refuses.
      if (fix === undefined || severity === "note" || /"Deny"|"true"/.test(JSON.stringify(policy))) {
        continue;
      }
      fixes++;
      const filled = {
        ...fix,
        conditions: JSON.parse(
          JSON.stringify(fix.conditions).replace(/<[^<>]*>/g, (text) =>
            text.includes("URI") ? APPLICATION.uri : text.includes("ID") ? IDENTITIES[0].principalId : "name",
          ),
        ) as typeof fix.conditions,
      };
      const fixed = policyOf(
        statementsOf(policy).map((one, index) => (index === at ? statementAfter(one, filled) : one)),
      );
      const after = judgeTrustPolicy(fixed);
      const words = `${code}: ${JSON.stringify(fixed)}`;
      const newcomers = [...peopleOf(fixed)].filter((who) => !peopleOf(policy).has(who));
      assert.deepEqual(
        newcomers.filter((who) => !who.startsWith("intended")),
        [],
        words,
      );
      assert.equal(
        after.findings.find(
          (one) => one.code === code && one.key === key && one.statement === at && one.severity !== "note",
        ),
        undefined,
        words,
      );
    }
    return true;
  });
  return fixes;
}

/** The hosts of Entra's issuers by token version: the public cloud's, and those of other clouds. */
const HOSTS = [
  ["sts.windows.net", ["sts.chinacloudapi.cn"]],
  [
    "login.microsoftonline.com",
    [
      "login.microsoftonline.us",
      "login.partner.microsoftonline.cn",
      "login.sovcloud-identity.fr",
      "login.sovcloud-identity.de",
      "login.sovcloud-identity.sg",
    ],
  ],
] as const;

/** A policy's text for the tenant of another cloud. Microsoft's own resources, and this alias, have other names there. */
function inOtherCloud(policy: string, draw: Draw): string {
  return ["login.windows.net", ...MICROSOFT].some((name) => policy.includes(name))
    ? policy
    : HOSTS.reduce(
        (text, [host, others]) => text.replaceAll(new RegExp(`${host}(?=[/:])`, "gi"), draw.of(others)),
        policy,
      );
}

/** Order, lists of one, the case of keys, the form of the document, and the cloud of the tenant change nothing. */
export function checkSpelling(from: number, count: number): number {
  return each(from, count, (policy, draw) => {
    const shuffled = <T>(items: readonly T[]): T[] =>
      items
        .map((item) => [draw.below(1000), item] as const)
        .sort(([a], [b]) => a - b)
        .map(([, item]) => item);
    const respelled = policyOf(
      shuffled(statementsOf(policy)).map((statement) => ({
        ...statement,
        ...(statement.Action === undefined ? {} : { Action: [statement.Action].flat() }),
        ...(statement.Condition === undefined
          ? {}
          : {
              Condition: Object.fromEntries(
                shuffled(Object.entries(statement.Condition as Record<string, Json>)).map(
                  ([operator, block]) => [
                    operator,
                    Object.fromEntries(
                      shuffled(Object.entries(block)).map(([key, values]) => [
                        draw.chance(0.3) ? key.toUpperCase() : key,
                        operator === "Null" ? values : shuffled([values].flat()),
                      ]),
                    ),
                  ],
                ),
              ),
            }),
      })),
    );
    const text = JSON.stringify(respelled, null, 2);
    const written = draw.chance(0.3) ? inOtherCloud(text, draw) : text;
    const [one, other] = [judgeTrustPolicy(policy), judgeTrustPolicy(written)];
    assert.deepEqual([other.accepted, other.reach], [one.accepted, one.reach], written);
    const codes = ({ findings }: typeof one) => findings.map(({ code, reach }) => `${code} ${reach}`).sort();
    assert.deepEqual(codes(other), codes(one), written);
    return true;
  });
}
