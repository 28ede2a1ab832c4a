import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { LoopbackServer } from "../../../../lab/http";
import { useFixture } from "./fixture";
import { helperSources, noPauses } from "./run-helper";
import { said, saidLike } from "./said";

const IMDS = "Azure's instance metadata service";

const cutAtOnce = (request: IncomingMessage) => {
  request.socket.destroy();
};
const cutInBody = (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { "content-length": "1000" });
  response.write('{"access_token":', () => response.destroy());
};
const cutInChunk = (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200);
  response.write('{"access_token":', () => response.destroy());
};
const silent = () => undefined;
const dripping = (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(" "), 20);
  response.on("close", () => {
    clearInterval(timer);
  });
};

describe("On a bad network the credential helper", () => {
  const fixture = useFixture();

  for (const [name, trouble] of Object.entries({ cutAtOnce, cutInBody, cutInChunk })) {
    it(`tries again after a connection was ${name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`, async () => {
      fixture.clouds.imds.next = [trouble];
      fixture.clouds.sts.next = [trouble];
      const run = await fixture.run({ times: noPauses });
      assert.equal(run.exitCode, 0, run.stderr);
      assert.equal(fixture.clouds.imds.seen.length, 2);
      assert.equal(fixture.clouds.sts.seen.length, 2);
    });
  }

  const hanging: Record<string, typeof dripping> = { "nothing comes": silent, "bytes only drip": dripping };
  for (const [name, reply] of Object.entries(hanging)) {
    it(`ends in time when ${name}`, async () => {
      fixture.clouds.imds.always = () => reply;
      const run = await fixture.run({
        times: { ...noPauses, "refresh.TOTAL_SECONDS": 1, "web.ATTEMPT_SECONDS": 0.3 },
      });
      assert.equal(run.exitCode, 1);
      assert.equal(run.stdout, "");
      assert.equal(
        run.stderr,
        `azure-to-aws: ${said("service-timeout", { place: `${IMDS} (127.0.0.1:${new URL(fixture.clouds.url).port})`, via: "" })}\n`,
      );
    });
  }

  it("ends in time when STS says nothing", async () => {
    fixture.clouds.sts.always = () => silent;
    const run = await fixture.run({
      times: { ...noPauses, "refresh.TOTAL_SECONDS": 1, "web.ATTEMPT_SECONDS": 0.3 },
    });
    assert.equal(run.exitCode, 1);
    assert.match(
      run.stderr,
      new RegExp(
        `^azure-to-aws: ${saidLike("service-timeout", { place: String.raw`AWS STS at 127\.0\.0\.1 \(127\.0\.0\.1:\d+\)`, via: "" })}\n$`,
      ),
    );
  });

  it("would in full end before the 50 seconds that an SDK leaves it, and make way for STS before that", () => {
    const script = `
import sys
sys.path.append(sys.argv[1])
from azure_to_aws import exchange, refresh
# What the work may take, the second after which it is ended, and the start of the process.
print(refresh.TOTAL_SECONDS + 1 < 50, refresh.TOTAL_SECONDS * (1 - exchange.TOKEN_SHARE) > 15)`;
    const args = ["-IS", "-c", script, helperSources];
    assert.equal(execFileSync("python3", args, { encoding: "utf8" }), "True True\n");
  });

  it("ends by its time limit when even that is evaded, by headers that never end", async () => {
    fixture.clouds.sts.always = () => (request) => {
      request.socket.write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => request.socket.write("X: y\r\n"), 50);
      request.socket.on("close", () => {
        clearInterval(timer);
      });
    };
    const run = await fixture.run({ times: { "refresh.TOTAL_SECONDS": 1 } });
    assert.equal(run.exitCode, 1);
    assert.equal(run.stdout, "");
    assert.match(
      run.stderr,
      new RegExp(
        `^azure-to-aws: (${saidLike("helper-gave-up", { seconds: "2" })}|${saidLike("service-broken-answer", { place: "AWS STS .*" })})\n$`,
      ),
    );
  });

  it("says after a few attempts that nothing listens there", async () => {
    const gone = await LoopbackServer.listen(() => undefined);
    await gone.close();
    const run = await fixture.run({ env: { AZURE_POD_IDENTITY_AUTHORITY_HOST: gone.url }, times: noPauses });
    assert.deepEqual(run, {
      exitCode: 1,
      stdout: "",
      stderr: `azure-to-aws: ${said("service-unreachable", {
        place: `${IMDS} (127.0.0.1:${gone.port})`,
        via: "",
        reason: "Connection refused",
      })}\n`,
    });
  });

  const bodies: Record<string, string> = {
    "is empty": "",
    "is not JSON": "<html>sign in</html>",
    "is a list": "[]",
    "has a token of a wrong type": '{"access_token":{"a":1}}',
    "nests without end": "[".repeat(100_000),
    "is not UTF-8": Buffer.from([0x7b, 0xff, 0x7d]).toString("latin1"),
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`gives up on a metadata service whose answer ${name}`, async () => {
      fixture.clouds.imds.always = () => ({ body });
      const run = await fixture.run({ times: noPauses });
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said("token-absent", { service: IMDS })}\n`,
      });
      assert.equal(fixture.clouds.imds.seen.length, 3);
    });
  }

  for (const [side, who] of [
    ["imds", "Azure's instance metadata service"],
    ["sts", "AWS STS at 127.0.0.1"],
  ] as const) {
    it(`does not read an answer without end, of ${who}`, async () => {
      fixture.clouds[side].always = () => (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(65536))) {
            // The buffer takes more.
          }
          response.once("drain", more);
        };
        more();
      };
      const run = await fixture.run({ times: noPauses });
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said("answer-too-large", { service: who, bytes: "262144" })}\n`,
      });
    });
  }

  const stsBodies: Record<string, (good: string) => string> = {
    "is empty": () => "",
    "is cut": (good) => good.slice(0, 400),
    "is JSON": () => '{"Credentials":{}}',
    "lacks the secret key": (good) => good.replace(/<SecretAccessKey>.*<\/SecretAccessKey>/, ""),
    "has an expiration that is no time": (good) => good.replace(/<Expiration>.*</, "<Expiration>soon<"),
  };
  for (const [name, spoil] of Object.entries(stsBodies)) {
    it(`gives up on an STS whose answer ${name}`, async () => {
      const good = fixture.clouds.sts.always();
      assert.ok(typeof good !== "function" && good.body !== undefined);
      const body = spoil(good.body);
      fixture.clouds.sts.always = () => ({ body });
      const run = await fixture.run({ times: noPauses });
      assert.deepEqual(run, {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said("sts-no-credentials", { service: "AWS STS at 127.0.0.1" })}\n`,
      });
    });
  }

  for (const status of [301, 302, 303, 307, 308]) {
    it(`follows no ${status}, so that the token stays where it is`, async () => {
      const elsewhere = await LoopbackServer.listen(() => assert.fail("followed"));
      try {
        const location = { location: elsewhere.url };
        fixture.clouds.imds.next = [{ status, headers: location }];
        const first = await fixture.run();
        fixture.clouds.sts.next = [{ status, headers: location }];
        const second = await fixture.run({ args: ["--duration", "7200"] });
        assert.deepEqual(
          [first.stderr, second.stderr],
          [IMDS, "AWS STS at 127.0.0.1"].map(
            (service) => `azure-to-aws: ${said("redirect-refused", { service, status: String(status) })}\n`,
          ),
        );
        assert.deepEqual([first.exitCode, second.exitCode], [1, 1]);
      } finally {
        await elsewhere.close();
      }
    });
  }

  it("uses no proxy on the way to addresses near by", async () => {
    const proxy = await LoopbackServer.listen(() => assert.fail("used the proxy"));
    try {
      const names = ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
      const env = Object.fromEntries(names.map((name) => [name, proxy.url]));
      const run = await fixture.run({ env });
      assert.equal(run.exitCode, 0, run.stderr);
    } finally {
      await proxy.close();
    }
  });
});
