import { DEFAULT_CLAIMS } from "../policy/condition-keys";
import type { IssuerFacts, StandIn } from "./issuer-facts";
import { AWS_CONTROLS, AWS_KEYS, demandOf, manual } from "./shared-facts";

/** How subjects of all repositories of a GitHub owner begin. */
function beginningsOf(owner: string): readonly string[] {
  const [name = "", id] = owner.split("@");
  return id === undefined
    ? [`repo:${name}/`, `repo:${name}@`, `repository_owner:${name}:`]
    : [`repo:${name}@${id}/`, `repository_owner_id:${id}:`];
}

const GITHUB = {
  beginningsOf,
  everyone: "Any workflow of any GitHub repository",
  audience: "sts.amazonaws.com",
  boundaries: ["repo:<owner>/<name>:", "repository_id:<repository ID>:"],
  ownerBoundaries: [
    "repo:<owner>/",
    "repo:<owner>@",
    "repository_owner:<owner>:",
    "repository_owner_id:<owner ID>:",
  ],
  exactForms: ["repo:<owner>/<name>", "repository_id:<repository ID>"],
  ownerForms: ["repository_owner:<owner>", "repository_owner_id:<owner ID>"],
  // Each repository chooses which claims its subject is made of, and in which order. GitHub escapes colons in values, so
  // only the first claim cannot be forged.
  exactMustNameOwner: true,
  ownersSubjectsAreChosen: true,
  attested: ["repo:", "repository_id:", "repository_owner:", "repository_owner_id:"],
  // A subject is made of claims' keys and values. A key holds letters, digits, and underscores. Names of custom properties
  // can hold more, a value such as ${owner} is still to be filled in, and * was meant as a wildcard.
  neverBegins: /^(?!repo_property_)\w*[^\w<>{}$%*?:]/,
  foldsCase: true,
  subjects: [
    "repo:<owner>/<name>:ref:refs/heads/<branch>",
    "repo:<owner>@<owner ID>/<name>@<repository ID>:ref:refs/heads/<branch>",
  ],
  sources: [
    manual(
      'GitHub, "OpenID Connect reference"',
      "https://docs.github.com/en/actions/reference/security/oidc",
    ),
    manual(
      'GitHub, "REST API endpoints for GitHub Actions OIDC"',
      "https://docs.github.com/en/rest/actions/oidc",
    ),
    AWS_KEYS,
  ],
} as const;

/** The claims of GitHub's tokens that AWS fills. AWS does not say that they are github.com's only. */
const GITHUB_CLAIMS: readonly string[] = [
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
];

/** IAM compares one of these two for GitHub. Anyone can call a public reusable workflow, so the second alone binds nobody. */
const GITHUB_DEMANDED = ["sub", "job_workflow_ref"] as const;

const REPOSITORY: readonly StandIn[] = [
  { key: "repository_id", names: "repository", beside: GITHUB_DEMANDED },
  { key: "repository", names: "repository", beside: GITHUB_DEMANDED, foldsCase: true },
];

const ORGANIZATION_OF_DEVOPS = {
  crowd: "tenant",
  everyone: "Any service connection and any pipeline of this Azure DevOps organization",
  filled: DEFAULT_CLAIMS,
  audience: "api://AzureADTokenExchange",
  boundaries: ["sc://<organization>/<project>/", "p://<organization>/<project>/"],
  ownerBoundaries: ["sc://<organization>/", "p://<organization>/"],
  // sc:// for a service connection, p:// for a pipeline. Names of projects can have spaces, which no boundary allows.
  neverBegins: /^(?!(?:|s|sc|p)(?::|$))/,
  subjects: ["sc://<organization>/<project>/<service connection>"],
} as const;

