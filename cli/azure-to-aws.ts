#!/usr/bin/env node
/** The command line `azure-to-aws`. */
import { inspect } from "node:util";
import { withCode } from "../messages";
import { COMMAND_LINE } from "../messages/cli";
import { runCommandLine } from "./command-line";

/** Exit code for a defect of this program, next to those of its commands. Source: BSD, `sysexits.h`. */
const EXIT_SOFTWARE = 70;

/** Exit code for output that cannot be written, such as on a full disk. Source: BSD, `sysexits.h`. */
const EXIT_IO = 74;

// A reader may have seen enough (`| head`): that is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") {
    const message = withCode(COMMAND_LINE.say("output-not-written", error.message));
    process.stderr.write(`azure-to-aws: ${message}\n`, () => {
      process.exit(EXIT_IO);
    });
  }
});
// Nobody is left to read a message.
process.stderr.on("error", () => undefined);

runCommandLine(process.argv.slice(2), {
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colors: process.stdout.isTTY && process.stdout.hasColors(),
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
}).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(`azure-to-aws: ${withCode(COMMAND_LINE.say("internal-error"))}\n${inspect(error)}`);
    process.exitCode = EXIT_SOFTWARE;
  },
);
