import assert from "node:assert/strict";
import * as entry from "../../../messages";
import { CATALOGS } from "../../../messages/all";
import * as cliEntry from "../../../messages/cli";
import * as labEntry from "../../../messages/lab";
import { renderErrorPage } from "../../../tools/errors/render-error-page";

const { Catalog } = entry;

const all = CATALOGS.flatMap(({ area, entries }) =>
  Object.entries(entries).map(([code, message]) => ({ area, code, message })),
);

describe("the message catalogs", () => {
  it("are all on the page, from whichever entry programs import them", () => {
    const exported = [entry, cliEntry, labEntry].flatMap((module): unknown[] => Object.values(module));
    const catalogs = exported.filter((value) => value instanceof Catalog);
    assert.deepEqual(new Set(catalogs), new Set(CATALOGS));
  });

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

  it("are a page with a heading for each code", () => {
    const headings = [...renderErrorPage(CATALOGS).matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
    assert.deepEqual(
      headings,
      all.map(({ code }) => code),
    );
  });

  for (const { area, code, message } of all) {
    it(`have a cause, a fix, and a short text for ${code} (${area})`, () => {
      const { text: said, next } = new Catalog(area, { [code]: message }).say(
        code,
        ...(message.sample as never[]),
      );
      const text = next === undefined ? said : `${said}. ${next}`;
      assert.notEqual(text, "");
      assert.ok(
        text.length <= 300 || text.includes("{"),
        `the text has ${text.length} characters, more than 300`,
      );
      assert.doesNotMatch(text, /undefined|\[object Object\]/);
      assert.match(message.cause, /^[A-Z`[].*[.`]$/s);
      assert.match(message.fix, /^[A-Z`[].*[.`:]$/s);
    });
  }
});
