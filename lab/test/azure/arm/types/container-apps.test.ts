import assert from "node:assert/strict";
import {
  type AzureAnswer,
  describeWithAzureLab,
  GROUP,
  IDENTITY,
  LOCATION,
} from "../../../../testing/azure-lab";

const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
const APP = `${GROUP}/providers/Microsoft.App/containerApps/reader`;

/** A container app that Azure takes. */
function containerApp({
  container = {},
  template = {},
  configuration = {},
}: Record<string, Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    location: LOCATION,
    identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {} } },
    properties: {
      environmentId: ENVIRONMENT,
      configuration: { secrets: [{ name: "first", value: "one" }], ...configuration },
      template: {
        containers: [
          {
            name: "main",
            image: "image:1",
            env: [
              { name: "PLAIN", value: "/mnt/s/first" },
              { name: "SECRET", secretRef: "first" },
            ],
            volumeMounts: [{ volumeName: "s", mountPath: "/mnt/s" }],
            ...container,
          },
        ],
        volumes: [{ name: "s", storageType: "Secret" }],
        ...template,
      },
    },
  };
}

describeWithAzureLab("Microsoft.App/containerApps", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
    await lab().put(IDENTITY, { location: LOCATION });
    await lab().put(ENVIRONMENT, { location: LOCATION, properties: {} });
  });

  afterEach(async () => {
    await lab().follow(await lab().arm("DELETE", APP));
  });

  const errorOf = ({ status, body }: AzureAnswer): unknown => ({
    status,
    ...(body.error as Record<string, unknown>),
  });
  const properties = async (body: unknown): Promise<Record<string, unknown>> =>
    (await lab().put(APP, body)).properties as Record<string, unknown>;

  it("shows the names of secrets, and their values to the action that lists them alone", async () => {
    const { configuration } = await properties(containerApp());
    assert.deepEqual(configuration, { secrets: [{ name: "first" }], activeRevisionsMode: "Single" });
    assert.doesNotMatch(JSON.stringify((await lab().arm("GET", APP)).body), /one/);
    const { status, body } = await lab().arm("POST", `${APP}/listSecrets?api-version=2024-03-01`);
    assert.deepEqual([status, body], [200, { value: [{ name: "first", value: "one" }] }]);
  });

  it("runs its command with its variables and its secrets", async () => {
    const command = ["sh", "-c", 'echo "$SECRET"; cat "$PLAIN"; echo; env | grep ^CONTAINER_APP; read line'];
    const { latestRevisionName } = await properties(containerApp({ container: { command } }));
    const revision = String(latestRevisionName);
    assert.match(revision, /^reader--[0-9a-f]{7}$/);
    const logs = await lab()
      .azure.container("reader")
      .logged(/REPLICA_NAME=.*\n/, AbortSignal.timeout(10_000));
    assert.deepEqual(logs.trimEnd().split("\n").sort(), [
      `CONTAINER_APP_NAME=reader`,
      `CONTAINER_APP_REPLICA_NAME=${revision}-0`,
      `CONTAINER_APP_REVISION=${revision}`,
      "one",
      "one",
    ]);
  });

  it("puts secrets under the names that the volume gives them", async () => {
    await lab().put(
      APP,
      containerApp({
        template: {
          volumes: [{ name: "s", storageType: "Secret", secrets: [{ secretRef: "first", path: "a.txt" }] }],
        },
      }),
    );
    const { stdout } = await lab().azure.container("reader").run(["sh", "-c", "ls /mnt/s; cat /mnt/s/a.txt"]);
    assert.equal(stdout, "a.txt\none");
  });

  it("makes a revision of a changed template, and none of a changed secret", async () => {
    const first = await properties(containerApp());
    const container = lab().azure.container("reader");
    const changed = containerApp({ configuration: { secrets: [{ name: "first", value: "two" }] } });
    assert.equal((await properties(changed)).latestRevisionName, first.latestRevisionName);
    assert.equal(lab().azure.container("reader"), container);
    assert.equal((await container.run(["cat", "/mnt/s/first"])).stdout, "one");

    const revised = containerApp({
      configuration: { secrets: [{ name: "first", value: "two" }] },
      template: { revisionSuffix: "second" },
    });
    assert.equal((await properties(revised)).latestRevisionName, "reader--second");
    const fresh = lab().azure.container("reader");
    assert.notEqual(fresh, container);
    assert.equal((await fresh.run(["cat", "/mnt/s/first"])).stdout, "two");
    assert.equal(lab().azure.containers().length, 1);
  });

  it("gives its code the identities that it has at the time", async () => {
    const withStages = (lifecycle: string): Record<string, unknown> =>
      containerApp({ configuration: { identitySettings: [{ identity: IDENTITY, lifecycle }] } });
    const ask = async (): Promise<string> => {
      const url = "$IDENTITY_ENDPOINT?api-version=2019-08-01&resource=https://management.azure.com/";
      const clientId =
        ((await lab().arm("GET", IDENTITY)).body.properties as Record<string, string>).clientId ?? "";
      const script = `import os, urllib.request as r, urllib.error
try: print(r.urlopen(r.Request(os.path.expandvars("${url}&client_id=${clientId}"), headers={"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"]})).status)
except urllib.error.HTTPError as e: print(e.status)`;
      return (await lab().azure.container("reader").run(["python3", "-IS", "-c", script])).stdout.trim();
    };
    await lab().put(APP, withStages("Main"));
    assert.equal(await ask(), "200");
    await lab().put(APP, withStages("Init"));
    assert.equal(await ask(), "400");
    await lab().put(APP, { ...withStages("All"), identity: { type: "None" } });
    assert.equal(await ask(), "400");
  });

  const volume = (entry: Record<string, unknown>) => ({ template: { volumes: [{ name: "s", ...entry }] } });
  const refusals: readonly (readonly [string, Record<string, unknown>, string])[] = [
    [
      "a variable with a secret that is not there",
      containerApp({ container: { env: [{ name: "X", secretRef: "other" }] } }),
      "SecretRef 'other' defined for container 'main' not found.",
    ],
    [
      "a mount at the root",
      containerApp({ container: { volumeMounts: [{ volumeName: "s", mountPath: "/" }] } }),
      "Invalid Request: Invalid mount path was given. mountPath is required when mounting volume 's'. mountPath must not contain ':'.",
    ],
    [
      "a secret without a value",
      containerApp({ configuration: { secrets: [{ name: "first" }] } }),
      "Invalid Request: Container app secret(s) with name(s) 'first' are invalid: value or keyVaultUrl and identity should be provided.",
    ],
    [
      "a secret whose name Kubernetes would not take",
      containerApp({ configuration: { secrets: [{ name: "First_one", value: "x" }] } }),
      "Invalid Request: Container app secret(s) with name(s) 'First_one' are invalid: value or keyVaultUrl and identity should be provided.",
    ],
    [
      "a secret in a folder of the volume, of which nobody says whether Azure takes it",
      containerApp(volume({ storageType: "Secret", secrets: [{ secretRef: "first", path: "a/b" }] })),
      "the lab does not support a path of more than one segment in a volume of secrets ('a/b'). Remove it for runs against the lab [lab-unsupported]",
    ],
    [
      "another kind of volume",
      containerApp(volume({ storageType: "AzureFile" })),
      "the lab does not support volumes of another storageType than Secret, and sub-paths of volumes. Remove it for runs against the lab [lab-unsupported]",
    ],
    [
      "more than one container",
      containerApp({ template: { initContainers: [{ name: "x", image: "y" }] } }),
      "the lab does not support more than one container in an app (template.containers, initContainers). Remove it for runs against the lab [lab-unsupported]",
    ],
  ];
  for (const [what, body, message] of refusals) {
    it(`refuses ${what}`, async () => {
      const { message: found } = errorOf(await lab().arm("PUT", APP, body)) as { message: string };
      assert.equal(found, message);
      assert.equal((await lab().arm("GET", APP)).status, 404);
    });
  }

  it("spells its ID, its location and its identities in its own way", async () => {
    await lab().put(APP, containerApp());
    const { body } = await lab().arm("GET", APP);
    assert.equal(body.id, APP.replace("/containerApps/", "/containerapps/"));
    assert.equal(body.type, "Microsoft.App/containerApps");
    assert.equal(body.location, "West Europe");
    assert.deepEqual(
      Object.keys((body.identity as { userAssignedIdentities: object }).userAssignedIdentities),
      [IDENTITY.replace("/resourceGroups/", "/resourcegroups/")],
    );
  });

  it("shows who wrote it and when", async () => {
    await lab().put(APP, containerApp());
    const first = (await lab().arm("GET", APP)).body.systemData as Record<string, string>;
    const at = String(first.createdAt);
    const writer = "dddddddd-2222-4333-8444-555555555555";
    assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
    assert.deepEqual(first, {
      createdBy: writer,
      createdByType: "Application",
      createdAt: at,
      lastModifiedBy: writer,
      lastModifiedByType: "Application",
      lastModifiedAt: at,
    });
    const sent = { ...containerApp(), tags: { changed: "yes" }, systemData: { createdBy: "nobody" } };
    await lab().put(APP, sent);
    const second = (await lab().arm("GET", APP)).body.systemData as Record<string, string>;
    assert.deepEqual({ ...second, lastModifiedAt: "" }, { ...first, lastModifiedAt: "" });
    assert.ok(String(second.lastModifiedAt) > at);
  });

  it("refuses a name that Azure does not take, and an environment that is not there", async () => {
    const wrong = await lab().arm("PUT", APP.replace("reader", "Reader"), containerApp());
    assert.deepEqual(
      [wrong.status, (errorOf(wrong) as { code: string }).code],
      [400, "ContainerAppInvalidName"],
    );
    const body = containerApp() as { properties: object };
    const lost = { ...body, properties: { ...body.properties, environmentId: `${ENVIRONMENT}2` } };
    assert.equal(
      (errorOf(await lab().arm("PUT", APP, lost)) as { code: string }).code,
      "InvalidResourceReference",
    );
  });

  it("is removed with all its processes", async () => {
    await lab().put(APP, containerApp({ container: { command: ["sleep", "600"] } }));
    await lab().follow(await lab().arm("DELETE", APP));
    assert.deepEqual(lab().azure.containers(), []);
    assert.throws(() => lab().azure.container("reader"), {
      message:
        "reader: the lab has no container app with this name. Expected none, because it has no such resource",
    });
  });
});
