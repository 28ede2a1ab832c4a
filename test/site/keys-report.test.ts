/** The page of `keys report` as a file in a real browser. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import type { HistoryEntry, HistoryKey } from "../../cli/keys/history/history";
import { progressOf } from "../../cli/keys/history/progress";
import { renderProgressHtml } from "../../cli/keys/history/progress-html";
import { ATTACKS } from "../../tools/audit-page/hostile-report";
import { NO_BROWSER, openBrowser } from "../../tools/site/open-browser";
import { cutOff, violations } from "./page-checks";

const WIDE = 1280;
const PHONE = 400;

/** Three snapshots of a key for each attack, each with one active key less. */
const HISTORY: readonly HistoryEntry[] = [0, 1, 2].map((inactive) => ({
  format: 1,
  at: `2026-0${inactive + 7}-01T07:00:00.000Z`,
  keys: ATTACKS.map((attack, place): HistoryKey => ({
    keyId: `AKIAIOSFODNN7EXAMP${place}`,
    account: "111122223333",
    user: `importer-of-${"x".repeat(60)}`,
    owner: attack,
    status: place < inactive ? "Inactive" : "Active",
    origin: place < 8 ? "azure" : "not-in-log",
  })),
}));

describe("the page of keys report in a browser", () => {
  let page: Page;
  const cleanups: (() => Promise<void>)[] = [];

  before(async function () {
    if (NO_BROWSER !== undefined) {
      console.warn(`    ${NO_BROWSER} The tests of the page are skipped.`);
      this.skip();
    }
    const folder = await mkdtemp(path.join(tmpdir(), "keys-report-"));
    cleanups.push(() => rm(folder, { recursive: true }));
    await writeFile(path.join(folder, "keys.html"), renderProgressHtml(progressOf(HISTORY), "0.2.0"));
    const browser = await openBrowser();
    cleanups.push(() => browser.close());
    page = await browser.newPage({ viewport: { width: WIDE, height: 900 } });
    await page.goto(pathToFileURL(path.join(folder, "keys.html")).href);
  });

  after(async () => {
    for (const clean of cleanups.reverse()) {
      await clean();
    }
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [PHONE, WIDE]) {
      it(`has no violation that axe-core finds and cuts nothing off, ${width} pixels wide, in ${colorScheme} mode`, async () => {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme, media: null });
        assert.deepEqual(await violations(page, colorScheme), []);
        assert.deepEqual(await cutOff(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        assert.equal(background, colorScheme === "light" ? "rgb(255, 255, 255)" : "rgb(27, 27, 31)");
      });
    }
  }

  it("has cards with labels on a phone, and a chart with text as large as the page's", async () => {
    await page.setViewportSize({ width: PHONE, height: 900 });
    const cell = page.locator("tbody tr").first().locator("td").first();
    assert.equal(await cell.evaluate((each) => getComputedStyle(each, "::before").content), '"Keys: "');
    const sizes = await page
      .locator(".unit, .counts span, .days span")
      .evaluateAll((all) => all.map((each) => getComputedStyle(each).fontSize));
    assert.deepEqual([...new Set(sizes)], ["13px"]);
  });

  it("prints dark on light, with nothing cut off", async () => {
    await page.setViewportSize({ width: 1032, height: 700 });
    await page.emulateMedia({ colorScheme: "dark", media: "print" });
    assert.deepEqual(await cutOff(page), []);
    const colors = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    assert.deepEqual(colors, ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]);
  });
});
