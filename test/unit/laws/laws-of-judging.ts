/** The laws of judging that hold between verdicts. Each function tries one on random policies, and throws where it fails. */
import assert from "node:assert/strict";
import {
  compareRoleReach,
  judgePartialPolicy,
  judgeTrustPolicy,
  type PartialVerdict,
  type RoleReach,
  statementAfter,
  unknownMark,
  widestReach,
} from "../../../trust";
import { APPLICATION, IDENTITIES } from "../../model/population";
import { modelReach, peopleOf, productReach, width } from "./compare-judge";
import { Draw } from "./draw";
import { MICROSOFT, randomPolicy, WORLDS } from "./random-policies";

type Json = Readonly<Record<string, unknown>>;

const statementsOf = (policy: Json): readonly Json[] => [policy.Statement].flat() as Json[];

const policyOf = (statements: readonly Json[]): Json => ({ Version: "2012-10-17", Statement: statements });

function each(from: number, count: number, check: (policy: Json, draw: Draw) => boolean): number {
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

/** A value in a condition, and what the policy is with another one there. */
export interface Place {
  readonly value: string;
  /** What it may turn out to be: what tokens have, and patterns where the operator knows them. */
  readonly others: readonly string[];
  readonly with: (value: string) => Json;
  /** The same of its statement alone. */
  readonly alone: (value: string) => Json;
}

/** The values of conditions: what a template gets from parameters. */
export function placesOf(policy: Json): readonly Place[] {
  const statements = statementsOf(policy);
  return statements.flatMap(({ Condition }, at) =>
    Object.entries((Condition ?? {}) as Record<string, Json>).flatMap(([operator, block]) =>
      Object.entries(block).flatMap(([key, values]) =>
        [values].flat().flatMap((value: unknown, index): Place[] => {
          if (typeof value !== "string" || value.length <= 5) {
            return [];
          }
          const changed = (other: string): Json => {
            const all = [values].flat().map((one: unknown, i) => (i === index ? other : one));
            const condition = { ...(Condition as object), [operator]: { ...block, [key]: all } };
            return { ...statements[at], Condition: condition };
          };
          return [
            {
              value,
              others: othersFor(operator, key.toLowerCase()),
              with: (other) => policyOf(statements.with(at, changed(other))),
              alone: (other) => policyOf([changed(other)]),
            },
          ];
        }),
      ),
    ),
  );
}

function othersFor(operator: string, key: string): readonly string[] {
  const world = WORLDS.find(({ provider }) => key.startsWith(`${provider.toLowerCase()}:`));
  const named = key.endsWith(":sub") ? world?.subjects : key.endsWith(":aud") ? world?.audiences : [];
  return [...(named ?? []), ...(operator.includes("Like") ? ["*"] : [])];
}

/**
 * Over unknown values, the reach is the narrowest that every value leaves, and none leaves more than the possible one. A verdict
 * on the parts that are known holds for every value.
 *
 * @returns How many policies had a verdict.
 */
export function checkUnknownValue(from: number, count: number): number {
  return each(from, count, (policy, draw) => {
    const places = placesOf(policy).filter(({ others }) => others.length > 0);
    if (places.length === 0) {
      return false;
    }
    const { value, others, with: put, alone } = draw.of(places);
    const known = draw.chance(0.5) ? "" : value.slice(0, draw.below(value.length));
    const partial = judgePartialPolicy(put(known + unknownMark("Ref Value")));
    for (const completion of others.map((other) => (other === "*" ? `${known}*` : other))) {
      if (completion.startsWith(known) && !isRefused(alone(completion), completion)) {
        checkCompletion(partial, put(completion), completion);
      }
    }
    return partial.verdict !== "unknown";
  });
}

/** A text anywhere in a value, and what the value is with another one there. */
export interface Text {
  readonly text: string;
  /** What it is, such as an operator: the same for all texts that could stand there. */
  readonly kind: string;
  readonly with: (other: string) => unknown;
}

/** All texts of a value, names of members included. */
export function textsOf(value: unknown, kind = ""): readonly Text[] {
  if (typeof value === "string") {
    return [{ text: value, kind, with: (other) => other }];
  }
  const within = (of: unknown, below: string, put: (other: unknown) => unknown): readonly Text[] =>
    textsOf(of, below).map((text) => ({ ...text, with: (other) => put(text.with(other)) }));
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return items.flatMap((item, index) => within(item, kind, (other) => items.with(index, other)));
  }
  const members = Object.entries((value ?? {}) as Json);
  const put = (index: number, ...member: [string, unknown]): unknown =>
    Object.fromEntries(members.with(index, member));
  return members.flatMap(([name, item], index): Text[] => [
    { text: name, kind: `name in ${kind}`, with: (other) => put(index, other, item) },
    ...within(item, kind === "" ? name : `member of ${kind}`, (other) => put(index, name, other)),
  ]);
}

