/** Who gets into a role by its policy: everyone of the population whose token it admits. Nothing here looks at conditions. */
import { evaluation, type Token } from "./iam";
import type { Bearer, Person } from "./population";

/** All reaches: who gets in, as one word. The narrowest is first. */
export const MODEL_REACHES = ["nobody", "exact", "replay", "assigned", "tenant", "anyone"] as const;

/** One of {@link MODEL_REACHES}. */
export type ModelReach = (typeof MODEL_REACHES)[number];

const KEPT_OUT: Person = "intended, kept out by STS alone";

const REACH_OF: Readonly<Record<Person, ModelReach>> = {
  intended: "exact",
  "intended, another API": "exact",
  "intended, another audience": "replay",
  "intended, kept out by STS alone": "replay",
  "neighbor, if assigned": "assigned",
  neighbor: "tenant",
  customer: "anyone",
  stranger: "anyone",
};

/** The audiences that providers list, by their names. Of a provider that is missing, any audience is taken. */
export type ClientIds = Readonly<Record<string, readonly string[]>>;

/** Who gets in by a policy: an Allow statement admits them, and no Deny statement denies them. */
export function whoGetsIn(
  policy: Readonly<Record<string, unknown>>,
  population: readonly Bearer[],
  clientIds: ClientIds = {},
): Set<Person> {
  const statements = [policy.Statement].flat() as readonly { readonly Effect: string }[];
  const denying = statements.filter(({ Effect }) => Effect === "Deny");
  const people = new Set<Person>();
  for (const statement of statements) {
    const admits = evaluation({ ...policy, Statement: [statement, ...denying] });
    const admitted = new Set<Person>();
    for (const { who, token } of population) {
      if (!admitted.has(who) && admits(token) && isTaken(who, token, clientIds)) {
        admitted.add(who);
      }
    }
    // If only tokens get in that STS keeps out, nobody does: `Null: {…:sub: true}`. Beside others, the statement relies on STS.
    if (admitted.size > 1 || !admitted.has(KEPT_OUT)) {
      admitted.forEach((who) => people.add(who));
    }
  }
  return people;
}

/** Whether STS takes a token. Policies must not rely on what STS demands besides, so those tokens are tried all the same. */
function isTaken(who: Person, { provider, claims }: Token, clientIds: ClientIds): boolean {
  const listed = clientIds[provider];
  const compared = [claims.azp ?? claims.aud ?? []].flat();
  return listed === undefined || who === KEPT_OUT || compared.some((audience) => listed.includes(audience));
}

/** The widest reach of those who get in. */
export function reachOf(people: ReadonlySet<Person>): ModelReach {
  const ranks = [...people].map((who) => MODEL_REACHES.indexOf(REACH_OF[who]));
  return MODEL_REACHES[Math.max(0, ...ranks)] ?? "nobody";
}
