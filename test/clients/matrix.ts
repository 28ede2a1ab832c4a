/** What every client of the matrix has to get through, and what that takes. */
import assert from "node:assert/strict";
import { printTable } from "../../tools/assurance/print-table";
import { DroppingPort } from "../unit/credential-helper/helper/dropping-port";
import { type Client, type ReadyClient, RENEWAL_LISTINGS } from "./client";
import { ClientVm } from "./client-vm";
import { OBJECT } from "./facts";
import { type FigureColumn, Figures } from "./figures";
import type { ClientRun, HelperRuns, Listings, VmUser } from "./vm-user";

/** Packages are fetched and clients compiled on a machine's first run, in milliseconds. */
const PREPARATION = 1_800_000;
/** Twenty virtual machines of Java start in this on two busy cores, in milliseconds. */
const LIMIT = 180_000;

/** Seconds after which the first session ends: before a client has listed as often as it shall. */
const SHORT_SESSION = 6;

/** Seconds that a metadata service that never answers may cost a client. */
const SILENCE = 20;

/** How each failure of the helper begins. */
const HELPER_LINE = /azure-to-aws: [^\n]+/;

/** Registers the tests of some clients. The table of their figures is printed at the end. */
export function describeMatrix(title: string, clients: readonly Client[]): void {
  describe(title, function () {
    this.timeout(LIMIT);
    const figures = new Figures();
    let vm: ClientVm;

    before(async function () {
      this.timeout(PREPARATION);
      vm = await ClientVm.start();
    });
    beforeEach(() => {
      vm.reset();
    });
    after(async () => {
      await vm.stop();
      printTable("clients", ...figures.table());
    });

    for (const client of clients) {
      describe(client.name, () => {
        describeAlone(client, () => vm, figures);
      });
    }
    describeTogether(clients, () => vm, figures);
  });
}

/** What a client does while it has the virtual machine for itself. */
function describeAlone(client: Client, vm: () => ClientVm, figures: Figures): void {
  let ready: ReadyClient;

  before(async function () {
    this.timeout(PREPARATION);
    ready = await client.prepare();
    figures.name(client, ready);
  });

  it("opens one session for ten listings", async () => {
    const user = await vm().newUser();
    await assertLists(user, ready, { times: 10 });
    const { starts } = await user.helperRuns();
    figures.add(client, "ten listings", `${starts} / ${vm().stsCalls}`);
    // Each process of a command line starts the helper; other clients keep what it gave them.
    const expected = client.isCommandLine ? 10 : 1;
    assert.deepEqual({ starts, stsCalls: vm().stsCalls }, { starts: expected, stsCalls: 1 });
  });

  it("opens one session when it is started twenty times at once", async () => {
    const user = await vm().newUser();
    await Promise.all(Array.from({ length: 20 }, () => assertLists(user, ready)));
    const { starts } = await user.helperRuns();
    figures.add(client, "twenty at once", `${starts} / ${vm().stsCalls}`);
    assert.deepEqual({ starts, stsCalls: vm().stsCalls }, { starts: 20, stsCalls: 1 });
  });

  it("renews a session that ends, without a failed request", async () => {
    vm().resetWithShortSession(SHORT_SESSION);
    const user = await vm().newUser();
    await assertLists(user, ready, { times: RENEWAL_LISTINGS, pause: 1 });
    const { starts } = await user.helperRuns();
    figures.add(client, "renewal", `${starts} / ${vm().stsCalls}`);
    assert.deepEqual({ starts, stsCalls: vm().stsCalls }, { starts: client.startsOnRenewal, stsCalls: 2 });
  });

  it("works without a usable cache", async () => {
    const user = await vm().newUser();
    await user.spoilCache();
    await assertLists(user, ready);
    const { starts } = await user.helperRuns();
    assert.deepEqual({ starts, stsCalls: vm().stsCalls }, { starts: 1, stsCalls: 1 });
  });

  describe("of a role that was deleted", () => {
    before(() => vm().deleteRole());
    after(() => vm().createRole());

    it("fails after one STS call", async () => {
      const user = await vm().newUser();
      const run = await user.list(ready);
      const { starts } = await user.helperRuns();
      figures.add(client, "role deleted", `${starts} / ${vm().stsCalls}`);
      figures.add(client, "shown", assertFailure(client, run));
      assert.deepEqual({ starts, stsCalls: vm().stsCalls }, { starts: client.startsOnFailure, stsCalls: 1 });
    });
  });
}

