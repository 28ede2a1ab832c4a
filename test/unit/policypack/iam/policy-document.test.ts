import assert from "node:assert/strict";
import { renderPolicyDocument, text } from "../../../../lab/pulumi";
import { mayBePolicyDocument } from "../../../../policypack/iam/policy-document";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { AUD, AUDIENCE, policy, PROVIDER_ARN, SUB, SUBJECT } from "../../trust/entra-policy";
import { validateResource } from "../validate";

/** What `aws.iam.getPolicyDocument` returns for a role that pins some claims. */
function rendered(claims: Readonly<Record<string, string>>, form: "json" | "minifiedJson" = "json"): string {
  const conditions = Object.entries(claims).map(([variable, value]) => ({
    test: "StringEquals",
    variable,
    values: [value],
  }));
  const statement = {
    actions: ["sts:AssumeRoleWithWebIdentity"],
    principals: [{ type: "Federated", identifiers: [PROVIDER_ARN] }],
    ...(conditions.length === 0 ? {} : { conditions }),
  };
  return text(renderPolicyDocument({ statements: [statement] })[form]);
}

const role = (assumeRolePolicy: unknown) => ({
  type: "aws:iam/role:Role",
  name: "app",
  props: { assumeRolePolicy },
});

describe("the form of a fix", () => {
  it("is also an entry of conditions for a policy that getPolicyDocument may have written", async () => {
    const entry = `{"test": "StringEquals", "variable": "${SUB}", "values": ["<principal ID of the managed identity>"]}`;
    for (const form of ["json", "minifiedJson"] as const) {
      const open = role(rendered({ [AUD]: AUDIENCE }, form));
      const { violations } = await validateResource(oidcTrustRequiresSubject, open);
      assert.equal(violations.length, 1, form);
      assert.match(violations[0] ?? "", new RegExp(`Add "${SUB}": .* to StringEquals in the Condition\\.`));
      assert.ok(
        violations[0]?.endsWith(` With getPolicyDocument, add ${entry} to conditions.`),
        violations[0],
      );
    }
  });

  it("replaces the entry that is too weak", async () => {
    const open = role(
      rendered({ [AUD]: AUDIENCE, [SUB]: SUBJECT })
        .replace('"StringEquals"', '"StringLike"')
        .replace(SUBJECT, "*"),
    );
    const { violations } = await validateResource(oidcTrustRequiresSubject, open);
    assert.match(
      violations[0] ?? "",
      new RegExp(
        ` With getPolicyDocument, replace the entry for ${SUB} in conditions with \\{"test": "StringEquals", "variable": "${SUB}", "values": \\["<principal ID of the managed identity>"\\]\\}\\.$`,
      ),
    );
  });

  it("has an entry for each claim that is missing", async () => {
    const { violations } = await validateResource(oidcTrustRequiresAudience, role(rendered({})));
    assert.match(
      violations[0] ?? "",
      new RegExp(
        ` With getPolicyDocument, add \\{[^}]*"variable": "${AUD}"[^}]*\\}, \\{[^}]*"variable": "${SUB}"[^}]*\\} to conditions\\.$`,
      ),
    );
  });

  it("is JSON alone for every other policy", async () => {
    const open = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });
    for (const document of [open, JSON.stringify(open), JSON.stringify(open, undefined, 2)]) {
      const { violations } = await validateResource(oidcTrustRequiresSubject, role(document));
      assert.match(violations[0] ?? "", new RegExp(`Add "${SUB}": `));
      assert.doesNotMatch(violations[0] ?? "", /getPolicyDocument/);
    }
  });
});

describe("mayBePolicyDocument", () => {
  it("recognizes what the function writes, with the characters that Go escapes", () => {
    const text = rendered({ [SUB]: "a" });
    assert.equal(mayBePolicyDocument(text), true);
    assert.equal(mayBePolicyDocument(text.replace('"a"', '"\\u003c\\u0026\\u003e"')), true);
    assert.equal(mayBePolicyDocument(text.replace('"a"', '"<&>"')), false);
  });

  it("excludes other types, other JSON, another order, and another indent", () => {
    const text = rendered({ [SUB]: "a" });
    const value = JSON.parse(text) as { Statement: object[] };
    const reversed = {
      ...value,
      Statement: value.Statement.map((one) => Object.fromEntries(Object.entries(one).reverse())),
    };
    for (const other of [
      undefined,
      value,
      "{",
      "[]",
      "{}",
      `${text}\n`,
      JSON.stringify(value, undefined, 4),
      JSON.stringify(reversed, undefined, 2),
      JSON.stringify({ ...value, Statement: value.Statement[0] }, undefined, 2),
      JSON.stringify({ ...value, Statement: [1] }, undefined, 2),
      JSON.stringify({ Statement: value.Statement, Version: "2012-10-17" }, undefined, 2),
    ]) {
      assert.equal(mayBePolicyDocument(other), false, JSON.stringify(other));
    }
  });
});
