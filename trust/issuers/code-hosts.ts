import type { IssuerFacts, StandIn } from "./known-issuer";
import { AWS_CONTROLS, AWS_KEYS, DEFAULT_CLAIMS, demandOf, manual } from "./shared-facts";

const GITHUB = {
  everyone: "Any workflow of any GitHub repository",
  filled: [
    ...DEFAULT_CLAIMS,
    "actor",
    "actor_id",
    "job_workflow_ref",
    "repository",
    "repository_id",
    "repository_owner_id",
    "workflow",
    "ref",
    "environment",
    "enterprise_id",
  ],
  audience: "sts.amazonaws.com",
  boundaries: ["repo:<owner>/<name>:", "repository:<owner>/<name>:", "repository_id:<id>:"],
  ownerBoundaries: [
    "repo:<owner>/",
    "repository:<owner>/",
    "repository_owner:<owner>:",
    "repository_owner_id:<id>:",
  ],
  exactForms: ["repo:<owner>/<name>", "repository:<owner>/<name>", "repository_id:<id>"],
  ownerClaims: ["repository_owner_id", "enterprise_id"],
  // Each repository chooses which claims its subject is made of, and in which order. Only the first one cannot be forged.
  exactMustNameOwner: true,
  subjects: [
    "repo:<owner>/<name>:ref:refs/heads/<branch>",
    "repo:<owner>@<owner ID>/<name>@<repository ID>:ref:refs/heads/<branch>",
  ],
  sources: [
    manual('GitHub, "OpenID Connect reference"', "https://docs.github.com/en/actions/reference/security/oidc"),
    AWS_KEYS,
  ],
} as const;

/** IAM compares one of these two for GitHub. Anyone can call a public reusable workflow, so the second alone binds nobody. */
const GITHUB_DEMANDED = ["sub", "job_workflow_ref"] as const;

const REPOSITORY: readonly StandIn[] = [
  { key: "repository_id", names: "repository", beside: GITHUB_DEMANDED },
  { key: "repository", names: "repository", beside: GITHUB_DEMANDED },
];

/** Services that hold source code and run pipelines on it. */
export const codeHosts: readonly IssuerFacts[] = [
  {
    ...GITHUB,
    id: "github-actions",
    name: "GitHub Actions",
    providers: ["token.actions.githubusercontent.com"],
    crowd: "anyone",
    standIns: REPOSITORY,
    iamDemands: demandOf("token.actions.githubusercontent.com", GITHUB_DEMANDED),
    sources: [...GITHUB.sources, AWS_CONTROLS],
  },
  {
    ...GITHUB,
    id: "github-enterprise",
    name: "GitHub Actions of one enterprise",
    providers: [
      "token.actions.githubusercontent.com/<enterprise>",
      "token.actions.<tenant>.ghe.com",
      "token.actions.<tenant>.ghe.com/<enterprise>",
      "<host>/_services/token",
    ],
    crowd: "tenant",
    everyone: "Any workflow of any repository of this GitHub enterprise",
  },
  {
    id: "gitlab-com",
    name: "GitLab.com",
    providers: ["gitlab.com"],
    crowd: "anyone",
    everyone: "Any pipeline of any GitLab.com project",
    filled: [
      ...DEFAULT_CLAIMS,
      "namespace_id",
      "project_id",
      "user_id",
      "user_login",
      "user_email",
      "user_access_level",
      "ref_protected",
      "pipeline_source",
      "runner_environment",
    ],
    audience: "https://gitlab.com",
    boundaries: ["project_path:<group>/"],
    ownerClaims: ["namespace_id"],
    exactMustNameOwner: true,
    subjects: ["project_path:<group>/<project>:ref_type:branch:ref:<branch>"],
    standIns: [{ key: "project_id", names: "project", beside: ["sub"] }],
    iamDemands: demandOf("gitlab.com", ["sub"]),
    sources: [
      manual(
        'GitLab, "Configure OpenID Connect in AWS to retrieve temporary credentials"',
        "https://docs.gitlab.com/ci/cloud_services/aws/",
      ),
      AWS_KEYS,
      AWS_CONTROLS,
    ],
  },
  {
    id: "bitbucket-pipelines",
    name: "Bitbucket Pipelines",
    providers: ["api.bitbucket.org/2.0/workspaces/<workspace>/pipelines-config/identity/oidc"],
    crowd: "tenant",
    everyone: "Any pipeline of any repository of this Bitbucket workspace",
    filled: DEFAULT_CLAIMS,
    audience: "ari:cloud:bitbucket::workspace/<workspace UUID>",
    boundaries: ["{<repository>}:"],
    subjects: ["{<repository UUID>}:{<environment UUID>}:{<step UUID>}"],
    sources: [
      manual(
        'Atlassian, "Deploy on AWS using Bitbucket Pipelines OpenID Connect"',
        "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
      ),
    ],
  },
  {
    id: "azure-devops",
    name: "Azure DevOps",
    providers: ["vstoken.dev.azure.com/<organization>"],
    crowd: "tenant",
    everyone: "Any service connection of this Azure DevOps organization",
    filled: DEFAULT_CLAIMS,
    audience: "api://AzureADTokenExchange",
    boundaries: ["sc://<organization>/<project>/"],
    subjects: ["sc://<organization>/<project>/<service connection>"],
    sources: [
      manual(
        'Microsoft, "AWS Toolkit for Azure DevOps: service connections"',
        "https://docs.aws.amazon.com/vsts/latest/userguide/getting-started.html",
      ),
    ],
  },
];
