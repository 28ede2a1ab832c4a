/** The command `keys`: lists its subcommands with their options, and loads the code of the one that runs. */
import { COMMAND_LINE, KEYS } from "../../messages/cli";
import { type Command, type Io, UsageError } from "../command";
import { type Options, type OptionTypes, readOptions } from "../options";
import type * as finding from "./find/run-find";
import { HELP_OF, KEYS_HELP } from "./help";
import type * as reporting from "./history/run-report";
import type * as planning from "./plan/run-plan";
import type * as retiring from "./retire/run-retire";
import type * as verifying from "./verify/run-verify";

/** A command of `keys`, with its options. */
export interface Subcommand {
  readonly help: string;
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

/** The commands of `keys`, by name. */
export const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  find: {
    help: HELP_OF.find,
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
    help: HELP_OF.plan,
    options: { ...LOG, "service-tags": "texts", name: "text", vm: "text", identity: "text", out: "text" },
    run: (given, io) => (require("./plan/run-plan") as typeof planning).runPlan(given, io),
  },
  verify: {
    help: HELP_OF.verify,
    options: { ...LOG, role: "text", "quiet-days": "text", "not-needed": "texts" },
    run: (given, io) => (require("./verify/run-verify") as typeof verifying).runVerify(given, io),
  },
  retire: {
    help: HELP_OF.retire,
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
    help: HELP_OF.report,
    options: { history: "text", format: "text" },
    run: (given, io) => (require("./history/run-report") as typeof reporting).runReport(given, io),
  },
};

/** `azure-to-aws keys`: finds access keys that are used from Azure, and retires them. */
export const keys: Command = {
  summary: "find the AWS access keys that are used from Azure, and retire them",
  help: KEYS_HELP,
  helpOf: ([name = ""]) => (Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name]?.help : undefined),
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
