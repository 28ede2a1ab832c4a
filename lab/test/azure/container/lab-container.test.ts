import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { LabContainer, type LabContainerOptions } from "../../../azure/container/lab-container";

describe("A container of the lab", () => {
  let directory = "";
  const containers: LabContainer[] = [];

  before(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "container-")));
  });

  afterEach(async () => {
    await Promise.all(containers.splice(0).map((container) => container.remove()));
  });

  after(async () => {
    await rm(directory, { recursive: true });
  });

  const create = async (options: Partial<LabContainerOptions> = {}): Promise<LabContainer> => {
    const container = await LabContainer.create({
      name: "reader",
      folder: path.join(directory, "reader"),
      path: [],
      env: {},
      mounts: [],
      egressUrl: "http://127.0.0.1:9",
      ...options,
    });
    containers.push(container);
    return container;
  };
  const MOUNT = { path: "/opt/tool", files: [{ name: "run.sh", text: "echo /opt/tool and /opt/toolbox\n" }] };

  it("sees its mounts where they are, in files, variables and commands", async () => {
    const container = await create({ mounts: [MOUNT], env: { TOOL: "/opt/tool/run.sh" } });
    const { folder } = container;
    const { stdout } = await container.run(["sh", "-c", 'sh /opt/tool/run.sh; echo "$TOOL"']);
    assert.equal(stdout, `${folder}/opt/tool and /opt/toolbox\n${folder}/opt/tool/run.sh\n`);
  });

  it("has an environment of its own, and no metadata service", async () => {
    const container = await create({ env: { NAME: "reader", HOME: "/home/app" } });
    const { stdout } = await container.run(["env"], { env: { MORE: "1" } });
    const found = Object.fromEntries(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/=(.*)/s)),
    ) as object;
    assert.deepEqual(
      { ...found, PWD: undefined },
      {
        NAME: "reader",
        HOME: "/home/app",
        MORE: "1",
        LANG: "C.UTF-8",
        PWD: undefined,
        TMPDIR: path.join(container.folder, "tmp"),
        PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:1",
        AWS_ENDPOINT_URL: "http://127.0.0.1:9",
        AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9",
        AWS_EC2_METADATA_DISABLED: "true",
      },
    );
  });

  it("keeps what its command prints on both outputs, and says how it ended", async () => {
    const container = await create();
    container.start(["sh", "-c", "echo out; echo err >&2; exit 3"]);
    assert.equal(await container.finished(), 3);
    assert.equal(await container.logs(), "out\nerr\n");
  });

  it("can be waited for until something is printed", async () => {
    const container = await create();
    container.start(["sh", "-c", "echo one; echo two; read line"]);
    assert.match(await container.logged(/two\n/, AbortSignal.timeout(10_000)), /^one\ntwo\n$/);
    const canceled = new AbortController();
    const waiting = container.logged(/three/, canceled.signal);
    canceled.abort(new Error("enough"));
    await assert.rejects(waiting, { message: "enough" });
  });

  it("ends with all that runs in it, and takes its folder along", async () => {
    const container = await create();
    container.start(["sh", "-c", "echo started; sleep 600"]);
    await container.logged(/started/, AbortSignal.timeout(10_000));
    await container.remove();
    assert.equal(await container.finished(), 137);
    assert.equal(existsSync(container.folder), false);
    assert.equal((await container.run(["true"])).exitCode, 137);
  });

  it("accepts files only in a mount", async () => {
    const container = await create({ mounts: [{ path: "/home", files: [] }] });
    await container.write("/home/site/app.txt", "in /home/site\n");
    const written = await readFile(path.join(container.folder, "home/site/app.txt"), "utf8");
    assert.equal(written, `in ${container.folder}/home/site\n`);
    await assert.rejects(container.write("/etc/passwd", ""), {
      message: "/etc/passwd: not in a mount of the container reader",
    });
  });

  it("reports that nothing was started", async () => {
    const container = await create();
    await assert.rejects(container.finished(), { message: "reader: nothing was started in the container" });
  });
});
