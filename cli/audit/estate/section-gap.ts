/** Says what a report may lack because a section of a snapshot is not complete. */

/** What a section has, by its name without the ID, and what may be missing without it. */
const CONTENTS: ReadonlyMap<string, readonly [what: string, effect: string]> = new Map([
  ["aws/account", ["The name of account", "The report may have only its ID."]],
  ["aws/authorization-details", ["The IAM roles of account", "Roles and permissions may be missing."]],
  ["aws/credential-report", ["The IAM credential report of account", "Access keys may be missing."]],
  ["aws/access-keys", ["The access keys of account", "Keys may be missing."]],
  ["aws/oidc-providers", ["The OIDC providers of account", "Findings about audiences may be missing."]],
  [
    "entra/applications",
    ["The Entra applications of tenant", "An owner who controls a way in may be missing."],
  ],
  ["entra/service-principals", ["The service principals of tenant", "Names of identities may be missing."]],
  [
    "entra/app-role-assignments",
    ["The app role assignments of tenant", "Assigned identities may be missing."],
  ],
  [
    "entra/federated-credentials",
    ["The federated credentials of tenant", "A way to become an application may be missing."],
  ],
  [
    "entra/directory-roles",
    ["The Entra directory roles of tenant", "An administrator who controls a way in may be missing."],
  ],
  [
    "entra/eligible-directory-roles",
    [
      "The eligible Entra directory roles of tenant",
      "An administrator who controls a way in may be missing.",
    ],
  ],
  [
    "entra/graph-permissions",
    ["The Graph permissions of tenant", "An application that controls a way in may be missing."],
  ],
  ["azure/identities", ["The managed identities of subscription", "Names of identities may be missing."]],
  [
    "azure/identity-holders",
    ["The resources with identities of subscription", "Workloads of an identity may be missing."],
  ],
  [
    "azure/federated-credentials",
    ["The federated credentials of subscription", "A way to become an identity may be missing."],
  ],
  [
    "azure/role-assignments",
    ["The Azure role assignments of subscription", "A principal who controls an identity may be missing."],
  ],
]);

/**
 * Two sentences about a section that is not complete.
 *
 * @param section - Its name, such as `entra/<tenant ID>/directory-roles`.
 * @param why - What collecting it needs, or the error.
 */
export function sectionGap(section: string, why: string): string {
  const [cloud, of = "", name] = section.split("/");
  const known = CONTENTS.get(`${cloud}/${name}`);
  return known === undefined
    ? `${section} could not be read completely (${why}). Findings about the rest may be missing.`
    : `${known[0]} ${of} could not be read completely (${why}). ${known[1]}`;
}
