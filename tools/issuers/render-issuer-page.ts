import type { IssuerFacts } from "../../trust";
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
  return `${[INTRODUCTION, overview, ...rows.map(section)].join("\n\n")}\n`;
}

/** Rows with the same ID differ in their providers only. */
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
    iamDemands,
  } = facts;
  const { audience: audienceClaim, subject: subjectClaim } = claims ?? { audience: "aud", subject: "sub" };
  const lines = [
    `- **Provider:** ${providers.map(code).join(", ")}`,
    `- **Without a subject:** ${everyone.replace(/,$/, "")} can assume the role (reach \`${crowd}\`).`,
    ...(audience === undefined ? [] : [`- **Audience** (\`${audienceClaim}\`): ${code(audience)}`]),
    ...(facts.audienceNamesOwner === true ? ["- The audience names the owner, but not the workload."] : []),
    ...(subjects === undefined
      ? []
      : [`- **Subject** (\`${subjectClaim}\`): ${subjects.map(code).join(", ")}`]),
    ...listed("Accepted beginnings of patterns", facts.boundaries),
    ...listed("Beginnings that bind an owner only", facts.ownerBoundaries),
    ...(facts.exactMustNameOwner === true
      ? ["- An exact subject that begins in another way names no owner and is refused."]
      : []),
    ...(facts.neverBegins === undefined
      ? []
      : [
          "- Before its first colon, a subject holds letters, digits, and underscores only. Nobody can assume a role that demands another one.",
        ]),
    ...(facts.subjectsAreFixed === true ? ["- Customers cannot choose another form of subject."] : []),
    ...new Set(
      standIns.map(
        ({ key, beside }) =>
          `- **In the subject's place:** \`${key}\`${beside === undefined ? "" : ` beside ${beside.map(code).join(" or ")}`}`,
      ),
    ),
    ...listed("Claims that AWS fills", facts.filled),
    ...(iamDemands === undefined
      ? []
      : [
          `- **IAM itself demands** a condition on ${iamDemands.claims.map(code).join(" or ")} when a role is created or changed.`,
        ]),
    `- **Sources:** ${facts.sources.map(({ title, url, grade }) => `[${title}](${url}) (${grade})`).join("; ")}`,
  ];
  return `## ${name}\n\n<a id="${id}"></a>\n\n${lines.join("\n")}`;
}

function listed(title: string, values: readonly string[] | undefined): string[] {
  return values === undefined || values.length === 0
    ? []
    : [`- **${title}:** ${values.map(code).join(", ")}`];
}

function code(text: string): string {
  return `\`${text}\``;
}

const INTRODUCTION = `<!-- Generated from trust/issuers by \`npm run issuers\`. -->

# Issuers

The table of issuers drives the analysis of trust policies, the fixes that it offers, and this page. A subject in a trust
policy binds a workload if one of these holds:

- It is exact. For a shared issuer it must also name the owner, as listed below.
- It is a pattern under \`StringLike\` whose part before the first \`*\` or \`?\` begins like one of the listed beginnings. \`<…>\`
  stands for one name.
- Another claim identifies the caller as well, as listed below.

An issuer that is not in the table can have exact subjects only. Patterns for it need \`--subject-pattern\` or
\`subjectPatterns\`. A finding then says that _anyone_ with a token of this issuer can assume the role, because the issuer may
serve more than one organization.

For an issuer of your own, say how its subjects begin. This accepts every job of one team of a Jenkins controller, and every
pipeline of one group of a GitLab instance whose host does not begin with \`gitlab.\`:

\`\`\`sh
azure-to-aws judge --subject-pattern 'jenkins.example.com/oidc=https://jenkins.example.com/job/<team>/' \\
  --subject-pattern 'code.example.com=project_path:acme/' roles.json
\`\`\`

\`--exact-subjects\`, or \`"acceptBoundedPatterns": false\` in the policy pack, accepts no pattern of this table. Microsoft Entra is
not in the table, because its issuers' names hold the tenant. Its subjects must be exact, and its audience is always demanded.

The grades of the sources: **documentation** is the vendor's own page, **source code** the vendor's own code. IAM's error text
is recorded for GitHub Actions and inferred for the others.`;
