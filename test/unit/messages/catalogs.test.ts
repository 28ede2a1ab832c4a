import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { Catalog } from "../../../messages";
import { CATALOGS } from "../../../messages/all";
import { renderErrorPage } from "../../../tools/errors/render-error-page";

const all = CATALOGS.flatMap(({ area, entries }) =>
  Object.entries(entries).map(([code, entry]) => ({ area, code, entry })),
);

describe("the message catalogs", () => {
  it("use each code once in the whole product", () => {
    const codes = all.map(({ code }) => code);
    assert.deepEqual(
      codes.filter((code, index) => codes.indexOf(code) !== index),
      [],
    );
  });

  it("have codes in kebab case", () => {
    const others = all.map(({ code }) => code).filter((code) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(code));
    assert.deepEqual(others, []);
  });

  it("are the page docs/reference/errors.md; if this fails, run `npm run errors`", () => {
    const page = readFileSync(path.join(PROJECT_ROOT, "docs/reference/errors.md"), "utf8");
    assert.equal(page, renderErrorPage(CATALOGS));
  });

  for (const { area, code, entry } of all) {
    it(`have a cause, a fix, and a short text for ${code} (${area})`, () => {
      const { text: said, next } = new Catalog(area, { [code]: entry }).say(
        code,
        ...(entry.sample as never[]),
      );
      const text = next === undefined ? said : `${said}. ${next}`;
      assert.notEqual(text, "");
      assert.ok(
        text.length <= 300 || text.includes("{"),
        `the text has ${text.length} characters, more than 300`,
      );
      assert.doesNotMatch(text, /undefined|\[object Object\]/);
      assert.match(entry.cause, /^[A-Z`[].*[.`]$/s);
      assert.match(entry.fix, /^[A-Z`[].*[.`:]$/s);
    });
  }
});
