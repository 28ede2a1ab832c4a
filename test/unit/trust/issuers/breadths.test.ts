/** One breadth, one verdict: what is as wide as an owner is `tenant` for every issuer. */
import assert from "node:assert/strict";
import { issuers, judgeTrustPolicy, type RoleReach } from "../../../../trust";
import { findIssuer } from "../../../../trust/issuers/find-issuer";

interface Breadths {
  readonly provider: string;
  readonly aud?: string;
  /** One workload. */
  readonly exact: string;
  /** All of the smallest unit that an owner controls; `undefined` if the subject ends with it. */
  readonly unit?: string;
  /** Patterns for more than a unit, up to all of the owner. */
  readonly owner: readonly string[];
  /** Every owner: the world for a shared issuer. */
  readonly all: string;
}

const TENANT_OF_AKS = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/11112222-3333-4444-5555-666677778888";

const BREADTHS: readonly Breadths[] = [
  {
    provider: "token.actions.githubusercontent.com",
    exact: "repo:acme/app:ref:refs/heads/main",
    unit: "repo:acme/app:*",
    owner: ["repo:acme/*", "repo:acme/app*", "repository_owner:acme:*"],
    all: "repo:*",
  },
  {
    provider: "token.actions.githubusercontent.com/acme",
    exact: "repo:acme/app:ref:refs/heads/main",
    unit: "repo:acme/app:*",
    owner: ["repo:acme/*"],
    all: "*",
  },
  {
    provider: "gitlab.com",
    exact: "project_path:acme/app:ref_type:branch:ref:main",
    unit: "project_path:acme/app:*",
    owner: ["project_path:acme/*", "project_path:acme/team/*", "project_path:acme/app*"],
    all: "project_path:*",
  },
  {
    provider: "gitlab.acme.com",
    exact: "project_path:team/sub/app:ref_type:branch:ref:main",
    unit: "project_path:team/sub/app:*",
    owner: ["project_path:team/*"],
    all: "*",
  },
  {
    provider: "app.terraform.io",
    exact: "organization:acme:project:infra:workspace:app:run_phase:apply",
    unit: "organization:acme:project:infra:workspace:app:*",
    owner: [
      "organization:acme:*",
      "organization:acme:project:*:workspace:*:run_phase:*",
      "organization:acme:project:infra:workspace:*",
    ],
    all: "organization:*",
  },
  {
    provider: "oidc.circleci.com/org/1234",
    exact: "org/1234/project/5678/user/9",
    unit: "org/1234/project/5678/user/*",
    owner: ["org/1234/*", "org/1234/project/*/user/*"],
    all: "*",
  },
  {
    provider: "oidc.circleci.com",
    exact: "org/1234/project/5678/user/9",
    unit: "org/1234/project/5678/*",
    owner: ["org/1234/*", "org/1234/project/*/user/*"],
    all: "org/*",
  },
  {
    provider: "agent.buildkite.com",
    exact: "organization:acme:pipeline:app:ref:refs/heads/main:commit:a:step:b",
    unit: "organization:acme:pipeline:app:*",
    owner: ["organization:acme:*", "organization:acme:pipeline:*"],
    all: "organization:*",
  },
  {
    provider: "api.pulumi.com/oidc",
    exact: "pulumi:deploy:org:acme:project:app:stack:dev:operation:update:scope:write",
    unit: "pulumi:deploy:org:acme:project:app:stack:dev:*",
    owner: [
      "pulumi:deploy:org:acme:*",
      "pulumi:deploy:org:acme:project:app:*",
      "pulumi:environments:org:acme:*",
    ],
    all: "pulumi:deploy:*",
  },
  {
    provider: "api.pulumi.com/oidc/v2",
    exact: "pulumi:org:1234:env:5678",
    owner: ["pulumi:org:1234:*"],
    all: "pulumi:org:*",
  },
  {
    provider: "vstoken.dev.azure.com/1234",
    exact: "sc://acme/app/connection",
    unit: "sc://acme/app/*",
    owner: ["sc://acme/*", "p://acme/*"],
    all: "*",
  },
  {
    provider: `eastus.oic.prod-aks.azure.com/${TENANT_OF_AKS}/`,
    exact: "system:serviceaccount:orders:importer",
    unit: "system:serviceaccount:orders:*",
    owner: ["system:serviceaccount:*"],
    all: "*",
  },
  {
    provider: "oidc.eks.us-east-1.amazonaws.com/id/AAAABBBBCCCCDDDDEEEEFFFF00001111",
    exact: "system:serviceaccount:orders:importer",
    unit: "system:serviceaccount:orders:*",
    owner: ["system:serviceaccount:*"],
    all: "*",
  },
  {
    provider: "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc",
    exact: "{1111}:{2222}",
    unit: "{1111}:*",
    owner: ["{*"],
    all: "*",
  },
  {
    provider: "acme.app.spacelift.io",
    exact: "space:root:stack:app:run_type:TRACKED:scope:write",
    unit: "space:root:stack:app:*",
    owner: ["space:root:*", "space:*"],
    all: "*",
  },
  {
    provider: "oidc.vercel.com",
    exact: "owner:acme:project:site:environment:production",
    unit: "owner:acme:project:site:*",
    owner: ["owner:acme:*", "owner:acme:project:*"],
    all: "owner:*",
  },
  {
    provider: "oidc.vercel.com/acme",
    exact: "owner:acme:project:site:environment:production",
    unit: "owner:acme:project:site:*",
    owner: ["owner:acme:*"],
    all: "*",
  },
  {
    provider: "oidc.fly.io/acme",
    exact: "acme:app:machine",
    unit: "acme:app:*",
    owner: ["acme:*"],
    all: "*",
  },
  {
    provider: "acme.semaphoreci.com",
    exact: "org:acme:project:1234:repo:r:ref_type:branch:ref:refs/heads/main",
    unit: "org:acme:project:1234:*",
    owner: ["org:acme:*"],
    all: "*",
  },
  {
    provider: "app.harness.io/ng/api/oidc/account/1234",
    exact: "account/1234:org/team:project/app",
    owner: ["account/1234:*", "account/1234:org/team:*"],
    all: "*",
  },
  {
    provider: "scalr.io",
    exact: "account:acme:environment:prod:workspace:app",
    owner: ["account:acme:*", "account:acme:environment:prod:*"],
    all: "account:*",
  },
  {
    provider: "oidc.codefresh.io",
    exact: "account:1234:pipeline:5678",
    unit: "account:1234:pipeline:5678:*",
    owner: ["account:1234:*"],
    all: "account:*",
  },
  {
    provider: "oidc.modal.com",
    exact: "modal:workspace_id:w:environment_name:main:app_name:a:function_name:f",
    unit: "modal:workspace_id:w:environment_name:main:app_name:a:*",
    owner: ["modal:workspace_id:w:*", "modal:workspace_id:w:environment_name:main:*"],
    all: "modal:*",
  },
  {
    provider: "identity.depot.dev",
    exact: "spiffe://identity.depot.dev/org/1234/ci/github/acme/app/ref/refs/heads/main/sandbox/1",
    unit: "spiffe://identity.depot.dev/org/1234/ci/github/acme/app/*",
    owner: ["spiffe://identity.depot.dev/org/1234/*"],
    all: "spiffe://identity.depot.dev/org/*",
  },
  {
    provider: "studio.datachain.ai/api",
    exact: "credentials:acme/main",
    owner: ["credentials:acme/*"],
    all: "credentials:*",
  },
  {
    provider: "proidc.upbound.io",
    exact: "mcp:acme/app:provider:aws",
    unit: "mcp:acme/app:*",
    owner: ["mcp:acme/*"],
    all: "mcp:*",
  },
  { provider: "tokens.cloud.shisho.dev", exact: "job:1234:scan", owner: ["job:1234:*"], all: "job:*" },
  {
    provider: "api.prefect.cloud/oidc-provider",
    exact: "prefect:account:1234:workspace:5678",
    owner: ["prefect:account:1234:*"],
    all: "prefect:account:*",
  },
  {
    provider: "rh-oidc.s3.us-east-1.amazonaws.com/22ejnvnnturfmt6km08idd0nt4hekbn7",
    exact: "system:serviceaccount:1234:connector",
    owner: ["system:serviceaccount:1234:*"],
    all: "system:serviceaccount:*",
  },
];

