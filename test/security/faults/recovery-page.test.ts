import assert from "node:assert/strict";
import { RecoveryPage } from "./recovery-page";

describe("RecoveryPage", () => {
  it("has each command that the recovery takes from it, and no other", async () => {
    const page = await RecoveryPage.read();
    for (const text of [
      "pulumi cancel",
      "pulumi stack export",
      "pulumi stack ls",
      "pulumi stack export --stack",
      "$STATE.attrs",
      "$STATE.bak",
      "--clear-pending-creates",
      "pulumi up",
      "pulumi destroy",
      "aws iam list-open-id-connect-providers",
      "aws iam list-roles",
      "aws iam list-role-policies",
      "az group list",
      "$GROUP_ID/resources",
      "$NETWORK_ID/subnets",
      "$VM_ID/runCommands",
      "/applications?",
      "/servicePrincipals?",
      '$SERVICE_PRINCIPAL_ID/appRoleAssignedTo"',
      "/appRoleAssignedTo/$ASSIGNMENT_ID",
      "/applications/$APPLICATION_ID",
      'delete --url "https://graph.microsoft.com/v1.0/servicePrincipals/$SERVICE_PRINCIPAL_ID"',
      "az resource delete",
      "az group delete",
      "delete-role-policy",
      "aws iam delete-role ",
      "delete-open-id-connect-provider",
    ]) {
      page.command(text);
    }
    assert.deepEqual(page.unused(), []);
  });

  it("says what it takes in AWS besides the deployer's policy", async () => {
    const { furtherActions } = await RecoveryPage.read();
    assert.deepEqual(furtherActions, ["iam:ListRoles"]);
  });

  it("says which command is missing, and which there is twice", async () => {
    const page = await RecoveryPage.read();
    assert.throws(() => page.command("pulumi new"), {
      message: 'docs/how-to/recover.md has no command with "pulumi new"',
    });
    assert.throws(() => page.command("az rest"), {
      message: 'docs/how-to/recover.md has several commands with "az rest"',
    });
  });
});
