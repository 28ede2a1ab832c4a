import assert from "node:assert/strict";
import { judgePartialPolicy, judgeTrustPolicy, unknownMark } from "../../../../trust";
import { type Claims, federatedPolicy } from "../federated-policy";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const MICROSOFT = "33e01921-4d64-4f8c-a055-5bdaffd5e33d";
const ID = "1f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e51";
const DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798";
const PART = "rISbSSETf0KqFyZ8ppdXmA";

/** A right policy, and parts of its text that a template can leave to a parameter. */
interface Sample {
  readonly provider: string;
  readonly claims: Claims;
  readonly operator?: "StringLike";
  readonly parts: readonly string[];
}

const samples: readonly Sample[] = [
  {
    provider: `sts.windows.net/${MICROSOFT}/`,
    claims: {
      aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
      "sts:RoleSessionName": `MicrosoftSentinel_${ID}`,
    },
    parts: [MICROSOFT, ID, "MicrosoftSentinel_", "1462b192-27f7-4cb9-8523-0f4ecb54b47e"],
  },
  {
    provider: `sts.windows.net/${TENANT}/`,
    claims: { aud: "https://analysis.windows.net/powerbi/connector/AmazonS3", sub: ID },
    parts: [TENANT, ID, "AmazonS3", "powerbi/connector"],
  },
  {
    provider: `login.microsoftonline.com/${TENANT}/v2.0`,
    claims: { aud: DEVOPS, sub: `/eid1/c/pub/t/LBqP8k8r4UuY8w4QdT5gLw/a/${PART}/sc/${ID}/${ID}` },
    parts: [TENANT, DEVOPS, "/eid1/c/pub", "LBqP8k8r4UuY8w4QdT5gLw", PART, ID],
  },
  {
    provider: "app.terraform.io",
    operator: "StringLike",
    claims: {
      aud: "aws.workload.identity",
      sub: [
        "organization:acme:project:shop:workspace:app:run_phase:*",
        "organization:acme:workspace:app:run_phase:*",
      ],
    },
    parts: ["acme", "shop", ":app:", "aws.workload.identity"],
  },
  {
    provider: "token.actions.githubusercontent.com",
    operator: "StringLike",
    claims: { aud: "sts.amazonaws.com", sub: ["repo:acme/app:*", "repo:acme/site:environment:prod"] },
    parts: ["acme", "app", "prod", "sts.amazonaws.com"],
  },
];

describe("right policies with parameters in parts of their texts", () => {
  for (const { provider, claims, operator = "StringEquals", parts } of samples) {
    const text = JSON.stringify(federatedPolicy(provider, { [operator]: claims }));
    const known = judgePartialPolicy(JSON.parse(text));

    it(`are never rejected: ${provider}`, () => {
      assert.equal(judgeTrustPolicy(text).accepted, true);
      assert.equal(known.verdict, "accepted");
      for (let chosen = 1; chosen < 2 ** parts.length; chosen++) {
        const filled = parts.reduce(
          (left, part, at) => (chosen & (1 << at) ? left.split(part).join(unknownMark(`P${at}`)) : left),
          text,
        );
        const { verdict, findings } = judgePartialPolicy(JSON.parse(filled));
        assert.notEqual(verdict, "rejected", `${filled}\n${findings[0]?.message ?? ""}`);
      }
    });
  }
});
