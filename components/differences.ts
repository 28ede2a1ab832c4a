import type { ArgumentProblem } from "./arguments/argument-error";

/** What a cloud has that the program did not ask for, for the error of a read-back. */
export class Differences {
  readonly problems: ArgumentProblem[] = [];

  /**
   * @param cloud - The cloud, as messages name it.
   * @param hidden - Whether a value is secret. Then no value is shown: what a cloud still has may be secret too, although
   *   the program no longer names it.
   */
  constructor(
    private readonly cloud: "AWS" | "Entra",
    private readonly hidden: boolean,
  ) {}

  /** Notes a difference, if there is one, with both values as text. */
  expect(path: string, isRight: boolean, expected: string, found: string): void {
    if (isRight) {
      return;
    }
    const reason = this.hidden
      ? `${this.cloud} has another value; none is shown, since the program's is secret`
      : `expected ${expected}; ${this.cloud} has ${found}`;
    this.problems.push({ path, reason });
  }
}