function reachOf({ provider, aud = "audience" }: Breadths, operator: string, sub: string, allowed?: string) {
  const { reach } = judgeTrustPolicy(
    {
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: {
          StringEquals: {
            [`${provider}:aud`]: aud,
            ...(operator === "StringEquals" && { [`${provider}:sub`]: sub }),
          },
          ...(operator === "StringLike" && { StringLike: { [`${provider}:sub`]: sub } }),
        },
      },
    },
    allowed === undefined ? {} : { subjectPatterns: [{ provider, beginning: allowed }] },
  );
  return reach;
}

describe("the breadth of subjects of an issuer", () => {
  for (const breadths of BREADTHS) {
    const { provider, exact, unit, owner, all } = breadths;
    const { crowd, audienceNamesOwner } = findIssuer(provider.toLowerCase())?.facts ?? {};
    // An audience that names the owner keeps strangers out.
    const world: RoleReach = crowd === "tenant" || audienceNamesOwner === true ? "tenant" : "anyone";

    it(`${provider}: one workload, one unit, one owner, everyone`, () => {
      assert.equal(reachOf(breadths, "StringEquals", exact), "exact");
      if (unit !== undefined) {
        assert.equal(reachOf(breadths, "StringLike", unit), "exact", unit);
      }
      for (const pattern of owner) {
        assert.equal(reachOf(breadths, "StringLike", pattern), "tenant", pattern);
      }
      assert.equal(reachOf(breadths, "StringLike", all), world, all);
    });

    it(`${provider}: an option allows all of an owner`, () => {
      const [pattern = ""] = owner;
      const beginning = pattern.slice(0, pattern.indexOf("*"));
      assert.equal(reachOf(breadths, "StringLike", pattern, beginning), "exact");
    });
  }

  it("is one workspace of HCP Terraform in whichever project, since its name is unique in the organization", () => {
    const breadths = { provider: "app.terraform.io", exact: "", owner: [], all: "" };
    const of = (sub: string): unknown => reachOf(breadths, "StringLike", sub);
    assert.equal(of("organization:acme:project:*:workspace:app:run_phase:*"), "exact");
    assert.equal(of("organization:acme:project:*:workspace:app*"), "tenant");
    assert.equal(of("organization:*:project:*:workspace:app:*"), "anyone");
  });

  it("is in this table for every issuer whose patterns the table of issuers accepts", () => {
    const tried = new Set(BREADTHS.map(({ provider }) => findIssuer(provider.toLowerCase())?.facts.id));
    const cluster = new Set(["gke", "openshift", "kops", "github-actions-beta"]);
    const left = issuers.filter(
      ({ facts }) =>
        facts.boundaries.length + (facts.ownerBoundaries?.length ?? 0) > 0 && !tried.has(facts.id),
    );
    assert.deepEqual(
      left.map(({ facts }) => facts.id).filter((id) => !cluster.has(id)),
      [],
    );
  });
});
