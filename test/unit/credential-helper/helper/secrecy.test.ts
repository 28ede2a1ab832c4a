import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { secrets } from "./facts";
import { useFixture } from "./fixture";
import { imdsError, stsError } from "./replies";
import { commandOf, ending, start } from "./run-helper";

describe("The credential helper keeps secret", () => {
  const fixture = useFixture();

  function assertNoSecret(text: string): void {
    const [header = "", payload = ""] = fixture.clouds.token().split(".");
    for (const secret of [header, payload, payload.slice(0, 40), secrets.key, secrets.session]) {
      assert.ok(!text.includes(secret), text);
    }
  }

  it("the token that STS repeats in an error, whole or cut", async () => {
    const token = fixture.clouds.token();
    for (const repeated of [token, token.slice(0, 120), `${token.slice(0, 60)}...`]) {
      fixture.clouds.sts.always = () =>
        stsError(
          400,
          "ValidationError",
          `Value '${repeated}' at 'webIdentityToken' failed to satisfy constraint`,
        );
      const run = await fixture.run();
      assert.equal(run.exitCode, 1);
      assert.match(run.stderr, /Value '<token>(\.\.\.)?' at 'webIdentityToken' failed/);
      assertNoSecret(run.stderr);
    }
  });

  it("a token that the metadata service puts into an error", async () => {
    fixture.clouds.imds.always = () => imdsError(400, "odd", `token ${fixture.clouds.token()}`);
    const run = await fixture.run();
    assert.equal(run.exitCode, 1);
    assertNoSecret(run.stderr);
  });

  it("everything when it meets what nobody foresaw, and shows no traceback", async () => {
    fixture.clouds.sts.always = () => stsError(400, "Odd", "odd");
    const odd = await fixture.run({ times: { "sts.REFUSED": 7 } });
    assert.equal(odd.exitCode, 1);
    assert.equal(odd.stdout, "");
    assert.match(
      odd.stderr,
      /^azure-to-aws: internal error TypeError at sts\.py:\d+\. Please report this \[helper-internal-error\]\n$/,
    );
  });

  it("the token from the disk altogether, and the session from all but its own file", async () => {
    const refused = stsError(403, "AccessDenied", `no: ${fixture.clouds.token()}`);
    for (const reply of [undefined, refused, undefined]) {
      fixture.clouds.sts.next = reply === undefined ? [] : [reply];
      await fixture.run();
      const run = await fixture.run({ args: ["--duration", "3601"] });
      assertNoSecret(run.stderr);
    }
    const files = readdirSync(fixture.folder, { recursive: true, encoding: "utf8" })
      .map((name) => join(fixture.folder, name))
      .filter((path) => statSync(path).isFile());
    assert.ok(files.length >= 4, files.join());
    for (const path of files) {
      const text = readFileSync(path, "utf8");
      if (/session-[0-9a-f]+$/.test(path)) {
        assert.ok(!text.includes(fixture.clouds.token().split(".")[1] ?? ""), path);
        assert.equal(statSync(path).mode & 0o777, 0o600);
      } else {
        assertNoSecret(text);
      }
    }
  });

  it("everything from other processes: none of it is in its arguments or its environment", async () => {
    let reply: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      fixture.clouds.sts.always = () => (_, response) => {
        reply = () => response.writeHead(403).end();
        resolve();
      };
    });
    const options = fixture.options();
    const child = start(commandOf(options), options.env);
    await asked;
    if (process.platform === "linux") {
      assertNoSecret(readFileSync(`/proc/${child.pid ?? 0}/cmdline`, "utf8"));
      assertNoSecret(readFileSync(`/proc/${child.pid ?? 0}/environ`, "utf8"));
      assert.equal(readFileSync(`/proc/${child.pid ?? 0}/task/${child.pid ?? 0}/children`, "utf8"), "");
    }
    reply();
    assertNoSecret((await ending(child)).stderr);
  });
});
