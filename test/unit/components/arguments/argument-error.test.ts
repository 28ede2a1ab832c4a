import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EntraAudience } from "../../../../components";
import { setArgumentErrorStyle } from "../../../../components/arguments/argument-error";
import { declare } from "../mock-clouds";

const wrong = () => new EntraAudience("orders", { tenantId: "contoso.com", audience: "" });

describe("setArgumentErrorStyle", () => {
  afterEach(() => {
    setArgumentErrorStyle("resource");
  });

  it("throws one ResourceError of the component, without a stack, for a program that imports the package", async () => {
    await assert.rejects(declare(wrong), (error: unknown) => {
      assert.ok(pulumi.ResourceError.isInstance(error));
      assert.ok(EntraAudience.isInstance(error.resource));
      assert.equal(error.hideStack, true);
      assert.equal(error.stack, undefined);
      assert.equal(
        error.message,
        [
          'EntraAudience "orders": 2 invalid arguments',
          '  tenantId: invalid tenant ID. Expected the GUID of the tenant (Directory ID), not a domain name; got "contoso.com". Look it up: az account show --query tenantId [tenant-not-a-guid]',
          '  audience: invalid audience: it must not be empty; got "" [audience-invalid]',
        ].join("\n"),
      );
      return true;
    });
  });

  it("counts an argument once that is wrong in several ways", async () => {
    const args = { audience: "", appRoleId: "none" };
    await assert.rejects(
      declare(() => new EntraAudience("orders", args)),
      {
        message: [
          'EntraAudience "orders": 2 invalid arguments',
          '  appRoleId: requires applicationClientId: a new application has its own app role; got "none" [argument-requires]',
          '  audience: invalid audience: it must not be empty; got "" [audience-invalid]',
          '  appRoleId: invalid GUID. Expected one such as 0a1b2c3d-0000-4000-8000-0123456789ab; got "none" [guid-invalid]',
        ].join("\n"),
      },
    );
  });

  it("throws property errors for programs in other languages", async () => {
    setArgumentErrorStyle("properties");
    await assert.rejects(declare(wrong), (error: unknown) => {
      assert.ok(pulumi.InputPropertiesError.isInstance(error));
      assert.equal(error.message, 'EntraAudience "orders": 2 invalid arguments');
      assert.deepEqual(error.errors, [
        {
          propertyPath: "tenantId",
          reason:
            'invalid tenant ID. Expected the GUID of the tenant (Directory ID), not a domain name; got "contoso.com". Look it up: az account show --query tenantId [tenant-not-a-guid]',
        },
        {
          propertyPath: "audience",
          reason: 'invalid audience: it must not be empty; got "" [audience-invalid]',
        },
      ]);
      return true;
    });
  });
});
