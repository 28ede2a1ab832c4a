import assert from "node:assert/strict";
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { sessionFile } from "./cache-folder";
import { diagnosing } from "./diagnosing";
import { useFixture } from "./fixture";
import { said, saidLike } from "./said";

describe("With --diagnose the credential helper reports the state of the cache,", () => {
  const fixture = useFixture();
  const { diagnose, report, trusted } = diagnosing(fixture);

  it("neither uses it nor fills it", async () => {
    await report();
    assert.ok(!existsSync(fixture.cacheFolder));
    await fixture.run({ args: trusted });
    const before = readFileSync(sessionFile(fixture.cacheFolder));
    const found = await report();
    assert.equal(found.cache.state, "fresh");
    assert.match(String(found.cache.expires), /^\d{4}-.*Z$/);
    assert.equal(fixture.clouds.sts.seen.length, 3);
    assert.deepEqual(readFileSync(sessionFile(fixture.cacheFolder)), before);
    assert.equal(readdirSync(fixture.cacheFolder).length, 2);
  });

  it("valid", async () => {
    fixture.clouds.sessionSeconds = 600;
    await fixture.run({ args: trusted });
    assert.equal((await report()).cache.state, "valid");
  });

  it("damaged", async () => {
    await fixture.run({ args: trusted });
    writeFileSync(sessionFile(fixture.cacheFolder), "x");
    assert.equal((await report()).cache.state, "damaged");
  });

  it("unusable, and why", async () => {
    await fixture.run({ args: trusted });
    chmodSync(fixture.cacheFolder, 0o777);
    const found = await report();
    assert.equal(found.cache.state, "unusable");
    assert.equal(found.cache.problem, said("cache-writable", { path: fixture.cacheFolder }));
    assert.match((await diagnose()).stdout, new RegExp(`\nCache\n! .*: ${saidLike("cache-writable")}\n`));
  });
});
