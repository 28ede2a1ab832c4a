import assert from "node:assert/strict";
import { refusalText } from "../../../cli/clouds/refusal-text";
import { withoutSecrets } from "../../../cli/explain/find-errors";
import { hideSecrets } from "../../../cli/hide-secrets";
import { ReportRedactor } from "../../../tools/acceptance/report-redactor";

const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhcHAifQ.c2lnbmF0dXJl";
const VALUE = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** Texts with a secret, what is shown, and the secret. */
const CASES: readonly (readonly [text: string, shown: string, secret: string])[] = [
  [`invalid ${TOKEN} here`, "invalid <token> here", TOKEN],
  [`encrypted ${TOKEN}.YWJj.ZGVm here`, "encrypted <token> here", "ZGVm"],
  ["the token eyJhbGciOiJSUzI1NiJ9. is cut", "the token <token> is cut", "eyJhbGciOiJSUzI1NiJ9"],
  ["Authorization: Bearer abc.def~1 refused", "Authorization: Bearer <token> refused", "abc.def~1"],
  [`"SecretAccessKey": "${VALUE}", here`, `"SecretAccessKey": "<secret>", here`, VALUE],
  [`{\\"secretAccessKey\\":\\"${VALUE}\\"}`, '{\\"secretAccessKey\\":\\"<secret>\\"}', VALUE],
  [`aws_session_token = ${VALUE} here`, "aws_session_token = <secret> here", VALUE],
  [`client_secret=${VALUE}&scope=x`, "client_secret=<secret>&scope=x", VALUE],
  [`client_assertion=${VALUE}&scope=x`, "client_assertion=<secret>&scope=x", VALUE],
  [`WebIdentityToken=${VALUE}&Version=1`, "WebIdentityToken=<secret>&Version=1", VALUE],
  ["password: hun\\ter22 here", "password: <secret> here", "ter22"],
  ["password: hunter22 here", "password: <secret> here", "hunter22"],
  [`<SessionToken>${VALUE}</SessionToken>`, "<SessionToken><secret></SessionToken>", VALUE],
  ["Signature=0a1b2c, denied", "Signature=<signature>, denied", "0a1b2c"],
  ["GET /x?sv=1&sig=aB%2F1%3D&se=2", "GET /x?sv=1&sig=<signature>&se=2", "aB%2F1%3D"],
];

describe("a secret in the text of another program", () => {
  for (const [text, shown, secret] of CASES) {
    it(`is hidden in ${text}`, () => {
      assert.equal(hideSecrets(text), shown);
      assert.equal(hideSecrets(shown), shown);
    });

    it(`is hidden everywhere, in ${text}`, () => {
      const redactor = new ReportRedactor([]);
      const quoted = {
        "an error of a cloud": refusalText(text),
        "a line that explain shows": withoutSecrets(text),
        "the report of an acceptance run": redactor.redact(text),
      };
      for (const [place, quote] of Object.entries(quoted)) {
        assert.equal(quote.includes(secret), false, `${place}: ${quote}`);
      }
      assert.equal(redactor.redact(redactor.redact(text)), redactor.redact(text));
    });
  }

  it("is not the name of a secret alone", () => {
    for (const text of [
      "The request body must contain the parameter 'client_assertion' or 'client_secret'.",
      "Invalid client secret provided for app 0a1b2c3d-0000-4000-8000-0123456789ab",
      "bearer",
      "eyJ",
    ]) {
      assert.equal(hideSecrets(text), text);
    }
  });
});