/** Services that hold source code and run pipelines on it. */
export const codeHosts: readonly IssuerFacts[] = [
  {
    ...GITHUB,
    id: "github-actions",
    name: "GitHub Actions",
    providers: ["token.actions.githubusercontent.com"],
    crowd: "anyone",
    filled: GITHUB_CLAIMS,
    ownerClaims: ["repository_owner_id", "enterprise_id"],
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
      "token.actions.<subdomain>.ghe.com",
      "token.actions.<subdomain>.ghe.com/<subdomain>",
      "<host>/_services/token",
    ],
    crowd: "tenant",
    filled: GITHUB_CLAIMS,
    everyone: "Any workflow of any repository of this GitHub enterprise",
  },
  {
    ...GITHUB,
    id: "github-actions-beta",
    name: "GitHub Actions during its beta",
    providers: ["vstoken.actions.githubusercontent.com"],
    crowd: "anyone",
    filled: DEFAULT_CLAIMS,
    iamDemands: demandOf("vstoken.actions.githubusercontent.com", ["sub"]),
    sources: [AWS_CONTROLS],
  },
  {
    id: "github-audit-log",
    beginningsOf,
    name: "GitHub audit log streaming",
    providers: ["oidc-configuration.audit-log.githubusercontent.com"],
    crowd: "anyone",
    everyone: "The audit log of any GitHub enterprise",
    filled: DEFAULT_CLAIMS,
    audience: "sts.amazonaws.com",
    boundaries: [],
    exactForms: ["https://github.com/<enterprise>"],
    exactMustNameOwner: true,
    subjects: ["https://github.com/<enterprise>"],
    iamDemands: demandOf("oidc-configuration.audit-log.githubusercontent.com", ["sub"]),
    sources: [
      manual(
        'GitHub, "Streaming the audit log for your enterprise"',
        "https://docs.github.com/en/enterprise-cloud@latest/admin/monitoring-activity-in-your-enterprise/reviewing-audit-logs-for-your-enterprise/streaming-the-audit-log-for-your-enterprise",
      ),
      AWS_CONTROLS,
    ],
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
    boundaries: ["project_path:<group/project>:", "project_id:<project ID>:"],
    ownerBoundaries: ["project_path:<group>/"],
    exactForms: ["project_id:<project ID>"],
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
      manual(
        'GitLab, "OpenID Connect (OIDC) Authentication Using ID Tokens"',
        "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
      ),
      AWS_KEYS,
      AWS_CONTROLS,
    ],
  },
  {
    id: "gitlab-self-managed",
    name: "GitLab Self-Managed",
    providers: ["gitlab.<domain>"],
    crowd: "tenant",
    everyone: "Any pipeline of any project of this GitLab instance",
    filled: DEFAULT_CLAIMS,
    audience: "https://<host of the GitLab instance>",
    boundaries: ["project_path:<group/project>:", "project_id:<project ID>:"],
    ownerBoundaries: ["project_path:<group>/"],
    subjects: ["project_path:<group>/<project>:ref_type:branch:ref:<branch>"],
    sources: [
      manual(
        'GitLab, "OpenID Connect (OIDC) Authentication Using ID Tokens"',
        "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
      ),
      AWS_KEYS,
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
    boundaries: ["{<repository UUID>}:"],
    subjects: ["{<repository UUID>}:*"],
    sources: [
      manual(
        'Atlassian, "Deploy on AWS using Bitbucket Pipelines OpenID Connect"',
        "https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/",
      ),
    ],
  },
  {
    ...ORGANIZATION_OF_DEVOPS,
    id: "azure-devops",
    name: "Azure DevOps",
    providers: ["vstoken.dev.azure.com/<organization ID>", "app.vstoken.visualstudio.com/<organization ID>"],
    note: "A subject begins with `sc://` or `p://`. Microsoft retires this issuer on July 1, 2027, for most connections in Azure's public cloud. [Entra's issuer](#azure-devops-through-entra) replaces it.",
    sources: [
      manual(
        'Microsoft, "Troubleshoot an Azure Resource Manager workload identity service connection"',
        "https://learn.microsoft.com/azure/devops/pipelines/release/troubleshoot-workload-identity",
      ),
      manual(
        'Microsoft, "Convert service connections to use the Microsoft Entra issuer"',
        "https://learn.microsoft.com/azure/devops/pipelines/release/convert-service-connections",
      ),
      manual(
        'AWS, "How to federate into AWS from Azure DevOps using OpenID Connect"',
        "https://aws.amazon.com/blogs/modernizing-with-aws/how-to-federate-into-aws-from-azure-devops-using-openid-connect/",
      ),
    ],
  },
];