/** What takes time but no work: all clients at once, each as a user with a cache of its own. */
function describeTogether(clients: readonly Client[], vm: () => ClientVm, figures: Figures): void {
  /** Runs all of them. What a client rejects with is for its own test. */
  async function all<T>(task: (client: Client) => Promise<T>): Promise<Map<Client, () => T>> {
    const settled = await Promise.allSettled(clients.map(task));
    return new Map(
      clients.map((client, index) => {
        const outcome = settled[index];
        return [
          client,
          () => {
            if (outcome?.status === "fulfilled") {
              return outcome.value;
            }
            throw outcome?.reason;
          },
        ];
      }),
    );
  }

  describe("while the metadata service takes connections and never answers", () => {
    describeSilence("never answers", () => {
      vm().breakImds("silent");
      return {};
    });
  });

  describe("while the metadata service takes no connection", () => {
    let dropping: DroppingPort;
    before(async () => {
      dropping = await DroppingPort.open();
    });
    after(() => dropping.close());

    describeSilence("takes no connection", () => ({ imdsUrl: dropping.url }));
  });

  function describeSilence(column: FigureColumn, silence: () => Listings): void {
    let runs: Map<Client, () => { run: ClientRun; helper: HelperRuns }>;

    before(async function () {
      this.timeout(PREPARATION);
      vm().reset();
      const listings = silence();
      runs = await all(async (client) => {
        const ready = await client.prepare();
        const user = await vm().newUser();
        const run = await user.list(ready, listings);
        return { run, helper: await user.helperRuns() };
      });
    });

    for (const client of clients) {
      it(`${client.name} fails within ${SILENCE} s`, () => {
        const { run, helper } = existing(runs, client)();
        const { starts, seconds } = helper;
        figures.add(
          client,
          column,
          `${starts} starts, ${seconds.toFixed(1)} s of ${run.seconds.toFixed(1)} s`,
        );
        assertFailure(client, run);
        assert.equal(starts, client.startsOnFailure);
        assert.ok(seconds <= SILENCE, `the helper's ${starts} runs took ${seconds} s`);
      });
    }
  }

  describe("while the clouds are down and the old session is valid", () => {
    let runs: Map<Client, () => ClientRun>;
    let sessions: readonly [before: number, after: number];

    before(async function () {
      this.timeout(PREPARATION);
      vm().resetWithOldSessions(600);
      const users = await all(async (client) => {
        const ready = await client.prepare();
        const user = await vm().newUser();
        await assertLists(user, ready);
        return { ready, user };
      });
      const opened = vm().stsCalls;
      vm().breakImds("down");
      runs = await all(async (client) => {
        const { ready, user } = existing(users, client)();
        return user.list(ready);
      });
      sessions = [opened, vm().stsCalls];
    });

    for (const client of clients) {
      it(`${client.name} goes on with it`, () => {
        assertListed(existing(runs, client)(), 1);
      });
    }

    it("no client opens another one", () => {
      const [before, after] = sessions;
      assert.equal(after, before);
    });
  });
}

function existing<T>(map: ReadonlyMap<Client, T>, client: Client): T {
  const found = map.get(client);
  assert.ok(found !== undefined, client.name);
  return found;
}

async function assertLists(user: VmUser, ready: ReadyClient, listings: Listings = {}): Promise<void> {
  assertListed(await user.list(ready, listings), listings.times ?? 1);
}

/** Each listing is a line that ends with the only object. */
function assertListed({ exitCode, stdout, stderr }: ClientRun, times: number): void {
  assert.equal(exitCode, 0, stderr);
  const lines = stdout.trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.replace(/^.*?([\w.]+)$/, "$1")),
    Array.from({ length: times }, () => OBJECT),
  );
}

/** Demands that the user sees what the row says, and answers what that is in short. */
function assertFailure({ onFailure }: Client, { exitCode, stdout, stderr }: ClientRun): string {
  const shown = stdout + stderr;
  assert.notEqual(exitCode, 0, shown);
  assert.match(shown, onFailure.words);
  const showsHelperLine = HELPER_LINE.test(shown);
  assert.equal(showsHelperLine, onFailure.showsHelperLine, shown);
  return `${showsHelperLine ? "the helper's line; " : ""}${onFailure.words.exec(shown)?.[0] ?? ""}`;
}
