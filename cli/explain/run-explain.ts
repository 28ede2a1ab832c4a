/** The explain command from its options to its exit code: the choice between its three kinds of input. */
import { existsSync } from "node:fs";
import { about, coded, type Message, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { CommandError, EXIT, type Io, type Options, PROGRAM, UsageError } from "../command";
import { readInput, shownFile, STDIN } from "../input/read-input";
import { wrapAt } from "../report/wrap";
import { eventsAsJson, renderEvents } from "./cloudtrail/event-report";
import { explainEvents, readEvents } from "./cloudtrail/events";
import { compareFiles } from "./compare/compare-files";
import { comparisonsAsJson, renderComparisons } from "./compare/comparison-report";
import { errorsAsJson, renderErrors, WIDTH } from "./error-report";
import { findErrors, nearestCode } from "./find-errors";

/**
 * Runs `azure-to-aws explain`: explains errors, failed events of CloudTrail, and why a role does not trust a token.
 *
 * @returns The exit code.
 * @throws {CommandError} If it cannot run.
 */
export async function runExplain(options: Options, io: Io): Promise<number> {
  const asJson = options.text("format") === "json";
  const { stdin, out, err, columns = WIDTH } = io;
  checkCombination(options, stdin);
  const cloudtrail = options.text("cloudtrail");
  const trust = options.text("trust");
  const claims = options.text("claims");
  try {
    if (cloudtrail !== undefined) {
      const events = explainEvents(readEvents(await readInput(cloudtrail, stdin)));
      out(asJson ? eventsAsJson(events) : renderEvents(events, columns));
      return recognized(
        events.length,
        err,
        coded(
          "explain-no-event",
          "no failed AssumeRoleWithWebIdentity event is in this file. AWS does not log every refused token. Look also in the client's region, after 15 minutes: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --region REGION",
        ),
      );
    }
    if (trust !== undefined && claims !== undefined) {
      const comparisons = await compareFiles(trust, claims, stdin);
      out(asJson ? comparisonsAsJson(comparisons) : renderComparisons(comparisons, columns));
      return comparisons.every(({ verdict }) => verdict === "trusts") ? EXIT.accepted : EXIT.rejected;
    }
    const file = inputOf(options);
    const text = file === undefined ? options.files.join(" ") : await readInput(file, stdin);
    const found = findErrors(text);
    out(asJson ? errorsAsJson(found) : renderErrors(found, columns));
    return recognized(found.length, err, nothingIn(text));
  } catch (error) {
    if (!(error instanceof UnreadableError)) {
      throw error;
    }
    // A comparison reads two files, so its error names the file itself.
    throw new CommandError(
      trust === undefined ? about(shownFile(cloudtrail ?? STDIN), error.problem) : error.problem,
    );
  }
}

/** Where the error text is: a file, or `-` for standard input. `undefined` if it is on the command line. */
function inputOf({ files }: Options): string | undefined {
  const [only = STDIN, ...others] = files;
  return others.length === 0 && (only === STDIN || existsSync(only)) ? only : undefined;
}

/** The message about a text without a known error. */
function nothingIn(text: string): Message {
  const nearest = nearestCode(text);
  return nearest === undefined
    ? coded(
        "explain-nothing-known",
        `no known error is in this text. Try the whole output of the command, with standard error: COMMAND 2>&1 | ${PROGRAM} explain. On a VM, run /opt/azure-to-aws/credential_process.py --diagnose --profile NAME`,
      )
    : coded(
        "explain-code-unknown",
        `no error has the code ${JSON.stringify(text.trim())}. Did you mean ${JSON.stringify(nearest)}?`,
      );
}

function recognized(count: number, err: (text: string) => void, otherwise: Message): number {
  if (count > 0) {
    return EXIT.accepted;
  }
  err(`${wrapAt(WIDTH)(`azure-to-aws: ${withCode(otherwise)}`, "  ")}\n`);
  return EXIT.rejected;
}

function checkCombination(options: Options, stdin: NodeJS.ReadableStream): void {
  const [trust, claims, cloudtrail] = ["trust", "claims", "cloudtrail"].map((name) => options.text(name));
  if ((trust === undefined) !== (claims === undefined)) {
    throw new UsageError(coded("options-incomplete", "--trust and --claims belong together. Give both"));
  }
  if (cloudtrail !== undefined && trust !== undefined) {
    throw new UsageError(COMMAND_LINE.say("options-exclusive", "--cloudtrail", "--trust"));
  }
  if (options.files.length > 0 && (cloudtrail ?? trust) !== undefined) {
    throw new UsageError(
      COMMAND_LINE.say(
        "options-exclusive",
        "an error text",
        cloudtrail === undefined ? "--trust" : "--cloudtrail",
      ),
    );
  }
  if (trust === STDIN && claims === STDIN) {
    throw new UsageError(COMMAND_LINE.say("standard-input-twice"));
  }
  const isEmpty = inputOf(options) === STDIN && (cloudtrail ?? trust) === undefined;
  if (isEmpty && "isTTY" in stdin && stdin.isTTY === true) {
    throw new UsageError(
      coded(
        "explain-text-missing",
        "no error text given. Pass an error text or a code, or pipe a log into the command",
      ),
    );
  }
}
