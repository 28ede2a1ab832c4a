/** A process in Go for twelve hours, in which the clocks of the process and of both clouds are moved. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { FaultInjector, FaultRule, InjectedFault } from "../../../../lab/http";
import { describeWith } from "../../../../lab/testing/describe-with";
import { IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET } from "../../facts";
import { goPrograms } from "./go-programs";

/** Calls of S3. They take about a minute. */
const CALLS = 4_000;
/** Each session serves for 45 minutes, or until the end of an outage. */
const SESSIONS = 16;
const MINUTE = 60_000;

const STS = /^AssumeRoleWithWebIdentity$/;
const DOWN = { kind: "answer", answer: { status: 503 } } as const;

let now = Date.now();

describeWith(
  "A process in Go that runs for twelve hours",
  () => IdentityLab.start({ clock: () => now }),
  (lab) => {
    it("opens one session after the other, and no call fails during outages of Entra and of STS", async function () {
      this.timeout("20m"); // On a machine's first run, modules are fetched and compiled.
      const { twelveHours } = await goPrograms();
      const { aws, azure, federations, entra, workload, folder } = lab();
      const start = (now = Date.now());
      const outages = {
        entra: new Outage(azure.faults, [89, 101], { route: /\/oauth2\/v2\.0\/token/, fault: DOWN }),
        sts: new Outage(aws.faults, [190, 200], { route: STS, fault: DOWN }, LATER_SESSIONS),
      };
      const answers: Record<string, number> = {};
      const stop = aws.observe(({ operation, status }) => {
        const name = `${STS.test(operation) ? "STS" : "S3"} ${status}`;
        answers[name] = (answers[name] ?? 0) + 1;
      });
      const tokenFile = path.join(folder, "token");
      let written = 0;
      const moveTo = async (time: number): Promise<void> => {
        await aws.ageSessions((time - now) / 1000);
        now = time;
        // What the kubelet does.
        if (now - written > 30 * MINUTE) {
          await writeFile(tokenFile, await lab().assertion({}));
          written = now;
        }
        outages.entra.reach((now - start) / MINUTE);
        outages.sts.reach((now - start) / MINUTE);
      };
      await moveTo(start);
      const clock = await serveClock(moveTo);
      try {
        const { exitCode, stdout } = await lab().run("pod of trusted", [twelveHours, "-test.v"], {
          ...entra.environment(),
          // What goes to a metadata service must not leave this machine.
          HTTP_PROXY: "http://127.0.0.1:1",
          AWS_ROLE_ARN: federations[1].roleArn,
          AWS_REGION: "eu-west-1",
          AZURE_CLIENT_ID: workload.clientId,
          AZURE_FEDERATED_TOKEN_FILE: tokenFile,
          AZURE_TO_AWS_AUDIENCE: federations[1].uri,
          BUCKET,
          CALLS: String(CALLS),
          CLOCK: `http://127.0.0.1:${(clock.address() as AddressInfo).port}/`,
        });
        assert.equal(exitCode, 0, stdout);
      } finally {
        stop();
        clock.close();
      }
      assert.ok(now - start >= 12 * 60 * MINUTE);
      const failed = outages.sts.struck;
      assert.deepEqual(answers, { "S3 200": CALLS, "STS 200": SESSIONS, "STS 503": failed });
      // An attempt each 30 seconds at most. The SDK for AWS repeats a failed request twice.
      assert.ok(outages.entra.struck > 5 && outages.entra.struck <= 24, `${outages.entra.struck} requests`);
      assert.ok(failed > 15 && failed <= 60, `${failed} requests`);
    });
  },
);

/** The emulator names the end of a session by the machine's clock. */
const LATER_SESSIONS: FaultRule = {
  route: STS,
  fault: {
    kind: "wrong-body",
    change: (body) =>
      body.replace(/<Expiration>[^<]*</, `<Expiration>${new Date(now + 60 * MINUTE).toISOString()}<`),
  },
};

/** Takes the time, in milliseconds since the epoch, from the process. */
async function serveClock(moveTo: (time: number) => Promise<void>): Promise<Server> {
  const server = createServer((request, response) => {
    text(request)
      .then((body) => moveTo(Number(body)))
      .then(
        () => response.writeHead(204).end(),
        () => response.writeHead(500).end(),
      );
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      resolve(server);
    });
  });
}

/** A service that fails for some minutes. */
class Outage {
  #fault: InjectedFault | undefined;
  #isOver = false;

  /**
   * @param minutes its start and its end
   * @param otherwise the rules before and after it. Default is none
   */
  constructor(
    private readonly faults: FaultInjector,
    private readonly minutes: readonly [start: number, end: number],
    private readonly rule: FaultRule,
    private readonly otherwise?: FaultRule,
  ) {
    this.#setRule(otherwise);
  }

  /** How many requests failed. */
  get struck(): number {
    return this.#fault?.struck.length ?? 0;
  }

  reach(minute: number): void {
    const [start, end] = this.minutes;
    if (this.#fault === undefined && minute >= start) {
      this.#fault = this.#setRule(this.rule);
    }
    if (!this.#isOver && minute >= end) {
      this.#isOver = true;
      this.#setRule(this.otherwise);
    }
  }

  #setRule(rule: FaultRule | undefined): InjectedFault | undefined {
    this.faults.clear();
    return rule && this.faults.add(rule);
  }
}
