import assert from "node:assert/strict";
import { judgeEvidence, type TaggedSource } from "../../../../tools/lab-evidence/evidence";
import { readTypeScript } from "../../../../tools/lab-evidence/typescript-reading";

const ERROR: TaggedSource = {
  path: "lab/azure/x-error.ts",
  text: `
    export class XError extends Error {
      constructor(readonly status: number, message: string) { super(message); }
      /** @evidence log An object that is gone is 404. Source: owner/repo #1. */
      static gone(): XError { return new XError(404, "Gone."); }
      static notInTheLab(what: string): XError { return new XError(501, what); }
    }`,
};
const TAG = "// @evidence documentation A request is refused. Source: A page.";

/** The problems of a file of the lab beside the class of its errors. */
function problemsOf(text: string, others: readonly TaggedSource[] = []): readonly string[] {
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

  it("a tag counts at the condition around a refusal, and at a function or member that makes nothing else", () => {
    for (const text of [
      `function f() { if (a) {\n${TAG}\n if (b) { throw new XError(400, "No."); } } }`,
      `${TAG}\nfunction f(): XError { return new XError(400, "No."); }`,
      `class C {\n${TAG}\n f(): XError { return new XError(400, "No."); } }`,
      `const row = {\n${TAG}\n f(): XError { return new XError(400, "No."); } };`,
      `const row = {\n${TAG}\n f: () => new XError(400, "No.") };`,
    ]) {
      assert.deepEqual(problemsOf(text), [], text);
    }
  });

  it("a tag does not count at a function that does something else and refuses as well", () => {
    for (const text of [
      `${TAG}\nfunction f() { throw new XError(400, "No."); }`,
      `class C {\n${TAG}\n f() { throw new XError(400, "No."); } }`,
      `const row = {\n${TAG}\n f() { throw new XError(400, "No."); } };`,
      `${TAG}\nconst f = () => { throw new XError(400, "No."); };`,
      `${TAG}\nfunction f() { response.status(404).end(); }`,
    ]) {
      assert.equal(problemsOf(text).length, 1, text);
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
    const first = `return new XError(400, "No.");`;
    assert.deepEqual(problemsOf(`${TAG}\nfunction f(): XError { if (a) { ${first} } ${first} }`), []);
    const problems = problemsOf(
      `${TAG}\nfunction f(): XError {\n if (a) { ${first} }\n return new XError(400, "Never."); }`,
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

  it("a status that a variable or an assignment gives needs a tag too", () => {
    for (const text of [
      `function f() { const teapot = 418; response.status(teapot).end(); }`,
      `function f() { response.sendStatus(code); }`,
      `function f() { response.statusCode = 418; response.end(); }`,
      `function f() { response.statusCode = code; response.end(); }`,
      `function f() { response.writeHead(a ? 200 : code); }`,
    ]) {
      assert.equal(problemsOf(text).length, 1, text);
    }
    assert.deepEqual(problemsOf(`function f() { response.statusCode = 204; }`), []);
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

  it("a route needs a tag by whatever method of the router it is made", () => {
    const file = (route: string): string =>
      `function r() {\n const router = Router();\n ${route}\n}\nfunction h(q, r) { r.json({}); }\nfunction n(q, r, next) { next(); }`;
    for (const route of [
      `router.use("/a", (request, response) => { response.json({}); });`,
      `router.use((request, response, next) => { response.send("x"); });`,
      `router.use("/a", h);`,
      `router.use(h);`,
      `router.use("/a", imported);`,
      `router.all("/a", h);`,
      `router.options("/a", h);`,
      `router.route("/a").get(h);`,
    ]) {
      assert.match(problemsOf(file(route)).join(), /^lab\/azure\/x\.ts:3: route without evidence/, route);
    }
    for (const route of [
      `router.use("/a", other());`,
      `router.use(n);`,
      `router.use((q, r, next) => { next(); });`,
    ]) {
      assert.deepEqual(problemsOf(file(route)), [], route);
    }
  });

  it("a path that is compared in a server without a router is a route", () => {
    const text = `function f() { if (area === "identity") { g(); } }`;
    const found = (path: string): number => judgeEvidence(readTypeScript([{ path, text }])).problems.length;
    assert.deepEqual(
      ["lab/azure/imds/x.ts", "lab/azure/app-service/x.ts", "lab/azure/vm/x.ts"].map(found),
      [1, 1, 0],
    );
  });

  it("every member of an answer is named by a tag of its file", () => {
    const named = `// @evidence documentation A thing has \`a\` and \`b\`. Source: A page.\n`;
    for (const [path, text] of [
      ["lab/azure/graph/representations.ts", `const shown = { a, b: 1 };`],
      ["lab/azure/arm/types/x.ts", `const answer = { name, properties: { a, b } };`],
      ["lab/azure/arm/types/x.ts", `const properties = mergePatch(shown, { gone: null, a, b });`],
      ["lab/azure/imds/token-endpoint.ts", `function f() { return { a, b }; }`],
      ["lab/azure/x.ts", `function f() { response.json({ value, a, b }); }`],
      ["lab/azure/arm/operations.ts", `class O { status() { return { a, b }; } }`],
      ["lab/azure/x.ts", `function thingView() { return { a, b }; }`],
    ] as const) {
      const problems = (source: string): readonly string[] =>
        judgeEvidence(readTypeScript([{ path, text: source }])).problems;
      assert.deepEqual(problems(named + text), [], path);
      assert.deepEqual(
        problems(named + text.replace(/\bb\b/, "made")),
        [`${path}:2: no evidence of this file names the member \`made\``],
        path,
      );
    }
  });

  it("every row of the table of resource types needs a tag", () => {
    const row = `export const disks: ArmBehavior = { type: "Microsoft.Compute/disks" };`;
    assert.deepEqual(problemsOf(row), ["lab/azure/x.ts:1: type without evidence: no evidence: disks"]);
    assert.deepEqual(problemsOf(`${TAG}\n${row}`), []);
    assert.deepEqual(problemsOf(`const all: readonly ArmBehavior[] = [disks];`), []);
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
       *   answers 202. Source: owner/repo
       *   file.yaml at 1a2b3c4.
       * @evidence inferred Deletion takes a second. Reason: nothing states it.
       *
       * @returns nothing
       */
      function f() {}
      // @evidence report Deletion is slow. Source: public
      // logs.
      g();`;
    assert.deepEqual(evidenceIn(text), {
      evidence: [
        {
          path: "lab/azure/x.ts",
          line: 5,
          grade: "recorded",
          behavior: "Deleting a group answers 202.",
          source: "owner/repo file.yaml at 1a2b3c4",
        },
        {
          path: "lab/azure/x.ts",
          line: 8,
          grade: "inferred",
          behavior: "Deletion takes a second.",
          source: "nothing states it",
        },
        {
          path: "lab/azure/x.ts",
          line: 13,
          grade: "report",
          behavior: "Deletion is slow.",
          source: "public logs",
        },
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

  it("a source that cannot be followed as its grade demands is reported", () => {
    const problemsWith = (tag: string): readonly string[] => evidenceIn(`// @evidence ${tag}\nf();`).problems;
    for (const [grade, source] of [
      ["recorded", "captured answers in public repositories"],
      ["recorded", "owner/repo"],
      ["recorded", "owner/repo #1"],
      ["recorded", "src/c.yaml at 1a2b3c4"],
      ["recorded", "owner/repo src/c.yaml"],
      ["source", "a comment in owner/repo"],
      ["source", "@azure/arm-network, `list`"],
      ["log", "answers quoted in public logs"],
      ["log", "a log of owner/repo"],
    ] as const) {
      const [problem = ""] = problemsWith(`${grade} A request is refused. Source: ${source}.`);
      assert.match(problem, new RegExp(`a source of grade ${grade} names owner/repository`), source);
    }
    for (const tag of [
      "recorded A request is refused. Source: owner/repo src/c.yaml at 1a2b3c4; the text is inferred.",
      "source A request is refused. Source: owner/repo src/models.py, which repeats it.",
      "log A request is refused. Source: owner/repo #1.",
      "log A request is refused. Source: owner/repo docs/log.txt.",
      "report A request is refused. Source: answers quoted in public logs.",
    ]) {
      assert.deepEqual(problemsWith(tag), [], tag);
    }
  });

  it("a behavior that does not say what it is about is reported", () => {
    for (const behavior of [
      "It is refused.",
      "They are listed.",
      "Both have one text.",
      "The text is this.",
    ]) {
      const { problems } = evidenceIn(`// @evidence documentation ${behavior} Source: A page.\nf();`);
      assert.deepEqual(problems, [`lab/azure/x.ts:1: the behavior has no subject: "${behavior}"`]);
    }
  });
});
