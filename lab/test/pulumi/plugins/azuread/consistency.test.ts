import assert from "node:assert/strict";
import { patiently, untilGone, untilShown } from "../../../../pulumi/plugins/azuread/consistency";
import { CloudError } from "../../../../pulumi/plugins/kernel/cloud-error";

const call = { signal: new AbortController().signal };
const notFound = new CloudError("not found", { code: "Request_ResourceNotFound", notFound: true });
const refused = new CloudError("refused", { code: "Request_BadRequest", notFound: false });
const isNotFound = ({ notFound: is }: CloudError): boolean => is;

/** Gives one answer after the other, the last one for ever, and counts. */
function answers(...given: readonly unknown[]): { (): Promise<unknown>; asked: number } {
  const ask = Object.assign(
    async () => {
      const answer = given[Math.min(ask.asked, given.length - 1)];
      ask.asked++;
      if (answer instanceof Error) {
        throw answer;
      }
      return Promise.resolve(answer);
    },
    { asked: 0 },
  );
  return ask;
}

describe("a request to a directory that is behind", () => {
  it("is repeated while its refusal may be an early one", async () => {
    const ask = answers(notFound, notFound, "there");
    assert.equal(await patiently(call, ask, isNotFound), "there");
    assert.equal(ask.asked, 3);
  });

  it("is not repeated for any other refusal", async () => {
    const ask = answers(refused, "there");
    await assert.rejects(patiently(call, ask, isNotFound), refused);
    assert.equal(ask.asked, 1);
  });

  it("waits for a yes", async () => {
    const ask = answers(false, false, true);
    await untilShown(call, async () => (await ask()) === true);
    assert.equal(ask.asked, 3);
  });

  it("waits until something was gone five times in a row", async () => {
    const ask = answers(notFound, "there", notFound);
    await untilGone(call, ask);
    assert.equal(ask.asked, 7);
  });

  it("does not take another refusal for gone", async () => {
    await assert.rejects(untilGone(call, answers(refused)), /^CloudError: retrieving resource: refused$/);
  });

  it("stops when the engine cancels", async () => {
    const controller = new AbortController();
    const waiting = patiently({ signal: controller.signal }, answers(notFound), isNotFound);
    controller.abort(new Error("operation canceled"));
    await assert.rejects(waiting, /operation canceled/);
  });
});
