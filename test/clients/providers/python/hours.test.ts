/** A process that lives for half a day, by its own clock and the lab's. */
import assert from "node:assert/strict";
import path from "node:path";
import { LoopbackServer } from "../../../../lab/http";
import type { PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { describeWith } from "../../../../lab/testing/describe-with";
import { IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET } from "../../facts";
import { pythonPackages } from "../../programs";
import { ASSUME, down, laterSessions, Outage } from "../outage";
import { variables } from "./listing";

const HOURS = 12;
const CALLS = 4000;

/** An outage lasts from the 44th minute of a session to the 57th, so it ends before the session does. */
const OUTAGE = { from: 44 * 60, to: 57 * 60 };

/** Which session has an outage of a service. At the fourth renewal, the token of Entra is too old for another one. */
const ENTRA_OUTAGE = 4;
const STS_OUTAGE = 8;

/** Seconds that have passed for the lab in addition to the real ones. */
let passed = 0;

describeWith(
  "A process with the provider for Python",
  () =>
    IdentityLab.start({
      clock: () => Date.now() + passed * 1000,
      podTokenSeconds: 24 * 3600,
    }),
  function (lab) {
    this.timeout(600_000);
    let python: PythonEnvironment;

    before(async function () {
      this.timeout("20m"); // The environment is made when there is none yet.
      python = await pythonPackages(path.join(__dirname, "requirements.txt"));
    });

    it("makes all calls of 12 hours with one call of STS for each session, through outages of Entra and STS", async () => {
      const { aws, azure, entra, federations, workload } = lab();
      const granted: number[] = [];
      aws.observe(({ operation, status }) => {
        if (ASSUME.test(operation) && status === 200) {
          granted.push(passed);
        }
      });
      const ofEntra = new Outage(azure.faults, down(/^POST .*\/oauth2\/v2\.0\/token$/));
      const ofSts = new Outage(aws.faults, down(ASSUME), [laterSessions(() => passed * 1000)]);
      const isIn = (session: number): boolean => {
        const age = passed - (granted[session - 1] ?? Infinity);
        return granted.length === session && age >= OUTAGE.from && age < OUTAGE.to;
      };
      const control = await LoopbackServer.listen((request, response) => {
        const seconds = Number((request.url ?? "").slice(1));
        passed += seconds;
        ofEntra.follow(isIn(ENTRA_OUTAGE));
        ofSts.follow(isIn(STS_OUTAGE));
        void aws.ageSessions(seconds).then(() => response.end());
      });
      try {
        const program = path.join(__dirname, "hours.py");
        const { exitCode, stdout, stderr } = await lab().run(
          "pod of trusted",
          [python.python, program, BUCKET, String(HOURS), String(CALLS), control.url],
          { ...entra.environment(), ...variables(federations[1], workload.clientId) },
        );
        assert.equal(exitCode, 0, stderr);
        assert.deepEqual(JSON.parse(stdout), { calls: CALLS, sessions: granted.length, failures: [] });
        // Each session is used for at least 44 of its 60 minutes.
        assert.ok(granted.length <= (HOURS * 60) / 44, `${granted.length} sessions`);
        for (const { struck } of [ofEntra, ofSts]) {
          // An attempt every 30 seconds is four requests at most.
          assert.ok(struck > 0 && struck <= (4 * (OUTAGE.to - OUTAGE.from)) / 30, `${struck} struck`);
        }
        const kept = stderr.match(/\[session-not-renewed\]$/gm) ?? [];
        assert.ok(kept.length >= 2 * 5 && kept.length <= (2 * (OUTAGE.to - OUTAGE.from)) / 30, stderr);
      } finally {
        await control.close();
      }
    });
  },
);
