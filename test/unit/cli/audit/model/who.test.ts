import assert from "node:assert/strict";
import { ACCOUNT, auditOf, federationStatement, provider, role } from "../company";

const GITHUB = "token.actions.githubusercontent.com";

/** Who can assume a role with a pattern for GitHub's subjects. */
function who(pattern: string): string | undefined {
  const { Condition, ...statement } = federationStatement({ aud: "sts.amazonaws.com" }, GITHUB);
  const likeSubject = {
    ...statement,
    Condition: { ...(Condition as object), StringLike: { [`${GITHUB}:sub`]: pattern } },
  };
  const [audited] = auditOf(provider(GITHUB, ["sts.amazonaws.com"]), role("weak", [likeSubject])).roles;
  return audited?.sentence.split(` can assume role weak of account ${ACCOUNT}`)[0];
}

describe("the sentence of a role that a GitHub organization can assume", () => {
  it("says that every repository of the organization can, by its name", () => {
    assert.equal(who("repo:contoso/*"), "Every repository of contoso");
    assert.equal(who("repo:contoso/*:*"), "Every repository of contoso");
  });

  it("has the pattern if it leaves out some workflows", () => {
    assert.equal(
      who("repo:contoso/app-*"),
      'Any workflow of a repository of GitHub owner contoso whose subject is like "repo:contoso/app-*"',
    );
  });
});
