import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, IDENTITY, LOCATION } from "../../../../testing/azure-lab";

const PLAN = `${GROUP}/providers/Microsoft.Web/serverfarms/plan`;
const APP = `${GROUP}/providers/Microsoft.Web/sites/shop`;

function webApp(settings: Record<string, string> = {}, others: Record<string, unknown> = {}) {
  const appSettings = Object.entries(settings).map(([name, value]) => ({ name, value }));
  return {
    location: LOCATION,
    kind: "app,linux",
    identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {} } },
    properties: { serverFarmId: PLAN, siteConfig: { linuxFxVersion: "PYTHON|3.13", appSettings }, ...others },
  };
}

describeWithAzureLab("Microsoft.Web/sites", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
    await lab().put(IDENTITY, { location: LOCATION });
    await lab().put(PLAN, { location: LOCATION, properties: { reserved: true } });
  });

  afterEach(async () => {
    await lab().follow(await lab().arm("DELETE", APP));
  });

  const refusal = async (path: string, body: unknown): Promise<string> => {
    const answer = await lab().arm("PUT", path, body);
    assert.ok(answer.status >= 400);
    return (answer.body.error as { message: string }).message;
  };

  it("has its settings, its name and an identity endpoint in its environment, and its home on the share", async () => {
    await lab().put(APP, webApp({ GREETING: "hello", AWS_CONFIG_FILE: "/home/site/wwwroot/aws/config" }));
    const app = lab().azure.webApp("shop");
    await app.write("/home/site/wwwroot/a.txt", "from /home\n");
    const script =
      'echo "$GREETING $WEBSITE_SITE_NAME $HOME $AWS_CONFIG_FILE"; cat /home/site/wwwroot/a.txt; echo "$IDENTITY_ENDPOINT $IDENTITY_HEADER"';
    const [settings, file, endpoint] = (await app.run(["sh", "-c", script])).stdout.split("\n");
    const home = `${app.folder}/home`;
    assert.equal(settings, `hello shop ${home} ${home}/site/wwwroot/aws/config`);
    assert.equal(file, `from ${home}`);
    assert.match(endpoint ?? "", /^http:\/\/127\.0\.0\.1:\d+\/msi\/token [0-9a-f-]{36}$/);
  });

  it("shows its settings to the action that lists them, and never again otherwise", async () => {
    const shown = await lab().put(APP, webApp({ SECRET: "value-1" }));
    const { status, body } = await lab().arm("POST", `${APP}/config/appsettings/list?api-version=2023-12-01`);
    assert.deepEqual(
      [status, body],
      [
        200,
        {
          id: `${APP}/config/appsettings`,
          name: "appsettings",
          type: "Microsoft.Web/sites/config",
          location: LOCATION,
          properties: { SECRET: "value-1" },
        },
      ],
    );
    assert.equal(
      (await lab().arm("POST", `${APP}2/config/appsettings/list?api-version=2023-12-01`)).status,
      404,
    );
    assert.doesNotMatch(JSON.stringify(shown), /value-1/);
    const { siteConfig, defaultHostName } = shown.properties as Record<string, unknown>;
    assert.deepEqual(siteConfig, { linuxFxVersion: "PYTHON|3.13" });
    assert.equal(defaultHostName, "shop.azurewebsites.net");
  });

  it("goes on running when it is written again", async () => {
    await lab().put(APP, webApp({ A: "1" }));
    const app = lab().azure.webApp("shop");
    await lab().put(APP, { ...webApp({ A: "1" }), tags: { a: "b" } });
    assert.equal(lab().azure.webApp("shop"), app);
    assert.equal(
      await refusal(APP, webApp({ A: "2" })),
      "the lab does not support changing the settings of a running app (siteConfig.appSettings). Remove it for runs against the lab [lab-unsupported]",
    );
  });

  it("is refused for a plan that is not there or is for Windows, and for a name that is taken", async () => {
    assert.match(
      await refusal(APP, webApp({}, { serverFarmId: `${PLAN}2` })),
      /^Resource .*\/serverfarms\/plan2 referenced by resource .*\/sites\/shop was not found\./,
    );
    await lab().put(`${PLAN}w`, { location: LOCATION, properties: {} });
    assert.match(await refusal(APP, webApp({}, { serverFarmId: `${PLAN}w` })), /apps on a plan for Windows/);
    await lab().put(APP, webApp());
    const other = `${GROUP}2`;
    await lab().put(other, { location: LOCATION });
    assert.equal(
      await refusal(APP.replace(GROUP, other), webApp()),
      "Website with given name shop already exists.",
    );
  });
});
