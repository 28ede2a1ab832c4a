import assert from "node:assert/strict";
import { exitCode } from "../../../../tools/acceptance/ending";
import { leftGroup } from "../../../../tools/acceptance/left-over";
import { AUDIENCE, type FakeRun, fakeRun, type Moment, NAMES, PROVIDER_ARN } from "./fake-run";

const OTHERS = { arn: PROVIDER_ARN, clientIds: ["api://somebody-else"] };

/** Moments of taking back, where a failure leaves something. */
const TAKING_BACK = /: (?:delete|remove|look at the provider)/;

/** What the run says is left. */
function leftOf({ result }: FakeRun): readonly string[] {
  return result.left.found.map(({ name }) => name);
}

/** Everything of the run that is in the clouds. */
function thereOf({ cloud, clientIds }: FakeRun, hadProvider: boolean): readonly string[] {
  const inProvider = clientIds?.includes(AUDIENCE) === true;
  return [...cloud, ...(inProvider ? [hadProvider ? AUDIENCE : PROVIDER_ARN] : [])];
}

for (const [title, provider] of [
  ["without the tenant's provider", undefined],
  ["with the tenant's provider", OTHERS],
] as const) {
  const setUp = provider === undefined ? {} : { provider };

  describe(`a run in an account ${title}`, () => {
    let moments: readonly Moment[];

    before(async () => {
      ({ moments } = await fakeRun(setUp));
    });

    it("passes, and leaves the account as it was", async () => {
      const run = await fakeRun(setUp);
      assert.equal(run.result.ending, "passed");
      assert.equal(exitCode(run.result), 0);
      assert.deepEqual(run.cloud, []);
      assert.deepEqual(run.clientIds, provider?.clientIds);
    });

    it("has the answers to its questions", async () => {
      assert.deepEqual((await fakeRun(setUp)).result.answers, {
        answers: [],
        unanswered: { audit: "no file" },
      });
      const disturb = { "during: refusals": "failure" } as const;
      assert.equal((await fakeRun({ ...setUp, disturb })).result.answers, undefined);
    });

    it("comes to moments of every step", () => {
      const expected = provider === undefined ? 25 : 28;
      assert.equal(new Set(moments).size, expected, moments.join("\n"));
    });

    it("leaves nothing after one Ctrl-C at any moment", async () => {
      for (const moment of moments) {
        const run = await fakeRun({ ...setUp, disturb: { [moment]: "interrupt" } });
        assert.equal(run.result.ending, "interrupted", moment);
        assert.equal(exitCode(run.result), 130, moment);
        assert.deepEqual(run.cloud, [], moment);
        assert.deepEqual(run.clientIds, provider?.clientIds, moment);
      }
    });

    it("leaves nothing after a failure at any moment before it takes things back", async () => {
      for (const moment of moments.filter((one) => !TAKING_BACK.test(one))) {
        const run = await fakeRun({ ...setUp, disturb: { [moment]: "failure" } });
        assert.equal(run.result.ending, "failed", moment);
        assert.equal(exitCode(run.result), 1, moment);
        assert.deepEqual(run.cloud, [], moment);
        assert.deepEqual(run.clientIds, provider?.clientIds, moment);
        assert.match(run.result.failure ?? "", new RegExp(`failed ${moment}`));
      }
    });

    it("lists exactly what is left after a failure of taking back", async () => {
      for (const moment of moments.filter((one) => TAKING_BACK.test(one))) {
        const run = await fakeRun({ ...setUp, disturb: { [moment]: "failure" } });
        assert.equal(run.result.ending, "failed", moment);
        assert.equal(exitCode(run.result), 3, moment);
        assert.deepEqual(leftOf(run), thereOf(run, provider !== undefined), moment);
        assert.equal(run.result.notUndone.length, 1, moment);
        assert.deepEqual(run.result.destroyCommands, ["pulumi destroy"], moment);
      }
    });

    it("lists exactly what is left after a second Ctrl-C at any moment", async () => {
      for (const first of moments) {
        const { moments: until } = await fakeRun({ ...setUp, disturb: { [first]: "interrupt" } });
        for (const second of until.slice(until.indexOf(first) + 1)) {
          const run = await fakeRun({ ...setUp, disturb: { [first]: "interrupt", [second]: "interrupt" } });
          const moment = `${first}, then ${second}`;
          assert.equal(run.result.ending, "interrupted", moment);
          assert.deepEqual(leftOf(run), thereOf(run, provider !== undefined), moment);
          const nothingLeft = leftOf(run).length === 0 && run.result.notUndone.length === 0;
          assert.equal(exitCode(run.result), nothingLeft ? 130 : 3, moment);
        }
      }
    });
  });
}

