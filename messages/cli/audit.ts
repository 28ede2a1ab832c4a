import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

/** Files that `audit` cannot use. Each text continues the name of the file: `roles.json: …`. */
export const AUDIT = new Catalog("Audit", {
  "audit-input-unknown": entry({
    text: () =>
      "this file is nothing that audit knows. Expected a snapshot of azure-to-aws collect, authorization details of AWS, a credential report, or a list of the Azure CLI",
    sample: [],
    cause:
      "The content of the file is not recognized, or the file is an export of more than 256 MiB that cannot be streamed.",
    fix: "Collect a snapshot: `npx --no -- azure-to-aws collect --out FILE`. [The command line](command-line.md#audit) lists the exports that `audit` reads.",
  }),
  "audit-input-empty": entry({
    text: () => "the list is empty",
    sample: [],
    cause:
      "The Azure CLI prints an empty list where there is nothing, for example no web app. It does not say of what. The AWS CLI prints empty lists for a filter that nothing matches. Next to other files, it changes nothing. Alone, it is nothing that can be audited.",
    fix: "Give files with something in them as well.",
  }),
  "audit-input-compressed": entry({
    text: () => "compressed, and not a snapshot. Decompress it, and name the result",
    sample: [],
    cause: "Only snapshots of `azure-to-aws collect` are read as they are. Exports are plain text.",
    fix: "Decompress the file: `gunzip --stdout details.json.gz > details.json`. Or pass it on: `gunzip --stdout details.json.gz | npx --no -- azure-to-aws audit -`.",
  }),
  "audit-input-invalid": entry({
    text: (reason: string) => `not valid JSON (${reason}). Export it again`,
    sample: ["Parser ended in mid-parsing"],
    cause: "The file was cut, or something else was written into it, such as a warning of the shell.",
    fix: "Export the file again: `aws iam get-account-authorization-details > details.json`.",
  }),
  "audit-role-incomplete": entry({
    text: (role: string | undefined) =>
      `${role === undefined ? "a role has no RoleName" : `role ${role} has no Arn`}. Expected the roles as the AWS CLI prints them. Export them again`,
    sample: ["orders"],
    cause:
      "The file was edited, or another program wrote it. Without its ARN, nobody knows the role's account.",
    fix: "Export the file again, without `--query`: `aws iam get-account-authorization-details > details.json`.",
  }),
  "audit-files-unread": entry({
    text: (files: readonly string[]) => `the report lacks what could not be read: ${files.join("; ")}`,
    sample: [["notes.json"]],
    cause:
      "One of several files is not one that `audit` reads. The report is about the others, and the exit code is 2.",
    fix: "Omit the file, or export it again. [The command line](command-line.md#audit) lists the exports that `audit` reads.",
  }),
  "audit-snapshot-piped": entry({
    text: () => "a snapshot cannot come from standard input. Name its file",
    sample: [],
    cause: "A snapshot is compressed, and `audit` reads it as a file.",
    fix: "Name the file: `npx --no -- azure-to-aws audit estate.snapshot.gz`.",
  }),
  "audit-suppressions-invalid": entry({
    text: (place: string, wrong: string, expected: string) => `${place}: ${wrong}. Expected ${expected}`,
    sample: ["suppressions[0].reason", "missing", "why the finding is accepted, as a string"],
    cause:
      "A suppression without a reason or an end date would hide a finding forever, and nobody would know why.",
    fix: "Write `rule`, `subject`, `reason`, and `until` for each suppression. [Suppressions](command-line.md#suppressions) shows an example.",
  }),
  "audit-report-invalid": entry({
    text: (found: string) =>
      `not a report of azure-to-aws audit: ${found}. Expected a file that audit --format json wrote`,
    sample: ["format is 2"],
    cause: "`--since` compares with an earlier report in JSON. The file is something else.",
    fix: "Write a report first: `npx --no -- azure-to-aws audit --format json --out old.json FILE`.",
  }),
  "audit-gaps": entry({
    text: (sections: readonly string[]) =>
      `the input lacks ${sections.join(", ")}, and --fail-on-gaps is given. Collect again with --resume`,
    sample: [["aws/111122223333/access-keys"]],
    cause: "`collect` could not read these sections. What they would show is not in the report.",
    fix: "Grant the right that `collect` names, and run it again with `--resume`. Without `--fail-on-gaps`, the exit code does not depend on it.",
  }),
  "audit-report-not-written": entry({
    text: (file: string, code: string) =>
      `--out: cannot write ${quoted(file)} (${code}). Name a file in a folder that this user may write to`,
    sample: ["report/audit.html", "ENOENT"],
    cause: "The folder does not exist, or this user may not write there.",
    fix: "Create the folder, or name another file.",
  }),
});
