import assert from "node:assert/strict";
import { exitCode } from "../../../../lab/acceptance/ending";
import { AUDIENCE, type FakeRun, fakeRun, type Moment, PROVIDER_ARN } from "./fake-run";

const OTHERS = { arn: PROVIDER_ARN, clientIds: ["api://somebody-else"] };

/** Moments of taking back, where a failure leaves something. */
const TAKING_BACK = /: (?:delete|remove) /;

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

    it("comes to moments of every step", () => {
      const expected = provider === undefined ? 23 : 27;
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

  it("creates nothing, and shows the command that mends it", async () => {
    const run = await fakeRun({ preflight: { ran: true, checks: [wrong] } });
    assert.equal(run.result.ending, "failed");
    assert.deepEqual(run.moments, ["during: prepare", "during: preflight"]);
    assert.equal(
      run.result.failure,
      "the preflight found what would fail:\nresource-providers: none\n  Expected: all\naz x",
    );
  });

  it("goes on if that is the provider that it adopts", async () => {
    const checks = [{ ...wrong, id: "oidc-provider" }];
    const adopting = await fakeRun({ provider: OTHERS, preflight: { ran: true, checks } });
    assert.equal(adopting.result.ending, "passed");
    const creating = await fakeRun({ preflight: { ran: true, checks } });
    assert.equal(creating.result.ending, "failed");
  });

  it("goes on if the preflight cannot run", async () => {
    const run = await fakeRun({ preflight: { ran: false, reason: "an SDK is missing" } });
    assert.equal(run.result.ending, "passed");
    assert.equal(run.result.steps[1]?.detail, "not run: an SDK is missing");
  });
});

describe("a run in an account whose provider lists the audience already", () => {
  it("neither adds nor removes a client ID", async () => {
    const provider = { arn: PROVIDER_ARN, clientIds: [AUDIENCE] };
    const run = await fakeRun({ provider });
    assert.equal(run.result.ending, "passed");
    assert.deepEqual(run.clientIds, [AUDIENCE]);
    assert.ok(!run.moments.some((moment) => moment.includes("client ID")));
  });
});
