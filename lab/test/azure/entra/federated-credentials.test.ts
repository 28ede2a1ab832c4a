import assert from "node:assert/strict";
import { expressedSubject, isFor } from "../../../azure/entra/federated-credentials";

describe("The expression of a federated credential", () => {
  const matches = (expression: string, subject: string): boolean | undefined =>
    expressedSubject(expression)?.(subject);

  it("compares to the letter with eq, and with the wildcards * and ? with matches", () => {
    assert.equal(matches("claims['sub'] eq 'repo:a/b:*'", "repo:a/b:*"), true);
    assert.equal(matches("claims['sub'] eq 'repo:a/b:*'", "repo:a/b:x"), false);
    assert.equal(matches("claims['sub'] matches 'repo:a/b:ref:*'", "repo:a/b:ref:refs/heads/x"), true);
    assert.equal(matches("claims['sub'] matches 'repo:a/?:x'", "repo:a/b:x"), true);
    assert.equal(matches("claims['sub'] matches 'repo:a/?:x'", "repo:a/bb:x"), false);
    assert.equal(matches("claims['sub'] matches 'repo:a.b:*'", "repo:axb:y"), false);
  });

  it("is unknown about another claim, or with several parts", () => {
    assert.equal(expressedSubject("claims['ref'] eq 'main'"), undefined);
    assert.equal(expressedSubject("claims['sub'] eq 'a' and claims['ref'] eq 'main'"), undefined);
  });

  it("takes the place of the subject", () => {
    const credential = { issuer: "https://x", audiences: ["a"], subject: "s" };
    assert.deepEqual([isFor(credential, "s"), isFor(credential, "t")], [true, false]);
    const flexible = { ...credential, subject: "", expression: "claims['sub'] matches 't*'" };
    assert.deepEqual([isFor(flexible, "t1"), isFor(flexible, "")], [true, false]);
  });
});
