/** A process in Go for twelve hours, in which the clocks of the process and of both clouds are moved. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { describeWith } from "../../../../lab/testing/describe-with";
import { IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET } from "../../facts";
import { ASSUME, down, laterSessions, Outage } from "../outage";
import { goPrograms } from "./go-programs";

/** Calls of S3. They take about a minute. */
const CALLS = 4_000;
/** Each session serves for 45 minutes, or until the end of an outage. */
const SESSIONS = 16;
const MINUTE = 60_000;

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
      const ofEntra = new Outage(azure.faults, down(/\/oauth2\/v2\.0\/token/));
      const ofSts = new Outage(aws.faults, down(ASSUME), [laterSessions(() => now - Date.now())]);
      const isBetween = (first: number, last: number): boolean =>
        now >= start + first * MINUTE && now < start + last * MINUTE;
      const answers: Record<string, number> = {};
      const stop = aws.observe(({ operation, status }) => {
        const name = `${ASSUME.test(operation) ? "STS" : "S3"} ${status}`;
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
        ofEntra.follow(isBetween(89, 101));
        ofSts.follow(isBetween(190, 200));
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
      const failed = ofSts.struck;
      assert.deepEqual(answers, { "S3 200": CALLS, "STS 200": SESSIONS, "STS 503": failed });
      // An attempt each 30 seconds at most. The SDK for AWS repeats a failed request twice.
      assert.ok(ofEntra.struck > 5 && ofEntra.struck <= 24, `${ofEntra.struck} requests`);
      assert.ok(failed > 15 && failed <= 60, `${failed} requests`);
    });
  },
);

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
