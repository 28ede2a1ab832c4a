/** Declares the `explain` command, and loads it only when it runs. */
import { Option } from "commander";
import { type Command, PROGRAM } from "../command";
import { choice } from "../options";
import type * as running from "./run-explain";

/** `azure-to-aws explain`: explains errors, failed events of CloudTrail, and why a role does not trust a token. */
export const explain: Command = {
  summary: "explain an error text, a log, or why a role refuses a token",
  usage: "[options] [TEXT or CODE or FILE...]",
  description: `Explains errors of this product, AWS STS and IAM, AWS clients, Microsoft Entra, IMDS, App Service, Azure Resource Manager, Microsoft Graph, and Pulumi. For each error it prints the cause, the next command, and the page. The worst error comes first. The text is on the command line, in a file that the only word names, or, without a word and for -, on standard input. It calls no cloud, and never prints a token.

  COMMAND 2>&1 | ${PROGRAM} explain
  ${PROGRAM} explain --cloudtrail FILE
  ${PROGRAM} explain --trust FILE --claims FILE`,
  options: [
    new Option(
      "--cloudtrail <FILE>",
      "read CloudTrail records. For each failed AssumeRoleWithWebIdentity, report whether STS refused the token or the trust policy did not match. - is standard input",
    ),
    new Option("--trust <FILE>", "a trust policy, or a file with roles"),
    new Option(
      "--claims <FILE|JSON>",
      "the claims of a token, the token, or the report of credential_process.py --diagnose=json. The command compares them with the trust policy, claim by claim",
    ),
    choice("--format <FORMAT>", "how to report", ["text", "json"]).default("text"),
  ],
  ending: `Exit code:
  0  an error was recognized. With --trust: the role trusts the token
  1  nothing was recognized. With --trust: the role does not trust the token, or
     it depends on values that are not in the files
  2  a file is unreadable or the command line is wrong`,
  run: (options, io) => (require("./run-explain") as typeof running).runExplain(options, io),
};
