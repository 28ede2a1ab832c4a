import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { readPolicy } from "../../../../trust/analyze/read-policy";
import { policy, statement } from "../entra-policy";

const rules = (document: unknown): string[] => judgeTrustPolicy(document).findings.map(({ rule }) => rule);
const isMalformed = (document: unknown): boolean => {
  const { accepted, findings } = judgeTrustPolicy(document);
  return !accepted && findings[0]?.rule === "trust-policy-is-well-formed";
};

describe("judgeTrustPolicy on documents", () => {
  it("takes text and object, one statement and a list", () => {
    assert.deepEqual(rules(policy()), []);
    assert.deepEqual(rules(JSON.stringify(policy(), undefined, 2)), []);
    assert.deepEqual(rules({ Version: "2012-10-17", Id: "x", Statement: statement() }), []);
  });

  it("refuses what is no policy, and never throws", () => {
    const circular: Record<string, unknown> = {};
    circular.Statement = circular;
    const throwing = Object.defineProperty({}, "Statement", {
      enumerable: true,
      get: () => {
        throw new Error("no");
      },
    });
    for (const document of [
      undefined,
      null,
      0,
      true,
      "",
      "x",
      "null",
      "[]",
      "{}",
      `${JSON.stringify(policy())}x`,
      [],
      {},
      [policy()],
      () => policy(),
      { Statement: [] },
      { Statement: null },
      { Statement: [null] },
      { Statement: [[statement()]] },
      circular,
      throwing,
      "[".repeat(1_000_000),
    ]) {
      assert.equal(isMalformed(document), true, `a document of type ${typeof document}`);
    }
  });

  it("reads no statement from a document that is not valid JSON", () => {
    assert.deepEqual(readPolicy("{").statements, []);
  });

  it("says why a document cannot be read, and lets nobody in by it", () => {
    for (const [thrown, reason] of [
      [new Error("no"), "no"],
      ["no error", "of an unknown kind"],
    ] as const) {
      const get = (): never => {
        throw thrown as Error;
      };
      const unreadable = Object.defineProperty({}, "Statement", { enumerable: true, get });
      const { accepted, findings, grants, reach } = judgeTrustPolicy(unreadable);
      assert.deepEqual(
        [accepted, grants, reach, ...findings.map(({ code, found, right }) => [code, found, right])],
        [
          false,
          [],
          "nobody",
          ["policy-unreadable", `a policy that cannot be read (${reason})`, "a policy in JSON"],
        ],
      );
    }
  });

  it("refuses unknown members, versions and effects, and a Sid that is no text", () => {
    for (const document of [
      { ...policy(), version: "2012-10-17" },
      { ...policy(), Version: "2012-10-18" },
      { ...policy(), Version: 2012 },
      policy({ Resource: "*" }),
      policy({ reach: "Deny" }),
      policy({ conditions: {} }),
      policy({ Sid: 7 }),
      policy({ Effect: "allow" }),
      policy({ Effect: "Alow" }),
      policy({ Effect: undefined }),
      policy({ Effect: ["Allow"] }),
    ]) {
      assert.equal(isMalformed(document), true, JSON.stringify(document));
    }
  });

  it("takes members that are undefined for absent, as JSON.stringify does", () => {
    assert.deepEqual(rules({ ...policy({ Sid: undefined, NotAction: undefined }), Id: undefined }), []);
  });

  it("refuses a member twice in one object, of which JSON.parse would keep the last", () => {
    const text = JSON.stringify(policy());
    for (const twice of [
      text.replace('"Effect":', '"Effect":"Deny","Effect":'),
      text.replace('"Effect":', '"\\u0045ffect":"Deny","Effect":'),
      text.replace('"Condition":', '"Condition":{},"Condition":'),
      text.replace('{"Version"', '{"Statement":[],"Version"'),
    ]) {
      assert.equal(isMalformed(twice), true, twice);
      assert.equal(judgeTrustPolicy(twice).findings[0]?.reach, "anyone");
    }
  });

  it("is not misled by colons, braces and quotes within texts", () => {
    assert.deepEqual(rules(JSON.stringify(policy({ Sid: '"Effect":{"a":[1,\\' }))), []);
  });

  it("reports all that is wrong at once", () => {
    assert.deepEqual(rules(policy({ Effect: "allow", Foo: 1, Condition: {} })), [
      "trust-policy-is-well-formed",
      "trust-policy-is-well-formed",
      "oidc-trust-requires-audience",
      "oidc-trust-requires-subject",
    ]);
  });
});
