/** The report's notes on Entra administrators that the input cannot show. */
import type { Estate } from "../estate/estate";

/** The sections of a tenant that say who controls its applications by a directory role or a permission of Microsoft Graph. */
const SECTIONS = ["directory-roles", "eligible-directory-roles", "graph-permissions"] as const;

/**
 * What is not known of those who control applications: tenants whose snapshot is older than these sections, or was made without
 * them, and members of groups. A section that was refused is among the estate's own gaps.
 */
export function directoryGaps({
  tenants,
  sections,
  applications,
  servicePrincipals,
  directoryRoles,
}: Estate): readonly string[] {
  const known = [...tenants].filter((tenant) =>
    SECTIONS.some((section) => sections.has(`entra/${tenant}/${section}`)),
  );
  const partly = known.flatMap((tenant) => {
    const lacking = SECTIONS.filter((section) => !sections.has(`entra/${tenant}/${section}`));
    return lacking.length === 0 ? [] : [`${lacking.join(" and ")} of tenant ${tenant}`];
  });
  const none = [...tenants].filter((tenant) => !known.includes(tenant));
  // An export has no tenant.
  const hasExport = tenants.size === 0 && applications.length + servicePrincipals.length > 0;
  const whole = [...(hasExport ? ["the tenant"] : []), ...none.map((tenant) => `tenant ${tenant}`)];
  return [
    ...(whole.length === 0
      ? []
      : [
          `Directory roles and permissions of Microsoft Graph of ${whole.join(" and ")} are not in the input, so administrators who control applications there are not shown.`,
        ]),
    ...partly.map(
      (what) => `The input lacks ${what}, so some administrators who control applications are not shown.`,
    ),
    ...(directoryRoles.some(({ principalType }) => principalType === "group")
      ? ["A group has a directory role. Its members are not in the input, and they have the role too."]
      : []),
  ];
}
