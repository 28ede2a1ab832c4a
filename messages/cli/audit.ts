import { Catalog, entry } from "../catalog";
import { quoted } from "../wording";

/** Files that `audit` cannot use. Each text continues the name of the file: `roles.json: …`. */
export const AUDIT = new Catalog({
  "audit-input-unknown": entry({
    text: () =>
      "this file is nothing that audit knows. Expected a snapshot of azure-to-aws collect, authorization details of AWS, a credential report, or a list of the Azure CLI",
  }),
  "audit-input-empty": entry({
    text: () => "the list is empty",
  }),
  "audit-input-compressed": entry({
    text: () => "compressed, and not a snapshot. Decompress it, and name the result",
  }),
  "audit-input-invalid": entry({
    text: (reason: string) => `not valid JSON (${reason}). Export it again`,
  }),
  "audit-role-incomplete": entry({
    text: (role: string | undefined) =>
      `${role === undefined ? "a role has no RoleName" : `role ${role} has no Arn`}. Expected the roles as the AWS CLI prints them. Export them again`,
  }),
  "audit-files-unread": entry({
    text: (files: readonly string[]) => `the report lacks what could not be read: ${files.join("; ")}`,
  }),
  "audit-snapshot-piped": entry({
    text: () => "a snapshot cannot come from standard input. Name its file",
  }),
  "audit-suppressions-invalid": entry({
    text: (place: string, wrong: string, expected: string) => `${place}: ${wrong}. Expected ${expected}`,
  }),
  "audit-report-invalid": entry({
    text: (found: string) =>
      `not a report of azure-to-aws audit: ${found}. Expected a file that audit --format json wrote`,
  }),
  "audit-gaps": entry({
    text: (sections: readonly string[]) =>
      `the input lacks ${sections.join(", ")}, and --fail-on-gaps is given. Collect again with --resume`,
  }),
  "audit-report-not-written": entry({
    text: (file: string, code: string) =>
      `--out: cannot write ${quoted(file)} (${code}). Name a file in a folder that this user may write to`,
  }),
});
