import assert from "node:assert/strict";
import { azureEnvironment } from "../../../../pulumi/plugins/azure-login/azure-environment";
import { AzureSession } from "../../../../pulumi/plugins/azure-login/azure-session";
import { GraphClient } from "../../../../pulumi/plugins/azuread/graph-client";
import { azureadPlugin } from "../../../../pulumi/plugins/azuread/plugin";
import { text, unwrapSecrets } from "../../../../pulumi/plugins/kernel/property-value";
import { BROAD_DEPLOYER, describeWithAzureLab } from "../../../../testing/azure-lab";
import { Deployment } from "../../../../testing/deployment";

const PASSWORD = "azuread:index/applicationPassword:ApplicationPassword";

describeWithAzureLab("azuread.ApplicationPassword", { deployer: BROAD_DEPLOYER }, (lab) => {
  let deployment: Deployment<GraphClient>;

  before(() => {
    const session = new AzureSession(azureEnvironment({}, lab().azure.environment()));
    deployment = new Deployment(azureadPlugin, new GraphClient(session));
  });

  it("is a client secret, a secret output that a refresh keeps, and goes with the resource", async () => {
    const application = await deployment.create("azuread:index/application:Application", "app", {
      displayName: "app",
    });
    const clientId = application.outputs.clientId as string;
    await deployment.create("azuread:index/servicePrincipal:ServicePrincipal", "app", { clientId });
    const password = await deployment.create(PASSWORD, "job", {
      applicationId: application.id,
      displayName: "job",
    });
    const { value, keyId, displayName } = password.outputs;
    assert.equal(password.id, `${application.id.replace("/applications/", "")}/password/${text(keyId)}`);
    assert.equal(displayName, "job");
    assert.notEqual(unwrapSecrets(value ?? null), value, "it is marked as a secret");
    const secret = text(unwrapSecrets(value ?? null));
    const form = {
      client_id: clientId,
      client_secret: secret,
      scope: "https://graph.microsoft.com/.default",
    };
    assert.equal((await lab().login(form)).status, 200);
    assert.deepEqual((await deployment.refresh(password))?.outputs, password.outputs);
    await deployment.delete(password);
    assert.equal(await deployment.refresh(password), undefined);
    assert.equal((await lab().login(form)).status, 401);
  });

  it("says that the lab does not play a relative end", async () => {
    const inputs = { applicationId: "/applications/x", endDateRelative: "240h" };
    assert.match((await deployment.problems(PASSWORD, inputs)).join(), /endDateRelative/);
  });
});
