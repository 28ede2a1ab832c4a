import assert from "node:assert/strict";
import { AzureAssignments, gives } from "../../../../../cli/audit/model/azure-assignments";
import { GRANTING_RIGHT, HOLDER_RIGHTS, IDENTITY_RIGHTS } from "../../../../../cli/audit/model/azure-rights";
import { builtInRole } from "../../../../../cli/audit/readers/azure-roles";
import {
  CONTROLLING_ACTIONS,
  CONTROLLING_DATA_ACTIONS,
} from "../../../../../cli/collect/microsoft/azure-sections";
import { MACHINE } from "../company";

const RIGHTS = [...IDENTITY_RIGHTS, ...Object.values(HOLDER_RIGHTS).flat(), GRANTING_RIGHT];

describe("the rights in Azure that the audit knows", () => {
  it("are all among those whose assignments collect reads", () => {
    assert.deepEqual(
      RIGHTS.flatMap(({ operations }) => operations).filter(
        // A wildcard is how roles write the operation before it.
        (operation) => !operation.includes("*") && !CONTROLLING_ACTIONS.includes(operation),
      ),
      [],
    );
    assert.deepEqual(
      RIGHTS.flatMap(({ dataOperations = [] }) => dataOperations),
      CONTROLLING_DATA_ACTIONS,
    );
  });

  it("leave out five of those that collect reads, and no other", () => {
    const known = RIGHTS.flatMap(({ operations }) => operations);
    assert.deepEqual(
      CONTROLLING_ACTIONS.filter((operation) => !known.includes(operation)),
      [
        "Microsoft.Authorization/roleDefinitions/write",
        "Microsoft.ManagedIdentity/userAssignedIdentities/write",
        "Microsoft.App/containerApps/getAuthToken/action",
        "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
        "Microsoft.Web/sites/host/listkeys/action",
      ],
    );
  });

  it("are given by the built-in roles that are made for them, and by no reader", () => {
    const givenBy = (role: string): string[] => {
      const known = builtInRole(role);
      assert.ok(known, role);
      const [assignment] = new AzureAssignments([
        {
          id: "1",
          scope: MACHINE,
          principalId: "p",
          principalType: "User",
          roleName: role,
          subscription: "",
          ...known,
        },
      ]).on(MACHINE);
      assert.ok(assignment, role);
      return RIGHTS.filter((right) => gives(assignment, right)).map(({ can }) => can);
    };
    assert.equal(givenBy("Owner").length, RIGHTS.length - 1, "a login is a data action");
    assert.deepEqual(givenBy("Reader"), []);
    assert.deepEqual(givenBy("Virtual Machine User Login"), [
      "sign in to the virtual machine, and get its tokens",
    ]);
    assert.deepEqual(givenBy("Managed Identity Federated Identity Credential Contributor"), [
      "let an external issuer get tokens of the identity",
    ]);
    assert.deepEqual(givenBy("Container Apps Jobs Operator"), ["run code in the job, and get its tokens"]);
    assert.deepEqual(givenBy("Data Factory Contributor"), ["change the pipelines, which use the identity"]);
    assert.deepEqual(givenBy("Role Based Access Control Administrator"), [
      "give themselves every right on it",
    ]);
    assert.equal(builtInRole("Owner of nothing"), undefined);
    assert.equal(builtInRole("constructor"), undefined);
  });
});
