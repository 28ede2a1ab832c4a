import assert from "node:assert/strict";
import { ACCEPTED, GITHUB, judge, violations } from "./judge-provider";

describe("judgeTrustPolicy on a missing audience", () => {
  it("has a rule of its own beside a pinned subject, with reach replay", () => {
    const sub = "repo:acme/infra:ref:refs/heads/main";
    assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } })), [
      ["audience-beside-subject", "replay"],
    ]);
    assert.deepEqual(violations(judge("oidc.example.com", { StringEquals: { sub: "x" } })), [
      ["audience-beside-subject", "replay"],
    ]);
  });

  it("stays with oidc-trust-requires-audience for Entra", () => {
    const provider = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
    const sub = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    const single = { createdProviders: [{ name: provider, clientIds: ["api://app"] }] };
    assert.deepEqual(violations(judge(provider, { StringEquals: { sub } })), [
      ["requires-audience", "replay"],
    ]);
    assert.deepEqual(violations(judge(provider, { StringEquals: { sub } }, single)), [
      ["requires-audience", "replay"],
    ]);
  });

  it("is made up for by a provider that is created with one client ID", () => {
    const sub = "repo:acme/infra:ref:refs/heads/main";
    const created = (...clientIds: string[]) => ({ createdProviders: [{ name: GITHUB, clientIds }] });
    assert.deepEqual(
      violations(judge(GITHUB, { StringEquals: { sub } }, created("sts.amazonaws.com"))),
      ACCEPTED,
    );
    for (const options of [
      created(),
      created("a", "b"),
      { createdProviders: [{ name: "x.com", clientIds: ["a"] }] },
    ]) {
      assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } }, options)), [
        ["audience-beside-subject", "replay"],
      ]);
    }
    assert.deepEqual(violations(judge(GITHUB, {}, created("sts.amazonaws.com"))), [
      ["requires-subject", "anyone"],
    ]);
  });
});
