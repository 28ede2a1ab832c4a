import { about } from "../../messages";
import { UnreadableError } from "../../policy-sources";
import { type Command, CommandError, PROGRAM } from "../command";
import { shownFile } from "../input/read-input";
import { readOptions } from "../options";
import { packageVersion } from "../package-version";
import { withProgress } from "../progress";
import { EXIT } from "../report/outcome";
import { EstateBuilder } from "./estate/estate-builder";
import { renderText } from "./formats/text";
import { makeReport } from "./make-report";
import { addFile } from "./readers/read-estate";

const HELP = `Usage: ${PROGRAM} audit [options] FILE...
`;

/** `azure-to-aws audit`: who can get into which role, and how far. */
export const audit: Command = {
  summary: "show who can get into which AWS role, and how far they get",
  help: HELP,
  run: async (args, io) => {
    const options = readOptions(args, { format: "text" });
    const builder = new EstateBuilder();
    for (const file of options.files) {
      try {
        await withProgress(`${shownFile(file)}: reading`, io.err, () => addFile(file, io.stdin, builder));
      } catch (error) {
        if (error instanceof UnreadableError) {
          throw new CommandError(about(shownFile(file), error.said));
        }
        throw error;
      }
    }
    const report = makeReport(builder.build(), packageVersion(), new Date());
    io.out(renderText(report, io.columns));
    return report.roles.length > 0 ? EXIT.rejected : EXIT.accepted;
  },
};
