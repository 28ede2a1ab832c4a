import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

/** Folders whose files import each other. A search for a name finds one place in each. */
const ROOMS = [
  "messages",
  "trust",
  "policy-sources",
  "credential-helper",
  "components",
  "policypack",
  "cli",
  "lab",
  "bench",
  "tools",
];

/** Tests of a room, and programs that are measured. */
const LEFT_OUT = /^(?:test|programs)\/|(?:^|\/)node_modules\//;

const EXPORTED =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|class|interface|type|enum) (\w+)/gm;

/** Exported names that several files of a room have, with the files. */
function exportedTwice(sources: Readonly<Record<string, string>>): string[] {
  const files = new Map<string, Set<string>>();
  for (const [file, text] of Object.entries(sources)) {
    for (const [, name = ""] of text.matchAll(EXPORTED)) {
      files.set(name, (files.get(name) ?? new Set()).add(file));
    }
  }
  return [...files]
    .filter(([, places]) => places.size > 1)
    .map(([name, places]) => `${name}: ${[...places].join(", ")}`);
}

describe("exported names", () => {
  for (const room of ROOMS) {
    it(`are unique in ${room}`, () => {
      const folder = path.join(PROJECT_ROOT, room);
      const names = readdirSync(folder, { recursive: true })
        .map(String)
        .filter((name) => name.endsWith(".ts") && !LEFT_OUT.test(name));
      const sources = Object.fromEntries(
        names.map((name) => [name, readFileSync(path.join(folder, name), "utf8")]),
      );
      assert.deepEqual(exportedTwice(sources), []);
    });
  }

  it("are found twice if two files have one, whatever it is", () => {
    assert.deepEqual(
      exportedTwice({
        "a.ts": "export interface Place {}\nexport function one() {}\nconst place = 1;\n",
        "b.ts": "export type Place = string;\nexport const two = 1;\nfunction one() {}\n",
      }),
      ["Place: a.ts, b.ts"],
    );
  });
});
