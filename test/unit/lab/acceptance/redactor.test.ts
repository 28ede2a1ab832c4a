import assert from "node:assert/strict";
import { hostname, userInfo } from "node:os";
import { LAB_TEXTS } from "../../../../lab/acceptance/lab-texts";
import { knownOfEnvironment, Redactor } from "../../../../lab/acceptance/redactor";

const SECRET = "s3cr3t~of.the-application";

describe("a name that no report may show", () => {
  const redactor = new Redactor([
    { value: "role", placeholder: "<name>", isWord: true },
    { value: "Müller & Söhne", placeholder: "<name>", isWord: true },
    { value: "Ada$", placeholder: "<name>", isWord: true },
  ]);

  it("is replaced where it is a word, whatever is around it", () => {
    for (const text of ["role", "the role.", "a/role/b", "role-1", "'ROLE'", "x@role"]) {
      assert.equal(redactor.redact(text), text.replace(/role/i, "<name>"));
    }
    assert.equal(redactor.redact("to (Müller & Söhne), or Ada$."), "to (<name>), or <name>.");
  });

  it("is left alone where it is part of a longer word", () => {
    for (const text of ["parole", "roles", "role_name", "assumed-roles", "enrolé-rolex", "rôle", "éroleé"]) {
      assert.equal(redactor.redact(text), text);
    }
  });

  it("leaves words of the lab's own texts alone that only begin with it", () => {
    const short = new Redactor(
      ["auth", "ident", "valid", "perf"].map((value) => ({ value, placeholder: "<name>", isWord: true })),
    );
    for (const { text } of Object.values(LAB_TEXTS)) {
      assert.equal(short.redact(text), text);
    }
  });
});

describe("a secret", () => {
  const redactor = new Redactor(knownOfEnvironment({ ARM_CLIENT_SECRET: SECRET, API_TOKEN: "abc.def$1" }));

  it("is replaced wherever it is, also within a word", () => {
    for (const around of ["x", "é", "_", "0", " ", '"']) {
      assert.equal(redactor.redact(`${around}${SECRET}${around}`), `${around}<secret>${around}`);
    }
    assert.equal(redactor.redact("Xabc.def$1Y"), "X<secret>Y");
  });

  it("is no pattern", () => {
    assert.equal(redactor.redact("abcxdef$1"), "abcxdef$1");
  });
});

describe("the IDs of a run", () => {
  it("are replaced within words, since its resources are named after it", () => {
    const redactor = new Redactor([{ value: "acceptance0123abcd", placeholder: "<run>" }]);
    assert.equal(redactor.redact("acceptance0123abcdgroup"), "<run>group");
  });
});

describe("the person and the machine", () => {
  it("are words", () => {
    const names = knownOfEnvironment({}).filter(({ isWord }) => isWord === true);
    assert.deepEqual(
      names.map(({ placeholder }) => placeholder),
      ["<home>", "<machine>", "<user>"],
    );
    assert.deepEqual(
      names.slice(1).map(({ value }) => value),
      [hostname(), userInfo().username],
    );
  });
});
