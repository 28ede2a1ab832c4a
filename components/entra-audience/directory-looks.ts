/** Reads of a directory that lags: the replicas of Microsoft Graph follow some seconds later, and each answers for itself. */
import { setTimeout as wait } from "node:timers/promises";

/** How often in a row something must be seen, or not be seen, before the directory counts as consistent. */
const IN_A_ROW = 3;

/** The maximum number of requests to the directory, and the milliseconds between them: about a minute. */
const LOOKS = { most: 40, shortest: 100, longest: 2000 };

/** Whether something holds several times in a row before patience ends. */
export async function inARow(holds: () => Promise<boolean>): Promise<boolean> {
  let times = 0;
  const enough = await keepLooking(async () => {
    times = (await holds()) ? times + 1 : 0;
    return times === IN_A_ROW ? true : undefined;
  });
  return enough === true;
}

/** The first answer that is not undefined; undefined when patience ends. */
export async function keepLooking<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (let times = 0; times < LOOKS.most; times++) {
    const answer = await look();
    if (answer !== undefined) {
      return answer;
    }
    await wait(Math.min(LOOKS.shortest * 1.5 ** times, LOOKS.longest));
  }
  return undefined;
}
