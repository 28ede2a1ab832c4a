/**
 * Tokens of the issuers of the table, enumerated from their manuals and apart from the analyzer. Each issuer has tokens of
 * one owner and of strangers, who choose whatever the issuer lets its customers choose.
 */
import type { Token } from "../../../model/iam";

/** Tokens of one issuer. */
export interface IssuerTokens {
  readonly provider: string;
  /** Tokens of the owner that the policy is for. */
  readonly own: readonly Token[];
  /** Tokens of other customers of the issuer, or, with an issuer of one organization, of other units of it. */
  readonly strange: readonly Token[];
}

/** The owner that policies are for, and names of strangers that are alike. */
const OWNER = "acme";
const STRANGERS = ["evil", "acme2", "acme-evil", "ac", "xacme", "ACME2"];

type Claims = Readonly<Record<string, string>>;

/** GitHub, "OpenID Connect reference": a repository's own subject, the older and the immutable one, and customized ones. */
function gitHub(owner: string, repository: string, ownerId: string, id: string): Claims[] {
  const ref = "refs/heads/main";
  const workflow = `${OWNER}/shared/.github/workflows/deploy.yml@refs/heads/main`;
  const both = [`repo:${owner}/${repository}`, `repo:${owner}@${ownerId}/${repository}@${id}`];
  const contexts = [`ref:${ref}`, "environment:production", "pull_request", "environment:acme/infra"];
  const subjects = [
    ...both.flatMap((repo) => contexts.map((context) => `${repo}:${context}`)),
    ...both,
    `${both[0] ?? ""}:environment:production:job_workflow_ref:${workflow}`,
    `repository_owner:${owner}`,
    `repository_owner:${owner}:repository_visibility:private`,
    `repository_owner_id:${ownerId}`,
    `repository_id:${id}`,
    // A stranger chooses the values of these, though no colon in them.
    "environment:production",
    `environment:repo%3A${OWNER}/infra`,
    "ref:refs/heads/main",
    "workflow:Deploy",
    "repository_visibility:private",
    `job_workflow_ref:${workflow}`,
  ];
  return subjects.map((sub) => ({
    sub,
    ref,
    repository: `${owner}/${repository}`,
    repository_id: id,
    repository_owner_id: ownerId,
    job_workflow_ref: workflow,
    environment: "production",
    workflow: "Deploy",
    actor: owner,
  }));
}

/** Subjects of an issuer without claims of its own, by owner. */
type Subjects = (owner: string) => readonly string[];

const bySubject: readonly (readonly [provider: string, subjects: Subjects])[] = [
  [
    "gitlab.com",
    (o) => [
      `project_path:${o}/infra:ref_type:branch:ref:main`,
      `project_path:${o}/sub/app:ref_type:tag:ref:v1`,
    ],
  ],
  [
    "app.terraform.io",
    (o) => [
      `organization:${o}:project:Default Project:workspace:app:run_phase:apply`,
      `organization:${o}:project:infra:stack:s:deployment:d:operation:plan`,
      `organization:${o}:module:m:operation:test_run`,
    ],
  ],
  [
    "agent.buildkite.com",
    (o) => [`organization:${o}:pipeline:app:ref:refs/heads/main:commit:abc:step:build`, `0000-${o}-1111`],
  ],
  [
    "api.pulumi.com/oidc",
    (o) => [
      `pulumi:deploy:org:${o}:project:app:stack:dev:operation:update:scope:write`,
      `pulumi:environments:org:${o}:env:project/dev`,
      `pulumi:environments:pulumi.organization.login:${o}:currentEnvironment.name:dev`,
    ],
  ],
  ["api.pulumi.com/oidc/v2", (o) => [`pulumi:org:${o}:env:1234`]],
  [
    "oidc.circleci.com",
    (o) => [
      `org/${o}/project/p/user/u`,
      `org/${o}/project/p/user/u/vcs-origin/github.com/${OWNER}/x/vcs-ref/y`,
    ],
  ],
  ["scalr.io", (o) => [`account:${o}:environment:prod:workspace:app`]],
  ["oidc.codefresh.io", (o) => [`account:${o}:pipeline:p`, `account:${o}:pipeline:p:initiator:user`]],
  [
    "oidc.modal.com",
    (o) => [`modal:workspace_id:${o}:environment_name:main:app_name:a:function_name:f:container_id:c`],
  ],
  [
    "identity.depot.dev",
    (o) => [`spiffe://identity.depot.dev/org/${o}/ci/github/${OWNER}/infra/ref/refs/heads/main/sandbox/1`],
  ],
  ["oidc.vercel.com", (o) => [`owner:${o}:project:site:environment:production`]],
  ["studio.datachain.ai/api", (o) => [`credentials:${o}/main`]],
  ["proidc.upbound.io", (o) => [`mcp:${o}/control-plane:provider:aws`]],
  ["tokens.cloud.shisho.dev", (o) => [`job:${o}:scan`]],
  ["api.prefect.cloud/oidc-provider", (o) => [`prefect:account:${o}`, `prefect:account:${o}:workspace:w`]],
  // Issuers of one organization: the owner is a unit within it.
  [
    "oidc.eks.us-east-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111",
    (o) => [`system:serviceaccount:${o}:app`, `system:serviceaccount:${o}:default`],
  ],
  [
    "api.bitbucket.org/2.0/workspaces/team/pipelines-config/identity/oidc",
    (o) => [`{${o}}:{step}`, `{${o}}:{env}:{step}`],
  ],
  ["oidc.fly.io/team", (o) => [`team:${o}:machine`]],
  ["oidc.vercel.com/team", (o) => [`owner:team:project:${o}:environment:production`]],
  ["team.app.spacelift.io", (o) => [`space:${o}:stack:s:run_type:TRACKED:scope:write`]],
  ["team.semaphoreci.com", (o) => [`org:team:project:${o}:repo:r:ref_type:branch:ref:refs/heads/main`]],
  ["vstoken.dev.azure.com/1234", (o) => [`sc://team/${o}/connection`, `p://team/${o}/pipeline`]],
  [
    "token.actions.githubusercontent.com/team",
    (o) =>
      gitHub("team", o, "1", o)
        .map(({ sub = "" }) => sub)
        .filter((sub) => sub.includes(o)),
  ],
  // An unknown issuer: only what is exact binds.
  ["oidc.example.com", (o) => [o, `user:${o}`]],
];

function tokensOf(provider: string, claims: readonly Claims[]): Token[] {
  return claims.flatMap((own) =>
    ["sts.amazonaws.com", "other"].map((aud) => ({ provider, claims: { aud, ...own } })),
  );
}

/** The tokens of every issuer. */
export const issuerTokens: readonly IssuerTokens[] = [
  {
    provider: "token.actions.githubusercontent.com",
    own: tokensOf("token.actions.githubusercontent.com", gitHub(OWNER, "infra", "1", "2")),
    strange: tokensOf(
      "token.actions.githubusercontent.com",
      STRANGERS.flatMap((stranger, index) => gitHub(stranger, "infra", `9${index}`, `8${index}`)),
    ),
  },
  ...bySubject.map(([provider, subjects]) => ({
    provider,
    own: tokensOf(
      provider,
      subjects(OWNER).map((sub) => ({ sub })),
    ),
    strange: tokensOf(
      provider,
      STRANGERS.flatMap((stranger) => subjects(stranger)).map((sub) => ({ sub })),
    ),
  })),
];
