/** The documentation site as it is built, in a real browser. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import axe from "axe-core";
import type { BrowserContext, Page } from "playwright-core";
import { withCode } from "../../messages";
import { errorSections } from "../../messages/error-sections";
import { PROJECT } from "../../messages/project";
import { PROJECT_ROOT } from "../../tools/project-root";
import { buildSite } from "../../tools/site/build-site";
import { NO_BROWSER, openBrowser } from "../../tools/site/open-browser";
import { type ServedSite, serveSite } from "../../tools/site/serve-site";

/** Not the root, so that a link that forgets where the site lies is found. */
const BASE = "/manual/";

/** One page of each kind, by its address. */
const KINDS: Readonly<Record<string, string>> = {
  "title page": "",
  "index page": "how-to/",
  tutorial: "tutorials/first-run.html",
  "how-to guide": "how-to/other-languages.html",
  reference: "reference/arguments.html",
  "error catalog": "errors/logins.html",
  rule: "reference/rules/oidc-trust-requires-subject.html",
  explanation: "explanation/who-trusts-whom.html",
  overview: "overview.html",
  example: "examples/aks.html",
};

/** What users type, for each kind of problem that they ask about elsewhere, and the pages of which one must be among the first three hits. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  // Setup.
  "how can an azure vm use aws without keys": ["overview", "examples/quickstart", "tutorials/"],
  "getting started": ["tutorials/"],
  // Token version and audience.
  "entra v1 or v2 token": ["explanation/token-versions"],
  "An error occurred (InvalidIdentityToken) when calling the AssumeRoleWithWebIdentity operation: Incorrect token audience":
    ["how-to/troubleshoot"],
  // Refresh in long-running apps.
  "boto3 ExpiredToken long running process": ["how-to/troubleshoot", "reference/clients"],
  "refresh credentials after one hour": [
    "how-to/in-your-application/python",
    "reference/clients",
    "reference/credential-helper",
  ],
  // AKS and containers.
  "aks workload identity s3": ["how-to/aks", "how-to/other-compute", "examples/aks"],
  "aws credentials in a container on azure": [
    "how-to/container-apps",
    "how-to/other-compute",
    "examples/container-app",
  ],
  // Windows.
  "windows vm powershell aws credentials": ["how-to/windows"],
  // App Service and Functions.
  "azure function s3 managed identity": [
    "how-to/app-service",
    "how-to/other-compute",
    "examples/app-service",
  ],
  // Pipelines.
  "azure devops pipeline assume aws role": [
    "how-to/azure-devops",
    "how-to/continuous-integration",
    "examples/ci-logins",
  ],
  "github actions deploy azure and aws oidc": ["how-to/continuous-integration", "examples/ci-logins"],
  // Data platforms.
  "fabric shortcut s3 without access key": ["how-to/microsoft-fabric"],
  "power bi s3": ["how-to/microsoft-fabric", "reference/where-code-runs.html#power-bi"],
  "azure databricks read s3 without access keys": ["how-to/databricks"],
  "data factory amazon s3 linked service": ["how-to/data-factory"],
  "synapse pipeline s3": ["how-to/data-factory"],
  // Data transfer.
  "azcopy s3 to blob": ["how-to/azcopy"],
  "rclone credentials azure": ["reference/clients"],
  "s3fs mount from azure vm": ["reference/clients"],
  // Proxies.
  "behind a corporate proxy": [
    "errors/credential-helper",
    "how-to/deploy-into-a-landing-zone",
    "reference/credential-helper",
  ],
  "http proxy 169.254.169.254": ["how-to/troubleshoot", "reference/credential-helper"],
  // STS cannot fetch keys.
  "Couldn't retrieve verification key from your identity provider": ["how-to/troubleshoot"],
  // Sentinel.
  "sentinel aws connector": ["how-to/sentinel-and-defender"],
  // Services of AWS that reach into Azure.
  "aws security hub azure": ["how-to/security-hub"],
  // Agents.
  "bedrock from azure": ["how-to/bedrock"],
  "entra agent id bedrock": ["how-to/bedrock"],
  // Other kinds of credentials.
  "aws login azure": ["how-to/aws-login"],
  "iam roles anywhere azure vm": ["how-to/roles-anywhere"],
  "spiffe svid aws": ["how-to/spiffe"],
  // Thumbprints.
  "oidc provider thumbprint": ["errors/pack-findings", "reference/rules/oidc-provider-is-well-formed"],
  // Cost.
  "nat gateway cost": ["reference/costs"],
  "how much does it cost per month": ["reference/costs"],
  // Limits of IAM and Entra.
  "100 client ids per oidc provider": [
    "errors/pack-findings",
    "reference/rules/oidc-provider-is-well-formed",
  ],
  // Rights in Entra.
  "AppRoleAssignment.ReadWrite.All": ["how-to/deploy-with-a-custom-directory-role", "reference/permissions"],
  "deploy without global administrator": [
    "how-to/deploy-with-a-custom-directory-role",
    "reference/permissions",
  ],
  // Stored keys, roles that let others in, and incidents.
  "find aws access keys used in azure": ["how-to/from-keys-to-zero"],
  "audit all accounts": ["how-to/audit-your-company"],
  "terraform trust policy check": ["how-to/check-terraform"],
  "vm compromised": ["how-to/suspend"],
};

/** Pages that a user does not look for: evidence, decisions, and pages for contributors and maintainers. */
const NOT_FOR_USERS =
  /^(?:(?:decisions|maintaining)\/|(?:architecture|assurance|changelog|contributing|found|security-baseline|reference\/lab-evidence|reference\/performance|explanation\/laws|explanation\/why-the-lab-can-be-trusted)\.html)/;

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

