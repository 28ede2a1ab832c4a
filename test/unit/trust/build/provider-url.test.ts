import assert from "node:assert/strict";
import { type ProviderUrlProblem, providerUrlProblems } from "../../../../trust";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const AKS = `https://westeurope.oic.prod-aks.azure.com/${TENANT}/${TENANT}`;
const V1 = `https://sts.windows.net/${TENANT}/`;
const V2 = `https://login.microsoftonline.com/${TENANT}/v2.0`;

describe("providerUrlProblems", () => {
  for (const url of [
    V1,
    V2,
    `${AKS}/`,
    "https://oidc.eks.eu-west-1.amazonaws.com/id/1",
    "https://gitlab.example.com/organizations/a",
    `https://example.com/${"a".repeat(235)}`,
  ]) {
    it(`accepts ${url}`, () => {
      assert.deepEqual(providerUrlProblems(url), []);
    });
  }

  const mismatch = (expected: string, tokens: string): ProviderUrlProblem[] => [
    { code: "not-the-issuer", expected, tokens },
  ];
  const wrong: [url: string, problems: ProviderUrlProblem[]][] = [
    ["", [{ code: "not-https" }]],
    ["http://example.com", [{ code: "not-https" }]],
    ["https:///path", [{ code: "not-https" }]],
    ["https://example.com:443/", [{ code: "port-or-user" }]],
    ["https://ada@example.com/", [{ code: "port-or-user" }]],
    ["https://example.com/?a", [{ code: "query-or-fragment" }]],
    ["https://example.com#a", [{ code: "query-or-fragment" }]],
    ["https://example.com/*", [{ code: "wildcard-or-space" }]],
    ["https://example.com/a b", [{ code: "wildcard-or-space" }]],
    [`https://example.com/${"a".repeat(236)}`, [{ code: "too-long" }]],
    ["https://example.com:443/?a", [{ code: "port-or-user" }, { code: "query-or-fragment" }]],
    ["https://login.microsoftonline.com/common/v2.0", [{ code: "every-tenant" }]],
    ["https://sts.windows.net/organizations", [{ code: "every-tenant" }]],
    [V1.slice(0, -1), mismatch(V1, "Entra's v1.0 tokens")],
    [V1.toUpperCase().replace("HTTPS", "https"), mismatch(V1, "Entra's v1.0 tokens")],
    ["https://sts.windows.net/tenant", mismatch("https://sts.windows.net/tenant/", "Entra's v1.0 tokens")],
    [`${V2}/`, mismatch(V2, "Entra's v2.0 tokens")],
    [AKS, mismatch(`${AKS}/`, "an AKS cluster's tokens")],
    [`${V1}?a`, [{ code: "query-or-fragment" }]],
  ];
  for (const [url, problems] of wrong) {
    it(`refuses ${JSON.stringify(url)}`, () => {
      assert.deepEqual(providerUrlProblems(url), problems);
    });
  }
});
