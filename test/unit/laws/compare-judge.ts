/** The product beside the model, on random policies. */
import assert from "node:assert/strict";
import { judgeTrustPolicy, type TrustVerdict } from "../../../trust";
import { everyone, type Person } from "../../model/population";
import { MODEL_REACHES, type ModelReach, reachOf, whoGetsIn } from "../../model/who-gets-in";
import { type RandomPolicy, randomPolicy } from "./random-policies";

/** No file shows who is assigned, so a file is judged as if nobody needed to be. */
const PEOPLE = everyone({ requiresAssignment: false });

/** A law that the model decides. */
export type ModelLaw = "accepted" | "reach" | "nobody";

/** What a run over random policies found. */
interface Comparison {
  /** How many policies each law said something about. */
  readonly counts: Record<ModelLaw, number>;
  /** The first policy that breaks a law, in words. */
  readonly broken: Partial<Record<ModelLaw, string>>;
}

/** Where a reach stands among all, the narrowest first. */
export function width(reach: ModelReach): number {
  return MODEL_REACHES.indexOf(reach);
}

/** Who gets into a policy by the model. */
export function peopleOf(policy: RandomPolicy["policy"]): ReadonlySet<Person> {
  return whoGetsIn(policy, PEOPLE);
}

/** The same as one word. */
export function modelReach(policy: RandomPolicy["policy"]): ModelReach {
  return reachOf(peopleOf(policy));
}

/** What the product says of it; a policy without a way in for OpenID Connect admits nobody. */
export function productReach({ reach = "nobody" }: Pick<TrustVerdict, "reach">): ModelReach {
  return reach;
}

/** The last run, for those of the three laws that have not asked for it. */
let last:
  { readonly key: string; readonly comparison: Comparison; readonly asked: Set<ModelLaw> } | undefined;

/**
 * Judges random policies, and has the model try everyone.
 *
 * @returns How many policies the law says something about: those accepted, those with one right reach, or those that admit nobody.
 * @throws AssertionError with the first policy that breaks the law.
 */
export function compareJudge(law: ModelLaw, from: number, count: number): number {
  // The three laws share one run. A law that asks again gets a new one: the code may have changed, as under a mutant.
  const key = `${from} ${count}`;
  if (last?.key !== key || last.asked.has(law)) {
    last = { key, comparison: compare(from, count), asked: new Set() };
  }
  last.asked.add(law);
  const { broken, counts } = last.comparison;
  assert.equal(broken[law], undefined);
  return counts[law];
}

function compare(from: number, count: number): Comparison {
  const found: Comparison = { counts: { accepted: 0, reach: 0, nobody: 0 }, broken: {} };
  for (let seed = from; seed < from + count; seed++) {
    const random = randomPolicy(seed);
    const verdict = judgeTrustPolicy(random.policy);
    const people = peopleOf(random.policy);
    const [model, product] = [reachOf(people), productReach(verdict)];
    const holds: Record<ModelLaw, boolean> = {
      accepted: !verdict.accepted || isRightlyAccepted(verdict, people),
      reach: hasRightReach(random, verdict, model),
      nobody: product !== "nobody" || model === "nobody",
    };
    for (const law of ["accepted", "reach", "nobody"] as const) {
      if (!holds[law]) {
        found.broken[law] ??=
          `randomPolicy(${seed}) ${JSON.stringify(random.policy)}: product ${product}, ` +
          `accepted ${verdict.accepted}; model ${model}; in: ${[...people].join("; ")}`;
      }
    }
    found.counts.accepted += Number(verdict.accepted);
    found.counts.reach += Number(random.isPlain);
    found.counts.nobody += Number(product === "nobody");
  }
  return found;
}

function isRightlyAccepted({ findings }: TrustVerdict, people: ReadonlySet<Person>): boolean {
  const isNoted = findings.some(({ code }) => code === "application-not-pinned");
  return width(reachOf(people)) <= width("exact") && (isNoted || !people.has("intended, another API"));
}

function hasRightReach(
  { isPlain, namesEveryone }: RandomPolicy,
  verdict: TrustVerdict,
  model: ModelReach,
): boolean {
  const product = productReach(verdict);
  if (!isPlain) {
    return width(product) >= width(model);
  }
  // Of several ways in, one that admits nobody is refused, although the others are right.
  const isOneWay = verdict.grants.length === 1;
  return product === model && (!isOneWay || verdict.accepted === (model === "exact" && !namesEveryone));
}
