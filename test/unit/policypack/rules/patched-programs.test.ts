/** Patches in TypeScript, compiled against the types of the real SDKs. */
import assert from "node:assert/strict";
import { renderPolicyDocument, text as documentText } from "../../../../lab/pulumi";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { compileErrors } from "../../compile-errors";
import { AUD, AUDIENCE, policy, PROVIDER_ARN, SUB } from "../../trust/entra-policy";
import { type TestedResource, validateInTurn } from "../validate";

const ENTRY = { test: "StringEquals", variable: AUD, values: [AUDIENCE] };

/** The violation of a role in the stack of one managed identity. */
async function violation(assumeRolePolicy: string): Promise<string> {
  const identity: TestedResource = {
    type: "azure-native:managedidentity:UserAssignedIdentity",
    name: "vm",
    props: { resourceGroupName: "orders" },
  };
  const role: TestedResource = { type: "aws:iam/role:Role", name: "app", props: { assumeRolePolicy } };
  const { violations } = await validateInTurn(oidcTrustRequiresSubject, [identity, role]);
  assert.equal(violations.length, 1);
  return violations[0] ?? "";
}

const BEGINNING = `
import * as pulumi from "@pulumi/pulumi";
import { getPolicyDocument, getPolicyDocumentOutput } from "@pulumi/aws/iam/getPolicyDocument";
import { Role } from "@pulumi/aws/iam/role";
declare const identity: { readonly principalId: pulumi.Output<string> };
`;

describe("a program with a patch", function () {
  this.timeout(60_000); // The SDK's types are read.

  it("compiles as the message says, and not without the changes that it names", async () => {
    const statement = (conditions: string): string =>
      `{ statements: [{ actions: ["sts:AssumeRoleWithWebIdentity"], principals: [{ type: "Federated", identifiers: ["${PROVIDER_ARN}"] }], conditions: [${conditions}] }] }`;
    const rendered = renderPolicyDocument({
      statements: [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          principals: [{ type: "Federated", identifiers: [PROVIDER_ARN] }],
          conditions: [ENTRY],
        },
      ],
    });
    const inDocument = await violation(documentText(rendered.json));
    const [, entry = ""] = /With getPolicyDocument, add (\{.*?\}) to conditions\./.exec(inDocument) ?? [];
    assert.equal(entry, `{"test": "StringEquals", "variable": "${SUB}", "values": [identity.principalId]}`);
    assert.match(
      inDocument,
      /call getPolicyDocumentOutput instead of getPolicyDocument, and set assumeRolePolicy to the json of its result, without await or then\./,
    );
    const patched = `${JSON.stringify(ENTRY)}, ${entry}`;
    const inJson = await violation(
      JSON.stringify(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } })),
    );
    assert.match(inJson, /make the policy with pulumi\.jsonStringify instead of JSON\.stringify\./);
    const [, placeholder = ""] =
      /In place of ("[^"]*"), write the output identity\.principalId,/.exec(inJson) ?? [];
    assert.equal(placeholder, '"<identity.principalId>"');
    const json = JSON.stringify(
      policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: JSON.parse(placeholder) as string } } }),
    ).replace(placeholder, "identity.principalId");
    const errors = compileErrors({
      before: `${BEGINNING}
const document = getPolicyDocument(${statement(JSON.stringify(ENTRY))});
new Role("app", { assumeRolePolicy: document.then((found) => found.json) });`,
      after: `${BEGINNING}
const document = getPolicyDocumentOutput(${statement(patched)});
new Role("app", { assumeRolePolicy: document.json });`,
      plain: `${BEGINNING}
const document = getPolicyDocument(${statement(patched)});
new Role("app", { assumeRolePolicy: document.then((found) => found.json) });`,
      awaited: `${BEGINNING}
const document = getPolicyDocumentOutput(${statement(patched)});
new Role("app", { assumeRolePolicy: document.then((found) => found.json) });`,
      json: `${BEGINNING}
new Role("app", { assumeRolePolicy: pulumi.jsonStringify(${json}) });`,
    });
    assert.deepEqual([errors.before, errors.after, errors.json], [[], [], []]);
    assert.match(errors.plain?.join("\n") ?? "", /Type 'Output<string>' is not assignable to type 'string'/);
    assert.match(errors.awaited?.join("\n") ?? "", /Property 'then' does not exist/);
  });
});