/** How many other texts are tried in the place of an unknown one. */
const OTHERS = 3;

/**
 * The same for any other text of a statement, such as an operator, a provider, or an effect. The verdict on the known parts holds
 * for the text itself and for other texts of its kind. A text that closes a way in is left out.
 *
 * @returns How many policies had a verdict.
 */
export function checkUnknownText(from: number, count: number): number {
  return each(from, count, (policy, draw) => {
    const statements = statementsOf(policy);
    const at = draw.below(statements.length);
    const own = textsOf(statements[at]);
    const { text, kind, with: put } = draw.of(own);
    const others = textsOf(draw.of(statementsOf(randomPolicy(draw.below(2 ** 31)).policy)))
      .filter((other) => other.kind === kind && own.every((one) => one.text !== other.text))
      .map((other) => other.text);
    const known = draw.chance(0.5) ? "" : text.slice(0, draw.below(text.length));
    const policyWith = (other: string): Json => policyOf(statements.with(at, put(other) as Json));
    const partial = judgePartialPolicy(policyWith(known + unknownMark("Ref Text")));
    for (const completion of [text, ...others.slice(0, OTHERS)].filter((other) => other.startsWith(known))) {
      const alone = policyOf([put(completion) as Json]);
      const { reach, grants } = judgeTrustPolicy(alone);
      const isClosed = reach === "nobody" || grants.some((grant) => grant.reach === "nobody");
      if (!isClosed && !isRefused(alone, completion)) {
        // The provider is taken for one that the conditions name. Another one can be narrower.
        const isOtherProvider = kind.endsWith("Principal") && completion !== text;
        checkCompletion(partial, policyWith(completion), completion, isOtherProvider);
      }
    }
    return partial.verdict !== "unknown";
  });
}

/** Whether IAM takes no such policy: it demands a subject that is not open, even if another claim binds the caller. */
function isRefused(policy: Json, completion: string): boolean {
  return completion === "*" && /:repository(?:_id)?"/i.test(JSON.stringify(policy));
}

/** Whether what is said of a partly known policy holds for one of the policies that it can turn out to be. */
function checkCompletion(
  partial: PartialVerdict,
  whole: Json,
  completion: string,
  canBeNarrower = false,
): void {
  const full = judgeTrustPolicy(whole);
  const words = `${JSON.stringify(completion)}: partly known ${partial.verdict}, ${partial.reach} to ${partial.possibleReach}; whole ${full.accepted}, ${full.reach}`;
  if (partial.verdict !== "unknown") {
    assert.equal(full.accepted, partial.verdict === "accepted", words);
    assert.ok(canBeNarrower || isAtMost(partial.reach, full.reach), words);
    assert.ok(width(modelReach(whole)) <= width(widestOf(partial)), words);
  } else if (partial.possibleReach !== undefined) {
    assert.ok(width(modelReach(whole)) <= width(partial.possibleReach), words);
  }
}

function widestOf({ reach = "nobody", possibleReach = reach }: PartialVerdict): RoleReach {
  return possibleReach;
}

function isAtMost(narrow: RoleReach | undefined, wide: RoleReach | undefined): boolean {
  return compareRoleReach(narrow, wide) >= 0;
}

/** Both functions give a policy without unknown parts the same verdict, as an object and as JSON text. */
export function checkFull(from: number, count: number): number {
  return each(from, count, (policy) => {
    const { accepted, findings, grants, reach } = judgeTrustPolicy(policy);
    for (const form of [policy, JSON.stringify(policy)]) {
      const partial = judgePartialPolicy(form);
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
