/** Rows of a table that several tests stand for. */

/** Adds the row after the suite around the call, if each of the suite's own tests passed: none failed, none was left out. */
export function rowOnceAllHeld(rows: string[][], row: readonly string[]): void {
  after(function () {
    const tests = this.test?.parent?.tests ?? [];
    if (tests.length > 0 && tests.every((test) => test.isPassed())) {
      rows.push([...row]);
    }
  });
}
