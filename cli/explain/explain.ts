/** The explain command: its help text, its options, and the choice between its three kinds of input. */
import { about, coded, type Message, withCode } from "../../messages";
import { COMMAND_LINE } from "../../messages/cli";
import { UnreadableError } from "../../policy-sources";
import { type Command, CommandError, PROGRAM, UsageError } from "../command";
import { readInput, shownFile, STDIN } from "../input/read-input";
import { choice, type Options, readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { wrapAt } from "../report/wrap";
import { eventsAsJson, renderEvents } from "./cloudtrail/event-report";
import { explainEvents, readEvents } from "./cloudtrail/events";
import { compareFiles } from "./compare/compare-files";
import { comparisonsAsJson, renderComparisons } from "./compare/comparison-report";
import { errorsAsJson, renderErrors, WIDTH } from "./error-report";
import { findErrors, nearestCode } from "./find-errors";

const HELP = `Usage: ${PROGRAM} explain TEXT...
       ${PROGRAM} explain CODE...
       COMMAND 2>&1 | ${PROGRAM} explain
       ${PROGRAM} explain --cloudtrail FILE
       ${PROGRAM} explain --trust FILE --claims FILE|JSON

Explains errors of this product, AWS STS and IAM, AWS clients, Microsoft Entra,
IMDS, App Service, Azure Resource Manager, Microsoft Graph, and Pulumi. For each
error it prints the cause, the next command, and the page. The worst error comes
first. Without arguments, or for -, it reads standard input. It calls no cloud,
and never prints a token.

Options:
  --cloudtrail FILE   read CloudTrail records. For each failed
                      AssumeRoleWithWebIdentity, report whether STS refused the
                      token or the trust policy did not match. - is standard
                      input
  --trust FILE        a trust policy, or a file with roles
  --claims FILE|JSON  the claims of a token, the token, or the report of
                      credential_process.py --diagnose=json. The command
                      compares them with the trust policy, claim by claim
  --format FORMAT     text (default) or json
  --help              print this text

Exit code:
  0  an error was recognized. With --trust: the role trusts the token
  1  nothing was recognized. With --trust: the role does not trust the token, or
     it depends on values that are not in the files
  2  a file is unreadable or the command line is wrong
`;

/** `azure-to-aws explain`: explains errors, failed events of CloudTrail, and why a role does not trust a token. */
export const explain: Command = {
  summary: "explain an error text, a log, or why a role refuses a token",
  help: HELP,
  run: async (args, io) => {
    const options = readOptions(args, { cloudtrail: "text", trust: "text", claims: "text", format: "text" });
    const asJson = choice(options, "format", ["text", "json"]) === "json";
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
      const text = readsInput(options) ? await readInput(STDIN, stdin) : options.files.join(" ");
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
  },
};

/** Whether the error text is on standard input. */
function readsInput({ files }: Options): boolean {
  return files.length === 0 || (files.length === 1 && files[0] === STDIN);
}

/** The message about a text without a known error. */
function nothingIn(text: string): Message {
  const nearest = nearestCode(text);
  return nearest === undefined
    ? coded(
        "explain-nothing-known",
        "no known error is in this text. Try the whole output of the command, with standard error: COMMAND 2>&1 | npx --no -- azure-to-aws explain. On a VM, run /opt/azure-to-aws/credential_process.py --diagnose --profile NAME",
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
  const isEmpty = readsInput(options) && (cloudtrail ?? trust) === undefined;
  if (isEmpty && "isTTY" in stdin && stdin.isTTY === true) {
    throw new UsageError(
      coded(
        "explain-text-missing",
        "no error text given. Pass an error text or a code, or pipe a log into the command",
      ),
    );
  }
}
