/** The audit's page as a file in a real browser. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import type { AuditReport } from "../../cli/audit/audit-report";
import { renderPage } from "../../cli/audit/page/render-page";
import { ATTACKS, hostileReport } from "../../tools/audit-page/hostile-report";
import { seededReport } from "../../tools/audit-page/seeded-report";
import { NO_BROWSER, openBrowser } from "../../tools/site/open-browser";
import { cutOff, violations } from "./page-checks";

const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const LARGE = seededReport({ roles: 500 });

const SMALL: AuditReport = withSince(seededReport({ roles: 12 }));

/** The same report as if it was compared with an older one. */
function withSince(report: AuditReport): AuditReport {
  const [gone, ...findings] = report.findings;
  return {
    ...report,
    findings,
    gone: gone === undefined ? [] : [gone],
    roles: report.roles.map((role, place) => ({
      ...role,
      findings: role.findings.map((finding) => ({ ...finding, since: place === 0 ? "new" : "known" })),
    })),
  };
}

const SEVERITIES_OF_SMALL = ["1 critical", "5 high", "1 medium", "2 low"];

describe("the audit's page in a browser", function () {
  this.timeout("2m");

  let folder: string;
  let context: BrowserContext;
  let page: Page;
  const cleanups: (() => Promise<void>)[] = [];
  /** What no page may do: ask for a file, violate its policy, or fail. */
  const bad: string[] = [];

  async function open(report: AuditReport, target = page): Promise<void> {
    const file = path.join(folder, "audit.html");
    await writeFile(file, await renderPage(report));
    await target.goto(pathToFileURL(file).href);
    await target.locator("tr.role, .empty").first().waitFor({ state: "attached" });
  }

  /** The names of the roles in the list, as they are shown. */
  async function listed(): Promise<string[]> {
    return page.locator("tr.role .opener").allTextContents();
  }

  /** The names of the nodes that are drawn in full color. */
  async function lit(column: number): Promise<string[]> {
    return page
      .locator(".canvas > div")
      .nth(column)
      .locator("button:not([hidden]):not(.dim) .node-title")
      .allTextContents();
  }

  function namesOf(report: AuditReport, isIn: (role: AuditReport["roles"][number]) => boolean): string[] {
    return report.roles.filter(isIn).map(({ name }) => name);
  }

  before(async function () {
    if (NO_BROWSER !== undefined) {
      console.warn(`    ${NO_BROWSER} The tests of the page are skipped.`);
      this.skip();
    }
    folder = await mkdtemp(path.join(tmpdir(), "audit-page-"));
    cleanups.push(() => rm(folder, { recursive: true }));
    const browser = await openBrowser();
    cleanups.push(() => browser.close());
    context = await browser.newContext({ viewport: DESKTOP, reducedMotion: "reduce" });
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
        console.error(`violates ${violatedDirective}: ${blockedURI}`);
      });
    });
    context.on("request", (request) => {
      if (!/^(file|data):/.test(request.url())) {
        bad.push(`asks for ${request.url()}`);
      }
    });
    context.on("console", (message) => bad.push(`${message.type()}: ${message.text()}`));
    context.on("weberror", (error) => bad.push(error.error().message));
    page = await context.newPage();
  });

  after(async () => {
    for (const clean of cleanups.reverse()) {
      await clean();
    }
  });

  beforeEach(async () => {
    bad.length = 0;
    await page.setViewportSize(DESKTOP);
    await page.emulateMedia({ colorScheme: "light", media: null });
  });

  afterEach(() => {
    assert.deepEqual(bad, []);
  });

  it("ranks the roles as the report does, and says who gets in at the top", async () => {
    await open(SMALL);
    assert.deepEqual(
      await listed(),
      namesOf(SMALL, () => true),
    );
    assert.equal(
      await page.locator(".headline").textContent(),
      "Anyone can assume 1 of 12 roles. It leads to administrator rights.",
    );
    assert.equal(
      await page.locator(".facts").textContent(),
      "Collected 2026-11-20 14:03 UTC · 3 accounts · 2 tenants · 2 subscriptions · 168 roles, 12 for identities from outside of AWS · azure-to-aws 0.2.0",
    );
    const [first] = SMALL.roles;
    const cells = await page.locator("tr.role").first().locator("th, td").allInnerTexts();
    assert.deepEqual(
      [cells[0], cells[1], cells[2], cells[6]],
      ["1", "Anyone", "Administrator", first?.sentence],
    );
  });

  it("counts the findings of each severity at the top, without the accepted ones", async () => {
    await open(SMALL);
    assert.deepEqual(await page.locator("header .severities .badge").allTextContents(), SEVERITIES_OF_SMALL);
    await open({ ...SMALL, roles: [], findings: [] });
    assert.equal(await page.locator(".severities").textContent(), "No open findings.");
  });

  it("says what the input did not have, and which accepted findings to look at, in full", async () => {
    const notSeen = SMALL.notSeen.flatMap((sentence) => Array<string>(8).fill(sentence));
    for (const viewport of [DESKTOP, { width: 1280, height: 720 }, PHONE]) {
      await page.setViewportSize(viewport);
      await open({ ...SMALL, notSeen });
      assert.deepEqual(await page.locator(".gap li").allTextContents(), [
        ...notSeen,
        ...SMALL.acceptanceProblems,
      ]);
      assert.deepEqual(await cutOff(page, ".gap, .gap *, .matrix, .scroll:has(.matrix)"), []);
    }
  });

  it("names the GitHub organization whose repositories all get in", async () => {
    const roles = SMALL.roles.filter(({ reach }) => reach === "tenant").slice(0, 2);
    const trusting = (...subjects: readonly string[]): AuditReport => ({
      ...SMALL,
      roles: roles.map((role, place) => ({
        ...role,
        entries: role.entries.map((entry) => ({
          ...entry,
          provider: "token.actions.githubusercontent.com",
          subjects: [subjects[place] ?? ""],
        })),
      })),
    });
    const texts = () => page.locator(".headline, .matrix th[data-tone=tenant]").allTextContents();
    const contoso = "Every repository of contoso";
    await open(trusting("repo:contoso/*", "repo:contoso/*:*"));
    assert.deepEqual(await texts(), [
      `${contoso} can assume 2 of 12 roles. 2 of them lead to administrator rights.`,
      contoso,
    ]);
    assert.equal(await page.locator("tr.role .badge").first().getAttribute("title"), contoso);
    const anyone = "Anyone in the tenant, cluster, or organization";
    for (const other of ["repo:fabrikam/*", "repo:contoso/app-*"]) {
      await open(trusting("repo:contoso/*", other));
      assert.equal((await texts())[1], anyone);
    }
  });

  it("shows each number of the overview as the roles that it counts", async () => {
    await open(LARGE);
    const all = page.getByRole("button", { name: /^\d+ roles?: Anyone/ });
    assert.ok((await all.count()) >= 5);
    for (const cell of await all.all()) {
      const count = Number(await cell.textContent());
      await cell.click();
      assert.equal(await page.getByRole("status").textContent(), `${count} of 500 roles`);
      assert.equal(await page.locator("tr.role").count(), Math.min(count, 100));
      assert.equal(await cell.getAttribute("aria-pressed"), "true");
      await cell.click();
      assert.equal(await page.getByRole("status").textContent(), "500 roles");
    }
  });

  describe("filters", () => {
    const account = SMALL.roles[0]?.account ?? "";
    const cases: Readonly<Record<string, [string, (role: AuditReport["roles"][number]) => boolean]>> = {
      Reach: ["Whole tenant", ({ reach }) => reach === "tenant"],
      Power: ["Data", ({ permissions }) => permissions.power === "data"],
      Account: [account, (role) => role.account === account],
      Issuer: ["GitHub Actions", ({ entries }) => entries.some(({ issuer }) => issuer === "GitHub Actions")],
    };

    beforeEach(async () => {
      await open(SMALL);
    });

    for (const [label, [choice, isIn]] of Object.entries(cases)) {
      it(`leave the roles of one ${label.toLowerCase()}`, async () => {
        await page.getByLabel(label, { exact: true }).selectOption({ label: choice });
        const expected = namesOf(SMALL, isIn);
        assert.ok(expected.length > 0 && expected.length < 12, `${expected.length} roles`);
        assert.deepEqual(await listed(), expected);
        await page.getByRole("button", { name: "Clear" }).click();
        assert.equal((await listed()).length, 12);
      });
    }

    it("leave the roles with accepted, open, or new findings", async () => {
      const findings = page.getByLabel("Findings", { exact: true });
      await findings.selectOption("Accepted");
      assert.deepEqual(
        await listed(),
        namesOf(SMALL, (role) => role.findings.some(({ accepted }) => accepted !== undefined)),
      );
      assert.ok((await listed()).length > 0);
      await findings.selectOption("Not accepted");
      assert.deepEqual(
        await listed(),
        namesOf(SMALL, (role) => role.findings.some(({ accepted }) => accepted === undefined)),
      );
      await findings.selectOption("New");
      assert.deepEqual(
        await listed(),
        namesOf(SMALL, (role) => role === SMALL.roles[0]),
      );
    });

    it("combine, and leave nothing if nothing fits all of them", async () => {
      await page.getByLabel("Reach", { exact: true }).selectOption("Anyone");
      await page.getByLabel("Search", { exact: true }).fill("no such role");
      assert.deepEqual(await listed(), []);
      await page.getByText("No role matches.").waitFor();
    });

    it("find a role by its name, identity, audience, rule, and controller", async () => {
      const search = page.getByLabel("Search", { exact: true });
      const words = [
        SMALL.roles[3]?.name,
        SMALL.identities[0]?.name,
        SMALL.roles.find(({ entries }) => entries[0]?.subjects[0]?.startsWith("repo:"))?.entries[0]
          ?.subjects[0],
        "trust-admits-tenant",
        SMALL.roles.find(({ controllers }) => controllers.length > 0)?.controllers[0]?.by,
      ];
      for (const word of words) {
        assert.ok(word);
        await search.fill(word.toUpperCase());
        const found = await listed();
        assert.ok(found.length > 0 && found.length < 12, `${word}: ${found.length}`);
      }
    });

    it("keep the order that is chosen", async () => {
      await page.getByLabel("Order", { exact: true }).selectOption("Longest unused");
      const days = await page.locator("tr.role .used").allTextContents();
      const rank = (day: string): string => ({ never: "0", "not known": "9" })[day] ?? day;
      assert.deepEqual(
        days.map(rank),
        days.map(rank).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
      );
      assert.equal(days.length, 12);
    });
  });

  describe("a row", () => {
    const role = SMALL.roles[0];

    beforeEach(async () => {
      await open(SMALL);
      await page.locator("tr.role").first().locator(".sentence").click();
    });

    const details = () => page.locator("tr.details:not([hidden])");

    it("opens to findings, ways in, permissions, and controllers, and closes again", async () => {
      assert.deepEqual(await details().locator("h3").allTextContents(), [
        "Findings",
        "Ways in",
        "What it can do",
        "Who controls the way in",
        "Corrected trust policy",
      ]);
      const text = await details().innerText();
      for (const expected of [
        role?.arn,
        role?.findings[0]?.rule,
        role?.findings[0]?.remedy,
        role?.controllers[0]?.can,
        role?.permissions.because,
        "The statement demands none.",
      ]) {
        assert.ok(expected !== undefined && text.includes(expected), expected);
      }
      await page.locator("tr.role .opener").first().click();
      assert.equal(await details().count(), 0);
    });

    it("has the corrected policy in four languages, each to copy", async () => {
      const languages = {
        JSON: role?.correction?.json,
        Terraform: role?.correction?.terraform,
        CloudFormation: role?.correction?.cloudformation,
        Pulumi: role?.correction?.pulumi,
      };
      for (const [name, text] of Object.entries(languages)) {
        assert.ok(text);
        await page.getByRole("tab", { name }).click();
        assert.equal(await page.getByRole("tabpanel").textContent(), text);
        await page.getByRole("button", { name: "Copy", exact: true }).click();
        await page.getByRole("button", { name: "Copied" }).waitFor();
        const pasted = await page.evaluate(() => {
          const area = document.createElement("textarea");
          document.body.append(area);
          area.focus();
          return area.value;
        });
        assert.equal(pasted, "");
        await page.keyboard.press("Control+v");
        const copied = await page.locator("textarea").evaluate((area: HTMLTextAreaElement) => {
          const { value } = area;
          area.remove();
          return value;
        });
        assert.equal(copied, text);
        await page.getByRole("button", { name: "Copy", exact: true }).waitFor();
      }
    });

    it("highlights the ways into its role in the graph", async () => {
      assert.deepEqual(await lit(3), [role?.name]);
      assert.deepEqual(await lit(4), ["Anyone"]);
      await page.getByRole("button", { name: "Show in the graph" }).click();
      assert.equal(
        await page.evaluate(() => document.activeElement?.querySelector(".node-title")?.textContent),
        role?.name,
      );
    });

    it("does not move when the graph above it changes", async () => {
      await open(SMALL);
      // Chromium corrects such a movement by itself, and other browsers do not.
      await page.evaluate(() => {
        document.body.style.overflowAnchor = "none";
      });
      const other = page.locator("tr.role .opener").nth(4);
      await page.getByLabel("Show only what is selected").check();
      await other.scrollIntoViewIfNeeded();
      const before = await other.boundingBox();
      await other.press("Enter");
      assert.deepEqual((await other.boundingBox())?.y, before?.y);
    });
  });

  describe("the graph", () => {
    it("leads from a node to the roles behind it, and back with Escape", async () => {
      await open(SMALL);
      await page
        .getByRole("group", { name: "Provider" })
        .getByRole("button", { name: /^GitHub Actions/ })
        .click();
      const expected = namesOf(SMALL, ({ entries }) =>
        entries.some(({ issuer }) => issuer === "GitHub Actions"),
      );
      assert.deepEqual(await listed(), expected);
      assert.deepEqual((await lit(3)).sort(), [...expected].sort());
      assert.deepEqual(await lit(2), ["GitHub Actions"]);
      await page.getByRole("button", { name: "Through GitHub Actions ×" }).waitFor();
      await page.keyboard.press("Escape");
      assert.equal((await listed()).length, 12);
      assert.equal((await lit(3)).length, 12);
    });

    it("hides what is not selected if asked to", async () => {
      await open(SMALL);
      await page.getByLabel("Show only what is selected").check();
      await page
        .getByRole("group", { name: "Provider" })
        .getByRole("button", { name: /^GitHub Actions/ })
        .click();
      assert.deepEqual(await page.locator(".canvas > div").nth(2).locator("button:not([hidden])").count(), 1);
      assert.equal(await page.locator(".canvas path.dim").count(), 0);
    });

    it("draws 500 roles without one node over another, and says what it collapsed", async () => {
      await open(LARGE);
      assert.match(
        (await page.locator("#graph-help").textContent()) ?? "",
        /Nodes that are alike are shown as one; the worst roles stay single\./,
      );
      const overlaps = await page.locator(".canvas > div").evaluateAll((columns) =>
        columns.flatMap((column) => {
          const boxes = [...column.querySelectorAll("button")].map((node) => node.getBoundingClientRect());
          const sorted = boxes.sort((a, b) => a.top - b.top);
          return sorted.filter((box, place) => box.top < (sorted[place - 1]?.bottom ?? -Infinity));
        }),
      );
      assert.deepEqual(overlaps, []);
      const narrowest = await page
        .locator(".node")
        .evaluateAll((nodes) => Math.min(...nodes.map((node) => node.getBoundingClientRect().width)));
      assert.ok(narrowest >= 130, `${narrowest} pixels`);
    });

    it("counts the roles of a collapsed node that a filter leaves", async () => {
      await open(LARGE);
      await page.getByLabel("Search", { exact: true }).fill("orders-");
      const titles = await lit(3);
      const counts = titles.map((title) =>
        Number(/^(\d+) of \d+ roles$|^(\d+) roles$/.exec(title)?.slice(1).find(Boolean) ?? 1),
      );
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        Number(/^(\d+)/.exec((await page.getByRole("status").textContent()) ?? "")?.[1]),
      );
      assert.ok(titles.some((title) => / of \d+ roles$/.test(title)));
    });
  });

  describe("by keyboard alone", () => {
    const focused = () =>
      page.evaluate(() => {
        const { activeElement: element } = document;
        return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
      });

    beforeEach(async () => {
      await open(SMALL);
    });

    for (const viewport of [DESKTOP, PHONE]) {
      it(`gets to every control, each with a visible focus, ${viewport.width} pixels wide`, async () => {
        await page.setViewportSize(viewport);
        const seen = new Set<string>();
        const unseen: string[] = [];
        for (let steps = 0; steps < 80; steps++) {
          await page.keyboard.press("Tab");
          const now = await page.evaluate(() => {
            const element = document.activeElement;
            if (element === null || element === document.body) {
              return undefined;
            }
            const { outlineStyle, outlineWidth } = getComputedStyle(element);
            const name =
              element.getAttribute("aria-label") ?? element.getAttribute("id") ?? element.textContent;
            const label =
              element instanceof HTMLInputElement || element instanceof HTMLSelectElement
                ? element.labels?.[0]?.textContent
                : undefined;
            return {
              name: label ?? name,
              isVisible: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
            };
          });
          if (now === undefined) {
            break;
          }
          seen.add(now.name);
          if (!now.isVisible) {
            unseen.push(now.name);
          }
        }
        assert.deepEqual(unseen, []);
        const expected = [
          "Skip to the list of roles",
          "Print the list",
          "Search",
          "Reach",
          "Power",
          "Account",
          "Issuer",
          "Findings",
          "Order",
          ...(viewport === DESKTOP ? ["Hide the graph"] : []),
          "List of roles",
          ...namesOf(SMALL, () => true),
        ];
        assert.deepEqual(
          expected.filter((name) => !seen.has(name)),
          [],
        );
      });
    }

    it("searches with the slash key, and clears with Escape", async () => {
      await page.keyboard.press("/");
      await page.keyboard.type("github");
      const found = (await listed()).length;
      assert.ok(found > 0 && found < 12, `${found} roles`);
      await page.keyboard.press("Escape");
      assert.equal((await listed()).length, 12);
    });

    it("moves in the graph with arrow keys, and selects with Enter", async () => {
      /** Column and position of the focused node. */
      const place = () =>
        page.evaluate(() => {
          const node = document.activeElement;
          const column = node?.parentElement;
          return [
            column?.getAttribute("aria-label"),
            [...(column?.children ?? [])].findIndex((each) => each === node),
          ];
        });
      await page.locator('.node[tabindex="0"]').focus();
      await page.keyboard.press("Home");
      assert.deepEqual(await place(), ["Identity", 0]);
      await page.keyboard.press("ArrowDown");
      assert.deepEqual(await place(), ["Identity", 1]);
      await page.keyboard.press("End");
      assert.equal(
        (await place())[1],
        (await page.locator(".canvas > div").first().locator("button").count()) - 1,
      );
      await page.keyboard.press("Home");
      for (const column of ["Audience or application", "Provider", "Role", "Who gets in, power"]) {
        await page.keyboard.press("ArrowRight");
        assert.equal((await place())[0], column);
      }
      await page.keyboard.press("ArrowLeft");
      const role = await page.evaluate(
        () => document.activeElement?.querySelector(".node-title")?.textContent,
      );
      await page.keyboard.press("Enter");
      assert.deepEqual(await listed(), [role]);
      assert.equal(await page.locator('.node[tabindex="0"]').count(), 1);
    });

    it("moves between rows, opens one, and changes the language of its policy", async () => {
      await page.locator("tr.role .opener").first().focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focused(), SMALL.roles[0]?.name);
      await page.keyboard.press("Enter");
      await page.getByRole("tab", { name: "JSON" }).focus();
      await page.keyboard.press("ArrowRight");
      assert.equal(await focused(), "Terraform");
      assert.equal(await page.getByRole("tabpanel").textContent(), SMALL.roles[0]?.correction?.terraform);
    });

    it("shows more rows and moves the focus to the first of them", async () => {
      await open(LARGE);
      await page.getByRole("button", { name: "Show 100 more" }).press("Enter");
      assert.equal(await page.locator("tr.role").count(), 200);
      assert.equal(await focused(), LARGE.roles[100]?.name);
      await page.getByRole("button", { name: "Show all 300 remaining" }).press("Enter");
      assert.equal(await page.locator("tr.role").count(), 500);
    });
  });

  it("shows dead configuration, accepted findings with reason and date, and findings that are gone", async () => {
    await open(SMALL);
    const accepted = SMALL.roles.flatMap(({ findings }) => findings).filter((finding) => finding.accepted);
    assert.deepEqual(await page.locator("section.other > h2").allTextContents(), [
      "Other findings (2)",
      `Accepted findings (${accepted.length})`,
      "Gone since the last audit (1)",
    ]);
    assert.deepEqual(
      await page.locator("section.other .acceptance").allTextContents(),
      accepted.map(
        () => "Accepted until 2027-01-31 by security@example.com: The vendor migrates its tokens in January.",
      ),
    );
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const [layout, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      it(`has no violation that axe-core finds, in ${colorScheme} mode on a ${layout}`, async () => {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        const found: string[] = [];
        for (const [what, report] of Object.entries({ small: SMALL, large: LARGE })) {
          await open(report);
          found.push(...(await violations(page, what)));
          await page.locator(".opener").first().click();
          found.push(...(await violations(page, `${what}, row open`)));
          if (viewport === DESKTOP) {
            await page.locator(".node:not([hidden])").first().click();
            found.push(...(await violations(page, `${what}, node selected`)));
          }
          await page.getByLabel("Search", { exact: true }).fill("no such role");
          found.push(...(await violations(page, `${what}, nothing left`)));
        }
        assert.deepEqual(found, []);
      });
    }
  }

  for (const width of [320, 400, 599]) {
    it(`has cards ${width} pixels wide, cuts nothing off, and scrolls nothing sideways`, async () => {
      await page.setViewportSize({ width, height: 844 });
      for (const report of [SMALL, LARGE, hostileReport()]) {
        await open(report);
        await page.locator(".opener").first().press("Enter");
        assert.deepEqual(await cutOff(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
        const lefts = await page
          .locator("tr.role")
          .first()
          .locator(".opener, .sentence, .who, .used")
          .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().left)));
        assert.deepEqual(new Set(lefts).size, 1, String(lefts));
      }
      const label = await page
        .locator("tr.role .who")
        .first()
        .evaluate((cell) => getComputedStyle(cell, "::before").content);
      assert.equal(label, '"Who gets in: "');
    });
  }

  describe("printed", () => {
    /** Whether the elements of a selector are shown, by the page's own styles for paper. */
    async function shownOnPaper(selector: string): Promise<number> {
      return page
        .locator(selector)
        .evaluateAll((all) => all.filter((element) => element.checkVisibility()).length);
    }

    async function preparePrint(button: string): Promise<void> {
      // The dialog of a real browser would wait for a person.
      await page.evaluate(() => {
        window.print = () => {
          dispatchEvent(new Event("beforeprint"));
        };
      });
      await page.getByRole("button", { name: button }).click();
      await page.emulateMedia({ media: "print", colorScheme: "dark" });
    }

    it("is the whole ranked list without controls, dark on light", async () => {
      await open(LARGE);
      await preparePrint("Print the list");
      assert.equal(await shownOnPaper("tr.role"), 500);
      assert.equal(await shownOnPaper("tr.details"), 0);
      assert.equal(await shownOnPaper(".bar, .graph, .printing, .more button, .copy"), 0);
      assert.equal(await shownOnPaper(".severities .badge"), 4);
      await page.setViewportSize({ width: 1032, height: 700 });
      assert.deepEqual(await cutOff(page), []);
      const colors = await page.evaluate(() => {
        const { color, backgroundColor } = getComputedStyle(document.body);
        return { color, backgroundColor };
      });
      assert.deepEqual(colors, { color: "rgb(0, 0, 0)", backgroundColor: "rgb(255, 255, 255)" });
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      assert.equal(await page.locator("tr.role").count(), 100);
    });

    it("has all details if asked to, with no line cut", async () => {
      await open(SMALL);
      await preparePrint("Print with all details");
      assert.equal(await shownOnPaper("tr.details"), 12);
      await page.setViewportSize({ width: 1032, height: 700 });
      const cut = await page
        .locator("pre, table.roles")
        .evaluateAll((all) => all.filter((each) => each.scrollWidth > each.clientWidth + 1).length);
      assert.equal(cut, 0);
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      await page.emulateMedia({ media: null });
      assert.equal(await page.locator("tr.details:not([hidden])").count(), 0);
    });

    it("has pages in A4", async () => {
      await open(SMALL);
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      const sizes = [...pdf.matchAll(/\/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]/g)];
      assert.ok(sizes.length > 0);
      for (const [, width, height] of sizes) {
        assert.deepEqual([Math.round(Number(width)), Math.round(Number(height))], [842, 595]);
      }
    });
  });

  describe("with hostile text in every field", () => {
    beforeEach(async () => {
      await open(hostileReport());
      for (const opener of await page.locator(".opener").all()) {
        await opener.click();
      }
    });

    it("runs nothing, and adds no element of a stranger", async () => {
      await page.locator(".node:not([hidden])").first().click();
      await page.keyboard.press("Escape");
      const state = await page.evaluate(() => ({
        attacked: (window as unknown as { attacked?: number }).attacked,
        scripts: document.scripts.length,
        strangers: document.querySelectorAll(
          "img, iframe, object, embed, base, form[action], [autofocus], body style",
        ).length,
        handlers: [...document.querySelectorAll("*")].filter((element) =>
          element.getAttributeNames().some((name) => name.startsWith("on")),
        ).length,
        // One leads to the list on the page.
        links: [...document.links].map(({ href }) => href).filter((href) => !href.startsWith("https:"))
          .length,
      }));
      assert.deepEqual(state, { attacked: undefined, scripts: 2, strangers: 0, handlers: 0, links: 1 });
    });

    it("shows it as text, with invisible characters by their codes", async () => {
      const names = await listed();
      assert.equal(names.length, ATTACKS.length);
      assert.ok(names.includes("<script>window.attacked = 1</script>"));
      assert.ok(names.includes("<U+2028>window.attacked=7<U+2029>"));
      assert.ok(names.includes("admin<U+202E>reversed<U+202C><U+2066><U+200B>"));
      const hidden = await page.evaluate(() => {
        const text = document.body.innerText;
        // The values of choices, which nobody sees, are those of the report.
        const attributes = [...document.querySelectorAll("body :not(option)")].flatMap((element) =>
          element.getAttributeNames().map((name) => element.getAttribute(name) ?? ""),
        );
        return [text, ...attributes].filter((each) =>
          /[\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029]/.test(each),
        );
      });
      assert.deepEqual(hidden, []);
    });

    it("has no violation that axe-core finds", async () => {
      assert.deepEqual(await violations(page, "hostile"), []);
    });
  });

  it("says so if there is nothing to show", async () => {
    await open({ ...SMALL, roles: [], findings: [], gone: [], notSeen: [], acceptanceProblems: [] });
    assert.equal(
      await page.locator(".headline").textContent(),
      "No role is open to more than the identities that it names.",
    );
    assert.deepEqual(await page.locator("h2").allTextContents(), ["Roles, the worst first"]);
  });
});
