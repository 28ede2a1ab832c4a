import assert from "node:assert/strict";
import { isNotFound } from "../../../../pulumi/plugins/kernel/cloud-error";
import { text } from "../../../../pulumi/plugins/kernel/property-value";
import { AzureLab, BROAD_DEPLOYER } from "../../../../testing/azure-lab";
import {
  ASSIGNMENT,
  createBoth,
  deployAs,
  failure,
  IDENTIFIER_URI,
  notFoundText,
  ROLE_ID,
} from "./azuread-deployment";

describe("what the azuread plugin says of objects that someone deleted by hand", () => {
  let lab: AzureLab;

  beforeEach(async () => {
    lab = await AzureLab.start({ deployer: BROAD_DEPLOYER });
  });

  afterEach(() => lab.stop());

  it("is an error of each resource when it deletes it, and none when it refreshes it before", async () => {
    const deployment = deployAs(lab);
    const { app, principal } = await createBoth(deployment);
    const uri = await deployment.create(IDENTIFIER_URI, "uri", {
      applicationId: app.id,
      identifierUri: `api://${text(app.outputs.clientId)}`,
    });
    const assignment = await deployment.create(ASSIGNMENT, "assignment", {
      appRoleId: ROLE_ID,
      principalObjectId: principal.outputs.objectId ?? "",
      resourceObjectId: principal.outputs.objectId ?? "",
    });
    // Takes the service principal and the assignment with it.
    assert.equal((await lab.graph("DELETE", app.id)).status, 204);

    const [objectId, principalId] = [text(app.outputs.objectId), text(principal.outputs.objectId)];
    const assignmentId = assignment.id.slice(assignment.id.lastIndexOf("/") + 1);
    const missing = notFoundText(objectId);
    const assignmentName = `Service Principal Id App Role Assigned To (Service Principal: "${principalId}"\nApp Role Assignment: "${assignmentId}")`;
    const missingPrincipal = notFoundText(principalId);
    const expected = [
      [assignment, `Deleting ${assignmentName}: ${missingPrincipal}: ${missingPrincipal}`],
      [uri, `retrieving Application (Application: "${objectId}"): ${missing}`],
      [principal, `Deleting Service Principal (Service Principal: "${principalId}"): ${missingPrincipal}`],
      [app, `deleting Application (Application: "${objectId}"): ${missing}: ${missing}`],
    ] as const;
    for (const [deployed, message] of expected) {
      const error = await failure(deployment.delete(deployed));
      assert.ok(isNotFound(error));
      assert.equal(error.message, message);
      assert.equal(await deployment.refresh(deployed), undefined);
    }
  });
});
