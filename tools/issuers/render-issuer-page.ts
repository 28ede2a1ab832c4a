import { type IssuerFacts, MICROSOFT_RESOURCES, type MicrosoftResource } from "../../trust";
import { DEFAULT_CLAIMS } from "../../trust/policy/condition-keys";
import { table } from "../markdown/table";

/**
 * Renders docs/reference/issuers.md from the table of issuers.
 *
 * @returns Markdown with a line break at its end.
 */
export function renderIssuerPage(all: readonly IssuerFacts[]): string {
  const rows = merged(all);
  const overview = table([
    ["Issuer", "Who can get a token", "Accepted beginnings of patterns"],
    ...rows.map((facts) => [
      `[${facts.name}](#${facts.id})`,
      facts.crowd === "anyone" ? "any customer" : "the owner's organization",
      facts.boundaries.length === 0 ? "none" : facts.boundaries.map(code).join(", "),
    ]),
  ]);
  const parts = [INTRODUCTION, resourceTable(), OVERVIEW, overview, DETAILS, ...rows.map(section)];
  return `${parts.join("\n\n")}\n`;
}

/** Microsoft's resources, and what it means if a trust policy names one. The sources are numbered below. */
function resourceTable(): string {
  const sources = [...new Set(MICROSOFT_RESOURCES.map(({ source }) => source))];
  const rows = table([
    ["Resource", "Application ID", "Application ID URIs", "Reach", "Names known from", "Tokens known from"],
    ...MICROSOFT_RESOURCES.map((resource) => [
      resource.name,
      resource.applicationId === undefined ? "not known" : code(resource.applicationId),
      resource.uris.length === 0 ? "none known" : resource.uris.map(code).join(", "),
      reachOf(resource),
      `${resource.grade} (${sources.indexOf(resource.source) + 1})`,
      resource.tokenGrade,
    ]),
  ]);
  const list = sources.map((source, index) => `${index + 1}. ${source}`);
  return `${rows}\n\nSources:\n\n${list.join("\n")}`;
}

/** The reach of a role that names a resource at the version 1 issuer, with an exact subject. */
function reachOf({ isVerifiable, isForAws, tokenVersions }: MicrosoftResource): string {
  const isNever = !isVerifiable || !tokenVersions.includes(1);
  return isNever ? code("nobody") : isForAws ? "accepted" : code("replay");
}

/** One row per ID: rows with the same ID differ only in their providers. */
function merged(all: readonly IssuerFacts[]): IssuerFacts[] {
  const byId = new Map<string, IssuerFacts>();
  for (const facts of all) {
    const before = byId.get(facts.id);
    byId.set(
      facts.id,
      before === undefined ? facts : { ...before, providers: [...before.providers, ...facts.providers] },
    );
  }
  return [...byId.values()];
}

