import { Catalog, entry } from "../catalog";

/** Files that `audit` cannot use. Each text continues the name of the file: `roles.json: …`. */
export const AUDIT = new Catalog({
  "audit-input-unknown": entry({
    text: () =>
      "this file is nothing that audit knows. Expected a snapshot of azure-to-aws collect, authorization details of AWS, a credential report, or a list of the Azure CLI",
  }),
  "audit-input-empty": entry({
    text: () => "the list is empty",
  }),
  "audit-input-invalid": entry({
    text: (reason: string) => `not valid JSON (${reason}). Export it again`,
  }),
  "audit-role-incomplete": entry({
    text: (role: string | undefined) =>
      `${role === undefined ? "a role has no RoleName" : `role ${role} has no Arn`}. Expected the roles as the AWS CLI prints them. Export them again`,
  }),
  "audit-report-invalid": entry({
    text: (found: string) =>
      `not a report of azure-to-aws audit: ${found}. Expected a file that audit --format json wrote`,
  }),
});
