/** A process that lives for half a day, by its own clock and the lab's. */
import assert from "node:assert/strict";
import path from "node:path";
import { type FaultInjector, type FaultRule, type InjectedFault, LoopbackServer } from "../../../../lab/http";
import type { PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { describeWith } from "../../../../lab/testing/describe-with";
import { IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET } from "../../facts";
import { pythonPackages } from "../../programs";
import { variables } from "./listing";

const HOURS = 12;
const CALLS = 4000;

/** An outage lasts from the 44th minute of a session to the 57th, so it ends before the session does. */
const OUTAGE = { from: 44 * 60, to: 57 * 60 };

/** Which session has an outage of a service. At the fourth renewal, the token of Entra is too old for another one. */
const ENTRA_OUTAGE = 4;
const STS_OUTAGE = 8;

const ASSUME = /^AssumeRoleWithWebIdentity$/;

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
      // The emulator ends sessions by the machine's clock, and says so.
      const expirations: FaultRule = {
        route: ASSUME,
        fault: { kind: "wrong-body", change: (body) => body.replace(/(?<=<Expiration>)[^<]+/, later) },
      };
      aws.faults.add(expirations);
      const granted: number[] = [];
      aws.observe(({ operation, status }) => {
        if (operation === "AssumeRoleWithWebIdentity" && status === 200) {
          granted.push(passed);
        }
      });
      const outages = [
        new Outage(ENTRA_OUTAGE, azure.faults, down(/^POST .*\/oauth2\/v2\.0\/token$/), []),
        // Of several rules, the oldest decides.
        new Outage(STS_OUTAGE, aws.faults, down(ASSUME), [expirations]),
      ];
      const control = await LoopbackServer.listen((request, response) => {
        const seconds = Number((request.url ?? "").slice(1));
        passed += seconds;
        for (const outage of outages) {
          outage.follow(granted);
        }
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
        for (const { struck } of outages) {
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

/** A service that is down in the last minutes of a session. */
class Outage {
  #fault: InjectedFault | undefined;
  #isOver = false;

  /**
   * @param session the session, counted from 1
   * @param rule what happens in the outage
   * @param others rules that hold before and after it
   */
  constructor(
    private readonly session: number,
    private readonly faults: FaultInjector,
    private readonly rule: FaultRule,
    private readonly others: readonly FaultRule[],
  ) {}

  /** Begins or ends, as the time is. */
  follow(granted: readonly number[]): void {
    const age = passed - (granted[this.session - 1] ?? Infinity);
    if (this.#fault === undefined && granted.length === this.session && age >= OUTAGE.from) {
      this.faults.clear();
      this.#fault = this.faults.add(this.rule);
    }
    if (!this.#isOver && age >= OUTAGE.to) {
      this.#isOver = true;
      this.faults.clear();
      for (const other of this.others) {
        this.faults.add(other);
      }
    }
  }

  /** How many requests it struck. */
  get struck(): number {
    return this.#fault?.struck.length ?? 0;
  }
}

/** A service that is down. */
function down(route: RegExp): FaultRule {
  return { route, fault: { kind: "answer", answer: { status: 503 } } };
}

/** A moment of the machine, by the lab's clock. */
function later(moment: string): string {
  return new Date(Date.parse(moment) + passed * 1000).toISOString().replace(/\.\d+/, "");
}
