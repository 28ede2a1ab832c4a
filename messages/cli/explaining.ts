import { Catalog, entry } from "../catalog";

/** What `explain` prints when it recognizes nothing, and how it is called. */
export const EXPLAINING = new Catalog("Explaining errors", {
  "explain-text-missing": entry({
    text: () => "no error text given. Pass an error text or a code, or pipe a log into the command",
    sample: [],
    cause: "The command line has no text, and standard input is a terminal.",
    fix: "Run `pulumi up 2>&1 | npx --no -- azure-to-aws explain`, or pass a code.",
  }),
  "explain-nothing-known": entry({
    text: () =>
      "no known error is in this text. Try the whole output of the command, with standard error: COMMAND 2>&1 | npx --no -- azure-to-aws explain. On a VM, run /opt/azure-to-aws/credential_process.py --diagnose --profile NAME",
    sample: [],
    cause: "The text has neither a code of this product nor an error text that it knows.",
    fix: "Pass the whole output. On a VM, run `/opt/azure-to-aws/credential_process.py --diagnose --profile NAME`.",
  }),
  "explain-code-unknown": entry({
    text: (given: string, nearest: string) =>
      `no error has the code ${JSON.stringify(given)}. Did you mean ${JSON.stringify(nearest)}?`,
    sample: ["sts-acces-denied", "sts-access-denied"],
    cause: "The text is one word that is almost a code.",
    fix: "Pass the code of the message: `npx --no -- azure-to-aws explain sts-access-denied`.",
  }),
  "explain-no-event": entry({
    text: () =>
      "no failed AssumeRoleWithWebIdentity event is in this file. AWS does not log every refused token. Look also in the client's region, after 15 minutes: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --region REGION",
    sample: [],
    cause:
      "STS refused the token itself, which CloudTrail may not show. Or the events are of another region or another time, the calls succeeded, or the requests never reached STS.",
    fix: "Run the command of the message in the region of the client. On the VM, run `/opt/azure-to-aws/credential_process.py --diagnose --profile NAME`.",
  }),
});
