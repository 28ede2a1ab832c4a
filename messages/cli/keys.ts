import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

const DOWNLOAD = "https://www.microsoft.com/download/details.aspx?id=56519";

/** Messages of `keys`. Texts with an `answer` end with what AWS or Azure answered and what to do about it. */
export const KEYS = new Catalog("Keys used from Azure", {
  "service-tags-invalid": entry({
    text: () =>
      `this is no service tags file. Expected "values" with "addressPrefixes". Download it from ${DOWNLOAD}`,
    sample: [],
    cause: "The file is another one, or the download page itself was saved.",
    fix: `Open ${DOWNLOAD}, download \`ServiceTags_Public_<date>.json\`, and name it with \`--service-tags\`.`,
  }),
  "service-tags-old": entry({
    text: (published: string, days: number) =>
      `the service tags of ${published} are ${days} days old, so new addresses of Azure count as addresses of others. Download the file again from ${DOWNLOAD}`,
    sample: ["2026-08-03", 117],
    cause: "Microsoft publishes the file each week. Azure uses new networks a week later.",
    fix: `Download the newest file from ${DOWNLOAD}. For an old log, a file of that time is right.`,
  }),
  "log-not-read": entry({
    text: (reason: string) =>
      `not read to its end: ${reason}. Expected a log file of CloudTrail, results of Athena or CloudTrail Lake, or the output of aws cloudtrail lookup-events`,
    sample: ["the file ends in the middle of its events"],
    cause:
      "The file is cut, damaged, or of another kind. `Z_BUF_ERROR` means that compressed data ends too early.",
    fix: "Copy the file again from S3. Its events are missing in the result, so the command ends with exit code 2.",
  }),
  "log-empty": entry({
    text: () => "no event is in these files. Check the path: a trail writes to AWSLogs/<account>/CloudTrail/",
    sample: [],
    cause: "The folder has no log files, or they are of days outside `--since` and `--until`.",
    fix: "Name the folder that you copied from the bucket of the trail: `aws s3 sync s3://BUCKET/AWSLogs/ AWSLogs/`.",
  }),
  "history-not-kept": entry({
    text: (file: string) =>
      `${file}: nothing is added to this history, because the log was not read completely. Copy its files again, and run the command again`,
    sample: ["keys.jsonl"],
    cause:
      "Files are missing, cut, or damaged, or no event is in them. A key without calls in such a log would count as not used from Azure.",
    fix: "Copy the files again from S3: `aws s3 sync s3://BUCKET/AWSLogs/ AWSLogs/`.",
  }),
  "keys-command-missing": entry({
    text: (commands: readonly string[]) =>
      `keys needs a command. Expected keys ${commands.slice(0, -1).join(", keys ")}, or keys ${commands.at(-1) ?? ""}. Run npx --no -- azure-to-aws keys --help`,
    sample: [["find", "plan", "verify"]],
    cause: "The command line ends after `keys`.",
    fix: "Begin with `npx --no -- azure-to-aws keys find`. `npx --no -- azure-to-aws keys --help` describes all.",
  }),
  "key-not-given": entry({
    text: () => "no key given. Expected the ID of an access key, such as AKIAIOSFODNN7EXAMPLE",
    sample: [],
    cause: "The command line names no key.",
    fix: "Name the key as `keys find` shows it. An ID is no secret.",
  }),
  "key-invalid": entry({
    text: (given: string) =>
      `not the ID of an access key. Expected 16 or more upper-case letters and digits, such as AKIAIOSFODNN7EXAMPLE; got ${quoted(given)}`,
    sample: ["importer"],
    cause: "The word is not an ID. A secret access key is none either: never write it on a command line.",
    fix: "Copy the ID from `keys find`.",
  }),
  "history-line-invalid": entry({
    text: (line: number) => `line ${line} is no entry of a history of keys. Remove the line`,
    sample: [3],
    cause: "The file is another one, or a program that wrote it was stopped in the middle of a line.",
    fix: "Remove the line, or name the file that `keys find --history` writes.",
  }),
  "key-without-calls": entry({
    text: (key: string) =>
      `the log has no call of ${key}. Nothing was written. Check the ID, and whether the log has the account and the time of its use`,
    sample: ["AKIAIOSFODNN7EXAMPLE"],
    cause:
      "The key was not used in the time of the log, is of another account, or was used only for calls that the trail does not record, such as reading objects.",
    fix: "Look at its last use: `aws iam get-access-key-last-used --access-key-id KEY`. Record data events if a service of data is named there.",
  }),
  "plan-folder-used": entry({
    text: (folder: string) =>
      `${quoted(folder)} is not an empty folder. Nothing was written. Name another one with --out`,
    sample: ["retire-AKIAIOSFODNN7EXAMPLE"],
    cause: "A program may be there that somebody has edited, so the command does not replace it.",
    fix: "Give a new folder: `--out FOLDER`.",
  }),
  "plan-name-missing": entry({
    text: () => "the user's name has no letter for the program. Give --name NAME",
    sample: [],
    cause:
      "The workload in the program is called as the user of the key, and this name has no letter or digit.",
    fix: "Give a name of up to 20 letters, digits, and hyphens: `--name orders`.",
  }),
  "plan-of-part": entry({
    text: (count: number) =>
      `${count} ${count === 1 ? "file" : "files"} could not be read to the end, so calls may be missing in the policy. Copy them again, and run the command again`,
    sample: [2],
    cause: "The files are cut or damaged. The lines before this one name them.",
    fix: "Copy the files again from S3, and write the program into a new folder.",
  }),
  "key-not-found": entry({
    text: (key: string) =>
      `no access key ${key} in the account of this login. Expected a key of a user. Check the login: aws sts get-caller-identity`,
    sample: ["AKIAIOSFODNN7EXAMPLE"],
    cause:
      "The key is deleted, of another account, or of the root user, whose keys only the root user can change.",
    fix: "Run `aws sts get-caller-identity`, and choose another profile with `--profile NAME` if the account is another one.",
  }),
  "key-not-retired": entry({
    text: (answer: string) => `the key was not retired. ${answer}`,
    sample: [
      "AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: iam:TagUser. Grant iam:TagUser on the user, or use another login",
    ],
    cause: "AWS refused a request. The message ends with its answer.",
    fix: "Do what the message says, and run the command again. [The command line](command-line.md#keys) lists the permissions.",
  }),
  "key-used-recently": entry({
    text: (key: string, last: string, days: number) =>
      `${key} was used at ${last}, within the last ${days} days. Nothing was changed. Move its workload first, and look with npx --no -- azure-to-aws keys verify`,
    sample: ["AKIAIOSFODNN7EXAMPLE", "2026-11-27T10:00:00.000Z", 14],
    cause: "IAM or the log has a use of the key in this period. Something would fail without the key.",
    fix: "Find out who uses it: `npx --no -- azure-to-aws keys find`. If the period is too long for you, give `--quiet-days`.",
  }),
  "key-used-since": entry({
    text: (key: string, last: string, since: string) =>
      `${key} was used at ${last}, after it was deactivated at ${since}. Nothing was deleted. Find out who activated it`,
    sample: ["AKIAIOSFODNN7EXAMPLE", "2026-11-27T10:00:00.000Z", "2026-11-01T10:00:00.000Z"],
    cause: "Somebody activated the key for a time, because something needed it.",
    fix: "Look in CloudTrail for `UpdateAccessKey`, and move the workload that needs the key.",
  }),
  "key-too-new": entry({
    text: (key: string, created: string, days: number) =>
      `${key} was made at ${created}, within the last ${days} days. Nothing was changed. Its first use may come, or IAM may not show it yet`,
    sample: ["AKIAIOSFODNN7EXAMPLE", "2026-11-27T10:00:00.000Z", 14],
    cause: "The key is new. Somebody may just be storing it in a workload, and IAM shows a use with a delay.",
    fix: "Wait until the key is older than `--quiet-days`. If nobody has it yet, delete it by hand.",
  }),
  "key-of-login": entry({
    text: (key: string) =>
      `${key} signs the requests of this command, so it is in use. Nothing was changed. Use another login, such as one of IAM Identity Center`,
    sample: ["AKIAIOSFODNN7EXAMPLE"],
    cause: "The key to retire signs your requests.",
    fix: "Log in without a long-term key, for example with `aws sso login`, and name the profile with `--profile`.",
  }),
  "key-changed-meanwhile": entry({
    text: (key: string) =>
      `${key} was used or changed while the command waited for the answer. Nothing was changed. Run the command again`,
    sample: ["AKIAIOSFODNN7EXAMPLE"],
    cause: "Between the check and your answer, something used the key, or somebody changed it.",
    fix: "Run the command again. It judges the key again.",
  }),
  "key-used-meanwhile": entry({
    text: (key: string, last: string) =>
      `${key} was used at ${last}, while it was being deactivated. It was activated again. Move its workload first`,
    sample: ["AKIAIOSFODNN7EXAMPLE", "2026-11-27T10:00:00.000Z"],
    cause: "A program used the key in the moment between the last check and the deactivation.",
    fix: "Find out who uses it: `npx --no -- azure-to-aws keys find`.",
  }),
  "key-not-confirmed": entry({
    text: () => "not confirmed, so nothing was changed. Type yes, or give --yes in a script",
    sample: [],
    cause: "The answer to the question was not yes, or standard input has ended.",
    fix: "Run the command again, and type `yes`. In a script, give `--yes`.",
  }),
  "events-not-looked-up": entry({
    text: (answer: string) => `CloudTrail did not return its events. ${answer}`,
    sample: [
      'AccessDenied: User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cloudtrail:LookupEvents. Grant cloudtrail:LookupEvents on "*", or use another login',
    ],
    cause: "AWS refused the request, or throttled it for too long. The message ends with its answer.",
    fix: "Do what the message says. For many keys or many days, read the log files of a trail with `--cloudtrail`.",
  }),
  "events-cut": entry({
    text: (key: string) =>
      `${key} has more events than were read, the newest 10,000. Give fewer --lookup-days, or read log files with --cloudtrail`,
    sample: ["AKIAIOSFODNN7EXAMPLE"],
    cause: "The event history answers slowly, so the command stops after 200 pages of a key and region.",
    fix: "Copy the log files of a trail from S3, and name them with `--cloudtrail`.",
  }),
  "look-in-login-none": entry({
    text: (answer: string, remedy: string) => `no Azure login for --look-in: ${answer}. Next: ${remedy}`,
    sample: ["the Azure CLI returned no token", "az login"],
    cause: "`--look-in` reads Azure Resource Manager with the login that the Pulumi providers use.",
    fix: "Run `az login`, or set the `ARM_` variables. Without `--look-in`, the command calls no Azure API.",
  }),
  "workload-not-read": entry({
    text: (refusal: string) => `${refusal}. A key may be there`,
    sample: [
      "Azure does not show the app settings of /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/shop/providers/Microsoft.Web/sites/shop: 403 AuthorizationFailed: no permission",
    ],
    cause:
      "The login may not read these settings. Settings and secrets need actions that the role Reader does not have.",
    fix: "Grant `Microsoft.Web/sites/config/list/action` or `Microsoft.App/containerApps/listSecrets/action`, or look there by hand.",
  }),
});
