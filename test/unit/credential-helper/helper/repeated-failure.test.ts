import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { notesIn } from "./cache-folder";
import { DroppingPort } from "./dropping-port";
import { useFixture } from "./fixture";
import { imdsError, stsError } from "./replies";
import {
  commandOf,
  ending,
  folderName,
  helperPath,
  helperSources,
  noPauses,
  runHelper,
  start,
} from "./run-helper";
import { said, saidLike } from "./said";

describe("Started again right after a failure, the credential helper", () => {
  const fixture = useFixture();
  /** When the first call is, in seconds. How long a call takes on a busy machine changes nothing. */
  const began = Math.floor(Date.now() / 1000);
  /** A call some seconds later, which takes no time by its own clock. */
  const after = (seconds: number) => ({ now: began + seconds });
  const denied = stsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");

  it("repeats the same line without asking anybody, for five seconds", async () => {
    fixture.clouds.sts.always = () => denied;
    const first = await fixture.run({ times: after(0) });
    assert.equal(first.exitCode, 1);
    assert.match(first.stderr, /^azure-to-aws: .* AWS STS at 127\.0\.0\.1 answered 403 AccessDenied: .*\n$/);
    assert.deepEqual(await fixture.run({ times: after(0) }), first);
    assert.deepEqual(await fixture.run({ times: after(4) }), first);
    assert.equal(fixture.clouds.sts.seen.length, 1);
    assert.equal(fixture.clouds.imds.seen.length, 1);
    await fixture.run({ times: after(6) });
    assert.equal(fixture.clouds.sts.seen.length, 2);
  });

  it("does not extend the five seconds by repeating it", async () => {
    fixture.clouds.sts.always = () => denied;
    for (const seconds of [0, 2, 4, 6]) {
      await fixture.run({ times: after(seconds) });
    }
    assert.equal(fixture.clouds.sts.seen.length, 2);
  });

  it("repeats a line that has every kind of letter", async () => {
    fixture.clouds.imds.always = () => imdsError(400, "odd", 'ü "x" \\ 日本 \u2028 \u0085 end  ');
    const first = await fixture.run({ times: after(0) });
    assert.equal(first.exitCode, 1);
    assert.deepEqual(await fixture.run({ times: after(0) }), first);
    assert.equal(fixture.clouds.imds.seen.length, 1);
  });

  const changes: Record<string, Parameters<typeof fixture.run>[0]> = {
    "another argument": { args: ["--duration", "7200"] },
    "another endpoint": { env: { AWS_ENDPOINT_URL_STS: "http://localhost:1" } },
    "another region": { env: { AWS_REGION: "eu-west-3" } },
    "a proxy": { env: { https_proxy: "http://proxy.invalid:3128" } },
    "an authority": { env: { AWS_CA_BUNDLE: helperPath } },
    "--wait": { args: ["--wait"], times: { "refresh.TOTAL_SECONDS_WAITING": 1 } },
    "--diagnose": { args: ["--diagnose"] },
  };
  for (const [name, change] of Object.entries(changes)) {
    it(`asks again with ${name}`, async () => {
      fixture.clouds.imds.always = () => imdsError(400, "invalid_request", "Identity not found");
      await fixture.run();
      await fixture.run(change);
      assert.equal(fixture.clouds.imds.seen.length, 2);
    });
  }

  it("asks again where --wait is given, even if the same command line failed", async () => {
    fixture.clouds.sts.next = [denied];
    const times = { "refresh.TOTAL_SECONDS_WAITING": 1 };
    const first = await fixture.run({ args: ["--wait"], times });
    assert.equal(first.exitCode, 1);
    const second = await fixture.run({ args: ["--wait"], times });
    assert.equal(second.exitCode, 0, second.stderr);
  });

  it("asks again once another call had success", async () => {
    const { env } = fixture.options({ env: { HOME: "relative" } });
    const run = (seconds: number) => runHelper({ env: { ...env }, times: after(seconds) });
    fixture.clouds.sts.next = [denied];
    assert.equal((await run(0)).exitCode, 1);
    assert.equal((await run(6)).exitCode, 0);
    assert.equal((await run(3)).exitCode, 0);
    const kinds = notesIn(fixture.folder).map(({ kind }) => kind);
    assert.deepEqual(
      kinds.filter((kind) => kind !== "warning"),
      ["failed", "recovered"],
    );
  });

  describe("whose notes are damaged,", () => {
    /** Adds a note to those of a failure. */
    async function planted(line: string): Promise<void> {
      fixture.clouds.sts.next = [denied];
      await fixture.run();
      const [name = ""] = readdirSync(fixture.cacheFolder).filter((found) => found.startsWith("notes-"));
      const path = join(fixture.cacheFolder, name);
      const [header, key] = readFileSync(path, "utf8").split("\n");
      writeFileSync(path, [header, key, line, ""].join("\n"), { mode: 0o600 });
    }

    for (const [when, took] of [
      ["1e300", "1.000"],
      ["inf", "1.000"],
      ["nan", "1.000"],
      ["-1", "1.000"],
      ["100000000000", "1.000"],
      ["1700000000.000", "inf"],
      ["1700000000.000", "nan"],
      ["1700000000.000", "1e300"],
      ["1700000000.000", "-1"],
    ] as const) {
      it(`passes over a note of the time ${when} and of ${took} seconds`, async () => {
        await planted(`${when} failed 00000000 ${took} odd`);
        const report = await fixture.run({ args: ["--diagnose=json"], times: noPauses });
        assert.deepEqual([report.exitCode, report.stderr], [0, ""]);
        assert.deepEqual((JSON.parse(report.stdout) as { notes: unknown[] }).notes, []);
        assert.equal((await fixture.run()).exitCode, 0);
      });
    }

    it("shows no letter that a terminal takes for a command", async () => {
      fixture.clouds.sts.next = [denied];
      await fixture.run();
      const [name = ""] = readdirSync(fixture.cacheFolder).filter((found) => found.startsWith("notes-"));
      const path = join(fixture.cacheFolder, name);
      const text = readFileSync(path, "utf8");
      writeFileSync(
        path,
        text.replace(new RegExp(` ${saidLike("sts-access-denied")}`), " \u001b]0;owned\u0007\u009b31m ü"),
      );
      const run = await fixture.run();
      assert.deepEqual([run.exitCode, run.stderr], [1, "azure-to-aws: ?]0;owned??31m ü\n"]);
      const report = await fixture.run({ args: ["--diagnose"], times: noPauses });
      assert.match(report.stdout, / failed: \?\]0;owned\?\?31m /);
    });
  });

  it("keeps no password of an address", async () => {
    const url = "https://user:hunter2@sts.eu-west-1.amazonaws.com";
    const run = await fixture.run({ env: { AWS_ENDPOINT_URL_STS: url } });
    assert.equal(run.exitCode, 1);
    assert.equal(notesIn(fixture.folder).length, 1);
    const files = readdirSync(fixture.folder, { recursive: true, encoding: "utf8" })
      .map((path) => join(fixture.folder, path))
      .filter((path) => statSync(path).isFile());
    for (const path of files) {
      assert.ok(!readFileSync(path, "utf8").includes("hunter2"), path);
    }
  });

  if (spawnSync("unshare", ["-n", "true"]).status === 0) {
    it("asks again in another network, so that a container without one stops nobody", async () => {
      const options = fixture.options({ times: noPauses });
      const [program, args] = commandOf(options);
      const cut = await ending(start(["unshare", ["-n", program, ...args]], options.env));
      assert.equal(cut.exitCode, 1, cut.stderr);
      assert.match(cut.stderr, /: cannot connect \(Network is unreachable\)\./);
      assert.equal((await runHelper(options)).exitCode, 0);
    });

    it("does not take the failure in another network for its own, even if it waited for that", async () => {
      const options = fixture.options({
        times: { "web.NEAR_SILENT_SECONDS": 3, "web.FIRST_PAUSE_SECONDS": 2 },
      });
      const [program, args] = commandOf(options);
      const without = start(["unshare", ["-n", program, ...args]], options.env);
      const hasLock = () =>
        existsSync(fixture.cacheFolder) &&
        readdirSync(fixture.cacheFolder).some((name) => name.endsWith(".lock"));
      while (!hasLock()) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const [cut, other] = await Promise.all([ending(without), runHelper(options)]);
      assert.deepEqual([cut.exitCode, other.exitCode], [1, 0], other.stderr);
    });
  }

  it("does not take a clock that was set back for a failure of moments ago", async () => {
    fixture.clouds.sts.next = [denied];
    await fixture.run({ times: { clock: 100 } });
    assert.equal((await fixture.run()).exitCode, 0);
  });

  it("remembers for twice as long as the failure took, up to a limit", async () => {
    fixture.clouds.imds.always = () => () => undefined;
    const asked = async (seconds: number, most: number) => {
      const before = fixture.clouds.imds.seen.length;
      await fixture.run({
        times: {
          ...after(seconds),
          "web.ATTEMPT_SECONDS": 1,
          "web.NEAR_SILENT_SECONDS": 1,
          "refresh.REPEATED_SECONDS": 0.1,
          "refresh.REPEATED_SECONDS_AT_MOST": most,
        },
      });
      return fixture.clouds.imds.seen.length - before;
    };
    assert.equal(await asked(0, 15), 1);
    assert.equal(await asked(0.8, 15), 0);
    assert.equal(await asked(0.8, 0.2), 1);
    assert.equal(await asked(30, 15), 1);
  });

  for (const [name, place] of [
    ["the user's folder for what runs", { XDG_RUNTIME_DIR: "run" }],
    ["the folder for temporary files", { TMPDIR: "run", XDG_RUNTIME_DIR: "gone" }],
  ] as const) {
    it(`remembers without a usable cache too, in ${name}`, async () => {
      execFileSync("mkdir", [join(fixture.folder, "run")]);
      const paths = Object.entries(place).map(([key, value]) => [key, join(fixture.folder, value)]);
      const options = fixture.options({
        env: { HOME: "relative", ...(Object.fromEntries(paths) as Record<string, string>) },
        times: after(0),
      });
      fixture.clouds.sts.always = () => denied;
      const first = await runHelper({ ...options, args: [] });
      assert.deepEqual(await runHelper({ ...options, args: [] }), first);
      assert.equal(fixture.clouds.sts.seen.length, 1);
      assert.deepEqual(
        notesIn(join(fixture.folder, "run")).map(({ kind }) => kind),
        ["failed"],
      );
    });
  }

  if (process.getuid?.() === 0) {
    it("reads no notes that another user planted, nor writes into their folder", async () => {
      const planted = join(fixture.folder, `${folderName}-0`);
      const options = fixture.options({ env: { HOME: "relative" } });
      fixture.clouds.sts.next = [denied];
      await runHelper({ ...options, args: [] });
      execFileSync("chown", ["-R", "65534:65534", planted]);
      const run = await runHelper({ ...options, args: [] });
      assert.equal(run.exitCode, 0, run.stderr);
      assert.equal(notesIn(planted).length, 1);
    });
  }

  describe("where the metadata service is silent", () => {
    let port: DroppingPort;

    beforeEach(async () => {
      port = await DroppingPort.open();
    });
    afterEach(() => port.close());

    it("makes a client that starts it four times wait less than 20 seconds in all", async function () {
      this.timeout(60_000);
      const began = performance.now();
      const options = fixture.options({ env: { AZURE_POD_IDENTITY_AUTHORITY_HOST: port.url } });
      const runs = [];
      for (let call = 0; call < 4; call += 1) {
        runs.push(await runHelper(options));
      }
      const seconds = (performance.now() - began) / 1000;
      assert.ok(seconds > 2 && seconds < 20, String(seconds));
      const message = said("service-timeout", {
        place: `Azure's instance metadata service (${port.url.slice(7)})`,
        via: "",
      });
      assert.deepEqual(
        runs,
        runs.map(() => ({ exitCode: 1, stdout: "", stderr: `azure-to-aws: ${message}\n` })),
      );
      assert.deepEqual(notesIn(fixture.folder), [{ kind: "failed", text: message }]);
    });
  });

  it("gives up one connection after a short time, and tries others", async () => {
    const port = await DroppingPort.open();
    try {
      const began = performance.now();
      const options = fixture.options({
        env: { AZURE_POD_IDENTITY_AUTHORITY_HOST: port.url },
        times: { ...noPauses, "web.NEAR_CONNECT_SECONDS": 0.2 },
      });
      assert.equal((await runHelper(options)).exitCode, 1);
      // Four attempts. One alone could take ten seconds.
      assert.ok(performance.now() - began < 5000);
    } finally {
      await port.close();
    }
  });

  it("would in full need less than 20 seconds for a service that takes connections and is silent", () => {
    const script = `
import sys
sys.path.append(sys.argv[1])
from azure_to_aws import refresh, web
# The last attempt begins before the limit. Clients that start again after a pause still find the failure.
print(web.NEAR_SILENT_SECONDS + web.ATTEMPT_SECONDS < 19, refresh.REPEATED_SECONDS_AT_MOST >= 15)`;
    const args = ["-IS", "-c", script, helperSources];
    assert.equal(execFileSync("python3", args, { encoding: "utf8" }), "True True\n");
  });

  it("lets --diagnose show what went wrong before, and why nothing is asked", async () => {
    fixture.clouds.sts.next = [denied];
    const failed = await fixture.run();
    const report = await fixture.run({ args: ["--diagnose"], times: noPauses });
    assert.equal(report.exitCode, 0, report.stderr);
    const line = failed.stderr.replace("azure-to-aws: ", "").trimEnd();
    const [, shown] =
      /\nEarlier calls, which may no longer apply\n {2}\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (.*)\n/.exec(
        report.stdout,
      ) ?? [];
    assert.equal(shown, `failed: ${line}`);
    const json = await fixture.run({ args: ["--diagnose=json"] });
    const { notes } = JSON.parse(json.stdout) as { notes: { time: string; kind: string; text: string }[] };
    assert.deepEqual(
      notes.map(({ kind, text }) => [kind, text]),
      [["failed", line]],
    );
  });

  it("keeps the ten newest notes", async () => {
    for (let call = 0; call < 12; call += 1) {
      fixture.clouds.imds.next = [imdsError(400, "odd", `number ${call}`)];
      await fixture.run({ times: after(6 * call) });
    }
    const texts = notesIn(fixture.folder).map(({ text }) => /number \d+/.exec(text)?.[0]);
    assert.deepEqual(
      texts,
      Array.from({ length: 10 }, (_, index) => `number ${index + 2}`),
    );
  });

  it("notes a warning that every call has once", async () => {
    // Each call renews a session that ends within 15 minutes.
    fixture.clouds.sessionSeconds = 600;
    const options = fixture.options({ env: { HOME: "relative" } });
    for (let call = 0; call < 3; call += 1) {
      await runHelper({ ...options, args: [] });
    }
    assert.equal(fixture.clouds.sts.seen.length, 3);
    assert.deepEqual(
      notesIn(fixture.folder).map(({ kind }) => kind),
      ["warning"],
    );
  });

  it("is started by twenty clients at once, and asks for one of them", async () => {
    fixture.clouds.sts.always = () => denied;
    const options = fixture.options({ times: after(0) });
    const children = Array.from({ length: 20 }, () => start(commandOf(options), options.env));
    const runs = await Promise.all(children.map(ending));
    assert.equal(new Set(runs.map(({ stderr }) => stderr)).size, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });
});
