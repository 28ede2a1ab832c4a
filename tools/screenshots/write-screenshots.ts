/** `npm run generate -- screenshots`: builds the documentation site and writes docs/screenshots. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildSite } from "../site/build-site";
import { NO_BROWSER, openBrowser } from "../site/open-browser";
import { serveSite } from "../site/serve-site";

const SCREENSHOTS = path.resolve(__dirname, "../../docs/screenshots");
const VIEWPORTS = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 780 } };

/** What is pasted into the search box. */
const ERROR =
  "the identity is not assigned to the application for audience api://orders. Assign its app role. A new assignment can take minutes. Entra answered 400: AADSTS501051 [entra-not-assigned]";

interface Shot {
  readonly name: string;
  readonly address: string;
  readonly viewport: keyof typeof VIEWPORTS;
  readonly scheme: "light" | "dark";
  /** What is scrolled to; nothing for the top of the page. */
  readonly scrollTo?: string;
  /** What is searched for; nothing if the search box stays closed. */
  readonly query?: string;
}

const SHOTS: readonly Shot[] = [
  { name: "title", address: "", viewport: "desktop", scheme: "light" },
  { name: "title", address: "", viewport: "phone", scheme: "dark" },
  { name: "index", address: "how-to/", viewport: "desktop", scheme: "dark" },
  { name: "explanation", address: "explanation/who-trusts-whom.html", viewport: "desktop", scheme: "light" },
  { name: "explanation", address: "explanation/who-trusts-whom.html", viewport: "desktop", scheme: "dark" },
  { name: "explanation", address: "explanation/who-trusts-whom.html", viewport: "phone", scheme: "light" },
  { name: "tabs", address: "how-to/other-languages.html", viewport: "desktop", scheme: "light" },
  {
    name: "table",
    address: "reference/lab-evidence.html",
    viewport: "desktop",
    scheme: "dark",
    scrollTo: ".row-filter",
  },
  {
    name: "table",
    address: "reference/lab-evidence.html",
    viewport: "phone",
    scheme: "light",
    scrollTo: ".row-filter",
  },
  { name: "search", address: "overview.html", viewport: "desktop", scheme: "light", query: ERROR },
  { name: "search", address: "overview.html", viewport: "desktop", scheme: "dark", query: "trust policy" },
  { name: "search", address: "overview.html", viewport: "phone", scheme: "dark", query: ERROR },
];

async function main(): Promise<void> {
  if (NO_BROWSER !== undefined) {
    throw new Error(NO_BROWSER);
  }
  const folder = await mkdtemp(path.join(tmpdir(), "manual-"));
  await buildSite(folder, "/");
  const site = await serveSite(folder, "/");
  const browser = await openBrowser();
  try {
    await mkdir(SCREENSHOTS, { recursive: true });
    for (const { name, address, viewport, scheme, query, scrollTo } of SHOTS) {
      const page = await browser.newPage({
        viewport: VIEWPORTS[viewport],
        colorScheme: scheme,
        reducedMotion: "reduce",
      });
      await page.goto(new URL(address, site.url).href, { waitUntil: "networkidle" });
      if (query !== undefined) {
        await page.keyboard.press("Control+k");
        await page.getByLabel("Search the manual").fill(query);
        await page.locator(".hit").first().waitFor();
      }
      if (scrollTo !== undefined) {
        // Below the navigation, which stays at the top.
        await page
          .locator(scrollTo)
          .first()
          .evaluate((element) => {
            element.style.scrollMarginTop = "140px";
            element.scrollIntoView();
          });
      }
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}-${viewport}-${scheme}.png`) });
      await page.close();
    }
  } finally {
    await browser.close();
    await site.stop();
    await rm(folder, { recursive: true });
  }
}

void main();
