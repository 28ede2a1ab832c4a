/** The model's cases as lines of JSON, so that any checker can test itself. */
import { admits } from "../../model/iam";
import { type Bearer, everyone } from "../../model/population";
import { MODEL_REACHES, reachOf, whoGetsIn } from "../../model/who-gets-in";
import { eachCase, type RandomPolicy, randomPolicy, WORLDS } from "./random-policies";

const ISSUERS = ["entra-version-1", "entra-version-2", "github", "unknown-issuer"];

/** Policies of several statements, by their numbers. */
const SEVERAL = 400;

const lines = (items: readonly unknown[]): string =>
  items.map((item) => `${JSON.stringify(item)}\n`).join("");

/** The files of the folder `vectors`, by name. */
export function vectorFiles(): Readonly<Record<string, string>> {
  const people = everyone({ requiresAssignment: false });
  const forms = eachCase().map(({ world, claim, policy }, index) =>
    vector(`${ISSUERS[WORLDS.indexOf(world)] ?? ""}-${claim}-${index}`, policy, people),
  );
  const several = Array.from({ length: SEVERAL }, (_, seed) => ({ seed, ...randomPolicy(seed) }))
    .filter(
      ({ isPlain, namesEveryone, policy }) =>
        isPlain && !namesEveryone && [policy.Statement].flat().length > 1,
    )
    .map(({ seed, policy }) => vector(`several-${seed}`, policy, people));
  return {
    "population.jsonl": lines(people.map(({ who, token }) => ({ who, ...token }))),
    "trust-policies.jsonl": lines([...forms, ...several]),
  };
}

function vector(id: string, policy: RandomPolicy["policy"], people: readonly Bearer[]): object {
  const admitted = whoGetsIn(policy, people);
  const reach = reachOf(admitted);
  // One of the widest of those who get in, with the token: the reason.
  const witness = people.find(
    ({ who, token }) => admitted.has(who) && reachOf(new Set([who])) === reach && admits(policy, token),
  );
  return {
    id,
    policy,
    verdict: reach === "exact" ? "accepted" : "rejected",
    reach,
    admits: [...admitted].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1)),
    because: witness === undefined ? "no token of the population" : { who: witness.who, ...witness.token },
  };
}

const rank = (who: Bearer["who"]): number => MODEL_REACHES.indexOf(reachOf(new Set([who])));
