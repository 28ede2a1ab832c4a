import { Catalog, entry } from "../catalog";

/** What `explain` prints when it recognizes nothing, and how it is called. */
export const EXPLAINING = new Catalog({
  "explain-text-missing": entry({
    text: () => "no error text given. Pass an error text or a code, or pipe a log into the command",
  }),
  "explain-nothing-known": entry({
    text: () =>
      "no known error is in this text. Try the whole output of the command, with standard error: COMMAND 2>&1 | npx --no -- azure-to-aws explain. On a VM, run /opt/azure-to-aws/credential_process.py --diagnose --profile NAME",
  }),
  "explain-code-unknown": entry({
    text: (given: string, nearest: string) =>
      `no error has the code ${JSON.stringify(given)}. Did you mean ${JSON.stringify(nearest)}?`,
  }),
  "explain-no-event": entry({
    text: () =>
      "no failed AssumeRoleWithWebIdentity event is in this file. AWS does not log every refused token. Look also in the client's region, after 15 minutes: aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --region REGION",
  }),
});
