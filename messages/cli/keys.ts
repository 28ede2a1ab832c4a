import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

const DOWNLOAD = "https://www.microsoft.com/download/details.aspx?id=56519";

/** Messages of `keys`. Texts with an `answer` end with what AWS or Azure answered and what to do about it. */
export const KEYS = new Catalog({
  "service-tags-invalid": entry({
    text: () =>
      `this is no service tags file. Expected "values" with "addressPrefixes". Download it from ${DOWNLOAD}`,
  }),
  "service-tags-old": entry({
    text: (published: string, days: number) =>
      `the service tags of ${published} are ${days} days old, so new addresses of Azure count as addresses of others. Download the file again from ${DOWNLOAD}`,
  }),
  "log-not-read": entry({
    text: (reason: string) =>
      `not read to its end: ${reason}. Expected a log file of CloudTrail, results of Athena or CloudTrail Lake, or the output of aws cloudtrail lookup-events`,
  }),
  "log-empty": entry({
    text: () => "no event is in these files. Check the path: a trail writes to AWSLogs/<account>/CloudTrail/",
  }),
  "history-not-kept": entry({
    text: (file: string) =>
      `${file}: nothing is added to this history, because the log was not read completely. Copy its files again, and run the command again`,
  }),
  "keys-command-missing": entry({
    text: (commands: readonly string[]) =>
      `keys needs a command. Expected keys ${commands.slice(0, -1).join(", keys ")}, or keys ${commands.at(-1) ?? ""}. Run npx --no -- azure-to-aws keys --help`,
  }),
  "key-not-given": entry({
    text: () => "no key given. Expected the ID of an access key, such as AKIAIOSFODNN7EXAMPLE",
  }),
  "key-invalid": entry({
    text: (given: string) =>
      `not the ID of an access key. Expected 16 or more upper-case letters and digits, such as AKIAIOSFODNN7EXAMPLE; got ${quoted(given)}`,
  }),
  "history-line-invalid": entry({
    text: (line: number) => `line ${line} is no entry of a history of keys. Remove the line`,
  }),
  "key-without-calls": entry({
    text: (key: string) =>
      `the log has no call of ${key}. Nothing was written. Check the ID, and whether the log has the account and the time of its use`,
  }),
  "plan-folder-used": entry({
    text: (folder: string) =>
      `${quoted(folder)} is not an empty folder. Nothing was written. Name another one with --out`,
  }),
  "plan-name-missing": entry({
    text: () => "the user's name has no letter for the program. Give --name NAME",
  }),
  "plan-of-part": entry({
    text: (count: number) =>
      `${count} ${count === 1 ? "file" : "files"} could not be read to the end, so calls may be missing in the policy. Copy them again, and run the command again`,
  }),
  "key-not-found": entry({
    text: (key: string) =>
      `no access key ${key} in the account of this login. Expected a key of a user. Check the login: aws sts get-caller-identity`,
  }),
  "key-not-retired": entry({
    text: (answer: string) => `the key was not retired. ${answer}`,
  }),
  "key-used-recently": entry({
    text: (key: string, last: string, days: number) =>
      `${key} was used at ${last}, within the last ${days} days. Nothing was changed. Move its workload first, and look with npx --no -- azure-to-aws keys verify`,
  }),
  "key-used-since": entry({
    text: (key: string, last: string, since: string) =>
      `${key} was used at ${last}, after it was deactivated at ${since}. Nothing was deleted. Find out who activated it`,
  }),
  "key-too-new": entry({
    text: (key: string, created: string, days: number) =>
      `${key} was made at ${created}, within the last ${days} days. Nothing was changed. Its first use may come, or IAM may not show it yet`,
  }),
  "key-of-login": entry({
    text: (key: string) =>
      `${key} signs the requests of this command, so it is in use. Nothing was changed. Use another login, such as one of IAM Identity Center`,
  }),
  "key-changed-meanwhile": entry({
    text: (key: string) =>
      `${key} was used or changed while the command waited for the answer. Nothing was changed. Run the command again`,
  }),
  "key-used-meanwhile": entry({
    text: (key: string, last: string) =>
      `${key} was used at ${last}, while it was being deactivated. It was activated again. Move its workload first`,
  }),
  "key-not-confirmed": entry({
    text: () => "not confirmed, so nothing was changed. Type yes, or give --yes in a script",
  }),
  "events-not-looked-up": entry({
    text: (answer: string) => `CloudTrail did not return its events. ${answer}`,
  }),
  "events-cut": entry({
    text: (key: string) =>
      `${key} has more events than were read, the newest 10,000. Give fewer --lookup-days, or read log files with --cloudtrail`,
  }),
  "look-in-login-none": entry({
    text: (answer: string, remedy: string) => `no Azure login for --look-in: ${answer}. Next: ${remedy}`,
  }),
  "workload-not-read": entry({
    text: (refusal: string) => `${refusal}. A key may be there`,
  }),
});
