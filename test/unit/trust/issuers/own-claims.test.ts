import assert from "node:assert/strict";
import { ACCEPTED, AUD, type Claims, GITHUB, judge, violations } from "./judge-provider";

describe("judgeTrustPolicy on issuers with claims of their own", () => {
  const COGNITO = "cognito-identity.amazonaws.com";
  const GOOGLE = "accounts.google.com";
  const pool = { aud: "eu-west-1:11112222-3333-4444-5555-666677778888" };
  const account = "107000000000000000001";

  it("accepts a Cognito identity pool with its ID and authenticated users", () => {
    for (const amr of ["authenticated", "graph.facebook.com", ["authenticated", "accounts.google.com"]]) {
      assert.deepEqual(
        violations(judge(COGNITO, { StringEquals: pool, "ForAnyValue:StringLike": { amr } })),
        ACCEPTED,
        JSON.stringify(amr),
      );
    }
  });

  it("takes other spellings of a login for the same login, and those of a guest for a guest", () => {
    for (const [amr, expected] of [
      ["Authenticated", ACCEPTED],
      ["Unauthenticated", [["requires-subject", "anyone"]]],
    ] as const) {
      assert.deepEqual(
        violations(judge(COGNITO, { StringEquals: pool, "ForAnyValue:StringEqualsIgnoreCase": { amr } })),
        expected,
        amr,
      );
    }
  });

  it("refuses guests of a Cognito identity pool, and a pool without amr: anyone can assume the role", () => {
    for (const amr of [
      "unauthenticated",
      "*",
      "*authenticated",
      "un*",
      "u?authenticated",
      ["authenticated", "unauthenticated"],
    ]) {
      assert.deepEqual(
        violations(judge(COGNITO, { StringEquals: pool, "ForAnyValue:StringLike": { amr } })),
        [["requires-subject", "anyone"]],
        JSON.stringify(amr),
      );
    }
    assert.deepEqual(violations(judge(COGNITO, { StringEquals: pool })), [["requires-subject", "anyone"]]);
    assert.deepEqual(
      violations(judge(COGNITO, { StringEquals: pool, "ForAllValues:StringLike": { amr: "authenticated" } })),
      [["requires-subject", "anyone"]],
    );
    // Without the pool's ID, every pool of every AWS account is one.
    assert.deepEqual(violations(judge(COGNITO, { "ForAnyValue:StringLike": { amr: "authenticated" } })), [
      ["requires-audience", "anyone"],
      ["requires-subject", "anyone"],
    ]);
  });

  it("needs an audience beside a claim that names no owner", () => {
    const provider = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
    const session = {
      "sts:RoleSessionName": "MicrosoftDefenderForClouds_0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e",
    };
    assert.deepEqual(violations(judge(provider, { StringEquals: session })), [
      ["requires-audience", "anyone"],
      ["requires-subject", "anyone"],
    ]);
  });

  it("refuses subjects of Azure DevOps that do not begin as its own do, and takes spaces in names", () => {
    const provider = "vstoken.dev.azure.com/0ca3ddd9-f0b0-4635-a98c-5866526961b6";
    const aud = "api://AzureADTokenExchange";
    for (const sub of [
      "repo:acme/infra:*",
      "repo:acme/infra:ref:refs/heads/main",
      "system:serviceaccount:a:b",
    ]) {
      assert.deepEqual(
        violations(judge(provider, { StringEquals: { aud }, StringLike: { sub } })),
        [["requires-subject", "nobody"]],
        sub,
      );
    }
    for (const sub of ["sc://contoso/My Project/aws", "p://contoso/shop/Build and Deploy"]) {
      assert.deepEqual(violations(judge(provider, { StringEquals: { aud, sub } })), ACCEPTED, sub);
    }
    for (const sub of ["*", "s*", "sc://*"]) {
      const reaches = violations(judge(provider, { StringEquals: { aud }, StringLike: { sub } }));
      assert.deepEqual(reaches, [["requires-subject", "tenant"]], sub);
    }
  });

  it("calls personal Microsoft accounts anyone", () => {
    const personal = "login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0";
    const aud = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    assert.deepEqual(violations(judge(personal, { StringEquals: { aud } })), [
      ["requires-subject", "anyone"],
    ]);
    // IAM has no provider of this name.
    assert.deepEqual(violations(judge("login.microsoftonline.com/<tenant ID>/v2.0", { StringEquals: AUD })), [
      ["trust-policy-is-well-formed", "nobody"],
    ]);
  });

  it("calls the owner's organization a tenant if another claim binds the owner", () => {
    for (const [provider, equals, like] of [
      [GITHUB, { repository_owner_id: "5" }, { sub: "repo:*" }],
      [GITHUB, { repository_owner_id: "5", sub: "environment:x" }, {}],
      ["gitlab.com", { namespace_id: "5" }, { sub: "project_path:*" }],
      ["agent.buildkite.com", { organization_id: "5" }, { sub: "organization:*" }],
    ] as const) {
      assert.deepEqual(
        violations(judge(provider, { StringEquals: { ...AUD, ...equals }, StringLike: like })),
        [["requires-subject", "tenant"]],
        provider,
      );
    }
    assert.deepEqual(
      violations(
        judge("oidc.vercel.com", {
          StringEquals: { aud: "https://vercel.com/acme" },
          StringLike: { sub: "owner:*" },
        }),
      ),
      [["requires-subject", "tenant"]],
    );
  });

  it("does not take an empty list on a claim that AWS does not fill for a condition", () => {
    const [[, reach] = []] = violations(
      judge(GITHUB, { StringEquals: { ...AUD, repository_owner: [] }, StringLike: { sub: "repo:*" } }),
    );
    assert.equal(reach, "anyone");
  });

  it("takes a created provider of another account for another provider", () => {
    const sub = "repo:acme/infra:ref:refs/heads/main";
    const created = (account: string) => ({
      createdProviders: [{ name: GITHUB, clientIds: ["sts.amazonaws.com"], account }],
    });
    assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } }, created("111122223333"))), ACCEPTED);
    assert.deepEqual(violations(judge(GITHUB, { StringEquals: { sub } }, created("444455556666"))), [
      ["audience-beside-subject", "replay"],
    ]);
  });

  it("notes that Google's aud beside a subject is the caller and no audience", () => {
    const codes = judge(GOOGLE, { StringEquals: { sub: account, aud: account } }).findings.map(
      ({ code }) => code,
    );
    assert.deepEqual(codes, ["claim-stands-in"]);
    assert.deepEqual(
      judge(GOOGLE, { StringEquals: { sub: account, aud: account, oaud: "aws" } }).findings,
      [],
    );
  });

  it("reads Google's aud as the caller if it is a service account's ID, and oaud as the audience", () => {
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { sub: account, oaud: "aws" } })), ACCEPTED);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { aud: account, oaud: "aws" } })), ACCEPTED);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { aud: account } })), ACCEPTED);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { sub: account } })), [
      ["audience-beside-subject", "replay"],
    ]);
    assert.deepEqual(violations(judge(GOOGLE, { StringEquals: { oaud: "aws" } })), [
      ["requires-subject", "anyone"],
    ]);
    assert.deepEqual(
      violations(judge(GOOGLE, { StringEquals: { aud: "1-abc.apps.googleusercontent.com" } })),
      [["requires-subject", "anyone"]],
    );
  });

  it("accepts CircleCI's project ID in the subject's place", () => {
    const provider = "oidc.circleci.com/org/11112222-3333-4444-5555-666677778888";
    const project = { "oidc.circleci.com/project-id": "9999" };
    assert.deepEqual(violations(judge(provider, { StringEquals: { ...AUD, ...project } })), ACCEPTED);
    assert.deepEqual(
      violations(judge(provider, { StringEquals: AUD, StringLike: { "oidc.circleci.com/project-id": "*" } })),
      [["requires-subject", "tenant"]],
    );
  });

  it("accepts Microsoft's services by option, with their audience and an exact session name", () => {
    const provider = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
    const id = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
    const sentinel = {
      aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
      "sts:RoleSessionName": `MicrosoftSentinel_${id}`,
    };
    const defender = {
      aud: "api://4d8bed1f-eee7-4d8e-b0dc-8462049a4479",
      "sts:RoleSessionName": `MicrosoftDefenderForClouds_${id}`,
    };
    const allowed = (claims: Claims, ...microsoftServices: ("sentinel" | "defender-for-cloud")[]) =>
      violations(judge(provider, { StringEquals: claims }, { microsoftServices }));
    assert.deepEqual(allowed(sentinel, "sentinel"), ACCEPTED);
    assert.deepEqual(allowed(defender, "defender-for-cloud"), ACCEPTED);
    const refused = [["requires-subject", "anyone"]];
    assert.deepEqual(allowed(sentinel), refused);
    assert.deepEqual(judge(provider, { StringEquals: { aud: sentinel.aud } }).findings[0]?.fix?.conditions, {
      "sts:RoleSessionName": "MicrosoftSentinel_<workspace ID>",
    });
    assert.deepEqual(allowed(sentinel, "defender-for-cloud"), refused);
    assert.deepEqual(allowed(defender, "sentinel"), refused);
    assert.deepEqual(allowed({ ...sentinel, aud: "api://other" }, "sentinel"), refused);
    assert.deepEqual(
      allowed({ ...sentinel, "sts:RoleSessionName": "MicrosoftSentinel_x" }, "sentinel"),
      refused,
    );
    assert.deepEqual(
      violations(
        judge(
          provider,
          {
            StringEquals: { aud: sentinel.aud },
            StringLike: { "sts:RoleSessionName": "MicrosoftSentinel_*" },
          },
          { microsoftServices: ["sentinel"] },
        ),
      ),
      refused,
    );
    const own = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
    assert.deepEqual(
      violations(judge(own, { StringEquals: sentinel }, { microsoftServices: ["sentinel"] })),
      [["requires-subject", "tenant"]],
    );
  });
});
