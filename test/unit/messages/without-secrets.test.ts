import assert from "node:assert/strict";
import { withoutSecrets } from "../../../messages";

describe("A message without secrets", () => {
  it("hides values in quotes whatever their length, and longer ones anywhere", () => {
    const message = 'found "x" and "hunter2-hunter2" on key:sub; hunter2-hunter2 is xy';
    assert.equal(
      withoutSecrets(message, ["x", "hunter2-hunter2"]),
      'found "[secret]" and "[secret]" on key:sub; [secret] is xy',
    );
    assert.equal(withoutSecrets(message, []), message);
  });

  it("hides what a parser of JSON quotes", () => {
    const text = '{"password": hunter2}';
    let reason = "";
    try {
      JSON.parse(text);
    } catch (error) {
      reason = error instanceof Error ? error.message : "";
    }
    const shown = withoutSecrets(`found a string that is not JSON (${reason}). Expected: JSON.`, [text]);
    assert.doesNotMatch(shown, /hunter2/);
    assert.match(shown, /^found a string that is not JSON \(.*\)\. Expected: JSON\.$/);
  });

  it("hides a value as it is and as JSON quotes it, the longest first", () => {
    const secrets = ["pass", 'pass"word'];
    assert.equal(
      withoutSecrets('pass"word, pass\\"word, "pass\\"word", pass, pas', secrets),
      '[secret], [secret], "[secret]", [secret], pas',
    );
  });
});
