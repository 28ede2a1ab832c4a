/** The installed helper while Azure's metadata service and AWS STS go wrong. */
import assert from "node:assert/strict";
import type { ProcessResult } from "../../../lab/azure";
import { type FaultInjector, type InjectedFault, LoopbackServer } from "../../../lab/http";
import { printTable } from "../../../tools/assurance/print-table";
import { checkAssuranceTable, merged } from "../../../tools/assurance/write-tables";
import { HELPER_FAULTS, newRoleLag, ROUTES, type Service } from "./helper-faults";
import { HelperInVm } from "./helper-in-vm";
import { rowOnceAllHeld } from "./row-once-all-held";

/** Pauses that are as good as none, and limits that are soon reached. */
const QUICK = {
  "web.FIRST_PAUSE_SECONDS": 0.01,
  "web.ATTEMPT_SECONDS": 0.4,
  "refresh.TOTAL_SECONDS": 3,
  "refresh.TOTAL_SECONDS_WITH_SESSION": 2,
};

/** Seconds that the clock is ahead for a session of an hour to be no longer fresh. */
const LATER = 3000;

/** One line that says what is wrong; nothing in it can be a token or a key, which are longer. */
const READABLE_LINE = /^azure-to-aws: (?!warning)[^\n]{10,1500}\n$/;
/** The warning is noted for --diagnose: clients may read standard error as a part of the credentials. */
const NOTHING = /^$/;
const LIKE_A_SECRET = /[A-Za-z0-9+=_]{40,}|ASIA|eyJ/;

/** Where the helper finds each service. */
const ADDRESSES: Readonly<Record<Service, string>> = {
  imds: "AZURE_POD_IDENTITY_AUTHORITY_HOST",
  sts: "AWS_ENDPOINT_URL_STS",
};

const SERVICE_NAMES: Readonly<Record<Service, string>> = { imds: "metadata service", sts: "AWS STS" };

const COLUMNS = [
  "Service",
  "Fault",
  "Happens once",
  "Happens every time",
  "Happens every time, with a valid session in the cache",
];

/** What is found of each fault. */
const CELLS = 3;

/** How many faults there are: a role that is new is none of the list. */
const FAULTS = HELPER_FAULTS.imds.length + HELPER_FAULTS.sts.length + 1;

/** Times that a pause of `--wait` takes here. */
const PATIENT = { ...QUICK, "exchange.WAIT_PAUSE_SECONDS": 0.01 };

/** A run with the helper's own times. */
interface LimitedRun {
  readonly run: ProcessResult;
  readonly seconds: number;
  readonly documents: readonly string[];
}

