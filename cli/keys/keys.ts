/** Declares the command `keys` with its own commands, and loads the one that runs. */
import { Option } from "commander";
import { cloudOption } from "../clouds/microsoft/azure-options";
import type { Command } from "../command";
import { choice, repeatable, under } from "../options";
import type * as finding from "./find/run-find";
import type * as reporting from "./history/run-report";
import type * as planning from "./plan/run-plan";
import type * as retiring from "./retire/run-retire";
import type * as verifying from "./verify/run-verify";

const CLOUDTRAIL = `CloudTrail events are log files from S3, results of Athena (CSV) or CloudTrail Lake (CSV or JSON), or the output of aws cloudtrail lookup-events. Files may be compressed with gzip. A folder is all logs in it.`;

/** The options of all commands that read a log. */
const logOptions = (): readonly Option[] => [
  repeatable("--cloudtrail <PATH>", "a file or folder with events"),
  new Option("--snapshot <FILE>", "a snapshot of azure-to-aws collect"),
  new Option("--since <TIME>", "only events from a day or time (UTC) on"),
  new Option("--until <TIME>", "only events before a day or time (UTC)"),
  new Option("--owner-tag <NAME>", "the tag of a user that names the owner (default: owner)"),
];

const format = (): Option => choice("--format <FORMAT>", "how to report", ["text", "json"]).default("text");

const quietDays = (): Option =>
  new Option("--quiet-days <N>", "how long the key must be unused (default: 14)");

const find: Command = {
  summary: "list each key with the places in Azure, the programs, and how sure it is",
  usage: "--service-tags FILE --cloudtrail PATH [options]",
  description: `Lists the access keys that are used from Azure. Keys of other origins, and keys that the log does not have, are listed separately. What sessions did that a key began (sts:AssumeRole, GetSessionToken, GetFederationToken) counts as its use.

${CLOUDTRAIL}`,
  options: [
    ...logOptions(),
    repeatable(
      "--service-tags <FILE>",
      'Microsoft\'s "Azure IP Ranges and Service Tags". Several are for several clouds',
    ),
    new Option("--history <FILE>", "add the result to a file for keys report; needs --snapshot"),
    choice("--format <FORMAT>", "how to report", ["text", "markdown", "json"]).default("text"),
    ...under(
      "Without log files:",
      new Option(
        "--lookup-days <N>",
        "ask CloudTrail for the events of the snapshot's keys in the last N days, up to 90, instead of --cloudtrail",
      ),
      new Option("--profile <NAME>", "the AWS profile for that"),
      repeatable("--region <NAME>", "the AWS region for that"),
    ),
    ...under(
      "Where a key is stored:",
      repeatable(
        "--look-in <PLACES>",
        "look for the IDs of the keys in Azure: app-settings, container-apps, custom-data. Values are compared in memory, and never printed or written",
      ),
      repeatable("--subscription <ID>", "only there (default: all of the login)"),
      new Option("--tenant <ID>", "the Entra tenant of the login"),
      cloudOption(),
    ),
  ],
  ending: `Exit code:
  0  no key is used from Azure, or all of them are inactive or deleted
  1  a key is used from Azure
  2  a file is unreadable, the log has no event, or the command line is wrong`,
  run: (given, io) => (require("./find/run-find") as typeof finding).runFind(given, io),
};

const plan: Command = {
  summary: "write a Pulumi program with a role that may do what the key did",
  usage: "KEY --cloudtrail PATH [options]",
  description: `Writes a folder with a Pulumi program, a policy for what the key did, and the evidence for each statement. Lists what it cannot see.

${CLOUDTRAIL}`,
  options: [
    ...logOptions(),
    repeatable(
      "--service-tags <FILE>",
      'Microsoft\'s "Azure IP Ranges and Service Tags": calls from outside Azure are left out',
    ),
    new Option("--vm <ID>", "the resource ID of the VM that has the key"),
    new Option("--identity <ID>", "the resource ID of its user-assigned managed identity"),
    new Option("--name <NAME>", "the name of the workload (default: that of the user)"),
    new Option("--out <FOLDER>", "where the program goes (default: retire-KEY)"),
    format(),
  ],
  ending: `Exit code:
  0  the program is written
  1  the log has no call of the key
  2  a file is unreadable, the log has no event, or the command line is wrong`,
  run: (given, io) => (require("./plan/run-plan") as typeof planning).runPlan(given, io),
};

const verify: Command = {
  summary: "show which calls still use the key, and which use the role",
  usage: "KEY --role ARN --cloudtrail PATH [options]",
  description: `Shows which calls still use the key or a session that it began, and which use the role. The key is ready when it and its sessions were silent long enough, and the role makes each of their calls.

${CLOUDTRAIL}`,
  options: [
    ...logOptions(),
    new Option("--role <ARN>", "the role that takes the key's place"),
    quietDays(),
    repeatable(
      "--not-needed <CALL>",
      'a call of the table that nothing needs, such as "s3 ListBuckets", or "data calls" if the workload reads and writes no data',
    ),
    format(),
  ],
  ending: `Exit code:
  0  the key is ready
  1  the key is not ready, or the log cannot tell
  2  a file is unreadable, the log has no event, or the command line is wrong`,
  run: (given, io) => (require("./verify/run-verify") as typeof verifying).runVerify(given, io),
};

const retire: Command = {
  summary: "deactivate the key; later, delete it",
  usage: "KEY [options]",
  description: `Deactivates the key, and prints the command that undoes it. Run it again later: it deletes the key, which nobody can undo. It asks first, and refuses if the key was used recently. Only this command of keys changes anything.`,
  options: [
    repeatable("--cloudtrail <PATH>", "a file or folder with events: a use in it counts too"),
    quietDays(),
    new Option("--delete-after-days <N>", "how long the key stays inactive (default: 30)"),
    new Option("--dry-run", "show the change, and change nothing"),
    new Option("--yes", "do not ask"),
    new Option("--profile <NAME>", "the AWS profile"),
    new Option("--region <NAME>", "the AWS region to sign for"),
    format(),
  ],
  ending: `Exit code:
  0  the key is deactivated or deleted
  1  refused, or not yet time to delete
  2  no login, a file is unreadable, or the command line is wrong`,
  run: (given, io) => (require("./retire/run-retire") as typeof retiring).runRetire(given, io),
};

const report: Command = {
  summary: "print the number of keys over time, by owner and state",
  usage: "--history FILE [options]",
  description: "Prints the number of keys over time, by owner and state.",
  options: [
    new Option("--history <FILE>", "the file that keys find --history writes"),
    choice("--format <FORMAT>", "how to report", ["markdown", "html", "json"]).default("markdown"),
  ],
  ending: `Exit code:
  0  printed
  2  the file is unreadable, or the command line is wrong`,
  run: (given, io) => (require("./history/run-report") as typeof reporting).runReport(given, io),
};

/** `azure-to-aws keys`: finds access keys that are used from Azure, and retires them. */
export const keys: Command = {
  summary: "find the AWS access keys that are used from Azure, and retire them",
  usage: "COMMAND [options]",
  description: "Finds the AWS access keys that are used from Azure, and retires them one by one.",
  options: [],
  ending: "azure-to-aws keys COMMAND --help describes each.",
  commands: { find, plan, verify, retire, report },
};
