/** The provider through twelve hours, with two clients and outages that are shorter than the rest of a session. */
import assert from "node:assert/strict";
import path from "node:path";
import { text } from "node:stream/consumers";
import { LoopbackServer } from "../../../../lab/http";
import { describeWith } from "../../../../lab/testing/describe-with";
import { ROUTES } from "../../../security/faults/helper-faults";
import { IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET } from "../../facts";
import { ASSUME, down, laterSessions } from "../outage";

/** It imports the provider from dist. */
const PROGRAM = path.join(__dirname, "twelve-hours.mjs");

/** Calls in each half of a minute, so that there are 10,080. */
const CALLS = 7;

const MINUTE = 60;

/** Longest time that tokens last here: a managed identity's last a day, so a session would need none. */
const TOKEN_SECONDS = 40 * MINUTE;

/** A service that is out from 45 to 58.5 minutes after a session has begun, which lasts 60. */
interface Outage {
  readonly service: keyof typeof ROUTES;
  /** The session that it meets is the first one after this time. */
  readonly after: number;
}

const OUTAGES: readonly Outage[] = [
  { service: "imds", after: 3 * 60 * MINUTE },
  { service: "sts", after: 7 * 60 * MINUTE },
];

let passed = 0;

describeWith(
  "the provider for JavaScript in twelve hours of calls",
  () => IdentityLab.start({ clock: () => Date.now() + passed * 1000 }),
  (lab) => {
    /** When sessions began, in seconds that had passed. */
    const sessions: number[] = [];
    const answers = { tokens: 0, s3: {} as Record<number, number>, keys: new Set<string>() };
    const attempts: Record<Outage["service"], number> = { imds: 0, sts: 0 };
    let clock: LoopbackServer;
    let printed: { readonly made: number; readonly errors: readonly string[] };

    /** Gives tokens and sessions the times of the lab, and lets a service be out. */
    const arrange = (out?: Outage["service"]): void => {
      const [azure, aws] = [lab().azure.faults, lab().aws.faults];
      azure.clear();
      aws.clear();
      if (out !== undefined) {
        const faults = out === "imds" ? azure : aws;
        const onStrike = (): void => {
          attempts[out]++;
        };
        faults.add({ ...down(ROUTES[out]), onStrike });
      }
      const countToken = (): void => {
        answers.tokens++;
      };
      azure.add({
        route: ROUTES.imds,
        fault: { kind: "wrong-body", change: shortToken },
        onStrike: countToken,
      });
      aws.add(laterSessions(() => passed * 1000));
    };

    /** Lets time pass, and begins and ends the outages. */
    const pass = async (seconds: number): Promise<void> => {
      await lab().aws.ageSessions(seconds);
      passed += seconds;
      const age = passed - (sessions.at(-1) ?? 0);
      const met = OUTAGES.find(
        ({ after }) => (sessions.at(-1) ?? 0) >= after && (sessions.at(-2) ?? 0) < after,
      );
      arrange(age >= 45 * MINUTE && age < 58.5 * MINUTE ? met?.service : undefined);
    };

    before(async function () {
      this.timeout("10m");
      clock = await LoopbackServer.listen((request, response) => {
        void text(request)
          .then((seconds) => pass(Number(seconds)))
          .then(() => response.end());
      });
      arrange();
      lab().aws.observe(({ operation, status, accessKeyId }) => {
        if (ASSUME.test(operation)) {
          if (status === 200) {
            sessions.push(passed);
          }
        } else {
          answers.keys.add(accessKeyId);
          answers.s3[status] = (answers.s3[status] ?? 0) + 1;
        }
      });
      const { federations, workload } = lab();
      const command = [process.execPath, PROGRAM, BUCKET, clock.url, String(CALLS)] as const;
      const { exitCode, stdout, stderr } = await lab().run("virtual machine", command, {
        AWS_ROLE_ARN: federations[1].roleArn,
        AZURE_TO_AWS_AUDIENCE: federations[1].uri,
        AZURE_CLIENT_ID: workload.clientId,
        AWS_REGION: "eu-west-1",
      });
      assert.equal(exitCode, 0, stderr);
      printed = JSON.parse(stdout) as typeof printed;
    });

    after(() => clock.close());

    it("fails no call of 10,000, in spite of outages of Entra and of STS", () => {
      assert.deepEqual(printed, { made: 12 * 120 * CALLS, errors: [] });
      assert.deepEqual(answers.s3, { 200: 12 * 120 * CALLS });
    });

    it("makes one call of STS for each session, of which each serves all clients", () => {
      assert.deepEqual([sessions.length, answers.keys.size], [answers.keys.size, sessions.length]);
      const lengths = sessions.slice(1).map((start, index) => (start - (sessions[index] ?? 0)) / MINUTE);
      assert.deepEqual(
        lengths.filter((minutes) => minutes < 45 || minutes > 60),
        [],
      );
    });

    it("asks in an outage, and no more often than every half minute", () => {
      // From 15 minutes before the end of the session until the outage ends: at most 28 times.
      const requestsOfOneAttempt = { imds: 4, sts: 3 };
      for (const service of ["imds", "sts"] as const) {
        const most = 28 * requestsOfOneAttempt[service];
        assert.ok(attempts[service] >= 8 && attempts[service] <= most, `${service}: ${attempts[service]}`);
      }
    });

    it("asks for a token once for each session", () => {
      assert.equal(answers.tokens, sessions.length);
    });
  },
);

/** The metadata service's answer with a token that ends soon. */
function shortToken(answer: string): string {
  const end = Math.floor(Date.now() / 1000) + passed + TOKEN_SECONDS;
  const { access_token } = JSON.parse(answer) as { access_token?: string };
  return access_token === undefined
    ? answer
    : JSON.stringify({ ...JSON.parse(answer), expires_in: String(TOKEN_SECONDS), expires_on: String(end) });
}