describe("While a service goes wrong, the installed credential helper", function () {
  this.timeout(120_000);
  let helper: HelperInVm;
  let silent: LoopbackServer | undefined;
  const rows: string[][] = [];
  const atLimit = new Map<string, Promise<LimitedRun>>();

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    helper = await HelperInVm.start();
    // These take long and need next to nothing: they run beside all others.
    silent = await LoopbackServer.listen(() => undefined);
    for (const variable of Object.values(ADDRESSES)) {
      atLimit.set(variable, runToTheLimit(variable));
    }
  });

  after(async () => {
    await Promise.allSettled(atLimit.values());
    await silent?.close();
    await helper.stop();
    // A row begins with both, since the first cell is its name.
    const named = rows.map(([service = "", fault = "", ...cells]) => [`${service}: ${fault}`, ...cells]);
    printTable("helper-faults", COLUMNS.slice(1), named);
  });

  afterEach(() => {
    helper.lab.azure.faults.clear();
    helper.lab.aws.faults.clear();
  });

  async function runToTheLimit(variable: string): Promise<LimitedRun> {
    const cache = await helper.cache();
    const began = performance.now();
    const run = await helper.run(cache, undefined, [], { [variable]: silent?.url ?? "" });
    return { run, seconds: (performance.now() - began) / 1000, documents: await cache.documents() };
  }

  function inject(service: Service, rule: Omit<Parameters<FaultInjector["add"]>[0], "route">): InjectedFault {
    const { faults } = service === "imds" ? helper.lab.azure : helper.lab.aws;
    return faults.add({ ...rule, route: ROUTES[service] });
  }

  for (const service of ["imds", "sts"] as const) {
    for (const { name, fault, isRefusal = false } of HELPER_FAULTS[service]) {
      describe(`${service}: ${name}`, () => {
        /** One of each test that holds. */
        const cells: string[] = [];

        after(() => {
          if (cells.length === CELLS) {
            rows.push([SERVICE_NAMES[service], name, ...cells]);
          }
        });

        if (isRefusal) {
          it("waits for it to pass under --wait, and serves a session", async () => {
            const injected = inject(service, { fault, count: 3 });
            const cache = await helper.cache();
            const run = await helper.run(cache, PATIENT, ["--wait"]);
            assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
            assert.deepEqual(await cache.documents(), [run.stdout]);
            assert.equal(injected.struck.length, 3);
            cells.push("a session, with `--wait`");
          });
        } else {
          it("asks again when it happens once, and serves a session", async () => {
            const injected = inject(service, { fault, count: 1 });
            const cache = await helper.cache();
            const run = await helper.run(cache, QUICK);
            assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
            assert.deepEqual(await cache.documents(), [run.stdout]);
            assert.equal(injected.struck.length, 1);
            cells.push("a session");
          });
        }

        it("ends with one line when it goes on, and keeps nothing", async () => {
          const injected = inject(service, { fault });
          const cache = await helper.cache();
          const run = await helper.run(cache, QUICK);
          assert.deepEqual([run.exitCode, run.stdout], [1, ""]);
          assert.match(run.stderr, READABLE_LINE);
          assert.doesNotMatch(run.stderr, LIKE_A_SECRET);
          assert.deepEqual(await cache.documents(), []);
          assert.ok(injected.struck.length >= 1);
          cells.push("one error line, exit code 1, nothing in the cache");
        });

        const title = isRefusal
          ? "ends with one line although a session is still valid, since it was refused"
          : "serves a session that is still valid when it goes on, and keeps it";
        it(title, async () => {
          const cache = await helper.cache();
          const { stdout: session } = await helper.run(cache);
          assert.deepEqual(await cache.documents(), [session]);
          const injected = inject(service, { fault });
          const run = await helper.run(cache, { ...QUICK, clock: LATER });
          assert.deepEqual([run.exitCode, run.stdout], isRefusal ? [1, ""] : [0, session], run.stderr);
          assert.match(run.stderr, isRefusal ? READABLE_LINE : NOTHING);
          assert.doesNotMatch(run.stderr, LIKE_A_SECRET);
          // What STS refuses is over: its sessions may have been taken away.
          assert.deepEqual(await cache.documents(), isRefusal && service === "sts" ? [] : [session]);
          assert.ok(injected.struck.length >= 1);
          cells.push(isRefusal ? "one error line, exit code 1" : "that session; a warning for `--diagnose`");
        });
      });
    }

    it(`waits for a late answer of ${service}`, async () => {
      const injected = inject(service, { fault: { kind: "latency", milliseconds: 700 }, count: 1 });
      const cache = await helper.cache();
      const run = await helper.run(cache);
      assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
      assert.deepEqual(await cache.documents(), [run.stdout]);
      assert.equal(injected.struck.length, 1);
    });
  }

  describe("sts: a role that was just created, unknown for three calls", () => {
    rowOnceAllHeld(rows, [
      SERVICE_NAMES.sts,
      "a role that was just created, unknown for three calls",
      "a session, with `--wait`",
      "without `--wait`: one error line, exit code 1, nothing in the cache",
      "not possible for a new role",
    ]);

    it("waits under --wait, and serves a session", async () => {
      const injected = inject("sts", { fault: newRoleLag(3) });
      const patient = await helper.withNewRole("patient");
      const cache = await patient.cache();
      const run = await patient.run(cache, PATIENT, ["--wait"]);
      assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
      assert.deepEqual(await cache.documents(), [run.stdout]);
      assert.equal(injected.struck.length, 3);
    });

    it("ends with one line without --wait, which it names, and keeps nothing, until the role is known", async () => {
      const injected = inject("sts", { fault: newRoleLag(3) });
      const impatient = await helper.withNewRole("impatient");
      for (let call = 1; call <= 3; call++) {
        const cache = await impatient.cache();
        const run = await impatient.run(cache, QUICK);
        assert.deepEqual([run.exitCode, run.stdout], [1, ""]);
        assert.match(run.stderr, READABLE_LINE);
        assert.match(
          run.stderr,
          /AWS STS refused the token for \S+role\/impatient\. .*\[sts-access-denied\]$/m,
        );
        assert.deepEqual(await cache.documents(), []);
        assert.equal(injected.struck.length, call);
      }
      const cache = await impatient.cache();
      const run = await impatient.run(cache, QUICK);
      assert.deepEqual([run.exitCode, run.stderr], [0, ""]);
      assert.deepEqual(await cache.documents(), [run.stdout]);
    });
  });

  it("serves a session although half of all requests fail, as a seed decides", async () => {
    for (const service of ["imds", "sts"] as const) {
      inject(service, { fault: { kind: "cut" }, probability: 0.5, seed: 20 });
    }
    for (let call = 1; call <= 5; call++) {
      const cache = await helper.cache();
      const run = await helper.run(cache, { ...QUICK, "web.UNREACHABLE_ATTEMPTS": 20 });
      assert.deepEqual([run.exitCode, run.stderr], [0, ""], `call ${call}`);
      assert.deepEqual(await cache.documents(), [run.stdout]);
    }
  });

  describe("in all", () => {
    it("matches docs/assurance.md", async function () {
      if (rows.length < FAULTS) {
        this.skip();
      } // Not all of it was run, or not all of it held.
      const ofBothServices = merged(rows, 0, ", ");
      await checkAssuranceTable({
        name: "helper-faults",
        columns: COLUMNS,
        rows: merged(ofBothServices, 1, "; "),
      });
    });
  });

  describe("at its own limits", () => {
    for (const [service, variable] of Object.entries(ADDRESSES)) {
      it(`ends before the 50 seconds that an SDK leaves it, when ${service} never answers`, async () => {
        const { run, seconds, documents } = (await atLimit.get(variable)) ?? assert.fail();
        assert.deepEqual([run.exitCode, run.stdout], [1, ""]);
        assert.match(run.stderr, READABLE_LINE);
        assert.deepEqual(documents, []);
        assert.ok(seconds < 50, `${seconds} s`);
      });
    }
  });
});
