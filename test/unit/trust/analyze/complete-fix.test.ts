import assert from "node:assert/strict";
import type { TrustFinding, TrustFix } from "../../../../trust";
import { type Violation, withCompleteFixes } from "../../../../trust/analyze/complete-fix";
import { type Content, finding, findingMessage } from "../../../../trust/analyze/finding";
import { remedyText } from "../../../../trust/analyze/remedy-text";

const MORE_IS_WRONG = "More is wrong with this statement: judge it again after the change.";
const FIX_DOES_MORE = "Without that condition the role would be open, so the fix also pins what is missing.";

/** A fix that adds keys to a statement without conditions. */
const adding = (...keys: string[]): TrustFix => ({
  addTo: "statement",
  replace: undefined,
  operator: "StringEquals",
  conditions: Object.fromEntries(keys.map((key) => [key, "x"])),
});

const CONTENT = {
  rule: "oidc-trust-requires-subject",
  code: "claim-not-pinned",
  found: "a",
  right: "b",
  reach: "nobody",
} as const;

/** A violation, which closes the role unless its content says otherwise. */
const violation = (content: Partial<Content> = {}, provider = "idp.example.com"): TrustFinding =>
  finding({ statement: 0, path: [], sid: undefined, provider, denied: false }, { ...CONTENT, ...content });

/** What is wrong after a fix, with a fix of its own or without. */
const left = (fix?: TrustFix): Violation => ({
  provider: "idp.example.com",
  reach: "nobody",
  fix: () => fix,
});

/** A statement that is wrong as long as its conditions lack keys: the first of them is reported. */
const needing =
  (...keys: string[]) =>
  (condition: unknown): Violation[] => {
    const { StringEquals: block = {} } = condition as { StringEquals?: object };
    const [first] = keys.filter((key) => !Object.hasOwn(block, key));
    return first === undefined ? [] : [left(adding(first))];
  };

const always = (): Violation[] => [left()];

/** The finding as it must be with another fix, or without one. */
function changed(before: TrustFinding, fix: TrustFix | undefined): TrustFinding {
  const said = fix === undefined ? MORE_IS_WRONG : FIX_DOES_MORE;
  const detail = before.detail === "" ? said : `${before.detail} ${said}`;
  const after = { ...before, detail, fix, remedy: fix && remedyText(fix) };
  return { ...after, message: findingMessage(after) };
}

describe("the fix of one finding", () => {
  const start = violation({ fix: adding("a") });

  it("stays if it leaves nothing wrong, grows three times with its text, and is dropped then", () => {
    assert.deepEqual(withCompleteFixes([start], undefined, needing("a")), [start]);
    for (const keys of ["ab", "abc", "abcd"].map((text) => text.split(""))) {
      const [after] = withCompleteFixes([start], undefined, needing(...keys));
      assert.deepEqual(after, changed(start, adding(...keys)));
      assert.match(after.message, /what is missing\. Add "Condition": .*"a": "x", "b": "x"/);
    }
    assert.deepEqual(withCompleteFixes([start], undefined, needing("a", "b", "c", "d", "e")), [
      changed(start, undefined),
    ]);
  });

  it("grows by the first violation that has a fix, and is dropped if none has", () => {
    const open = (condition: unknown): Violation[] => {
      const next = needing("a", "b")(condition);
      return next.length === 0 ? [] : [left(), ...next];
    };
    assert.deepEqual(withCompleteFixes([start], undefined, open), [changed(start, adding("a", "b"))]);
    assert.deepEqual(withCompleteFixes([start], undefined, always), [changed(start, undefined)]);
  });

  it("is tried on the statement as the fix leaves it, together with the fix", () => {
    const asked: unknown[] = [];
    withCompleteFixes([start], undefined, (condition, fixes) => {
      asked.push([condition, fixes]);
      return needing("a", "b")(condition);
    });
    const [one, two] = [adding("a"), adding("a", "b")];
    assert.deepEqual(asked, [
      [{ StringEquals: one.conditions }, [one]],
      [{ StringEquals: two.conditions }, [two]],
      [{ StringEquals: two.conditions }, [two]],
    ]);
  });

  it("stays in a note, and a violation without one stays as it is", () => {
    for (const untouched of [violation({ severity: "note", fix: adding("a") }), violation()]) {
      assert.deepEqual(withCompleteFixes([untouched], undefined, always), [untouched]);
    }
  });
});

