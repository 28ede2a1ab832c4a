/** The second half of `npm run generate -- screenshots`: writes the pictures of the audit's page in docs/screenshots. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { PROJECT_ROOT } from "../project-root";
import { NO_BROWSER, openBrowser } from "../site/open-browser";
import { samplePage } from "./sample-page";

const SCREENSHOTS = path.join(PROJECT_ROOT, "docs/screenshots");

interface Shot {
  readonly name: string;
  readonly roles: number;
  readonly scheme: "light" | "dark";
  readonly size: { readonly width: number; readonly height: number };
  /** What is searched for. */
  readonly search?: string;
  /** Opens the first row, and scrolls to it. */
  readonly opensFirst?: boolean;
}

const DESKTOP = { width: 1440, height: 1000 };
const PHONE = { width: 390, height: 780 };

const SHOTS: readonly Shot[] = [
  { name: "audit-12-light", roles: 12, scheme: "light", size: DESKTOP },
  { name: "audit-12-dark", roles: 12, scheme: "dark", size: DESKTOP },
  { name: "audit-12-row-light", roles: 12, scheme: "light", size: DESKTOP, opensFirst: true },
  { name: "audit-500-light", roles: 500, scheme: "light", size: DESKTOP },
  { name: "audit-500-dark", roles: 500, scheme: "dark", size: DESKTOP },
  { name: "audit-500-search-light", roles: 500, scheme: "light", size: DESKTOP, search: "orders-" },
  { name: "audit-12-phone-dark", roles: 12, scheme: "dark", size: PHONE },
];

async function main(): Promise<void> {
  if (NO_BROWSER !== undefined) {
    throw new Error(NO_BROWSER);
  }
  const folder = await mkdtemp(path.join(tmpdir(), "audit-page-"));
  const browser = await openBrowser();
  try {
    for (const { name, roles, scheme, size, search, opensFirst = false } of SHOTS) {
      const file = path.join(folder, `${name}.html`);
      await writeFile(file, await samplePage(roles));
      const page = await browser.newPage({ viewport: size, colorScheme: scheme, reducedMotion: "reduce" });
      await page.goto(pathToFileURL(file).href);
      if (search !== undefined) {
        await page.getByLabel("Search", { exact: true }).fill(search);
      }
      if (opensFirst) {
        const first = page.locator("tr.role").first();
        await first.locator(".opener").press("Enter");
        await first.evaluate((row) => {
          row.scrollIntoView();
        });
      }
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
      await page.close();
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true });
  }
}

void main();
