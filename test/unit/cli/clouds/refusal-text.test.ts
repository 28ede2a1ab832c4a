import assert from "node:assert/strict";
import { refusalText } from "../../../../cli/clouds/refusal-text";

describe("what a cloud says, as it is shown", () => {
  const hidden: [string, string, string][] = [
    ["a JSON Web Token", "invalid eyJhbGciOi.eyJpc3Mi.c2ln here", "invalid <token> here"],
    [
      "what follows Bearer",
      "Authorization: Bearer abc.def~1 refused",
      "Authorization: Bearer <token> refused",
    ],
    [
      "the signature of a request to AWS",
      "Credential=AKIA1, Signature=0a1b2c, denied",
      "Credential=AKIA1, Signature=<signature>, denied",
    ],
    ["a shared access signature", "GET /x?sv=1&sig=aB%2F1%3D&se=2", "GET /x?sv=1&sig=<signature>&se=2"],
  ];
  for (const [title, message, shown] of hidden) {
    it(`hides ${title}`, () => {
      assert.equal(refusalText(message), shown);
    });
  }

  it("keeps what is no secret: the IDs of an application and of a key", () => {
    const text = "AADSTS7000215: invalid secret for app 0a1b2c3d-0000-4000-8000-0123456789ab, key AKIA1";
    assert.equal(refusalText(text), text);
  });

  it("is one line without a full stop, of 300 characters at most", () => {
    assert.equal(refusalText("No access.\nTrace ID: 1"), "No access");
    assert.equal(refusalText("x".repeat(400)), `${"x".repeat(299)}…`);
    assert.equal(refusalText("x".repeat(300)), "x".repeat(300));
  });

  it("ends a long message with a sentence, or with a word and an ellipsis", () => {
    const tenant =
      "Tenant '0a1b2c3d' not found. Check to make sure that you have the correct tenant ID of the cloud, and try again";
    assert.equal(refusalText(`${tenant}. ${"This may happen ".repeat(20)}`), tenant);
    assert.equal(refusalText(`No. ${"happen ".repeat(60)}`), `No. ${"happen ".repeat(42).trim()}…`);
  });

  it("leaves what it shortened as it is", () => {
    for (const text of [
      "x".repeat(400),
      "happen ".repeat(60),
      `${"Not found. ".repeat(20)}${"x".repeat(400)}`,
    ]) {
      assert.equal(refusalText(refusalText(text)), refusalText(text));
    }
  });
});