describe("the fixes of several findings", () => {
  const first = violation({ reach: "anyone", fix: adding("a") });
  const second = violation({ reach: "anyone", fix: adding("b"), detail: "Known." });
  const note = violation({ severity: "note" });
  const all = [first, note, second];

  it("stay if they leave nothing wrong together", () => {
    assert.deepEqual(withCompleteFixes(all, undefined, needing("a", "b")), all);
  });

  it("are dropped if something is wrong after them, and notes stay as they are", () => {
    const expected = [changed(first, undefined), note, changed(second, undefined)];
    assert.deepEqual(withCompleteFixes(all, undefined, needing("a", "b", "c")), expected);
  });

  it("stay if a violation has none, or if each is for a provider of its own", () => {
    const other = violation({ reach: "anyone", fix: adding("b") }, "other.example.com");
    for (const beside of [violation({ reach: "anyone" }), other]) {
      assert.deepEqual(withCompleteFixes([first, beside], undefined, always), [first, beside]);
    }
  });
});

describe("the fix of a misspelled provider", () => {
  const renaming = (from: string, to = "idp.example.com"): TrustFinding =>
    violation(
      {
        fix: {
          addTo: undefined,
          replace: undefined,
          operator: "StringEquals",
          conditions: {},
          rename: { from, to },
        },
      },
      from,
    );
  const open: Violation = { ...left(), reach: "anyone" };

  /** Without a fix: fixes are then not tried together. */
  const another = violation({ reach: "anyone" });

  it("stays if nothing is wrong after it, if something else still closes the role, or if the rest is of others", () => {
    const start = renaming("IDP.example.com");
    for (const after of [[], [open, left()], [{ ...open, provider: "other.example.com" }]]) {
      const found = withCompleteFixes([start, another], {}, () => after);
      assert.deepEqual(found, [start, another]);
    }
  });

  it("is dropped if the role is open under the right name, or IAM may read the policy in another way", () => {
    const start = renaming("IDP.example.com");
    for (const after of [[open], [{ ...open, provider: undefined }]]) {
      const found = withCompleteFixes([start, another], {}, () => after);
      assert.deepEqual(found, [changed(start, undefined), another]);
    }
  });

  it("is tried once for all spellings that differ in case alone", () => {
    const names = ["IDP.example.com", "Idp.example.com", "idp.example.com:443", "idP.example.com"];
    const asked: (string | undefined)[] = [];
    const all = names.map((name) => renaming(name));
    const after = withCompleteFixes(all, {}, (_, [fix]) => {
      asked.push(fix?.rename?.from);
      return [open];
    });
    assert.deepEqual(asked, ["IDP.example.com", "idp.example.com:443"]);
    assert.deepEqual(
      after,
      all.map((one) => changed(one, undefined)),
    );
  });
});

describe("the fixes of a statement with hundreds of findings", () => {
  it("are dropped once the statement has been judged a hundred times", () => {
    const keys = Array.from({ length: 150 }, (_, number) => `key${number}`);
    const all = keys.map((key) => violation({ fix: adding(key) }));
    let judged = 0;
    const after = withCompleteFixes(all, undefined, () => {
      judged += 1;
      return [];
    });
    assert.equal(judged, 100);
    assert.deepEqual(after, [...all.slice(0, 100), ...all.slice(100).map((one) => changed(one, undefined))]);
  });
});
