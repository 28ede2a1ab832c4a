import { Refused } from "../exploits/outcome";
import type { Attack, AttackContext, Refusal } from "./attack";
import { inGeneralWords } from "./general-words";
import { type State, stateOf } from "./state";

/** What came of an attack. */
export interface AttackReport {
  readonly refusal: Refusal;
  /** Once everything was arranged. */
  readonly before: State;
  /** When the attack was over. */
  readonly after: State;
}

/**
 * Carries an attack out, and takes away what it had arranged.
 *
 * @param quiet what everything is like while nothing is arranged
 * @throws Error when it got through, with what was gained
 */
export async function runAttack(context: AttackContext, attack: Attack, quiet: State): Promise<AttackReport> {
  const takeAway = await attack.arrange?.(context);
  try {
    const before = attack.arrange === undefined ? quiet : await stateOf(context);
    const refused = await refusalOf(context, attack);
    const after = await stateOf(context);
    const refusal = { code: refused.code, message: inGeneralWords(context, refused.message) };
    return { refusal, before: without(before, attack.renews), after: without(after, attack.renews) };
  } finally {
    await takeAway?.();
  }
}

async function refusalOf(context: AttackContext, attack: Attack): Promise<Refused> {
  try {
    const gained = await attack.attempt(context);
    throw new Error(`"${attack.name}" got through: ${JSON.stringify(gained)}`);
  } catch (error) {
    if (error instanceof Refused) {
      return error;
    }
    throw error;
  }
}

function without(state: State, places: RegExp | undefined): State {
  return Object.fromEntries(Object.entries(state).filter(([place]) => places?.test(place) !== true));
}
