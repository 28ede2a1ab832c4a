import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EntraAudience, setArgumentErrorStyle } from "../../../../components";
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
          'EntraAudience "orders": 2 arguments are wrong',
          '  tenantId: must be the GUID of the tenant (Directory ID), not a domain name: az account show --query tenantId; got "contoso.com"',
          '  audience: must not be empty; got ""',
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
          'EntraAudience "orders": 2 arguments are wrong',
          '  appRoleId: must be left out without applicationClientId: an application that is created gets an app role of its own; got "none"',
          '  audience: must not be empty; got ""',
          '  appRoleId: must be a GUID such as 0a1b2c3d-0000-4000-8000-0123456789ab; got "none"',
        ].join("\n"),
      },
    );
  });

  it("throws property errors for programs in other languages", async () => {
    setArgumentErrorStyle("properties");
    await assert.rejects(declare(wrong), (error: unknown) => {
      assert.ok(pulumi.InputPropertiesError.isInstance(error));
      assert.equal(error.message, 'EntraAudience "orders": 2 arguments are wrong');
      assert.deepEqual(error.errors, [
        {
          propertyPath: "tenantId",
          reason:
            'must be the GUID of the tenant (Directory ID), not a domain name: az account show --query tenantId; got "contoso.com"',
        },
        { propertyPath: "audience", reason: 'must not be empty; got ""' },
      ]);
      return true;
    });
  });
});
