import assert from "node:assert/strict";
import { NamePattern } from "../../../../trust/issuers/name-pattern";

describe("NamePattern", () => {
  const repository = new NamePattern("repo:<owner>/<name>:");
  const immutable = new NamePattern("repo:<owner>@<owner ID>/<name>@<repository ID>:");
  const braces = new NamePattern("{<repository>}:");

  it("begins a string if each name has at least one character and each literal is there", () => {
    for (const [pattern, text, expected] of [
      [repository, "repo:acme/infra:", true],
      [repository, "repo:acme/infra:ref:refs/heads/main", true],
      [repository, "repo:acme@1/infra@2:", true],
      [repository, "repo:acme/infra", false],
      [repository, "repo:/infra:", false],
      [repository, "repo:acme/:", false],
      [repository, "repo:a/b/infra:", false],
      [repository, "repo:ac me/infra:", true],
      [repository, "repo:ac\tme/infra:", false],
      [repository, "Repo:acme/infra:", false],
      [immutable, "repo:acme@1/infra@2:ref", true],
      [immutable, "repo:acme/infra:ref", false],
      [braces, "{1111-2222}:step", true],
      [braces, "{}:step", false],
      [braces, "{1111-2222}", false],
    ] as const) {
      assert.equal(pattern.begins(text), expected, `${pattern.source} ${text}`);
    }
  });

  it("takes signs of regular expressions for themselves, also as the end of a name", () => {
    for (const [source, text, expected] of [
      ["a.c:", "abc:", false],
      ["a.c:", "a.c:", true],
      ["(<name>)", "(a|b)", true],
      ["(<name>)", "(a)b)", true],
      ["[<name>]", "[a-b]", true],
      ["[<name>]", "[]]", false],
      ["<name>^", "a^", true],
      ["<name>^", "^", false],
      ["<name>-z", "a-z", true],
      ["<name>-z", "b", false],
      ["<name>\\", "a\\", true],
    ] as const) {
      assert.equal(new NamePattern(source).begins(text), expected, `${source} ${text}`);
    }
  });

  it("gives a name all characters up to its end, so that the next name has none of them", () => {
    assert.equal(new NamePattern("<a><b>").begins("name"), false);
    assert.equal(new NamePattern("<a><b>").matches("na<me"), true);
  });

  it("matches a whole string only", () => {
    const host = new NamePattern("<host>/_services/token");
    assert.equal(host.matches("github.example.com/_services/token"), true);
    assert.equal(host.matches("github.example.com/_services/token/more"), false);
    assert.equal(host.matches("a/b/_services/token"), false);
    const region = new NamePattern("oidc.eks.<region>.amazonaws.com/id/<cluster>");
    assert.equal(region.matches("oidc.eks.eu-west-1.amazonaws.com/id/ABCD"), true);
    assert.equal(region.matches("oidc.eks.eu.west-1.amazonaws.com/id/ABCD"), false);
    assert.equal(region.matches("oidc.eks.eu-west-1.amazonaws.com.evil.org/id/ABCD"), false);
  });

  it("takes a placeholder for anything if the string can have unknown parts, and literally if not", () => {
    const unknown = "\uE000526570\uE001";
    assert.equal(repository.begins(`repo:${unknown}:`, true), true);
    assert.equal(repository.begins(`repo:${unknown}:`), false);
    assert.equal(repository.begins(`repo:acme/${unknown}`, true), true);
    assert.equal(repository.begins(`environment:${unknown}`, true), false);
    assert.equal(repository.begins(unknown, true), true);
    assert.equal(repository.begins(`repo:acme/infra${unknown}`, true), true);
    assert.equal(repository.matches(`repo:acme/${unknown}:`, true), true);
    assert.equal(repository.matches(`x${unknown}`, true), false);
  });

  it("does not read a mark of its own in a string whose parts are all known", () => {
    assert.equal(repository.begins("repo:\uE000:"), false);
  });

  it("takes as many steps as the string has characters", () => {
    const long = "a".repeat(100_000);
    assert.equal(new NamePattern("<a><b><c><d>:").begins(`${long}:`), false);
    assert.equal(new NamePattern("<a>:").begins(`${long}:`), true);
  });
});