describe("the documentation site", function () {
  this.timeout("10m");

  let folder: string;
  let site: ServedSite;
  let context: BrowserContext;
  let page: Page;
  let addresses: string[];
  const cleanups: (() => Promise<void>)[] = [];
  const requested = new Set<string>();
  const failed = new Set<string>();

  const at = (address: string): string => new URL(address, site.url).href;

  async function open(address: string): Promise<void> {
    await page.goto(at(address));
    // Vue sets this when it has taken over the page.
    await page.waitForFunction(() => Object.hasOwn(document.querySelector("#app") ?? {}, "__vue_app__"));
  }

  async function openSearch(): Promise<void> {
    await page.keyboard.press("Control+k");
    await page.getByLabel("Search the manual").waitFor();
  }

  /** The address of the first hit, relative to the site. */
  async function firstHit(query: string): Promise<string | undefined> {
    await page.getByLabel("Search the manual").fill(query);
    const href = await page.evaluate(() => document.querySelector(".hit")?.getAttribute("href"));
    return href?.slice(BASE.length);
  }

  /** The addresses of all hits, relative to the site. */
  async function allHits(query: string): Promise<string[]> {
    await page.getByLabel("Search the manual").fill(query);
    const links = await page.$$eval(".hit", (all) => all.map((hit) => hit.getAttribute("href") ?? ""));
    return links.map((href) => href.slice(BASE.length));
  }

  /** A page's file, as it was written. */
  const written = (address: string): string => readFileSync(path.join(folder, address), "utf8");

  async function setDark(isDark: boolean): Promise<void> {
    await page.evaluate((dark) => {
      document.documentElement.classList.toggle("dark", dark);
    }, isDark);
  }

  /** What axe-core finds, a line for each element. */
  async function violations(): Promise<string[]> {
    return page.evaluate(async () => {
      // Colors that still fade from one to the other would be measured half-way.
      await Promise.all(document.getAnimations().map((animation) => animation.finished));
      const { axe: engine } = window as unknown as { axe: typeof axe };
      const { violations: found } = await engine.run();
      return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
    });
  }

  before(async function () {
    if (NO_BROWSER !== undefined) {
      console.warn(`    ${NO_BROWSER} The tests of the site are skipped.`);
      this.skip();
    }
    folder = await mkdtemp(path.join(tmpdir(), "manual-"));
    cleanups.push(() => rm(folder, { recursive: true }));
    await buildSite(folder, BASE);
    site = await serveSite(folder, BASE);
    cleanups.push(() => site.stop());
    const browser = await openBrowser();
    cleanups.push(() => browser.close());
    context = await browser.newContext({
      viewport: DESKTOP,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    await context.addInitScript({ content: axe.source });
    context.on("request", (request) => requested.add(request.url()));
    context.on("response", (response) => {
      if (response.status() >= 400) {
        failed.add(response.url());
      }
    });
    page = await context.newPage();
    addresses = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".html") && file !== "404.html")
      .filter((file) => readFileSync(path.join(folder, file), "utf8").includes('<div id="app">'));
  });

  after(async () => {
    for (const clean of cleanups.reverse()) {
      await clean();
    }
  });

  it("has no page that is for the Pulumi Registry", () => {
    assert.deepEqual(
      addresses.filter((address) => /_index|installation-configuration/.test(address)),
      [],
    );
  });

  it("has only links within itself that lead to a page and to a place on it", async () => {
    await open("");
    const { links, anchors } = await page.evaluate(
      async ([files, root]) => {
        const found: { from: string; to: string }[] = [];
        const ids: Record<string, string[]> = {};
        for (const file of files) {
          const answer = await fetch(root + file);
          const document = new DOMParser().parseFromString(await answer.text(), "text/html");
          ids[root + file] = [...document.querySelectorAll("[id]")].map(({ id }) => id);
          for (const element of document.querySelectorAll("[href], [src]")) {
            const to = element.getAttribute("href") ?? element.getAttribute("src") ?? "";
            found.push({ from: file, to: new URL(to, root + file).href });
          }
        }
        return { links: found, anchors: ids };
      },
      [addresses, site.url] as const,
    );
    const own = links.filter(({ to }) => to.startsWith(new URL("/", site.url).href));
    assert.ok(own.length > 1000, `${own.length} links`);
    const wrong = own.filter(({ to }) => {
      const { origin, pathname, hash } = new URL(to);
      const file = pathname.endsWith("/") ? `${pathname}index.html` : pathname;
      const isFile = readdirOnce(folder).has(file.slice(BASE.length)) && file.startsWith(BASE);
      const fragment = decodeURIComponent(hash.slice(1));
      return !isFile || (fragment !== "" && !anchors[origin + file]?.includes(fragment));
    });
    assert.deepEqual(
      wrong.map(({ from, to }) => `${from}: ${to}`),
      [],
    );
  });

  it("lists every page of a kind on the index page of the kind", async () => {
    for (const kind of ["tutorials", "how-to", "reference", "explanation"]) {
      const files = readdirSync(path.join(PROJECT_ROOT, "docs", kind)).filter(
        (file) => file.endsWith(".md") && file !== "README.md",
      );
      await open(`${kind}/`);
      const listed = await page.$$eval(".vp-doc li > a", (all) =>
        all.map((link) => link.getAttribute("href")),
      );
      assert.deepEqual(
        files.filter((file) => !listed.includes(`${BASE}${kind}/${file.replace(/\.md$/, ".html")}`)),
        [],
      );
    }
  });

  it("sends each old address on to the new one, with its fragment", async () => {
    const table = readFileSync(path.join(PROJECT_ROOT, "docs/.vitepress/redirects.mts"), "utf8");
    const moved = [...table.matchAll(/^ {2}"?([\w/-]+)"?: "([\w/-]+)",$/gm)];
    assert.ok(moved.length >= 23, `${moved.length} moved pages`);
    for (const [, from = "", to = ""] of moved) {
      await page.goto(at(`${from}.html#place`));
      await page.waitForURL(at(`${to}.html#place`));
    }
  });

  it("begins with one command and its output, those of the README, and with what the product is for", async () => {
    const consoles = (file: string): string[] =>
      readFileSync(path.join(PROJECT_ROOT, file), "utf8").match(/^```console\n[^]*?^```$/gm) ?? [];
    const [block = "", ...others] = consoles("docs/index.md");
    assert.match(block, /^\$ npx @azure-to-aws\/cli judge \.$/m);
    assert.deepEqual(others, []);
    assert.ok(consoles("README.md").includes(block), "the output differs from that of the README");
    await open("");
    const uses = await page.$$eval(".vp-doc h2 + ul > li", (all) =>
      all.map((use) => [
        use.querySelector("strong")?.innerText,
        use.querySelector("a")?.getAttribute("href"),
      ]),
    );
    assert.deepEqual(
      uses.map(([name]) => name),
      ["Component", "Policy pack", "CLI: judge", "CLI: audit", "CLI: keys", "CLI: explain"],
    );
    assert.equal(new Set(uses.map(([, target]) => target)).size, uses.length);
  });

  it("has no page for maintainers among the guides for users", async () => {
    await open("how-to/");
    const links = await page.$$eval(".vp-doc li > a", (all) =>
      all.map((link) => link.getAttribute("href") ?? ""),
    );
    assert.deepEqual(
      links.filter((href) => NOT_FOR_USERS.test(href.slice(BASE.length))),
      [],
    );
    assert.ok(addresses.includes("maintaining/release.html"));
  });

  it("describes each page by how it begins, and shows the version", async () => {
    const wrong: string[] = [];
    const described = new Map<string, string>();
    await open("");
    for (const address of addresses) {
      const html = written(address);
      const { description, first } = await page.evaluate((text) => {
        const document = new DOMParser().parseFromString(text, "text/html");
        const meta = document.querySelector<HTMLMetaElement>('meta[name="description"]');
        const paragraph = document.querySelector("main .vp-doc p, main .vp-doc li")?.textContent ?? "";
        return { description: meta?.content ?? "", first: paragraph.replace(/\s+/g, " ").trim() };
      }, html);
      const isBeginning = first.startsWith(description.replace(/[.…]$/, "").trim());
      const earlier = described.get(description);
      if (
        description === "" ||
        description.length > 160 ||
        earlier !== undefined ||
        /[`*\]]/.test(description)
      ) {
        wrong.push(`${address}: ${description}${earlier === undefined ? "" : ` (as ${earlier})`}`);
      } else if (!isBeginning && address !== "index.html" && !/^[^:]+: /.test(description)) {
        wrong.push(`${address}: ${description} (the page begins: ${first})`);
      }
      described.set(description, address);
    }
    assert.deepEqual(wrong, []);
    const { version } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    await page.getByRole("link", { name: `Version ${version}` }).click();
    await page.waitForURL(at("changelog.html"));
  });

  it("has a sitemap and canonical addresses as soon as the project has an address, and none before", () => {
    const { site: published } = PROJECT;
    const canonical = (address: string) => /<link rel="canonical" href="([^"]*)"/.exec(written(address))?.[1];
    const expected = (address: string) =>
      published === undefined ? undefined : `${published}/${address.replace(/(^|\/)index\.html$/, "$1")}`;
    assert.deepEqual(addresses.map(canonical), addresses.map(expected));
    const sitemap = readdirOnce(folder).has("sitemap.xml") ? written("sitemap.xml") : undefined;
    const listed = [...(sitemap ?? "").matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => address);
    assert.deepEqual(listed.sort(), published === undefined ? [] : addresses.map(expected).sort());
  });

  it("shows the block of each code tab that is chosen, and no other of its group", async () => {
    const withTabs = addresses.filter((file) =>
      readFileSync(path.join(folder, file), "utf8").includes('class="vp-code-group'),
    );
    assert.ok(withTabs.length > 0, "no page has code tabs");
    for (const address of withTabs) {
      await open(address);
      for (const group of await page.locator(".vp-code-group").all()) {
        const tabs = await group.locator(".tabs label").all();
        assert.ok(tabs.length > 1, address);
        for (const [place, tab] of tabs.entries()) {
          await tab.click();
          const shown = await group
            .locator(".blocks > div")
            .evaluateAll((all) => all.map((block) => getComputedStyle(block).display !== "none"));
          assert.deepEqual(
            shown,
            tabs.map((_, other) => other === place),
            address,
          );
        }
      }
    }
  });

  describe("search", () => {
    beforeEach(async () => {
      await open("");
      await openSearch();
      await page.getByText("Type words, or paste an error text.").waitFor();
    });

    const samples = errorSections().map(({ code, page, message }) => ({ code, page, text: message }));

    it("finds the entry of each message by its text and code, as the first hit", async () => {
      await firstHit("loads the index");
      await page.locator(".hit").first().waitFor();
      const wrong: string[] = [];
      for (const message of samples) {
        const hit = await firstHit(`workloads.app: ${withCode(message)}`);
        if (hit !== `${message.page}.html#${message.code}`) {
          wrong.push(`${message.code}: ${hit ?? "nothing"}`);
        }
      }
      assert.deepEqual(wrong, []);
    });

    it("finds the entry of each message by its text alone, as the first hit", async () => {
      await firstHit("loads the index");
      await page.locator(".hit").first().waitFor();
      const wrong: string[] = [];
      // Two messages with the same text can be told apart by their codes only. A message that quotes another one has that one's code.
      const codes = samples.map(({ code }) => `[${code}]`);
      const clear = samples.filter(
        ({ code, text }) =>
          !codes.some((quoted) => text.includes(quoted)) &&
          !samples.some((other) => other.code !== code && other.text.includes(text)),
      );
      for (const { code, page: at, text } of clear) {
        const hit = await firstHit(text);
        if (hit !== `${at}.html#${code}`) {
          wrong.push(`${code}: ${hit ?? "nothing"}`);
        }
      }
      assert.deepEqual(wrong, []);
    });

    it("finds an argument by its name, as the first hit, and leads to its row", async () => {
      await firstHit("loads the index");
      await page.locator(".hit").first().waitFor();
      const places: Readonly<Record<string, string>> = {
        additionalSubjects: "reference/arguments.html#workloadsettings-additionalsubjects",
        "WorkloadSettings.roleName": "reference/arguments.html#workloadsettings-rolename",
        "FederatedRole maxSessionDuration": "reference/arguments.html#federatedrole-maxsessionduration",
        "GuestInstallation runCommandId": "reference/outputs.html#guestinstallation-runcommandid",
      };
      for (const [query, place] of Object.entries(places)) {
        assert.equal(await firstHit(query), place, query);
      }
      await firstHit("additionalSubjects");
      await page.keyboard.press("Enter");
      await page.waitForURL(at("reference/arguments.html#workloadsettings-additionalsubjects"));
      const row = page.locator("tr", { has: page.locator("#workloadsettings-additionalsubjects") });
      assert.match(await row.innerText(), /^additionalSubjects\tlist of strings\t/);
    });

    it("finds what users ask within the first three hits, on users' pages before all others", async () => {
      await firstHit("loads the index");
      await page.locator(".hit").first().waitFor();
      const wrong: string[] = [];
      let others = 0;
      for (const [question, wanted] of Object.entries(QUESTIONS)) {
        const hits = await allHits(question);
        const isWanted = (hit: string) => wanted.some((address) => hit.startsWith(address));
        if (!hits.slice(0, 3).some(isWanted)) {
          wrong.push(`${question}: ${hits.slice(0, 3).join(", ")}`);
        }
        const kinds = hits.map((hit) => NOT_FOR_USERS.test(hit));
        others += kinds.filter(Boolean).length;
        if (kinds.lastIndexOf(false) > kinds.indexOf(true) && kinds.includes(true)) {
          wrong.push(`${question}: ${hits[kinds.indexOf(true)] ?? ""} is before a page for users`);
        }
      }
      assert.deepEqual(wrong, []);
      assert.ok(others > 0, "the other pages are not found at all");
    });

    it("takes a log of several lines from the clipboard, and leads to the entry", async () => {
      const log =
        "botocore.exceptions.CredentialRetrievalError:\n  the identity is not assigned to the application for audience api://orders.\n  Assign its app role. [entra-not-assigned]\nexit status 1";
      await page.evaluate((text) => navigator.clipboard.writeText(text), log);
      await page.keyboard.press("Control+v");
      await page.locator(".hit").first().waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(at("errors/credential-helper.html#entra-not-assigned"));
      assert.equal(await page.getByRole("dialog").count(), 0);
    });

    it("is used by keyboard alone, and closes with Escape", async () => {
      await page.keyboard.type("managed identity");
      await page.locator(".hit").nth(1).waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowDown");
      const focused = () =>
        page.evaluate(() =>
          [...document.querySelectorAll(".hit")].findIndex((hit) => hit === document.activeElement),
        );
      assert.equal(await focused(), 1);
      await page.keyboard.press("ArrowUp");
      assert.equal(await focused(), 0);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    });
  });

  for (const [layout, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    for (const scheme of ["light", "dark"]) {
      it(`has no violation that axe-core finds, in ${scheme} mode on a ${layout}`, async () => {
        await page.setViewportSize(viewport);
        const found: string[] = [];
        for (const [kind, address] of Object.entries(KINDS)) {
          await open(address);
          await setDark(scheme === "dark");
          found.push(...(await violations()).map((line) => `${kind}: ${line}`));
        }
        await openSearch();
        found.push(...(await violations()).map((line) => `empty search: ${line}`));
        await firstHit("managed identity");
        await page.locator(".hit").first().waitFor();
        found.push(...(await violations()).map((line) => `search: ${line}`));
        await page.setViewportSize(DESKTOP);
        assert.deepEqual(found, []);
      });
    }
  }

  it("is no wider than a phone on any page, and long tables scroll by themselves", async () => {
    await page.setViewportSize(PHONE);
    const wide: string[] = [];
    for (const address of addresses) {
      await open(address);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      if (width > PHONE.width) {
        wide.push(`${address}: ${width}`);
      }
    }
    await page.setViewportSize(DESKTOP);
    assert.deepEqual(wide, []);
  });

  it("shows a picture as wide as a phone's column, and a wide one wider, so its text can be read", async () => {
    await page.setViewportSize(PHONE);
    const room = async (address: string) => {
      await open(address);
      return page.evaluate(() =>
        [...document.querySelectorAll("figure.diagram")].map((figure) => {
          const shown = [...figure.querySelectorAll("img")].find(({ clientWidth }) => clientWidth > 0);
          return (shown?.clientWidth ?? 0) - figure.clientWidth;
        }),
      );
    };
    assert.deepEqual(await room("how-to/which-way.html"), [0]);
    const [chain, tokenPath = 0, teams = 0] = await room("explanation/who-trusts-whom.html");
    assert.equal(chain, 0);
    assert.ok(tokenPath > 0 && teams > 0, `${tokenPath}, ${teams}`);
    await page.setViewportSize(DESKTOP);
  });

  it("prints text and whole code alone, dark or light", async () => {
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 720, height: 1000 });
    for (const isDark of [false, true]) {
      for (const address of Object.values(KINDS)) {
        await open(address);
        await setDark(isDark);
        const seen = await page.evaluate(() => {
          const isShown = (element: Element) => element.checkVisibility();
          return {
            navigation: [...document.querySelectorAll("nav, header, aside, button, input")].filter(isShown)
              .length,
            cut: [...document.querySelectorAll("pre")].filter(
              (block) => isShown(block) && block.scrollWidth > block.clientWidth + 1,
            ).length,
            hiddenCode: [...document.querySelectorAll("pre")].filter((block) => !isShown(block)).length,
            text: getComputedStyle(document.querySelector(".vp-doc p, .VPHero p") ?? document.body).color,
          };
        });
        const dark = /^rgb\((\d+), (\d+), (\d+)\)$/
          .exec(seen.text)
          ?.slice(1)
          .every((part) => Number(part) < 100);
        assert.deepEqual(
          { ...seen, text: dark },
          { navigation: 0, cut: 0, hiddenCode: 0, text: true },
          address,
        );
      }
    }
    await open("overview.html");
    const after = await page
      .locator('.vp-doc a[href^="https:"]')
      .first()
      .evaluate((link) => getComputedStyle(link, "::after").content);
    assert.match(after, /https:/);
    await page.emulateMedia({ media: null });
    await page.setViewportSize(DESKTOP);
  });

  it("filters the rows of a long table", async () => {
    await open("reference/lab-evidence.html");
    const filter = page.getByLabel("Filter the rows of the next table").first();
    await filter.fill("token");
    const rows = await filter.evaluate((input) =>
      [...(input.nextElementSibling?.querySelectorAll("tbody tr") ?? [])]
        .filter((row) => row.checkVisibility())
        .map((row) => row.textContent.toLowerCase().includes("token")),
    );
    assert.ok(rows.length > 0);
    assert.deepEqual(new Set(rows), new Set([true]));
  });

  // A group by itself, since mocha runs it after all tests above.
  describe("all its pages together", () => {
    it("ask no other host for anything, and nothing that is not there", () => {
      const hosts = [...requested].filter((url) => !url.startsWith("data:")).map((url) => new URL(url).host);
      assert.deepEqual([...new Set(hosts)], [new URL(site.url).host]);
      assert.deepEqual([...failed], []);
    });
  });
});

const files = new Map<string, ReadonlySet<string>>();

/** The files below a folder, by their paths from it. */
function readdirOnce(folder: string): ReadonlySet<string> {
  const known = files.get(folder) ?? new Set(readdirSync(folder, { recursive: true, encoding: "utf8" }));
  files.set(folder, known);
  return known;
}
