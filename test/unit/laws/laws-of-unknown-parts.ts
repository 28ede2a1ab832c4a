/** The law on unknown parts. Each function tries a part of it on random policies, and throws where it fails. */
import assert from "node:assert/strict";
import {
  compareRoleReach,
  type JudgeOptions,
  judgePartialPolicy,
  judgeTrustPolicy,
  type PartialVerdict,
  type RoleReach,
  type TrustVerdict,
  unknownMark,
} from "../../../trust";
import { modelReach, productReach, width } from "./compare-judge";
import { ACCOUNT, each, type Json, OTHER_ACCOUNT, policyOf, statementsOf } from "./laws-of-judging";
import { randomPolicy, WORLDS } from "./random-policies";

/** A value in a condition, and what the policy is with another one there. */
export interface Place {
  readonly value: string;
  /** What it may turn out to be: what tokens have, and patterns where the operator knows them. */
  readonly others: readonly string[];
  /** Whether the operator takes other spellings of the value too. */
  readonly ignoresCase: boolean;
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
              ignoresCase: operator.includes("IgnoreCase"),
              with: (other) => policyOf(statements.with(at, changed(other))),
              alone: (other) => policyOf([changed(other)]),
            },
          ];
        }),
      ),
    ),
  );
}

/** A value that pins nothing: a policy variable, and a pattern. */
const HOSTILE = "*${aws:PrincipalTag/any}";

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
    const { value, others, ignoresCase, with: put, alone } = draw.of(places);
    const known = draw.chance(0.5) ? "" : value.slice(0, draw.below(value.length));
    const options = draw.of(ROLES);
    const partial = judgePartialPolicy(put(known + unknownMark("Ref Value")), options);
    for (const completion of others.map((other) => (other === "*" ? `${known}*` : other))) {
      if (completion.startsWith(known) && !isRefused(alone(completion), completion)) {
        checkCompletion(partial, put(completion), completion, options);
      }
    }
    if (known === "" && !ignoresCase) {
      checkPrecision(
        partial,
        [value, HOSTILE, ...others].map((other) => judgeTrustPolicy(put(other), options)),
      );
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

/** Roles that the policies are on: mostly one whose account nobody knows. */
const ROLES: readonly JudgeOptions[] = [{}, {}, {}, { accountId: ACCOUNT }, { accountId: OTHER_ACCOUNT }];

/** How many other texts are tried in the place of an unknown one. */
const OTHERS = 3;

const PROVIDER = "member of Principal";

/** A provider whose tokens only other actions take. */
const SAML = "arn:aws:iam::111122223333:saml-provider/acme";

/** For each kind, the texts that let in the most and, except for names, the least. */
const EXTREMES: Readonly<Record<string, readonly string[]>> = {
  Effect: ["Allow", "Deny"],
  Action: ["*", "sts:TagSession"],
  NotAction: ["*", "sts:TagSession"],
  [PROVIDER]: ["*"],
  "name in Condition": ["StringLike", "StringNotEquals", "StringEqualsIfExists"],
  "name in member of Condition": ["aws:SourceIp"],
};

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
    const options = draw.of(ROLES);
    const partial = judgePartialPolicy(policyWith(known + unknownMark("Ref Text")), options);
    const isClosedBy = (other: string): boolean => {
      const { reach, grants } = judgeTrustPolicy(policyOf([put(other) as Json]), options);
      return reach === "nobody" || grants.some((grant) => grant.reach === "nobody");
    };
    for (const completion of [text, ...others.slice(0, OTHERS)].filter((other) => other.startsWith(known))) {
      if (!isClosedBy(completion) && !isRefused(policyOf([put(completion) as Json]), completion)) {
        // The provider is taken for one that the conditions name. Another one can be narrower.
        const isOtherProvider = kind.endsWith("Principal") && completion !== text;
        checkCompletion(partial, policyWith(completion), completion, options, isOtherProvider);
      }
    }
    const { Action = "*" } = statements[at] ?? {};
    // The web identity action is for no other principal than a provider of OpenID Connect.
    const isOfOthers = kind === PROVIDER && (text === "*" || JSON.stringify(Action).includes("*"));
    const extremes = isOfOthers ? [...(EXTREMES[kind] ?? []), SAML] : EXTREMES[kind];
    if (known === "" && extremes !== undefined && !(kind === PROVIDER && isClosedBy(text))) {
      const possible = [text, ...extremes].map((other) => judgeTrustPolicy(policyWith(other), options));
      checkPrecision(partial, possible, kind.startsWith("name"));
    }
    return partial.verdict !== "unknown";
  });
}

