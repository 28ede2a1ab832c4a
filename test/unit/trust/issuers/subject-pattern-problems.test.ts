import assert from "node:assert/strict";
import { subjectPatternProblems } from "../../../../trust";

const SCHEME = {
  member: "provider",
  wrong: "the provider has a scheme",
  expected: "the issuer's URL without https://",
};
const NO_NAME = {
  member: "provider",
  wrong: "the provider is not a name",
  expected: "a provider with <…> for a part of its name, not a wildcard",
};
const EVERYONE = {
  member: "beginning",
  wrong: "every subject has this beginning",
  expected: "a beginning that names an owner",
};
const WILDCARD = {
  member: "beginning",
  wrong: "the beginning has a wildcard",
  expected: "what a pattern begins with before its first wildcard",
};

describe("subjectPatternProblems", () => {
  for (const [provider, beginning, problems] of [
    ["oidc.example.com", "team:orders:", []],
    ["<host>/_services/token", "<owner>:", []],
    ["oidc.example.com/proxy/https://x", "team:", []],
    ["https://oidc.example.com", "team:", [SCHEME]],
    ["HTTP://oidc.example.com", "team:", [SCHEME]],
    ["https://*.example.com", "team:", [SCHEME]],
    ["*.example.com", "team:", [NO_NAME]],
    ["oidc.example.co?", "team:", [NO_NAME]],
    ["", "team:", [NO_NAME]],
    [" ", "team:", [NO_NAME]],
    ["oidc.example.com", "", [EVERYONE]],
    ["oidc.example.com", " ", [EVERYONE]],
    ["oidc.example.com", "<owner>", [EVERYONE]],
    ["oidc.example.com", " <owner> <name>", [EVERYONE]],
    ["oidc.example.com", "<>", [EVERYONE]],
    ["oidc.example.com", "team:*", [WILDCARD]],
    ["oidc.example.com", "team?", [WILDCARD]],
    ["oidc.example.com", "*", [WILDCARD]],
    ["*", "*", [NO_NAME, WILDCARD]],
  ] as const) {
    const found = problems.length === 0 ? "nothing" : problems.map(({ wrong }) => wrong).join(" and ");
    it(`finds ${found} in ${JSON.stringify({ provider, beginning })}`, () => {
      assert.deepEqual(subjectPatternProblems({ provider, beginning }), problems);
    });
  }
});