function section(facts: IssuerFacts): string {
  const {
    id,
    name,
    providers,
    crowd,
    everyone,
    claims,
    audience,
    subjects,
    standIns = [],
    filled = [],
    iamDemands,
  } = facts;
  const { audience: audienceClaim, subject: subjectClaim } = claims ?? { audience: "aud", subject: "sub" };
  const lines = [
    ...listed("Provider", providers),
    `- **Without a subject:** ${everyone.replace(/,$/, "")} can assume the role (reach \`${crowd}\`).`,
    ...listed(`Audience (\`${audienceClaim}\`)`, audience === undefined ? [] : [audience]),
    ...(facts.audienceNamesOwner === true ? ["- The audience names the owner, but no workload."] : []),
    ...listed(`Subject (\`${subjectClaim}\`)`, subjects),
    ...listed("Accepted beginnings of patterns", facts.boundaries),
    ...listed("Other exact subjects that are accepted", facts.exactForms),
    ...listed("Beginnings that name only an owner", facts.ownerBoundaries),
    ...(facts.actsForCustomers === true
      ? ["- An exact subject does not suffice: it is the service's own, the same for every customer."]
      : facts.exactMustNameOwner === true
        ? ["- An exact subject in any other form is rejected: it names no owner, or only an owner."]
        : []),
    ...(facts.neverBegins === undefined || facts.attested === undefined
      ? []
      : [
          "- Before its first colon, a subject has only letters, digits, and underscores, unless it begins with `repo_property_`. Nobody can assume a role that demands another one.",
        ]),
    ...(facts.subjectsAreFixed === true ? ["- Customers cannot choose another form of subject."] : []),
    ...new Set(
      standIns.map(
        ({ key, beside, service, example = "" }) =>
          `- **Instead of the subject:** \`${key}\`${service === undefined ? "" : ` with ${code(example)} (\`${service}\`)`}${beside === undefined ? "" : `, together with a condition on ${beside.map(code).join(" or ")}`}`,
      ),
    ),
    ...listed(
      "Claims that AWS fills",
      filled.filter((claim) => DEFAULT_CLAIMS.includes(claim)),
    ),
    ...listed(
      "Further claims that AWS fills",
      filled.filter((claim) => !DEFAULT_CLAIMS.includes(claim)),
    ),
    ...(iamDemands === undefined
      ? []
      : [
          `- **IAM itself demands** a condition on ${iamDemands.claims.map(code).join(" or ")} when you create or change a role.`,
        ]),
    ...(facts.note === undefined ? [] : [`- ${facts.note}`]),
    "- **Sources:**",
    ...facts.sources.map(({ title, url, grade }) => `  - [${title}](${url}) (${grade})`),
  ];
  return `### ${name}\n\n<a id="${id}"></a>\n\n${lines.join("\n")}`;
}

/** How many characters of values fit into one line of a list. */
const LINE = 180;

/** An entry with its values: in the same line, or each in a separate line if they are long. */
function listed(title: string, values: readonly string[] = []): string[] {
  const line = values.map(code).join(", ");
  if (values.length === 0) {
    return [];
  }
  return line.length <= LINE
    ? [`- **${title}:** ${line}`]
    : [`- **${title}:**`, ...values.map((value) => `  - ${code(value)}`)];
}

function code(text: string): string {
  return `\`${text}\``;
}

const INTRODUCTION = `<!-- Generated from trust/issuers by \`npm run generate -- issuers\`. -->

# Issuers

These are the issuers that \`azure-to-aws judge\` and the policy pack know. For each issuer, this page shows which subjects bind a role to one
workload. The findings and the fixes that the tools suggest come from the same table.

## Which subjects are accepted

A subject in a trust policy binds a workload if one of these holds:

- It is exact. For an issuer that many customers share, it must also name the owner, as listed below.
- It is a pattern under \`StringLike\` with one of the listed beginnings before its first \`*\` or \`?\`. \`<…>\` stands for one name.
- Another claim identifies the caller instead, as listed below.

To accept none of the listed patterns, use \`--exact-subjects\` with \`judge\`, or \`"acceptBoundedPatterns": false\` in the policy pack.

## Issuers that are not listed

Such an issuer can have exact subjects only. A finding then says that _anyone_ with a token of this issuer can assume the role, because the issuer
may serve more than one organization.

To accept patterns, describe how the subjects begin, with \`--subject-pattern\` or \`subjectPatterns\`. This command accepts every job of one team of a
Jenkins controller. It also accepts every pipeline of one group of a GitLab instance whose host does not begin with \`gitlab.\`:

\`\`\`sh
azure-to-aws judge --subject-pattern 'jenkins.example.com/oidc=https://jenkins.example.com/job/<team>/' \\
  --subject-pattern 'code.example.com=project_path:acme/' roles.json
\`\`\`

## Microsoft Entra

Entra is not in the table, because the names of its issuers contain the tenant. Its subjects must be exact, and its audience is always demanded.
The table has only tenants of Microsoft that belong to no customer.

<a id="azure-devops-through-entra"></a>

### Azure DevOps through Entra

New service connections of Azure DevOps get a token from Entra's version 2 issuer. This issuer replaces \`vstoken.dev.azure.com\`, which Microsoft
retires on July 1, 2027, for most connections in Azure's public cloud.

- **Provider:** \`login.microsoftonline.com/<tenant ID>/v2.0\`
- **Audience (\`aud\`):** \`499b84ac-1321-427f-aa17-267ca6975798\`, the application ID of Azure DevOps. AWS compares the tokens' \`azp\`.
- **Subject (\`sub\`):** \`/eid1/c/pub/t/<tenant>/a/rISbSSETf0KqFyZ8ppdXmA/sc/<organization ID>/<service connection ID>\`, to the letter. The
  page of the service connection shows it.
- A pattern for all service connections of an organization has the reach \`tenant\`.

Sources: Microsoft, [Convert service connections](https://learn.microsoft.com/azure/devops/pipelines/release/convert-service-connections)
(documentation); a public token in gravitational/teleport, RFD 211 (log).

### Services of Microsoft's that use your tenant

Two services read your AWS account as an application of your tenant. The subject is the object ID of that application's service principal.
With the exact audience and subject, such a role is accepted.

| Service                                                | \`microsoftServices\` | Audience                                                  |
| ------------------------------------------------------ | ------------------- | --------------------------------------------------------- |
| S3 shortcuts of Microsoft Fabric                       | \`fabric\`            | \`https://analysis.windows.net/powerbi/connector/AmazonS3\` |
| Permissions management of Microsoft Defender for Cloud | \`ciem\`              | \`api://mciem-aws-oidc-app\`                                |

Fabric keeps the client secret of the service principal, so Fabric can assume the role too.

### Microsoft's resources as the audience

Every workload can get tokens for Microsoft's resources, and sends them to these services and to others. At the version 1 issuer, a role that
names one is open to everyone who receives such a token (reach \`replay\`). Some tokens let nobody in. AWS cannot verify those for Microsoft Graph,
and those for the token exchange are of version 2.

A web address on a domain that only Microsoft can verify, such as \`azure.com\` or \`windows.net\`, counts as a resource of Microsoft's too, with
the reach \`replay\`. Hosts that customers name, such as those below \`cloudapp.azure.com\`, do not.

At the version 2 issuer, the application ID of a resource lets nobody in, because AWS compares the calling client. Only Azure DevOps is a calling
client too.

The last two columns grade the facts: names and URIs, and version and verifiability of the tokens.`;

const OVERVIEW = "## Overview";

const DETAILS = `## Each issuer

How to read the entries:

- **Without a subject** says who can assume a role that pins no subject. Its reach is \`anyone\` or \`tenant\`, as in the output of \`judge\`.
- **Audience** and **Subject** are the values to pin, with your names in place of \`<…>\`. Write a subject with \`*\` under \`StringLike\`.
- **Claims that AWS fills** are condition keys in addition to audience and subject. A note
  reports a condition that demands any other key of the provider, because no token meets it.
- **Sources** have a grade. _Documentation_ is the vendor's own page, and _source code_ is the vendor's own code.

A finding quotes IAM's error if IAM demands a condition. The text was recorded for GitHub Actions, and is inferred for the other issuers.`;
