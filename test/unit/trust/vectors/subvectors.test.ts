import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { judgeTrustPolicy } from "../../../../trust";
import { admits } from "../../../model/iam";
import { type Claims, federatedPolicy } from "../federated-policy";

/**
 * A vector of the public corpus "subvectors" 0.5.2 (PyPI), whose data is CC0. Taken over are the facts of its suites for
 * AWS: claims, conditions, whether they match, and how safe its author calls the conditions.
 */
interface Vector {
  readonly id: string;
  readonly issuer: string;
  readonly claims: Readonly<Record<string, string>>;
  readonly conditions: readonly {
    readonly operator: string;
    readonly claim: string;
    readonly values: string | readonly string[];
  }[];
  readonly matches: boolean;
  readonly grade: "safe" | "caution" | "dangerous" | "ungraded";
}

const vectors = JSON.parse(
  readFileSync(path.join(__dirname, "subvectors-aws.json"), "utf8"),
) as readonly Vector[];

const PROVIDERS: Readonly<Record<string, string>> = {
  github: "token.actions.githubusercontent.com",
  gitlab: "gitlab.com",
  "terraform-cloud": "app.terraform.io",
  circleci: "oidc.circleci.com/org/2a3b4c5d-1111-2222-3333-444455556666",
  bitbucket: "api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc",
};

/** A trust policy with a vector's conditions; with an exact audience, if the vector is about other claims alone. */
function policyOf({ issuer, conditions }: Vector, withAudience: boolean): Record<string, unknown> {
  const provider = PROVIDERS[issuer] ?? "";
  const byOperator: Record<string, Claims> = {};
  for (const { operator, claim, values } of conditions) {
    byOperator[operator] = { ...byOperator[operator], [claim]: values };
  }
  if (withAudience && !conditions.some(({ claim }) => claim === "aud")) {
    byOperator.StringEquals = { ...byOperator.StringEquals, aud: "sts.amazonaws.com" };
  }
  return federatedPolicy(provider, byOperator);
}

/** Vectors on which this product and the corpus's author differ, each with the reason. */
const WITHIN_REPOSITORY =
  "The pattern stays within one repository or project. Its branches and events are the owner's choice.";
const ONE_CLAIM = "The vector is about one claim. A trust policy with this condition alone is open.";
const DISAGREEMENTS: Readonly<Record<string, string>> = {
  "circleci-aws-ssh-rerun-debug-token-admitted":
    "AWS fills no claim that tells an SSH debug session apart, so no policy can exclude one.",
  "gh-aws-pull-request-subject": WITHIN_REPOSITORY,
  "gh-aws-aud-pinned-official-action": ONE_CLAIM,
  "gh-aws-aud-default-owner-url-rejected": ONE_CLAIM,
  "gh-aws-environment-key-absent-claim-rejected": ONE_CLAIM,
  "gh-aws-jwr-condition-key-sha-pin":
    "Any repository can call a public reusable workflow, so job_workflow_ref alone binds no caller.",
  "gh-aws-all-aws-branch-wildcard-example": WITHIN_REPOSITORY,
  "gh-aws-repo-only-customized-sub-admits-everything": WITHIN_REPOSITORY,
  "gitlab-aws-ref-type-confusion-wildcard": WITHIN_REPOSITORY,
  "gitlab-aws-any-branch-no-refprotected": WITHIN_REPOSITORY,
  "gitlab-aws-merge-request-source-branch-admitted": WITHIN_REPOSITORY,
  "gitlab-aws-path-reuse-no-projectid":
    "GitLab issues no token for a path that another project had before (GitLab, since 2026-06-01).",
  "gitlab-aws-all-pipeline-source-gates-mr": WITHIN_REPOSITORY,
  "tfc-aws-run-phase-wildcard-collapses-plan-apply": WITHIN_REPOSITORY,
};

describe("the public vectors for AWS trust conditions", () => {
  for (const vector of vectors) {
    it(`evaluates ${vector.id} as the corpus does`, () => {
      const token = { provider: PROVIDERS[vector.issuer] ?? "", claims: vector.claims };
      assert.equal(admits(policyOf(vector, false), token), vector.matches);
    });

    it(`judges ${vector.id}, graded ${vector.grade}, as the corpus does or has a reason`, () => {
      const { accepted } = judgeTrustPolicy(policyOf(vector, true));
      const agrees = vector.grade === "safe" ? accepted : vector.grade === "dangerous" ? !accepted : true;
      assert.equal(!agrees, Object.hasOwn(DISAGREEMENTS, vector.id), DISAGREEMENTS[vector.id]);
    });
  }

  it("lists no disagreement about a vector that is not there", () => {
    const ids = new Set(vectors.map(({ id }) => id));
    assert.deepEqual(
      Object.keys(DISAGREEMENTS).filter((id) => !ids.has(id)),
      [],
    );
  });
});
