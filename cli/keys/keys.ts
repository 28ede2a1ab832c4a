import { COMMAND_LINE } from "../../messages/cli";
import { type Command, type Io, PROGRAM, UsageError } from "../command";
import { type Options, type OptionTypes, readOptions } from "../options";
import { runFind } from "./find/run-find";

const HELP = `Usage: ${PROGRAM} keys find --service-tags FILE --cloudtrail PATH... [options]

Finds the AWS access keys that are used from Azure.

keys find     lists each key with the places in Azure, the programs, the actions
              and resources, and how sure it is. Keys of other origins, and keys
              that are not in the log, are listed separately

A PATH is a file or folder with events of CloudTrail: log files from S3, results
of Athena (CSV) or CloudTrail Lake (CSV or JSON), or the output of
aws cloudtrail lookup-events. Files may be compressed with gzip.

Options of find:
  --cloudtrail PATH      events of CloudTrail; repeatable
  --service-tags FILE    Microsoft's file "Azure IP Ranges and Service Tags";
                         repeatable, for several clouds
  --snapshot FILE        a snapshot of azure-to-aws collect: keys, owners, last
                         use
  --since TIME           only events from a day or time (UTC) on
  --until TIME           only events before a day or time (UTC)
  --owner-tag NAME       the tag of a user that names the owner (default: owner)
  --format FORMAT        text (default), markdown, or json
  --history FILE         adds the result to a file for keys report

Exit code of find:
  0  no key is used from Azure
  1  a key is used from Azure
  2  a file is unreadable, there is no event, or the command line is wrong
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

const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  find: { options: { ...LOG, "service-tags": "texts", history: "text" }, run: runFind },
};

/** `azure-to-aws keys`: finds access keys that are used from Azure, and retires them. */
export const keys: Command = {
  summary: "find the AWS access keys that are used from Azure, and retire them",
  help: HELP,
  run: async ([name = "", ...args], io) => {
    const subcommand = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
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
