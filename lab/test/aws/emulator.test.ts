import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { Emulator } from "../../aws/emulator";
import { LAB_ROOT } from "../../lab-root";
import { INSTALL_LIMIT, labPython } from "../../testing/lab-python";

const OPTIONS = {
  accountId: "111122223333",
  region: "eu-west-1",
  rootKey: { accessKeyId: "AKIAROOT", secretAccessKey: "secret" },
  frontSecret: "front",
};

describe("the AWS emulator's process", () => {
  let python: string;

  before(async function () {
    this.timeout(INSTALL_LIMIT);
    ({ python } = await labPython());
  });

  it("serves on loopback until it is stopped", async () => {
    const emulator = await Emulator.start({ python, ...OPTIONS });
    assert.match(emulator.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.equal((await fetch(`${emulator.url}/bucket`)).status, 403);
    await emulator.stop();
    await assert.rejects(fetch(emulator.url));
  });

  it("ends when its standard input ends, and not at Ctrl-C: the lab may still be cleaning up", async () => {
    const child = spawn(python, [path.join(LAB_ROOT, "lab/aws/emulator.py")], {
      stdio: ["pipe", "pipe", "ignore"],
      env: {
        LAB_FRONT_SECRET: "front",
        LAB_EMULATOR: JSON.stringify({
          partition: "aws",
          members: [],
          replication: { seed: "", most: 0 },
          lastUseDelay: 0,
        }),
        MINISTACK_ACCOUNT_ID: OPTIONS.accountId,
        MINISTACK_REGION: OPTIONS.region,
        AWS_ACCESS_KEY_ID: "AKIAROOT",
        AWS_SECRET_ACCESS_KEY: "secret",
        PYTHONDONTWRITEBYTECODE: "1",
      },
    });
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const { port } = JSON.parse(line) as { port: number };
    child.kill("SIGINT");
    assert.equal((await fetch(`http://127.0.0.1:${port}/bucket`)).status, 403);
    child.stdin.end();
    assert.deepEqual(await once(child, "exit"), [0, null]);
  });

  it("takes no web identity request that the front has not verified", async () => {
    const emulator = await Emulator.start({ python, ...OPTIONS });
    const body = new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      RoleArn: "arn:aws:iam::111122223333:role/reader",
      RoleSessionName: "vm-1",
      WebIdentityToken: "a.b.c",
    });
    const response = await fetch(emulator.url, { method: "POST", body });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /<Code>InvalidAction<\/Code>/);
    await emulator.stop();
  });

  it("that cannot start says why", async () => {
    await assert.rejects(Emulator.start({ python: "/nonexistent/python", ...OPTIONS }), {
      message: /^the AWS emulator \(MiniStack\) did not start: .*\/nonexistent\/python.*ENOENT/s,
    });
  });
});
