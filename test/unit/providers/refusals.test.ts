/** The table by which the providers of all languages explain a refusal, against the credential helper's. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import refusals from "../../../providers/refusals.json";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { REFUSALS, REFUSALS_COPIES } from "../../../tools/providers/refusals";

function read(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), "utf8");
}

/** The code of each of Entra's, as the helper has it. */
function codesOfHelper(): ReadonlyMap<string, string> {
  const table = /^MESSAGES = \{$(.*?)^\}$/ms.exec(read("credential-helper/azure_to_aws/entra.py"));
  const rows = [...(table?.[1] ?? "").matchAll(/"(AADSTS\d+)": "([a-z-]+)"/g)];
  return new Map(rows.map(([, entra = "", code = ""]) => [entra, code]));
}

/** Codes that the sources of a provider name besides those of the table. */
function codesInSources(folder: string): string[] {
  return readdirSync(path.join(PROJECT_ROOT, folder))
    .filter((name) => /(?<!_test)\.(go|py|ts)$/.test(name))
    .flatMap((name) => [...read(`${folder}/${name}`).matchAll(CODE)].map(([, code = ""]) => code));
}

const CODE = /["[]((?:helper-option|helper-region|sts|token|session)-[a-z-]+)[\]"]/g;

describe("the table of refusals of the providers", () => {
  it("has copies that equal it. To write them, run: npm run generate -- refusals", () => {
    for (const copy of REFUSALS_COPIES) {
      assert.equal(read(copy), read(REFUSALS), copy);
    }
  });

  it("has the helper's code for each error code of Entra", () => {
    const expected = codesOfHelper();
    assert.ok(expected.size > 15);
    const given = [...expected.keys()].map((entra) => {
      const answer = `Azure 400: ${entra}: Application 'x' failed.`;
      return [entra, refusals.find(({ pattern }) => new RegExp(pattern, "i").test(answer))?.code];
    });
    assert.deepEqual(given, [...expected]);
  });

  it("has only codes that the helper has, as have the providers", () => {
    const texts = read("credential-helper/azure_to_aws/messages.py");
    const known = new Set([...texts.matchAll(/^ {4}"([a-z-]+)":/gm)].map(([, code]) => code));
    const folders = ["go", "javascript", "python/azure_to_aws_provider"];
    for (const folder of folders) {
      const inSources = codesInSources(`providers/${folder}`);
      assert.ok(inSources.includes("session-not-renewed") && inSources.includes("sts-clock"), folder);
      assert.deepEqual(
        [...refusals.map(({ code }) => code), ...inSources].filter((code) => !known.has(code)),
        [],
        folder,
      );
    }
  });

  it("has patterns in the syntax that Go, Python, and JavaScript share", () => {
    for (const { pattern } of refusals) {
      assert.doesNotMatch(pattern, /\(\?|\\[1-9pPkuU]|[*+}]\+/);
    }
  });
});
