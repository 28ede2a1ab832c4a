import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { PAGE_SCRIPT, PAGE_STYLE } from "../../../../../cli/audit/page/page-assets";
import { type PageData, unpacked } from "../../../../../cli/audit/page/page-data";
import { contentSecurityPolicy, dataBlock, renderPage } from "../../../../../cli/audit/page/render-page";
import { ATTACKS, hostileReport } from "../../../../../tools/audit-page/hostile-report";
import { seededReport } from "../../../../../tools/audit-page/seeded-report";

/** The contents of the elements of a name. */
function contentsOf(html: string, name: string): string[] {
  return [...html.matchAll(new RegExp(`<${name}[^>]*>([^]*?)</${name}>`, "g"))].map(([, text = ""]) => text);
}

function hashOf(text = ""): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

describe("the audit's page", () => {
  it("has one JSON block, one script, and one style, in this order", async () => {
    const html = await renderPage(seededReport({ roles: 3 }));
    const [data = "", script, ...others] = contentsOf(html, "script");
    assert.deepEqual(others, []);
    assert.equal(script, PAGE_SCRIPT);
    assert.deepEqual(contentsOf(html, "style"), [PAGE_STYLE]);
    assert.equal((JSON.parse(data) as PageData).report.roles.length, 3);
  });

  it("allows its own script and style by their hashes, and nothing else", async () => {
    const html = await renderPage(seededReport({ roles: 3 }));
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html)?.[1];
    assert.equal(
      policy,
      [
        "default-src 'none'",
        `script-src '${hashOf(contentsOf(html, "script")[1])}'`,
        `style-src '${hashOf(contentsOf(html, "style")[0])}'`,
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
      ].join("; "),
    );
    assert.notEqual(contentSecurityPolicy("other", PAGE_STYLE), policy);
    // A policy counts only from its place on.
    assert.ok(html.indexOf("Content-Security-Policy") < html.indexOf("<style"));
  });

  it("names no other file", async () => {
    const html = await renderPage({ ...seededReport({ roles: 1 }), roles: [] });
    const shell = html.replace(PAGE_SCRIPT, "").replace(PAGE_STYLE, "");
    assert.deepEqual(
      [...shell.matchAll(/\b(?:src|href|data|action)=("[^"]*")/g)].map(([, address]) => address),
      ['"data:,"'],
    );
  });

  it("has the day of the input in its title, and no title from the input otherwise", async () => {
    const report = seededReport({ roles: 1 });
    const titleOf = async (collectedAt: string): Promise<string | undefined> =>
      contentsOf(await renderPage({ ...report, collectedAt }), "title")[0];
    assert.equal(await titleOf("2026-11-20T14:03:22Z"), "Who can get into AWS, 2026-11-20");
    assert.equal(await titleOf("</title><script>"), "Who can get into AWS");
  });

  it("keeps hostile text as data: it ends no element, and is the same when it is read", async () => {
    const report = hostileReport();
    const html = await renderPage(report);
    const [data = "", script, ...others] = contentsOf(html, "script");
    assert.deepEqual(others, []);
    assert.equal(script, PAGE_SCRIPT);
    assert.doesNotMatch(data, /[<>&\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b]/);
    const { report: read, lines } = JSON.parse(data) as PageData;
    const roles = read.roles.map(({ correction, ...role }) => ({
      ...role,
      ...(correction && {
        correction: {
          hasPlaceholders: correction.hasPlaceholders,
          json: unpacked(lines, correction.json),
          terraform: unpacked(lines, correction.terraform),
          cloudformation: unpacked(lines, correction.cloudformation),
          pulumi: unpacked(lines, correction.pulumi),
        },
      }),
    }));
    assert.deepEqual({ ...read, roles }, JSON.parse(JSON.stringify(report)));
    for (const attack of ATTACKS) {
      assert.ok(
        read.roles.some(({ name }) => name === attack),
        attack,
      );
    }
  });

  it("says the same for the same report", async () => {
    const report = seededReport({ roles: 40 });
    assert.equal(await renderPage(report), await renderPage(report));
  });
});

describe("a JSON block", () => {
  it("escapes what could end an element, and what hides or reorders text", () => {
    assert.equal(dataBlock("</script>&\u2028\u2029"), String.raw`"\u003c/script\u003e\u0026\u2028\u2029"`);
    assert.equal(dataBlock("\u202e\u2066\u200b\ufeff"), String.raw`"\u202e\u2066\u200b\ufeff"`);
    assert.equal(dataBlock("\u{E0041}"), String.raw`"\udb40\udc41"`);
    assert.equal(dataBlock("\ud800"), String.raw`"\ud800"`);
    assert.equal(dataBlock({ name: 'é "quoted"' }), String.raw`{"name":"é \"quoted\""}`);
  });
});

describe("the script and the style of the page", () => {
  it("have nothing that ends their element", () => {
    assert.doesNotMatch(PAGE_SCRIPT, /<\/script|<!--/i);
    assert.doesNotMatch(PAGE_STYLE, /<\/style|<!--/i);
  });

  it("turn no text into HTML or code, and call nobody", () => {
    const sinks =
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|\beval\b|new Function|srcdoc|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|localStorage|cookie/;
    assert.doesNotMatch(PAGE_SCRIPT, sinks);
    assert.doesNotMatch(PAGE_STYLE, /url\(|@import/);
  });

  it("are small", () => {
    assert.ok(PAGE_SCRIPT.length < 64_000, `${PAGE_SCRIPT.length} characters`);
    assert.ok(PAGE_STYLE.length < 16_000, `${PAGE_STYLE.length} characters`);
  });
});
