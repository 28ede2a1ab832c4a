import assert from "node:assert/strict";
import { azureEnvironment } from "../../../../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../../../../pulumi/plugins/azure-login/azure-session";
import { GraphClient } from "../../../../pulumi/plugins/azuread/graph-client";
import { azureadPlugin } from "../../../../pulumi/plugins/azuread/plugin";
import { text } from "../../../../pulumi/plugins/kernel/property-value";
import { BROAD_DEPLOYER, describeWithAzureLab } from "../../../../testing/azure-lab";
import { Deployment } from "../../../../testing/deployment";

const EXACT = "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential";
const FLEXIBLE =
  "azuread:index/applicationFlexibleFederatedIdentityCredential:ApplicationFlexibleFederatedIdentityCredential";
const AUDIENCE = "api://AzureADTokenExchange";

describeWithAzureLab(
  "azuread.ApplicationFederatedIdentityCredential",
  { deployer: BROAD_DEPLOYER },
  (lab) => {
    let deployment: Deployment<GraphClient>;
    let applicationId: string;

    before(async () => {
      const session = new AzureSession(azureEnvironment({}, lab().azure.environment()));
      deployment = new Deployment(azureadPlugin, new GraphClient(session));
      const application = await deployment.create("azuread:index/application:Application", "app", {
        displayName: "app",
      });
      applicationId = application.id;
    });

    it("is created, refreshed, changed in place, and deleted", async () => {
      const inputs = {
        applicationId,
        displayName: "main",
        issuer: "https://gitlab.com",
        subject: "project_path:acme/infrastructure:ref_type:branch:ref:main",
        audiences: [AUDIENCE],
      };
      const created = await deployment.create(EXACT, "main", inputs);
      const credentialId = text(created.outputs.credentialId);
      assert.equal(
        created.id,
        `${applicationId.replace("/applications/", "")}/federatedIdentityCredential/${credentialId}`,
      );
      assert.deepEqual(created.outputs, { ...inputs, credentialId });
      assert.deepEqual((await deployment.refresh(created))?.outputs, created.outputs);
      const changed = await deployment.update(created, { ...inputs, subject: "other" });
      assert.equal(changed.id, created.id);
      assert.equal(changed.outputs.subject, "other");
      await deployment.delete(changed);
      assert.equal(await deployment.refresh(changed), undefined);
    });

    it("has an expression in its flexible form", async () => {
      const inputs = {
        applicationId,
        displayName: "merge-requests",
        issuer: "https://gitlab.com",
        claimsMatchingExpression: "claims['sub'] matches 'project_path:acme/infrastructure:*'",
        audience: AUDIENCE,
      };
      const created = await deployment.create(FLEXIBLE, "merge-requests", inputs);
      const credentialId = text(created.outputs.credentialId);
      assert.equal(created.id, `${applicationId}/federatedIdentityCredentials/${credentialId}`);
      assert.deepEqual(created.outputs, { ...inputs, credentialId });
      assert.deepEqual((await deployment.refresh(created))?.outputs, created.outputs);
      await deployment.delete(created);
      assert.equal(await deployment.refresh(created), undefined);
    });
  },
);