/** What is said of a policy of which nothing is known. */
const NOTHING_KNOWN = {
  verdict: "unknown",
  findings: [],
  grants: [],
  unknown: ["Ref Text"],
  reach: undefined,
};

/**
 * An unknown part hides nothing that does not depend on it: neither what another statement lets in, nor, if nothing depends on it,
 * what its own does.
 *
 * @returns How many policies were rejected.
 */
export function checkWhatIsKnown(from: number, count: number): number {
  return each(from, count, (policy, draw) => {
    const mark = unknownMark("Ref Text");
    assert.deepEqual(judgePartialPolicy(mark), NOTHING_KNOWN);
    const statements = statementsOf(policy);
    const known = judgeTrustPolicy(policyOf(statements));
    const outcome = ({ reach, findings }: Pick<TrustVerdict, "reach" | "findings">): readonly string[] => [
      `${reach}`,
      ...findings.map(({ statement, code, severity }) => `${statement} ${code} ${severity}`),
    ];

    const [other] = statementsOf(randomPolicy(draw.below(2 ** 31)).policy);
    const partly = draw.of(textsOf(other)).with(mark) as Json;
    const beside = judgePartialPolicy(policyOf([...statements, draw.chance(0.2) ? mark : partly] as Json[]));
    if (!known.accepted) {
      assert.equal(beside.verdict, "rejected", JSON.stringify(partly));
      const own = beside.findings.filter(({ statement }) => statement !== statements.length);
      assert.deepEqual(outcome({ ...known, findings: own }), outcome(known), JSON.stringify(partly));
    }

    const anywhere = statements.map(({ Principal, Condition, ...rest }): Json => ({
      Sid: `Of${mark}`,
      ...rest,
      ...(coversAll(rest.Action) ? { Action: [rest.Action, mark].flat() } : {}),
      Principal: JSON.parse(JSON.stringify(Principal).replaceAll(":111122223333:", `:${mark}:`)) as unknown,
      Condition: { ...(Condition as object), StringLikeIfExists: { "aws:SourceVpc": mark } },
    }));
    const within = judgePartialPolicy({ ...policyOf(anywhere), Version: mark });
    assert.equal(within.verdict, known.accepted ? "accepted" : "rejected", JSON.stringify(anywhere));
    assert.deepEqual(outcome(within), outcome(known), JSON.stringify(anywhere));
    return !known.accepted;
  });
}

/** Whether a further action lets nobody in who is not in. */
const coversAll = (action: unknown): boolean => /web|\*/i.test(JSON.stringify(action ?? ""));

/** Whether no more is said than what one of some values leaves, and "unknown" only where the verdict depends on the value. */
function checkPrecision(partial: PartialVerdict, possible: readonly TrustVerdict[], isName = false): void {
  const all = possible.map(({ accepted, reach }) => `${accepted} ${reach}`);
  const words = `${partial.verdict}, ${partial.reach} to ${partial.possibleReach}; possible are ${all.join(", ")}`;
  const widest = Math.max(...possible.map((verdict) => width(productReach(verdict))));
  assert.ok(width(widestOf(partial)) <= widest, `no value leaves as much: ${words}`);
  if (partial.verdict === "unknown" && !isName) {
    assert.equal(new Set(possible.map(({ accepted }) => accepted)).size, 2, `not unknown: ${words}`);
  }
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
  options: JudgeOptions,
  canBeNarrower = false,
): void {
  const full = judgeTrustPolicy(whole, options);
  // The model knows no accounts.
  const people = (policy: Json): number =>
    options.accountId === OTHER_ACCOUNT ? 0 : width(modelReach(policy));
  assert.ok(partial.verdict !== "unknown" || partial.possibleReach !== undefined || full.reach === undefined);
  assert.ok(
    partial.possibleReach === undefined || compareRoleReach(partial.possibleReach, partial.reach) < 0,
  );
  const words = `${JSON.stringify(completion)}: partly known ${partial.verdict}, ${partial.reach} to ${partial.possibleReach}; whole ${full.accepted}, ${full.reach}`;
  if (partial.verdict !== "unknown") {
    assert.equal(full.accepted, partial.verdict === "accepted", words);
    assert.ok(canBeNarrower || isAtMost(partial.reach, full.reach), words);
    assert.ok(people(whole) <= width(widestOf(partial)), words);
  } else if (partial.possibleReach !== undefined) {
    assert.ok(people(whole) <= width(partial.possibleReach), words);
  }
}

function widestOf({ reach = "nobody", possibleReach = reach }: PartialVerdict): RoleReach {
  return possibleReach;
}

function isAtMost(narrow: RoleReach | undefined, wide: RoleReach | undefined): boolean {
  return compareRoleReach(narrow, wide) >= 0;
}
