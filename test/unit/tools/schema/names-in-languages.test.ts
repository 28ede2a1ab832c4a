/** The names of the schema in C# and Java, whose SDKs are neither generated nor compiled here. */
import assert from "node:assert/strict";
import type { PackageSchema } from "../../../../tools/schema/schema-shape";
import { committedSchema } from "./committed-schema";
import { csharpProblems, javaProblems } from "./names-in-languages";

const ROLE = "azure-to-aws-federation:index:FederatedRole";
const FORM = "azure-to-aws-federation:index:AudienceForm";

/** The schema with a further argument of `FederatedRole`. */
function withArgument(name: string): PackageSchema {
  const schema = committedSchema();
  const role = schema.resources[ROLE];
  assert.ok(role?.inputProperties);
  role.inputProperties[name] = { type: "string" };
  return schema;
}

/** The schema with a further value of `AudienceForm`. */
function withValue(name: string): PackageSchema {
  const schema = committedSchema();
  schema.types[FORM]?.enum?.push({ name, value: name, description: name });
  return schema;
}

/** The schema with a further component without members. */
function withComponent(name: string): PackageSchema {
  const schema = committedSchema();
  const role = schema.resources[ROLE];
  assert.ok(role);
  schema.resources[`azure-to-aws-federation:index:${name}`] = {
    ...role,
    inputProperties: {},
    properties: {},
  };
  return schema;
}

/** The schema with other names of packages. */
function withLanguages(csharp: string, java: string): PackageSchema {
  const schema = committedSchema();
  return {
    ...schema,
    language: {
      csharp: { rootNamespace: "AzureToAws", namespaces: { [schema.name]: csharp } },
      java: { basePackage: "azuretoaws", packages: { [schema.name]: java } },
    },
  };
}

describe("the names of the schema", () => {
  it("work in C# as they are", () => {
    assert.deepEqual(csharpProblems(committedSchema()), []);
  });

  it("work in Java as they are", () => {
    assert.deepEqual(javaProblems(committedSchema()), []);
  });

  const csharp: [title: string, schema: PackageSchema, problem: string][] = [
    ["a keyword", withArgument("namespace"), "FederatedRole.namespace is a keyword"],
    ["a word with a meaning in some places", withArgument("value"), "FederatedRole.value is a keyword"],
    [
      "a member with the name of its class",
      withArgument("federatedRole"),
      "FederatedRole.federatedRole has the name of its class",
    ],
    ["an inherited member", withArgument("urn"), "FederatedRole.urn hides an inherited member"],
    [
      "two names that are one in Pascal case",
      withArgument("RoleArn"),
      "FederatedRole.roleArn is there twice",
    ],
    ["a name with a hyphen", withArgument("role-arn"), "FederatedRole.role-arn is no identifier"],
    [
      "a value with the name of its enum",
      withValue("AudienceForm"),
      "AudienceForm.AudienceForm has the name of its class",
    ],
    [
      "a value with the name of a method",
      withValue("Equals"),
      "AudienceForm.Equals hides an inherited member",
    ],
    ["a class of every package", withComponent("Utilities"), "Utilities is a class already"],
    ["two classes that differ in case", withComponent("Federatedrole"), "Federatedrole is there twice"],
    [
      "the namespace's name",
      withLanguages("FederatedRole", "federation"),
      "FederatedRole is called as a namespace",
    ],
    ["a namespace in lower case", withLanguages("federation", "federation"), "namespace federation"],
  ];
  for (const [what, schema, problem] of csharp) {
    it(`would be refused in C# for ${what}`, () => {
      assert.ok(csharpProblems(schema).includes(problem), csharpProblems(schema).join("\n"));
    });
  }

  const java: [title: string, schema: PackageSchema, problem: string][] = [
    ["a keyword", withArgument("package"), "FederatedRole.package is a keyword"],
    ["a method of Object", withArgument("notify"), "FederatedRole.notify is a method already"],
    ["a method of Resource", withArgument("id"), "FederatedRole.id is a method already"],
    [
      "a name that reads like a getter",
      withArgument("getIssuer"),
      "FederatedRole.getIssuer reads like a getter",
    ],
    [
      "a truth value that reads like one",
      withArgument("isSuspended"),
      "FederatedRole.isSuspended reads like a getter",
    ],
    ["a keyword as a value", withValue("true"), "AudienceForm.true is a keyword"],
    [
      "two values that are one in title case",
      withValue("applicationId"),
      "AudienceForm.applicationId is there twice",
    ],
    ["a class that generated code imports", withComponent("Optional"), "Optional is a class already"],
    ["a package that is a keyword", withLanguages("Federation", "new"), "package new"],
    ["a package with a hyphen", withLanguages("Federation", "azure-to-aws"), "package azure-to-aws"],
  ];
  for (const [what, schema, problem] of java) {
    it(`would be refused in Java for ${what}`, () => {
      assert.ok(javaProblems(schema).includes(problem), javaProblems(schema).join("\n"));
    });
  }
});