describe("a run whose preflight finds something wrong", () => {
  const wrong = {
    id: "resource-providers",
    outcome: "wrong",
    found: "none",
    expected: "all",
    fix: "az x",
  } as const;

  it("creates nothing, and shows the command that fixes it", async () => {
    const run = await fakeRun({ preflight: { ran: true, checks: [wrong] } });
    assert.equal(run.result.ending, "failed");
    assert.deepEqual(run.moments, ["during: prepare", "during: preflight"]);
    assert.equal(
      run.result.failure,
      "the preflight found a problem that would fail the deployment. Run the commands below " +
        "[acceptance-preflight-failed]\nresource-providers: none\n  Expected: all\naz x",
    );
  });

  it("continues if that is the provider that it adopts", async () => {
    const checks = [{ ...wrong, id: "oidc-provider" }];
    const adopting = await fakeRun({ provider: OTHERS, preflight: { ran: true, checks } });
    assert.equal(adopting.result.ending, "passed");
    const creating = await fakeRun({ preflight: { ran: true, checks } });
    assert.equal(creating.result.ending, "failed");
  });

  it("continues if the preflight cannot run", async () => {
    const run = await fakeRun({ preflight: { ran: false, reason: "an SDK is missing" } });
    assert.equal(run.result.ending, "passed");
    assert.equal(run.result.steps[1]?.detail, "did not run: an SDK is missing");
  });
});

describe("a run in whose provider others put a client ID meanwhile", () => {
  const others = "api://somebody-else";

  it("leaves them the provider, takes its own client ID back, and counts nothing as left", async () => {
    const run = await fakeRun({ othersAdd: others });
    assert.equal(run.result.ending, "passed");
    assert.equal(exitCode(run.result), 0);
    assert.deepEqual([run.cloud, run.clientIds], [[], [others]]);
    assert.deepEqual(run.result.left.sharedProvider, { arn: PROVIDER_ARN, others: 1 });
    assert.match(
      run.result.steps[8]?.detail ?? "",
      /all deleted, except the OIDC provider, which others use$/,
    );
  });

  it("does so after Ctrl-C, too", async () => {
    const run = await fakeRun({ othersAdd: others, disturb: { "during: delivery": "interrupt" } });
    assert.equal(exitCode(run.result), 130);
    assert.deepEqual([run.cloud, run.clientIds], [[], [others]]);
  });

  it("lists its client ID if that cannot be removed", async () => {
    const disturb = { "before: remove client ID": "failure" } as const;
    const run = await fakeRun({ othersAdd: others, disturb });
    assert.equal(exitCode(run.result), 3);
    assert.deepEqual(leftOf(run), [AUDIENCE]);
  });

  it("leaves the provider if its client IDs cannot be read, and removes the rest", async () => {
    const disturb = { "during: look at the provider": "failure" } as const;
    const run = await fakeRun({ othersAdd: others, disturb });
    assert.deepEqual([run.cloud, run.clientIds], [[], [AUDIENCE, others]]);
    assert.equal(exitCode(run.result), 3);
    assert.match(
      run.result.notUndone.join(""),
      /^pulumi destroy: the run did not delete the OIDC provider, because it cannot read the client IDs: /,
    );
  });
});

describe("a run before whose provider somebody else creates the tenant's", () => {
  for (const [title, provider] of [
    ["with a client ID", { arn: PROVIDER_ARN, clientIds: ["api://somebody-else"] }],
    ["without a client ID", { arn: PROVIDER_ARN, clientIds: [] }],
    ["in another acceptance run", { arn: PROVIDER_ARN, clientIds: [], run: "acceptance89abcdef" }],
  ] as const) {
    it(`fails, and neither removes nor lists the other one, ${title}`, async () => {
      const run = await fakeRun({ othersCreate: provider });
      assert.equal(exitCode(run.result), 1);
      assert.deepEqual([run.cloud, run.clientIds, leftOf(run)], [[], provider.clientIds, []]);
      assert.equal(run.result.left.sharedProvider, undefined);
    });
  }
});

describe("the look for what is left", () => {
  const unseen = { found: [], unseen: ["roles of the AWS account: Throttling"] };
  const listed = { found: [leftGroup("group", "subscription")], unseen: [] };

  it("is repeated while a list cannot be read, and while something deleted is still listed", async () => {
    for (const looks of [[unseen], [listed], [unseen, listed, unseen]]) {
      const run = await fakeRun({ looks, patience: 60_000 });
      assert.equal(exitCode(run.result), 0);
      assert.deepEqual(run.result.left, { found: [], unseen: [] });
    }
  });

  it("is repeated after Ctrl-C once everything is taken back", async () => {
    const disturb = { "during: listing": "interrupt" } as const;
    const run = await fakeRun({ looks: [listed, unseen], patience: 60_000, disturb });
    assert.equal(exitCode(run.result), 130);
  });

  it("is not repeated after a second Ctrl-C", async () => {
    const disturb = { "during: listing": "interrupt", "before: delete the group": "interrupt" } as const;
    const run = await fakeRun({ looks: [unseen], patience: 60_000, disturb });
    assert.equal(exitCode(run.result), 3);
    assert.deepEqual(run.result.left, unseen);
  });

  it("ends with what it saw last when its patience ends", async () => {
    const run = await fakeRun({ looks: Array(1000).fill(unseen), patience: 20 });
    assert.equal(exitCode(run.result), 3);
    assert.deepEqual(run.result.left, unseen);
    assert.equal(run.result.names, NAMES);
  });
});
