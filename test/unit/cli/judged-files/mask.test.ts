/** What a report shows of a file's secrets: nothing, in whatever member of a verdict they are. */
import assert from "node:assert/strict";
import { Mask } from "../../../../cli/judged-files/mask";
import type { PartialVerdict, TrustFinding, TrustGrant } from "../../../../trust";

const SECRET = "tenant-secret";
const HIDDEN = "(sensitive value)";

const open: TrustGrant["audience"] = { kind: "nothing", values: [] };

/** A finding with the secret in each text. */
const finding = (secret: string): TrustFinding => ({
  rule: "oidc-trust-requires-subject",
  code: "claim-not-pinned",
  severity: "violation",
  statement: 0,
  sid: `sid ${secret}`,
  provider: `provider ${secret}`,
  key: `key ${secret}`,
  path: ["Statement", 0, "Condition", `path ${secret}`],
  found: `found ${secret}`,
  right: `right ${secret}`,
  reach: "tenant",
  possibleReach: "nobody",
  consequence: `consequence ${secret}`,
  detail: `detail ${secret}`,
  fix: {
    addTo: "operator",
    replace: { operator: "StringLike", key: `weak ${secret}`, values: [`value ${secret}`, 7] },
    operator: "StringEquals",
    conditions: { [`name ${secret}`]: `one ${secret}`, other: [`two ${secret}`] },
  },
  remedy: `remedy ${secret}`,
  message: `message ${secret}`,
});

const grant = (secret: string): TrustGrant => ({
  statement: 1,
  sid: `sid ${secret}`,
  provider: `provider ${secret}`,
  audience: { kind: "exact", values: [`audience ${secret}`] },
  subject: { kind: "patterns", values: [`subject ${secret}`] },
  standIn: { key: `stand-in ${secret}`, values: [`session ${secret}`] },
  reach: "tenant",
});

const verdict = (secret: string): PartialVerdict => ({
  verdict: "unknown",
  findings: [finding(secret)],
  grants: [grant(secret)],
  unknown: [`unknown ${secret}`],
  reach: undefined,
  possibleReach: "anyone",
});

describe("a mask of secrets", () => {
  it("leaves no secret in any member of a verdict", () => {
    assert.deepEqual(new Mask([SECRET]).verdict(verdict(SECRET)), verdict(HIDDEN));
  });

  it("keeps what a verdict does not have", () => {
    const bare: PartialVerdict = {
      verdict: "rejected",
      findings: [{ ...finding("x"), sid: undefined, fix: undefined, remedy: undefined }],
      grants: [
        { statement: 0, sid: undefined, provider: "p", audience: open, subject: open, reach: "anyone" },
      ],
      unknown: [],
      reach: "anyone",
    };
    assert.deepEqual(new Mask([SECRET]).verdict(bare), bare);
    const added = {
      ...finding("x"),
      fix: { ...finding("x").fix, replace: undefined } as TrustFinding["fix"],
    };
    assert.deepEqual(new Mask([SECRET]).verdict({ ...bare, findings: [added] }).findings, [added]);
  });

  it("is nothing for a file without secrets", () => {
    const own = verdict(SECRET);
    assert.equal(new Mask([]).verdict(own), own);
    assert.equal(new Mask([""]).text("text"), "text");
    assert.equal(new Mask([""]).text(""), "");
    const none = new Mask([SECRET]).json({ arn: undefined });
    assert.deepEqual(none, { arn: undefined });
  });

  it("hides the longest secret first, since one can contain another", () => {
    const both = ["secret-01", "secret-01-and-more"];
    for (const secrets of [both, both.toReversed()]) {
      assert.equal(new Mask(secrets).text("a secret-01-and-more b secret-01"), `a ${HIDDEN} b ${HIDDEN}`);
    }
  });

  it("hides a secret of eight characters anywhere in a text, and a shorter one only alone or in quotes", () => {
    const mask = new Mask(["12345678", "1234567"]);
    assert.equal(mask.text("a12345678b"), `a${HIDDEN}b`);
    assert.equal(mask.text("a1234567b"), "a1234567b");
    assert.equal(mask.text("1234567"), HIDDEN);
    assert.equal(mask.text('found ["1234567"]'), `found ["${HIDDEN}"]`);
  });

  it("hides a secret that is written in JSON", () => {
    const secret = 'a "quoted" secret';
    const mask = new Mask([secret]);
    assert.equal(mask.text(JSON.stringify(secret)), JSON.stringify(HIDDEN));
    assert.equal(mask.text(JSON.stringify(`for ${secret}`)), JSON.stringify(`for ${HIDDEN}`));
    assert.equal(mask.text(`for ${secret}`), `for ${HIDDEN}`);
  });

  it("hides secrets in the names and values of a JSON value, at any depth", () => {
    const value = { [`a ${SECRET}`]: [{ b: SECRET }, 1, null, true] };
    assert.deepEqual(new Mask([SECRET]).json(value), { [`a ${HIDDEN}`]: [{ b: HIDDEN }, 1, null, true] });
  });
});
