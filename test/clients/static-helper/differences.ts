/** What the static helper does otherwise than the credential helper, on purpose. Tests of this are skipped for it. */

const FORMAT = "Its files have another form. providers/go/internal/cache/files_test.go has the same cases.";
const IN_PYTHON = "It tests the interpreter or modules of Python.";
const COMMAND = "It has commands in place of these options: `version`, `help`, and `diagnose`.";

/** Reasons by the full title of a test, or the beginning of several. */
export const DIFFERENCES: Readonly<Record<string, string>> = {
  "Among many callers of the credential helper one refreshes for fifty, and only that one loads TLS":
    IN_PYTHON,
  "In App Service, Functions and Container Apps, the credential helper asks the identity endpoint as documented":
    "Azure Identity sends X-IDENTITY-HEADER, and not the header Metadata, which the page does not name.",
  "In a pod with workload identity, the credential helper exchanges the cluster's token at Entra":
    "Azure Identity adds scopes of OpenID Connect, which Entra ignores without a user.",
  "On a bad network the credential helper ends by its time limit when even that is evaded":
    "It cannot be evaded: Go ends the request itself, so the message names the service.",
  "Started again right after a failure, the credential helper whose notes are damaged": FORMAT,
  "The credential helper keeps secret everything when it meets what nobody foresaw": IN_PYTHON,
  "The credential helper's cache damaged or foreign, is a miss and gets replaced": FORMAT,
  "The credential helper's cache is done without, with a note of it and with credentials, where the lock is a symbolic link":
    "It names the lock as foreign, by cache-lock-foreign, before it opens it.",
  "The credential helper's cache is swept of what crashed callers and old questions left": FORMAT,
  "The credential helper's cache keeps every file that the helper did not write": FORMAT,
  "The credential helper's command line lists every option with --help": COMMAND,
  "The credential helper's command line tells the version of the package": COMMAND,
  "With --diagnose --profile the credential helper refuses a profile without --diagnose": COMMAND,
  "With --diagnose --profile the credential helper repeats itself as the next command": COMMAND,
  "With --diagnose the credential helper refuses another form of report": COMMAND,
  "When the credential helper is killed":
    "The test counts calls of Python's os. files_test.go kills the program at any moment.",
  "With unusual standard files the credential helper fails without a word where stdout is closed":
    "Go opens the null device in place of a closed stdout, so nothing is written elsewhere, and the exit code is 0.",
};

/** The difference that a test is skipped for, if any. */
export function differenceOf(fullTitle: string): string | undefined {
  return Object.keys(DIFFERENCES).find((start) => fullTitle.startsWith(start));
}

/** Mocha takes this for all tests of a process that requires this file. */
export const mochaHooks = {
  beforeEach(this: Mocha.Context): void {
    const title = this.currentTest?.fullTitle();
    if (title !== undefined && differenceOf(title) !== undefined) {
      this.skip();
    }
  },
};
