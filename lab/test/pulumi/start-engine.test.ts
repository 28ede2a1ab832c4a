import assert from "node:assert/strict";
import { mkdtemp, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import aws from "@pulumi/aws/package.json";
import azuread from "@pulumi/azuread/package.json";
import { startEngine } from "../../pulumi/start-engine";

describe("startEngine", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "engine-"));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const cli = {
    path: "/opt/pulumi/bin/pulumi",
    version: "3.259.0",
    origin: "path",
    hasNodeLanguageHost: true,
  } as const;
  const checkpoints = async (savesEachStep?: boolean): Promise<readonly unknown[]> => {
    const { environment } = await startEngine(cli, {
      directory,
      environment: {},
      ...(savesEachStep === undefined ? {} : { savesEachStep }),
    });
    const { PULUMI_EXPERIMENTAL, PULUMI_SKIP_CHECKPOINTS } = environment as Record<string, string>;
    return [PULUMI_EXPERIMENTAL, PULUMI_SKIP_CHECKPOINTS];
  };

  it("installs an official plugin in the place of the lab's, which no run attaches to then", async () => {
    const { environment } = await startEngine(cli, {
      directory,
      environment: {},
      officialPlugins: { azuread: "/opt/pulumi-resource-azuread" },
    });
    const plugins = path.join(environment.PULUMI_HOME, "plugins");
    const place = (name: string, version: string): string =>
      path.join(plugins, `resource-${name}-v${version}`, `pulumi-resource-${name}`);
    assert.equal(await readlink(place("azuread", azuread.version)), "/opt/pulumi-resource-azuread");
    assert.match(await readFile(place("aws", aws.version), "utf8"), /^#!\/bin\/sh\nexec /);
  });

  it("has the engine save the state after each step, unless told otherwise", async () => {
    assert.deepEqual(await checkpoints(), [undefined, undefined]);
    assert.deepEqual(await checkpoints(true), [undefined, undefined]);
    assert.deepEqual(await checkpoints(false), ["true", "true"]);
  });
});
