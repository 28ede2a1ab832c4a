import assert from "node:assert/strict";
import { type JudgeOptions, MICROSOFT_SERVICES } from "../../../../trust";
import { ACCEPTED, type Claims, judge, violations } from "./judge-provider";

const ID = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
const SUBJECT = "11ec0f6e-0000-4000-8000-000000000001";
const OURS = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
const PUBLIC = "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/";
const GOVERNMENT = "sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/";
const ARC = "sts.windows.net/975f013f-7f24-47e8-a7d3-abc4752bf346/";
const SESSION = "sts:RoleSessionName";

/** A role as the vendor's own template makes it, with literal values. */
interface Template {
  readonly service: (typeof MICROSOFT_SERVICES)[number];
  readonly provider: string;
  readonly operator?: "StringEquals" | "StringLike";
  readonly claims: Claims;
}

/** Those of services that sign in from Microsoft's tenants. */
const VENDORS: readonly Template[] = [
  {
    service: "sentinel",
    provider: PUBLIC,
    claims: { aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e", [SESSION]: `MicrosoftSentinel_${ID}` },
  },
  {
    service: "sentinel",
    provider: GOVERNMENT,
    claims: { aud: "api://d4230588-5f84-4281-a9c7-2c15194b28f7", [SESSION]: `MicrosoftSentinel_${ID}` },
  },
  ...[
    "api://4d8bed1f-eee7-4d8e-b0dc-8462049a4479",
    "api://AzureSecurityCenter.MultiCloud.DefenderForServers",
    "api://AzureSecurityCenter.MultiCloud.DefenderForServers.VmScanner",
    "api://AzureSecurityCenter.MultiCloud.DefenderForDatabases",
    "api://b2f86835-c959-461c-b08c-2cd5ca382af5",
    "api://6610e979-c931-41ec-adc7-b9920c9d52f1",
  ].map((aud): Template => ({
    service: "defender-for-cloud",
    provider: PUBLIC,
    operator: "StringLike",
    claims: { aud, [SESSION]: `MicrosoftDefenderForClouds_${ID}` },
  })),
  {
    service: "arc",
    provider: ARC,
    claims: {
      aud: "api://34a6b290-8d65-48d3-966d-52758964f5e9",
      sub: "c79e5535-7ea7-4197-8e0f-743faa585cd4",
      [SESSION]: `ConnectorPrimaryIdentifier_${ID}`,
    },
  },
];

/** Those of services that sign in as an application of the customer's tenant. */
const OWN: readonly Template[] = [
  {
    service: "fabric",
    provider: OURS,
    claims: { aud: "https://analysis.windows.net/powerbi/connector/AmazonS3", sub: SUBJECT },
  },
  { service: "ciem", provider: OURS, claims: { aud: "api://mciem-aws-oidc-app", sub: SUBJECT } },
];

function judged({ provider, operator = "StringEquals", claims }: Template, options?: JudgeOptions) {
  return judge(provider, { [operator]: claims }, options);
}

/** A template with other claims. */
function without(template: Template, name: string): Template {
  const claims = Object.entries(template.claims).filter(([claim]) => claim !== name);
  return { ...template, claims: Object.fromEntries(claims) };
}

describe("a role for a service of Microsoft's", () => {
  it("is accepted as the vendor's template makes it, for every service", () => {
    const templates = [...VENDORS, ...OWN];
    assert.deepEqual([...new Set(templates.map(({ service }) => service))], [...MICROSOFT_SERVICES]);
    for (const template of templates) {
      assert.deepEqual(violations(judged(template)), ACCEPTED, JSON.stringify(template.claims));
      const { service } = template;
      assert.equal(judged(template, { microsoftServices: [service] }).accepted, true, service);
    }
  });

  it("is refused if the options name other services only", () => {
    for (const template of [...VENDORS, ...OWN]) {
      const microsoftServices = MICROSOFT_SERVICES.filter((service) => service !== template.service);
      assert.equal(judged(template, { microsoftServices }).accepted, false, template.service);
    }
  });

  it("is open to every customer without the session name, even with the service's exact subject", () => {
    for (const template of VENDORS) {
      for (const sub of [undefined, SUBJECT]) {
        const open = without({ ...template, claims: { ...template.claims, ...(sub && { sub }) } }, SESSION);
        assert.deepEqual(violations(judged(open)), [["requires-subject", "anyone"]]);
      }
    }
  });

  it("gets one session name as the fix, the one of the service that the audience belongs to", () => {
    for (const template of VENDORS) {
      for (const sub of [undefined, SUBJECT]) {
        const open = without({ ...template, claims: { ...template.claims, ...(sub && { sub }) } }, SESSION);
        const { fix } = judged(open).findings[0] ?? {};
        const [name] = Object.values(fix?.conditions ?? {});
        assert.equal(typeof name, "string");
        const filled = String(name).replace(/<[^<>]*>/, ID);
        assert.equal(filled, template.claims[SESSION]);
        assert.equal(judged({ ...open, claims: { ...open.claims, [SESSION]: filled } }).accepted, true);
      }
    }
  });

  it("gets Sentinel's audience as the fix beside Sentinel's session name, and a placeholder beside others", () => {
    for (const template of VENDORS) {
      const open = without(template, "aud");
      const found = judged(open).findings.find(({ rule }) => rule === "oidc-trust-requires-audience");
      const [audience] = Object.values(found?.fix?.conditions ?? {});
      const own = template.service === "sentinel" ? template.claims.aud : "<audience of the service>";
      assert.equal(audience, own, template.service);
    }
  });

  it("accepts the session name of Microsoft Defender for Cloud with Sentinel's audience", () => {
    const claims = {
      aud: "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e",
      [SESSION]: `MicrosoftDefenderForClouds_${ID}`,
    };
    assert.equal(judge(PUBLIC, { StringEquals: claims }).accepted, true);
  });

  it("may compare the session name without case: it ends with an ID", () => {
    for (const { provider, claims } of VENDORS) {
      const { [SESSION]: session = "", ...others } = claims;
      const conditions = { StringEquals: others, StringEqualsIgnoreCase: { [SESSION]: session } };
      assert.deepEqual(violations(judge(provider, conditions)), ACCEPTED);
      conditions.StringEqualsIgnoreCase[SESSION] = "MicrosoftSentinel_*";
      assert.equal(judge(provider, conditions).accepted, false);
    }
  });

  it("is open to every customer with a pattern of subjects too", () => {
    for (const { provider, claims } of VENDORS) {
      const conditions = { StringEquals: { aud: claims.aud }, StringLike: { sub: "11ec*" } };
      assert.deepEqual(violations(judge(provider, conditions)), [["requires-subject", "anyone"]]);
    }
  });

  it("is refused with a session name that names no customer", () => {
    for (const template of VENDORS) {
      for (const name of ["x", `Other_${ID}`, "MicrosoftSentinel_", "*"]) {
        const claims = { ...template.claims, sub: SUBJECT, [SESSION]: name };
        assert.equal(judge(template.provider, { StringLike: claims }).accepted, false, name);
      }
    }
  });
});
