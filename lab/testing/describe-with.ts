/** What a test file needs started before its tests and stopped after them, such as a lab. */

/** Something that runs while tests use it. */
export interface Running {
  stop(): Promise<void>;
}

/** The first start on a machine builds or downloads tools. */
const START_LIMIT = "20m";

/**
 * Describes a subject, with something that runs while its tests do.
 *
 * @param title the subject
 * @param start starts it, before the hooks of the body
 * @param body the tests, which get it by a call; it stops after their own hooks
 */
export function describeWith<T extends Running>(
  title: string,
  start: () => Promise<T>,
  body: (this: Mocha.Suite, running: () => T) => void,
): void {
  describe(title, function () {
    let running: T | undefined;

    before(async function () {
      this.timeout(START_LIMIT);
      running = await start();
    });

    body.call(this, () => {
      if (running === undefined) {
        throw new Error(`${title}: nothing runs before the tests start.`);
      }
      return running;
    });

    after(() => running?.stop());
  });
}
