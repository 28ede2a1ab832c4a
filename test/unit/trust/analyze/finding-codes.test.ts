import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { errorSections } from "../../../../messages/error-sections";
import { entraIssuer, type JudgeOptions, judgeTrustPolicy, type TrustFindingCode } from "../../../../trust";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const v1 = entraIssuer(TENANT);
const v2 = entraIssuer(TENANT, { tokenVersion: 2 });
const PINNED = { [v1.audienceKey]: "api://app", [v1.subjectKey]: TENANT };
const ALLOW = statement({ Condition: { StringEquals: PINNED } });

function statement(members: object): object {
  const Federated = arn(v1.providerName);
  return { Effect: "Allow", Principal: { Federated }, Action: "sts:AssumeRoleWithWebIdentity", ...members };
}

function arn(provider: string): string {
  return `arn:aws:iam::111122223333:oidc-provider/${provider}`;
}

function policy(...statements: unknown[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

function conditions(Condition: unknown): object {
  return policy(statement({ Condition }));
}

const unreadable = {
  get Statement(): unknown {
    throw new Error("no access");
  },
};

/** For each code a policy that has it. A code without one does not compile. */
const examples: Record<TrustFindingCode, readonly [document: unknown, options?: JudgeOptions]> = {
  "policy-unreadable": [unreadable],
  "policy-not-json": ["{"],
  "policy-not-an-object": [[]],
  "member-repeated": [`{"Version": "2012-10-17", "Statement": [], "Statement": [${JSON.stringify(ALLOW)}]}`],
  "member-unknown": [{ ...policy(ALLOW), Statements: [] }],
  "version-invalid": [{ ...policy(ALLOW), Version: "2020-01-01" }],
  "statement-missing": [policy()],
  "statement-not-an-object": [policy("Allow")],
  "sid-invalid": [policy({ ...ALLOW, Sid: 1 })],
  "effect-invalid": [policy({ ...ALLOW, Effect: "allow" })],
  "action-invalid": [policy({ ...ALLOW, Action: undefined })],
  "principal-invalid": [policy({ ...ALLOW, Principal: undefined })],
  "condition-not-an-object": [conditions([])],
  "condition-operator-unknown": [conditions({ StringEqual: PINNED })],
  "condition-key-repeated": [
    conditions({ StringEquals: { ...PINNED, [v1.subjectKey.toUpperCase()]: TENANT } }),
  ],
  "condition-value-invalid": [conditions({ StringEquals: { ...PINNED, [v1.subjectKey]: {} } })],
  "provider-not-named": [policy(statement({ Principal: "*" }))],
  "claim-not-pinned": [policy(statement({}))],
  "subject-binds-no-workload": [gitHub({ sub: "environment:production" })],
  "claim-value-is-placeholder": [
    conditions({ StringEquals: { ...PINNED, [v1.subjectKey]: "<principal ID>" } }),
  ],
  "claim-value-impossible": [conditions({ StringEquals: { ...PINNED, [v1.subjectKey]: "" } })],
  "claim-value-literal": [conditions({ StringEquals: { ...PINNED, [v1.subjectKey]: "*" } })],
  "claim-has-several-values": [conditions({ "ForAnyValue:StringEquals": PINNED })],
  "application-not-pinned": [ofVersion2(TENANT)],
  "audience-not-a-client-id": [ofVersion2("api://app")],
  "audience-held-by-others": [
    conditions({ StringEquals: { ...PINNED, [v1.audienceKey]: "https://management.azure.com/" } }),
  ],
  "audience-never-issued": [
    conditions({ StringEquals: { ...PINNED, [v1.audienceKey]: "https://graph.microsoft.com" } }),
  ],
  "provider-name-differs": [
    policy(statement({ Principal: { Federated: arn(v1.providerName.slice(0, -1)) } })),
  ],
  "provider-of-another-account": [policy(ALLOW), { accountId: "444455556666" }],
  "condition-key-unfilled": [conditions({ StringEquals: { ...PINNED, [`${v1.providerName}:name`]: "Ada" } })],
  "condition-key-foreign": [conditions({ StringEquals: { ...PINNED, "accounts.google.com:sub": "1" } })],
  "condition-key-without-effect": [
    conditions({ StringEquals: PINNED, StringNotEquals: { "accounts.google.com:sub": "1" } }),
  ],
  "role-not-authorized-by-issuer": [
    conditions({ StringEquals: PINNED, Bool: { "sts:RoleAuthorizedByIdp": "true" } }),
  ],
  "claim-stands-in": [google("107000000000000000001")],
  "subject-never-issued": [gitHub({ sub: "repo:acme" })],
};

function gitHub(claims: Readonly<Record<string, string>>): object {
  const name = "token.actions.githubusercontent.com";
  const pinned = Object.entries({ aud: "sts.amazonaws.com", ...claims });
  const StringEquals = Object.fromEntries(pinned.map(([claim, value]) => [`${name}:${claim}`, value]));
  return policy(statement({ Principal: { Federated: arn(name) }, Condition: { StringEquals } }));
}

function google(aud: string): object {
  const Condition = { StringEquals: { "accounts.google.com:aud": aud } };
  return policy(statement({ Principal: { Federated: "accounts.google.com" }, Condition }));
}

function ofVersion2(audience: string): object {
  const Condition = { StringEquals: { [v2.audienceKey]: audience, [v2.subjectKey]: TENANT } };
  return policy(statement({ Principal: { Federated: arn(v2.providerName) }, Condition }));
}

/** The rows of the table in docs/reference/command-line.md: code and reach. */
function documented(): Map<string, string> {
  const page = readFileSync(path.join(__dirname, "../../../../docs/reference/command-line.md"), "utf8");
  const table = page.slice(page.search(/^\| Code +\| Reach/m), page.indexOf("### SARIF"));
  const rows = table.matchAll(/^\| `([a-z0-9-]+)` *\| ([^|]*?) *\|/gm);
  return new Map([...rows].map(([, code = "", reach = ""]) => [code, reach]));
}

describe("the code of a finding", () => {
  const table = documented();
  for (const [code, [document, options]] of Object.entries(examples)) {
    it(`is ${code}, with the reach that docs/reference/command-line.md lists`, () => {
      const { findings } = judgeTrustPolicy(document, options);
      const found = findings.find((finding) => finding.code === code);
      const reaches = (table.get(code) ?? "").split(/,? or |, /).map((reach) => reach.replaceAll("`", ""));
      const note = found?.severity === "note" ? " (note)" : "";
      assert.ok(found !== undefined, findings.map((finding) => finding.code).join());
      assert.ok(reaches.includes(`${found.reach ?? "none"}${note}`), reaches.join());
    });
  }

  it("has a section in the error catalog, with a message that says what the finding says", () => {
    const sections = errorSections().filter(({ page }) => page === "errors/trust-findings");
    assert.deepEqual(
      sections.map((section) => section.code),
      Object.keys(examples),
    );
    for (const [code, [document, options]] of Object.entries(examples)) {
      const finding = judgeTrustPolicy(document, options).findings.find((each) => each.code === code);
      const { message = "" } = sections.find((section) => section.code === code) ?? {};
      const shown = (text = ""): string => text.replaceAll(new RegExp(TENANT, "gi"), "<tenant ID>");
      assert.ok(message.startsWith(shown(finding?.consequence)), code);
      assert.ok(message.includes(`found ${shown(finding?.found)}.`), code);
    }
  });

  it("is listed in docs/reference/command-line.md, and nothing else is", () => {
    assert.deepEqual([...table.keys()], Object.keys(examples));
  });
});
