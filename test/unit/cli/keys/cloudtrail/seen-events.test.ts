import assert from "node:assert/strict";
import { SeenEvents } from "../../../../../cli/keys/cloudtrail/seen-events";

describe("events that were read before", () => {
  it("are known, however many there are, up to the limit", () => {
    const seen = new SeenEvents(200_000);
    const ids = Array.from({ length: 200_000 }, (_, index) => `id-${index}`);
    assert.equal(ids.filter((id) => seen.add(id)).length, 200_000);
    assert.equal(ids.filter((id) => seen.add(id)).length, 0);
    assert.equal(seen.isFull, true);
    assert.deepEqual([seen.add("another"), seen.add("another"), seen.add("id-7")], [true, true, false]);
  });
});
