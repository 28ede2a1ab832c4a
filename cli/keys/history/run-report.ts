/** Runs `keys report`: reads the history file and renders it as Markdown, HTML, or JSON. */
import { COMMAND_LINE } from "../../../messages/cli";
import { EXIT, type Io, type Options, UsageError } from "../../command";
import { readInput } from "../../input/read-input";
import { packageVersion } from "../../package-version";
import { reading } from "../inputs";
import { parseHistory } from "./history";
import { progressOf } from "./progress";
import { renderProgressHtml } from "./progress-html";
import { renderProgressMarkdown } from "./progress-markdown";

/** `keys report`: the number of keys over time, from the file that `keys find --history` writes. */
export async function runReport(options: Options, { stdin, out }: Io): Promise<number> {
  const format = options.text("format") as "markdown" | "html" | "json";
  const file = options.text("history") ?? options.files[0];
  if (file === undefined) {
    throw new UsageError(
      COMMAND_LINE.say("option-missing", "--history", "the file that keys find --history writes"),
    );
  }
  const progress = progressOf(await reading(file, async () => parseHistory(await readInput(file, stdin))));
  out(
    format === "json"
      ? `${JSON.stringify(progress, undefined, 2)}\n`
      : format === "html"
        ? renderProgressHtml(progress, packageVersion())
        : renderProgressMarkdown(progress, packageVersion()),
  );
  return EXIT.accepted;
}
