import assert from "node:assert/strict";
import { judgeEvidence, type SourceText } from "../../../../tools/lab-evidence/evidence";
import { readTypeScript } from "../../../../tools/lab-evidence/typescript-reading";

const ERROR: SourceText = {
  path: "lab/azure/x-error.ts",
  text: `
    export class XError extends Error {
      constructor(readonly status: number, message: string) { super(message); }
      /** @evidence log An object that is gone is 404. Source: OWNER/REPO #1. */
      static gone(): XError { return new XError(404, "Gone."); }
      static notInTheLab(what: string): XError { return new XError(501, what); }
    }`,
};
const TAG = "// @evidence documentation It is refused. Source: A page.";

/** The problems of a file of the lab beside the class of its errors. */
function problemsOf(text: string, others: readonly SourceText[] = []): readonly string[] {
  const file = { path: "lab/azure/x.ts", text };
  return judgeEvidence(readTypeScript([ERROR, ...others, file])).problems;
}

describe("behaviors in TypeScript", () => {
  it("a refusal without a tag is reported with its place and code", () => {
    assert.deepEqual(problemsOf(`function f() {\n  throw new XError(400, "No.");\n}`), [
      `lab/azure/x.ts:2: refusal without evidence: no evidence: new XError(400, "No.")`,
    ]);
  });

  it("a refusal with a tag at its statement is not reported", () => {
    assert.deepEqual(problemsOf(`function f() {\n  ${TAG}\n  throw new XError(400, "No.");\n}`), []);
  });

  it("a tag counts at the condition, the function, and the member around a refusal", () => {
    for (const text of [
      `function f() { if (a) {\n${TAG}\n if (b) { throw new XError(400, "No."); } } }`,
      `${TAG}\nfunction f() { throw new XError(400, "No."); }`,
      `class C {\n${TAG}\n f() { throw new XError(400, "No."); } }`,
      `const row = {\n${TAG}\n f() { return new XError(400, "No."); } };`,
      `const row = {\n${TAG}\n f: () => new XError(400, "No.") };`,
      `${TAG}\nconst f = () => { throw new XError(400, "No."); };`,
    ]) {
      assert.deepEqual(problemsOf(text), [], text);
    }
  });

  it("a tag does not count at the class, the constant, or the function around a function", () => {
    for (const text of [
      `${TAG}\nclass C { f() { throw new XError(400, "No."); } }`,
      `${TAG}\nconst row = { f() { throw new XError(400, "No."); } };`,
      `${TAG}\nconst row = { f: () => new XError(400, "No.") };`,
      `${TAG}\nfunction f() { function g() { throw new XError(400, "No."); } }`,
      `${TAG}\nimport a from "b";\nfunction f() { throw new XError(400, "No."); }`,
    ]) {
      assert.equal(problemsOf(text).length, 1, text);
    }
  });

  it("one tag covers one behavior: a second refusal in the same function is reported", () => {
    const first = `throw new XError(400, "No.");`;
    assert.deepEqual(problemsOf(`${TAG}\nfunction f() { if (a) { ${first} } ${first} }`), []);
    const problems = problemsOf(
      `${TAG}\nfunction f() {\n if (a) { ${first} }\n throw new XError(400, "Never."); }`,
    );
    assert.deepEqual(problems, [
      `lab/azure/x.ts:3: refusal without evidence: more behaviors than evidence (1) in this place: new XError(400, "No.")`,
      `lab/azure/x.ts:4: refusal without evidence: more behaviors than evidence (1) in this place: new XError(400, "Never.")`,
    ]);
  });

  it("each side of a conditional refusal needs a tag", () => {
    const statement = `throw a ? XError.gone() : new XError(400, "No.");`;
    assert.equal(problemsOf(`function f() {\n${TAG}\n ${statement} }`).length, 2);
    assert.deepEqual(problemsOf(`function f() {\n${TAG}\n ${TAG}\n ${statement} }`), []);
  });

  it("who calls a factory needs a tag: a static one, one of the file, and one of another file", () => {
    const other = {
      path: "lab/azure/y.ts",
      text: `${TAG}\nexport function no(): XError { return new XError(400, "No."); }`,
    };
    for (const text of [
      `function f() { throw XError.gone(); }`,
      `function f() { return no(); }\n${TAG}\nfunction no(): XError { return new XError(400, "No."); }`,
      `class C { f() { return this.#no(); }\n${TAG}\n #no(): XError { return new XError(400, "No."); } }`,
      `import { no } from "./y";\nfunction f() { return no(); }`,
      `import { no as never } from "./y";\nfunction f() { return never(); }`,
      `import * as y from "./y";\nfunction f() { return y.no(); }`,
      `function f() { throw unheardOf(); }`,
    ]) {
      assert.equal(problemsOf(text, [other]).length, 1, text);
    }
  });

  it("a class that extends an error of the lab makes refusals, wherever it is declared", () => {
    const text = `function f() { throw new YError(400, "No."); }\nclass YError extends XError {}`;
    assert.equal(problemsOf(text).length, 1);
  });

  it("a factory that only hands its parameters on needs no tag, and its callers do", () => {
    const factory = `function no(status: number): XError { return new XError(status, message); }`;
    assert.deepEqual(problemsOf(factory), []);
    assert.equal(problemsOf(`${factory}\nfunction f() { throw no(400); }`).length, 1);
  });

  it("faults of the lab, errors that are passed on, and what is not in the lab need no tag", () => {
    for (const text of [
      `function f() { throw new Error("no VM"); }`,
      `function f() { try { g(); } catch (cause) { throw cause; } }`,
      `function f() { throw XError.notInTheLab("more than one VM"); }`,
    ]) {
      assert.deepEqual(problemsOf(text), [], text);
    }
  });

  it("a refusal of Entra needs a tag before it is an error", () => {
    const text = `export function no(): EntraProblem { return { error: "no", code: 1, message: "No." }; }`;
    assert.equal(problemsOf(text).length, 1);
    assert.deepEqual(problemsOf(`${TAG}\n${text}`), []);
  });

  it("a status of 400 and more that is written down needs a tag", () => {
    assert.equal(problemsOf(`function f() { response.status(404).end(); }`).length, 1);
    assert.equal(problemsOf(`function f() { response.writeHead(a ? 200 : 503); }`).length, 1);
    assert.deepEqual(problemsOf(`function f() { response.status(204).end(); }`), []);
    assert.deepEqual(problemsOf(`function f() { response.status(refusal.status); }`), []);
  });

  it("every route of a router needs a tag", () => {
    const routes = `router.get("/a", f);\n ROUTE router.post("/a", f);`;
    const file = (tag: string): string =>
      `function r() {\n const router = Router();\n ${TAG}\n ${routes.replace("ROUTE", tag)}\n router.use(json());\n}`;
    assert.deepEqual(problemsOf(file("")), [
      `lab/azure/x.ts:5: route without evidence: no evidence: router.post "/a"`,
    ]);
    assert.deepEqual(problemsOf(file(`${TAG}\n`)), []);
  });

  it("every row of the table of resource types needs a tag", () => {
    const row = `export const disks: ResourceType = { type: "Microsoft.Compute/disks" };`;
    assert.deepEqual(problemsOf(row), ["lab/azure/x.ts:1: type without evidence: no evidence: disks"]);
    assert.deepEqual(problemsOf(`${TAG}\n${row}`), []);
    assert.deepEqual(problemsOf(`const all: readonly ResourceType[] = [disks];`), []);
  });
});

