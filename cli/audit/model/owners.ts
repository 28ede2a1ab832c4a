/** Reads which tenant, organization, or cluster owns a subject, for `--ours` and the report's wording. */
import { issuers, recognizeEntraIssuer } from "../../../trust";

/** The kinds of what owns identities: a tenant, an organization, a cluster. */
export const OWNER_KINDS = [
  "entra-tenant",
  "aks-cluster",
  "eks-cluster",
  "gke-project",
  "aws-account",
  "github-owner",
  "gitlab-group",
  "azure-devops-organization",
  "bitbucket-workspace",
  "hcp-terraform-organization",
  "buildkite-organization",
  "pulumi-organization",
  "circleci-organization",
] as const;

/** One of {@link OWNER_KINDS}. */
export type OwnerKind = (typeof OWNER_KINDS)[number];

/** What owns the identities of a way in. */
export interface Owner {
  readonly kind: OwnerKind;
  /** Its name or ID, as the provider or the subject has it. */
  readonly name: string;
  /** The Entra tenant, if the provider of another kind names it too. */
  readonly tenant?: string;
  /** What is left of the subject after the owner's name, or all of it if the provider names the owner. */
  readonly rest: string;
}

interface KindOfOwner {
  readonly kind: OwnerKind;
  /** Before the owner's name: `GitHub owner`. */
  readonly title: string;
  /** Its identities: `workflow of a repository`. */
  readonly workload: string;
  /** IDs of the issuers in the table of issuers. */
  readonly issuers: readonly string[];
  /** Where the provider's name has it: the group `name`. */
  readonly inProvider?: RegExp;
  /** Where the subject has it. */
  readonly inSubject?: RegExp;
}

/** Forms of names and subjects: those of the rows with these IDs in the table of issuers, where the sources are. */
const KINDS: readonly KindOfOwner[] = [
  {
    kind: "aks-cluster",
    title: "AKS cluster",
    workload: "pod",
    issuers: ["aks"],
    inProvider: /^[^/]+\/(?<tenant>[^/]+)\/(?<name>[^/]+)/,
  },
  {
    kind: "eks-cluster",
    title: "EKS cluster",
    workload: "pod",
    issuers: ["eks"],
    inProvider: /\/id\/(?<name>[^/]+)/,
  },
  {
    kind: "gke-project",
    title: "Google Cloud project",
    workload: "pod of a cluster",
    issuers: ["gke"],
    inProvider: /\/projects\/(?<name>[^/]+)/,
  },
  {
    kind: "aws-account",
    title: "AWS account",
    workload: "principal that may call sts:GetWebIdentityToken",
    issuers: ["aws-account"],
    inSubject: /^arn:[^:]*:iam::(?<name>\d{12}):/,
  },
  {
    kind: "github-owner",
    title: "GitHub owner",
    workload: "workflow of a repository",
    issuers: ["github-actions", "github-actions-beta"],
    inSubject:
      /^(?:repo:(?<name>[^/@:*?]+)(?:@[^/]*)?\/|repository_owner:(?<owner>[^:*?]+)|(?<repository>[^:/*?]+)\/[^:/*?]+$)/,
  },
  {
    kind: "gitlab-group",
    title: "GitLab group",
    workload: "pipeline of a project",
    issuers: ["gitlab-com"],
    inSubject: /^project_path:(?<name>[^/:*?]+)\//,
  },
  {
    kind: "azure-devops-organization",
    title: "Azure DevOps organization",
    workload: "service connection or pipeline",
    issuers: ["azure-devops"],
    inProvider: /^[^/]+\/(?<name>[^/]+)/,
    inSubject: /^(?:sc|p):\/\/(?<name>[^/*?]+)\//,
  },
  {
    kind: "bitbucket-workspace",
    title: "Bitbucket workspace",
    workload: "pipeline of a repository",
    issuers: ["bitbucket-pipelines"],
    inProvider: /\/workspaces\/(?<name>[^/]+)/,
  },
  {
    kind: "hcp-terraform-organization",
    title: "HCP Terraform organization",
    workload: "run of a workspace",
    issuers: ["hcp-terraform"],
    inSubject: /^organization:(?<name>[^:*?]+):/,
  },
  {
    kind: "buildkite-organization",
    title: "Buildkite organization",
    workload: "pipeline",
    issuers: ["buildkite"],
    inSubject: /^organization:(?<name>[^:*?]+):/,
  },
  {
    kind: "pulumi-organization",
    title: "Pulumi Cloud organization",
    workload: "deployment or environment",
    issuers: ["pulumi-cloud", "pulumi-cloud-v2"],
    inSubject: /^pulumi:(?:(?:deploy|environments):(?:org|pulumi\.organization\.login)|org):(?<name>[^:*?]+)/,
  },
  {
    kind: "circleci-organization",
    title: "CircleCI organization",
    workload: "job of a project",
    issuers: ["circleci"],
    inProvider: /\/org\/(?<name>[^/]+)/,
  },
];

const BY_ISSUER: ReadonlyMap<string, KindOfOwner> = new Map(
  KINDS.flatMap((kind) => kind.issuers.map((issuer) => [issuer, kind] as const)),
);

/** The kind of owner as people call it, such as `GitHub owner`. */
export function ownerTitle(kind: OwnerKind): string {
  return KINDS.find((one) => one.kind === kind)?.title ?? "tenant";
}

/** Its identities, to be read after `any`. */
export function workloadOf(kind: OwnerKind): string {
  return KINDS.find((one) => one.kind === kind)?.workload ?? "identity";
}

/** All identities of an owner, within a sentence. */
export function everyoneOf({ kind, name }: Owner): string {
  return kind === "github-owner"
    ? `every repository of ${name}`
    : `any ${workloadOf(kind)} of ${ownerTitle(kind)} ${name}`;
}

/**
 * What owns the identities with a subject of a provider; `undefined` if neither of them names it.
 *
 * @param subject - A value or a pattern; empty if nothing is demanded.
 */
export function ownerOf(provider: string, subject: string): Owner | undefined {
  const folded = provider.toLowerCase();
  const known = issuers.find((issuer) => issuer.owns(folded))?.facts.id;
  if (known === undefined) {
    const tenant = recognizeEntraIssuer(provider)?.tenantId;
    return tenant === undefined ? undefined : { kind: "entra-tenant", name: tenant, rest: subject };
  }
  const kind = BY_ISSUER.get(known);
  // The subject has the name that people know, and the provider only an ID.
  const inSubject = kind?.inSubject?.exec(subject);
  const found = inSubject ?? kind?.inProvider?.exec(provider);
  const { name, owner, repository, tenant } = {
    ...kind?.inProvider?.exec(provider)?.groups,
    ...found?.groups,
  };
  const called = name ?? owner ?? repository;
  return kind === undefined || found === undefined || found === null || called === undefined
    ? undefined
    : {
        kind: kind.kind,
        name: called,
        ...(tenant === undefined ? {} : { tenant }),
        rest: inSubject ? subject.slice(found[0].length) : subject,
      };
}

/** Whether a pattern leaves all of an owner's identities: after the owner's name, it has names of parts and wildcards. */
export function isWhole({ rest }: Owner): boolean {
  return rest.replace(/(?:\w+:)*\*/g, "").replace(/[:/]/g, "") === "";
}
