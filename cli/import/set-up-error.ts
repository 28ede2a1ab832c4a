/** What keeps exports from being read as one set-up: a sentence each. */
export class SetUpError extends Error {
  override readonly name = "SetUpError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}
