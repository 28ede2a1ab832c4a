import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION, SUBSCRIPTION_ID } from "../../../testing/azure-lab";

describeWithAzureLab("A filter of a list", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION, tags: { team: "a" } });
    await lab().put(`${GROUP}2`, { location: LOCATION, tags: { team: "b" } });
    await lab().put(`${GROUP}3`, { location: LOCATION });
  });

  const list = (filter: string) =>
    lab().arm(
      "GET",
      `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups?api-version=2021-04-01&$filter=${encodeURIComponent(filter)}`,
    );
  const names = async (filter: string): Promise<unknown[]> =>
    ((await list(filter)).body.value as { name: string }[]).map(({ name }) => name);

  it("finds groups by a tag, and by its value", async () => {
    assert.deepEqual(await names("tagName eq 'team'"), ["rg", "rg2"]);
    assert.deepEqual(await names("tagName eq 'team' and tagValue eq 'b'"), ["rg2"]);
    assert.deepEqual(await names("tagName eq 'cost'"), []);
  });

  it("is refused when the lab cannot evaluate it", async () => {
    const { status, body } = await list("name eq 'rg'");
    assert.deepEqual(
      [status, body.error],
      [
        501,
        {
          code: "NotInTheLab",
          message:
            "the lab does not support the filter name eq 'rg'. Remove it for runs against the lab [lab-unsupported]",
        },
      ],
    );
  });
});
