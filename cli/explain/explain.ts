import { UnreadableError } from "../../policy-sources";
import { type Command, PROGRAM, UsageError } from "../command";
import { readInput, STDIN } from "../input/read-input";
import { choice, type Options, readOptions } from "../options";
import { EXIT } from "../report/outcome";
import { printable } from "../report/printable";
import { wrapAt } from "../report/wrap";
import { eventsAsJson, renderEvents } from "./cloudtrail/event-report";
import { explainEvents, readEvents } from "./cloudtrail/events";
import { compareFiles } from "./compare/compare-files";
import { comparisonsAsJson, renderComparisons } from "./compare/comparison-report";
import { errorsAsJson, renderErrors, WIDTH } from "./error-report";
import { findErrors } from "./find-errors";

const HELP = `Usage: ${PROGRAM} explain TEXT...
       ${PROGRAM} explain CODE
       COMMAND 2>&1 | ${PROGRAM} explain
       ${PROGRAM} explain --cloudtrail FILE
       ${PROGRAM} explain --trust FILE --claims FILE

Explains errors of this product, AWS STS and IAM, AWS clients, Microsoft Entra,
IMDS, App Service, Azure Resource Manager, Microsoft Graph, and Pulumi. For each
error it prints cause, next command, and page, the worst error first. Without
arguments it reads standard input. It never asks a cloud, and shows no token.

Options:
  --cloudtrail FILE     read CloudTrail records, and say for each failed
                        AssumeRoleWithWebIdentity whether the token was not
                        accepted or the trust policy did not match. - is
                        standard input
  --trust FILE          a trust policy, or a file that holds roles
  --claims FILE         the token's claims as JSON, or the token itself; compare
                        them with the trust policy, claim by claim
  --format text, json   how to report; text is the default
  --help                print this text

Exit code: 0 something was recognized; with --trust the role trusts the token.
1 nothing was recognized; with --trust the role does not trust the token, or it
depends on what the files do not show. 2 a file is unreadable, or the command
line is wrong.
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
        return recognized(events.length, err, NO_EVENT);
      }
      if (trust !== undefined && claims !== undefined) {
        const comparisons = await compareFiles(trust, claims, stdin);
        out(asJson ? comparisonsAsJson(comparisons) : renderComparisons(comparisons, columns));
        return comparisons.every(({ verdict }) => verdict === "trusts") ? EXIT.accepted : EXIT.rejected;
      }
      const text = options.files.length === 0 ? await readInput(STDIN, stdin) : options.files.join(" ");
      const found = findErrors(text);
      out(asJson ? errorsAsJson(found) : renderErrors(found, columns));
      return recognized(found.length, err, NOTHING);
    } catch (error) {
      if (!(error instanceof UnreadableError)) {
        throw error;
      }
      // A comparison reads two files, so its error names the file itself.
      const file = trust === undefined ? `${cloudtrail ?? "standard input"}: ` : "";
      err(`azure-to-aws: ${printable(`${file}${error.message}`)}.\n`);
      return EXIT.unreadable;
    }
  },
};

const NOTHING =
  "No known error is in this text. Try the whole output of the command, with standard error: COMMAND 2>&1 | npx --no -- azure-to-aws explain. On a VM, run credential_process.py --diagnose --profile NAME.";

const NO_EVENT =
  "No failed AssumeRoleWithWebIdentity event is in this file. Look in the region that the client calls: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --region REGION. Events take up to 15 minutes to arrive.";

function recognized(count: number, err: (text: string) => void, otherwise: string): number {
  if (count > 0) {
    return EXIT.accepted;
  }
  err(`${wrapAt(WIDTH)(otherwise, "")}\n`);
  return EXIT.rejected;
}

function checkCombination(options: Options, stdin: NodeJS.ReadableStream): void {
  const [trust, claims, cloudtrail] = ["trust", "claims", "cloudtrail"].map((name) => options.text(name));
  if ((trust === undefined) !== (claims === undefined)) {
    throw new UsageError("--trust and --claims belong together. Give both.");
  }
  if (cloudtrail !== undefined && trust !== undefined) {
    throw new UsageError("--cloudtrail and --trust exclude each other. Give one of them.");
  }
  if (options.files.length > 0 && (cloudtrail ?? trust) !== undefined) {
    throw new UsageError("An error text and --cloudtrail or --trust exclude each other. Give one of them.");
  }
  if (trust === STDIN && claims === STDIN) {
    throw new UsageError("Standard input (-) is given twice, but can be read only once.");
  }
  const isEmpty = options.files.length === 0 && (cloudtrail ?? trust) === undefined;
  if (isEmpty && "isTTY" in stdin && stdin.isTTY === true) {
    throw new UsageError(
      "No error text given. Pass an error text or a code, or pipe a log into the command.",
    );
  }
}
