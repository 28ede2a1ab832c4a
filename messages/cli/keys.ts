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
      "The file is cut, damaged, or of another kind. `Z_BUF_ERROR` means that compressed data ends too early. `ENOENT` means that there is no such file.",
    fix: "Copy the file again from S3. Its events are missing in the result, so the command ends with exit code 2.",
  }),
  "log-empty": entry({
    text: () => "no event is in these files. Check the path: a trail writes to AWSLogs/<account>/CloudTrail/",
    sample: [],
    cause: "The folder has no log files, or they are of days outside `--since` and `--until`.",
    fix: "Name the folder that you copied from the bucket of the trail: `aws s3 sync s3://BUCKET/AWSLogs/ AWSLogs/`.",
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
});