describe("tags of evidence in TypeScript", () => {
  const evidenceIn = (text: string) => judgeEvidence(readTypeScript([{ path: "lab/azure/x.ts", text }]));

  it("a tag goes on over lines, to the next tag, an empty line, or the end", () => {
    const text = `
      /**
       * What it is for.
       *
       * @evidence recorded Deleting a group
       *   answers 202. Source: OWNER/REPO
       *   file.yaml.
       * @evidence inferred It takes a second. Reason: nothing states it.
       *
       * @returns nothing
       */
      function f() {}
      // @evidence log It is slow. Source: public
      // logs.
      g();`;
    assert.deepEqual(evidenceIn(text), {
      evidence: [
        {
          path: "lab/azure/x.ts",
          line: 5,
          grade: "recorded",
          behavior: "Deleting a group answers 202.",
          source: "OWNER/REPO file.yaml",
        },
        {
          path: "lab/azure/x.ts",
          line: 8,
          grade: "inferred",
          behavior: "It takes a second.",
          source: "nothing states it",
        },
        { path: "lab/azure/x.ts", line: 13, grade: "log", behavior: "It is slow.", source: "public logs" },
      ],
      problems: [],
    });
  });

  it("a tag that is at nothing is reported", () => {
    const text = `function f() {\n  g();\n  ${TAG}\n}`;
    assert.deepEqual(evidenceIn(text).problems, [
      "lab/azure/x.ts:3: the evidence is at no statement, declaration, or property",
    ]);
  });

  it("an unknown grade, a missing source, and a reason in a source's place are reported", () => {
    for (const tag of [
      "guessed It is so. Source: A page.",
      "log It is so.",
      "log It is so. Reason: why not.",
      "inferred It is so. Source: A page.",
      "log Source: A page.",
    ]) {
      assert.deepEqual(evidenceIn(`// @evidence ${tag}\nf();`).problems, [
        `lab/azure/x.ts:1: expected "GRADE Behavior. Source: …" (inferred: "Reason: …"); got "${tag}"`,
      ]);
    }
  });
});
