import assert from "node:assert/strict";
import { judgeTrustPolicy, type TrustFinding } from "../../../../trust";
import { type Claims, federatedPolicy } from "../federated-policy";

const OTHER = "oidc.example.com";
const GITHUB = "token.actions.githubusercontent.com";
const MICROSOFT = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";

/** The findings on the subject of a policy whose audience is pinned. */
function findings(
  provider: string,
  { StringEquals, ...others }: Readonly<Record<string, Claims>>,
): readonly TrustFinding[] {
  const conditions = { StringEquals: { aud: "sts.amazonaws.com", ...StringEquals }, ...others };
  return judgeTrustPolicy(federatedPolicy(provider, conditions)).findings;
}

describe("the finding for a subject that is not pinned", () => {
  it("says why a condition on it pins nothing", () => {
    for (const [operator, value, found] of [
      ["NumericEquals", "1", 'NumericEquals ["1"] on SUB, which compares no text'],
      ["ArnLike", ["a", "b"], 'ArnLike ["a","b"] on SUB, which compares no text'],
      [
        "StringEquals",
        "${aws:username}",
        'StringEquals ["${aws:username}"] on SUB, a policy variable, which the request fills',
      ],
      [
        "StringEquals",
        ["user", 1.5],
        'StringEquals ["user",1.5] on SUB, not all of which are read exactly (write numbers in quotation marks)',
      ],
    ] as const) {
      assert.deepEqual(
        findings(OTHER, { [operator]: { sub: value } }).map((finding) => [finding.code, finding.found]),
        [["claim-not-pinned", found.replace("SUB", `${OTHER}:sub`)]],
      );
    }
  });

  it("lists exact subjects that bind no workload, and says whose they are", () => {
    for (const [provider, subjects, whose] of [
      [GITHUB, ["repository_owner:contoso", "repository_owner:fabrikam"], "which names no workload"],
      [MICROSOFT, ["0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e"], "which is the service's own subject"],
    ] as const) {
      assert.deepEqual(
        findings(provider, { StringEquals: { sub: subjects } }).map(({ code, found }) => [code, found]),
        [["subject-binds-no-workload", `${JSON.stringify(subjects)} on ${provider}:sub, ${whose}`]],
      );
    }
  });

  it("offers an allowance for patterns of one owner, and none for patterns that anyone's subject fits", () => {
    const right =
      "gitlab.com:sub with exact values under StringEquals" +
      ", or patterns that begin with project_path:<group/project>: under StringLike" +
      ", or patterns that begin with project_id:<project ID>: under StringLike";
    for (const [sub, reach, expected] of [
      [
        "project_path:contoso/*",
        "tenant",
        `${right}, or patterns that subjectPatterns allows (judge --subject-pattern)`,
      ],
      ["*", "anyone", right],
    ] as const) {
      assert.deepEqual(
        findings("gitlab.com", { StringLike: { sub } }).map((finding) => [finding.reach, finding.right]),
        [[reach, expected]],
      );
    }
  });
});
