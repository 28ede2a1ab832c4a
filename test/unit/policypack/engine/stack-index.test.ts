import assert from "node:assert/strict";
import type { SeenStack, StackResource } from "../../../../policypack/engine/seen-resource";
import { bySource, firstByText, ofType } from "../../../../policypack/engine/stack-index";

const IDENTITY = "azure-native:managedidentity:UserAssignedIdentity";
const PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal";
const ASSIGNMENT = "azuread:index/appRoleAssignment:AppRoleAssignment";

function resource(
  type: string,
  name: string,
  properties: Readonly<Record<string, unknown>>,
  madeOf: Readonly<Record<string, readonly StackResource[]>> = {},
): StackResource {
  const seen = { type, name, urn: name, raw: properties, get: (property: string) => properties[property] };
  return { ...seen, before: seen, dependencies: [], madeOf: (property) => madeOf[property] ?? [] };
}

const first = resource(IDENTITY, "first", { principalId: "AA", clientId: "cc" });
const second = resource(IDENTITY, "second", { principalId: "aa" });
const principal = resource(PRINCIPAL, "principal", { objectId: ["bb", 7] });
const byOutput = resource(ASSIGNMENT, "by-output", {}, { principalObjectId: [first] });
const byText = resource(ASSIGNMENT, "by-text", { principalObjectId: "aa" });
const stack: SeenStack = [first, second, principal, byOutput, byText];

describe("the index of a stack", () => {
  it("has the resources of a type in the stack's order", () => {
    assert.deepEqual(ofType(stack, IDENTITY), [first, second]);
    assert.deepEqual(ofType(stack, "aws:iam/role:Role"), []);
    assert.deepEqual(ofType([], IDENTITY), []);
  });

  it("finds the first resource with a text, in any case and among several types and properties", () => {
    const found = firstByText(stack, [IDENTITY, PRINCIPAL], ["principalId", "objectId"]);
    assert.deepEqual(
      [...found].map(([text, { name }]) => [text, name]),
      [
        ["aa", "first"],
        ["bb", "principal"],
      ],
    );
    assert.equal(firstByText(stack, [PRINCIPAL], ["principalId"]).size, 0);
    assert.equal(firstByText(stack, [IDENTITY], ["clientId"]).get("cc"), first);
  });

  it("finds resources by what a property is made of, and by its text to the letter", () => {
    const found = bySource(stack, ASSIGNMENT, "principalObjectId");
    assert.deepEqual(found.get(first), [byOutput]);
    assert.deepEqual(found.get("aa"), [byText]);
    assert.equal(found.get("AA"), undefined);
    assert.equal(found.get(second), undefined);
  });
});
