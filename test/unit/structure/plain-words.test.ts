/** Comments and names in product code are plain English. The prose of the pages has its list in tools/prose/terms.yml. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** Folders that are free of the refused words. */
const FOLDERS = [
  "cli",
  "components",
  "credential-helper",
  "lab",
  "messages",
  "policy-sources",
  "policypack",
  "providers",
  "tools",
  "trust",
];

/** Words that read as if translated, and what to write. */
const REFUSED: Readonly<Record<string, string>> = {
  anew: "again, re-create",
  bearable: "acceptable",
  besides: "in addition to",
  borne: "carried",
  hence: "so",
  lest: "so that … not",
  loot: "the name of the data",
  mend: "fix",
  mended: "fixed",
  mends: "fixes",
  shall: "must, should",
  sought: "wanted",
  thereby: "so",
  told: "reported, known",
  untold: "unknown",
  whence: "from where",
  wherever: "if, in every place",
  whoever: "the caller, the user, anyone who",
  whom: "who, the name of the person or principal",
  whosoever: "anyone who",
};

/** The title of a page. */
const TITLE = "who-trusts-whom";

/** Each refused word of a text with its line, also as a part of a name. */
function refusedIn(text: string): string[] {
  return text.split("\n").flatMap((line, index) =>
    line
      .replaceAll(TITLE, "")
      .split(/(?<=[a-z\d])(?=[A-Z])|[^A-Za-z]+/)
      .map((word) => word.toLowerCase())
      .filter((word) => Object.hasOwn(REFUSED, word))
      .map((word) => `${index + 1}: "${word}": write ${REFUSED[word] ?? ""}`),
  );
}

/** The sources in a folder. */
function sourcesIn(folder: string): string[] {
  const files = readdirSync(path.join(PROJECT_ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:ts|py)$/.test(file) && !/(?:^|\/)node_modules\/|^test\//.test(file))
    .map((file) => path.join(folder, file));
  assert.ok(files.length > 0);
  return files;
}

describe("The words of product code", () => {
  for (const folder of FOLDERS) {
    it(`in ${folder} are plain English`, () => {
      const found = sourcesIn(folder).flatMap((file) =>
        refusedIn(readFileSync(path.join(PROJECT_ROOT, file), "utf8")).map((each) => `${file}:${each}`),
      );
      assert.deepEqual(found, []);
    });
  }

  it("begin each file of the command line: its first line says what it is for", () => {
    const without = sourcesIn("cli").filter(
      (file) => !/^(?:#!.*\n)?\/\*\*/.test(readFileSync(path.join(PROJECT_ROOT, file), "utf8")),
    );
    assert.deepEqual(without, []);
  });

  it("are found in comments, names, and constants, but not within other words", () => {
    const text = "// Whom it is.\nconst untoldRoles = MENDED_BY;\nresold(toldea);\nwho-trusts-whom\n";
    assert.deepEqual(
      refusedIn(text).map((each) => each.replace(/:[^:]*$/, "")),
      ['1: "whom"', '2: "untold"', '2: "mended"'],
    );
  });
});
