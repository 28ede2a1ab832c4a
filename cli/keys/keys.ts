import { COMMAND_LINE, KEYS } from "../../messages/cli";
import { type Command, type Io, PROGRAM, UsageError } from "../command";
import { type Options, type OptionTypes, readOptions } from "../options";
import type * as finding from "./find/run-find";
import type * as reporting from "./history/run-report";
import type * as planning from "./plan/run-plan";
import type * as retiring from "./retire/run-retire";
import type * as verifying from "./verify/run-verify";

const HELP = `Usage: ${PROGRAM} keys COMMAND [options]

Finds the AWS access keys that are used from Azure, and retires them one by one.

  keys find          lists each key with the places in Azure, the programs, the
                     actions, and how sure it is. Keys of other origins, and
                     keys that the log does not have, are listed separately
  keys plan KEY      writes a Pulumi program: a role that may do what the key
                     did, for a workload that exists
  keys verify KEY    which calls still use the key, and which use the role
  keys retire KEY    deactivates the key; later, deletes it. It refuses if the
                     key was used recently. Only this command changes anything
  keys report        the number of keys over time, by owner and state

Events of CloudTrail are log files from S3, results of Athena (CSV) or
CloudTrail Lake (CSV or JSON), or the output of aws cloudtrail lookup-events.
Files may be compressed with gzip. A folder is all logs in it.

Options of find, plan, and verify:
  --cloudtrail PATH      a file or folder with events; repeatable; also retire
  --snapshot FILE        a snapshot of azure-to-aws collect
  --service-tags FILE    Microsoft's "Azure IP Ranges and Service Tags", for
                         find and plan; repeatable, for several clouds
  --since TIME           only events from a day or time (UTC) on
  --until TIME           only events before a day or time (UTC)
  --owner-tag NAME       the tag of a user that names the owner (default: owner)
  --format FORMAT        find: text (default), markdown, or json
                         plan, verify, retire: text (default) or json
                         report: markdown (default), html, or json
  --history FILE         find: adds the result to a file; report: that file
Options of find:
  --lookup-days N        ask CloudTrail for the events of the snapshot's keys in
                         the last N days, up to 90, instead of --cloudtrail
  --profile NAME         the AWS profile for that
  --region NAME          the AWS region for that; repeatable
  --look-in PLACES       look for the IDs of the keys in Azure: app-settings,
                         container-apps, custom-data. Values are compared in
                         memory, and never printed or written
  --subscription ID      only there; repeatable (default: all of the login)
  --tenant ID            the Entra tenant of the login
  --cloud CLOUD          public, usgovernment, or china (default:
                         ARM_ENVIRONMENT, or public)
Options of plan:
  --vm ID                the resource ID of the VM that has the key
  --identity ID          the resource ID of its user-assigned managed identity
  --name NAME            the name of the workload (default: that of the user)
  --out FOLDER           where the program goes (default: retire-KEY)
Options of verify and retire:
  --role ARN             verify: the role that takes the key's place
  --quiet-days N         how long the key must be unused (default: 14)
Options of retire:
  --delete-after-days N  how long the key stays inactive (default: 30)
  --dry-run              show the change, and change nothing
  --yes                  do not ask
  --profile NAME         the AWS profile
  --region NAME          the AWS region to sign for

Exit code:
  0  find: no key is used from Azure. plan: the program is written. verify: the
     key is ready. retire: done. report: printed
  1  find: a key is used from Azure. plan: the log has no call of the key.
     verify: the key is not ready. retire: refused, or not yet time to delete
  2  a file is unreadable, the log has no event, or the command line is wrong
`;

/** A command of `keys`, with its options. */
interface Subcommand {
  readonly options: OptionTypes;
  readonly run: (options: Options, io: Io) => Promise<number>;
}

const LOG: OptionTypes = {
  cloudtrail: "texts",
  snapshot: "text",
  since: "text",
  until: "text",
  "owner-tag": "text",
  format: "text",
};

/* eslint-disable @typescript-eslint/no-require-imports -- imports would load them for all commands */
const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  find: {
    options: {
      ...LOG,
      "service-tags": "texts",
      history: "text",
      "lookup-days": "text",
      profile: "text",
      region: "texts",
      "look-in": "texts",
      subscription: "texts",
      tenant: "text",
      cloud: "text",
    },
    run: (given, io) => (require("./find/run-find") as typeof finding).runFind(given, io),
  },
  plan: {
    options: { ...LOG, "service-tags": "texts", name: "text", vm: "text", identity: "text", out: "text" },
    run: (given, io) => (require("./plan/run-plan") as typeof planning).runPlan(given, io),
  },
  verify: {
    options: { ...LOG, role: "text", "quiet-days": "text" },
    run: (given, io) => (require("./verify/run-verify") as typeof verifying).runVerify(given, io),
  },
  retire: {
    options: {
      cloudtrail: "texts",
      "quiet-days": "text",
      "delete-after-days": "text",
      "dry-run": "switch",
      yes: "switch",
      format: "text",
      profile: "text",
      region: "text",
    },
    run: (given, io) => (require("./retire/run-retire") as typeof retiring).runRetire(given, io),
  },
  report: {
    options: { history: "text", format: "text" },
    run: (given, io) => (require("./history/run-report") as typeof reporting).runReport(given, io),
  },
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** `azure-to-aws keys`: finds access keys that are used from Azure, and retires them. */
export const keys: Command = {
  summary: "find the AWS access keys that are used from Azure, and retire them",
  help: HELP,
  run: async ([name = "", ...args], io) => {
    const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
    if (name === "") {
      throw new UsageError(KEYS.say("keys-command-missing", Object.keys(SUBCOMMANDS)));
    }
    if (subcommand === undefined) {
      throw new UsageError(
        COMMAND_LINE.say(
          "command-unknown",
          `keys ${name}`.trim(),
          Object.keys(SUBCOMMANDS).map((known) => `keys ${known}`),
        ),
      );
    }
    return subcommand.run(readOptions(args, subcommand.options), io);
  },
};
