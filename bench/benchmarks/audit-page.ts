import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { samplePage } from "../../tools/audit-page/sample-page";
import { NO_BROWSER, openBrowser } from "../../tools/site/open-browser";
import type { Benchmark } from "../benchmark";
import { atMost, type Goal, single } from "../figure";
import { inRounds } from "../rounds";
import { type Measurement, unmeasured } from "../unmeasured";

/** What is typed into the search: much is left, then less, then nothing. */
const SEARCHES = ["o", "orders-", "no such role"];

/** What the audit's HTML page costs to make, to open, and to filter. */
export const auditPage: Benchmark = {
  name: "audit-page",
  title:
    "the audit's HTML page: making it, its first paint in Chromium, and the time from a key to the filtered page",
  async run({ size, signal, report, folder }) {
    const rounds = size === "full" ? 9 : 1;
    const counts = size === "full" ? [12, 500, 2000] : [12];
    const figures: Measurement[] = [];
    const browser = NO_BROWSER === undefined ? await openBrowser() : undefined;
    try {
      for (const roles of counts) {
        report(`a page with ${roles} roles`);
        figures.push(...(await figuresOf(roles, { rounds, signal, folder, browser })));
      }
    } finally {
      await browser?.close();
    }
    return figures;
  },
};

interface Means {
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly folder: string;
  readonly browser: Browser | undefined;
}

async function figuresOf(roles: number, { rounds, signal, folder, browser }: Means): Promise<Measurement[]> {
  const { made } = await inRounds(
    { rounds, signal },
    {
      made: async () => {
        await samplePage(roles);
      },
    },
  );
  const html = await samplePage(roles);
  const file = path.join(folder, `${roles}.html`);
  await writeFile(file, html);
  const names = {
    paint: { label: `first paint, ${roles} roles`, unit: "ms", goal: atMost(2000, "ms") },
    filter: { label: `a search, ${roles} roles`, unit: "ms", goal: atMost(100, "ms") },
  } satisfies Record<string, { label: string; unit: string; goal: (value: number) => Goal }>;
  const own = [
    single({ label: `making the page of ${roles} roles`, unit: "ms" }, made),
    single({ label: `size of the page, ${roles} roles`, unit: "MB", goal: atMost(5, "MB") }, [
      html.length / 1e6,
    ]),
  ];
  if (browser === undefined) {
    const reason = { notMeasured: NO_BROWSER ?? "" };
    return [...own, unmeasured(names.paint, reason), unmeasured(names.filter, reason)];
  }
  const url = pathToFileURL(file).href;
  const paint: number[] = [];
  const filter: number[] = [];
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    paint.push(Number(await page.evaluate(FIRST_PAINT)));
    for (const text of SEARCHES) {
      filter.push(Number(await page.evaluate(searching(text))));
    }
    await page.close();
  }
  return [...own, single(names.paint, paint), single(names.filter, filter)];
}

/** Runs in the page: milliseconds from its start to its first text. */
const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const [entry] = list.getEntriesByName("first-contentful-paint");
    if (entry) resolve(entry.startTime);
  }).observe({ type: "paint", buffered: true });
})`;

/** Runs in the page: milliseconds from a change of the search to the frame after it. */
function searching(text: string): string {
  return `new Promise((resolve) => {
    const search = document.getElementById("search");
    const begun = performance.now();
    search.value = ${JSON.stringify(text)};
    search.dispatchEvent(new Event("input"));
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
  })`;
}
