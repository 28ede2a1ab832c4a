/** The provider's codes against those of the credential helper, and what its messages must not show. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { inspect } from "node:util";
import { errorSections } from "../../../../messages/error-sections";
import { fromAzure } from "../../../../providers/javascript";
import { AzureToAwsError } from "../../../../providers/javascript/azure-to-aws-error";
import { sessionName } from "../../../../providers/javascript/open-session";
import { stsRefusal, tokenRefusal } from "../../../../providers/javascript/refusal";
import refusals from "../../../../providers/refusals.json";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import {
  AUDIENCE,
  CountedCredential,
  KEY,
  refusedWith,
  ROLE,
  StandInSts,
  TOKEN,
  tokenWith,
} from "./stand-ins";

/** Refusals of STS that the helper tells apart. */
const STS_ANSWERS: readonly (readonly [code: string, message: string])[] = [
  ["AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"],
  ["InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://sts.windows.net/x/"],
  ["InvalidIdentityToken", "The web identity token provided could not be validated. See the documentation."],
  ["InvalidIdentityToken", "Incorrect token audience"],
  ["InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider"],
  ["InvalidIdentityToken", "Provided Token is not valid"],
  ["ExpiredTokenException", "Token expired"],
  ["RegionDisabledException", "STS is not activated in this region"],
  ["IDPRejectedClaim", "The identity provider rejected the claim"],
  ["ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."],
  ["ValidationError", "Request ARN is invalid"],
  ["PackedPolicyTooLarge", "too large"],
];

/** Names of hosts and tokens, from short to long, with letters that STS refuses. */
const NAMES: readonly (readonly [host: string, tokenId: string])[] = [
  ["orders", "Zx9-kQ_pTkWn2bVY0aQrAA"],
  ["", ""],
  ["x", ""],
  ["orders (staging)", "a/b"],
  ["h".repeat(70), "t".repeat(50)],
  ["h".repeat(70), ""],
];

const HELPER = `
import json, sys
sys.path.insert(0, sys.argv[1])
from azure_to_aws import entra, exchange, sts, sts_remedies
answers, names = json.loads(sys.argv[2])
print(json.dumps({
  "entra": entra.MESSAGES,
  "passing": entra.PASSING,
  "stsPassing": sts.PASSING,
  "sts": [sts_remedies._code(code, text) for code, text in answers],
  "names": [exchange.session_name(host, token) for host, token in names],
}))`;

const helper = JSON.parse(
  execFileSync(
    "python3",
    ["-IB", "-c", HELPER, path.join(PROJECT_ROOT, "credential-helper"), JSON.stringify([STS_ANSWERS, NAMES])],
    { encoding: "utf8" },
  ),
) as {
  readonly entra: Readonly<Record<string, string>>;
  readonly passing: readonly string[];
  readonly stsPassing: readonly string[];
  readonly sts: readonly string[];
  readonly names: readonly string[];
};

describe("what fromAzure rejects with", () => {
  const codeOfEntra = (text: string): string =>
    tokenRefusal(new Error(`Authentication failed. Description: ${text}: Some text.`), {}).code;
  const codeOfSts = (status: number, Code: string, message: string): string =>
    stsRefusal(Object.assign(new Error(message), { Code, $metadata: { httpStatusCode: status } }), {}, TOKEN)
      .code;

  it("has the helper's code for each error of Entra", () => {
    const codes = Object.keys(helper.entra);
    assert.ok(codes.length > 15);
    assert.deepEqual(Object.fromEntries(codes.map((code) => [code, codeOfEntra(code)])), helper.entra);
    assert.deepEqual([...new Set(helper.passing.map(codeOfEntra))], ["token-service-trouble"]);
    assert.equal(codeOfEntra("AADSTS999999"), "token-request-refused");
  });

  it("has the helper's code for each refusal of STS", () => {
    assert.deepEqual(
      STS_ANSWERS.map(([code, message]) => codeOfSts(400, code, message)),
      helper.sts,
    );
    assert.deepEqual(
      [...new Set(helper.stsPassing.map((code) => codeOfSts(400, code, "")))],
      ["sts-trouble"],
    );
    assert.deepEqual(
      [codeOfSts(500, "InternalFailure", ""), codeOfSts(429, "", "")],
      ["sts-trouble", "sts-trouble"],
    );
  });

  it("has only codes of the error catalog", () => {
    const known = new Set(errorSections().map(({ code }) => code));
    const codes = refusals.map(({ code }) => code);
    assert.deepEqual(
      [...codes, "token-not-jwt", "sts-no-credentials", "sts-clock"].filter((code) => !known.has(code)),
      [],
    );
  });

  it("tells the states of a host without an identity apart", () => {
    assert.equal(codeOfEntra("Identity not found"), "identity-not-on-vm");
    assert.equal(codeOfEntra("No User Assigned or Delegated Managed Identity found"), "identity-not-on-app");
    assert.equal(codeOfEntra("Unable to load the proper Managed Identity."), "identity-not-on-app");
  });

  describe("after an answer", () => {
    let sts: StandInSts;
    let credential: CountedCredential;

    beforeEach(async () => {
      sts = await StandInSts.start();
      credential = new CountedCredential();
    });

    afterEach(() => sts.stop());

    const rejection = async (options: object = {}): Promise<AzureToAwsError> => {
      const provider = fromAzure({
        roleArn: ROLE,
        audience: AUDIENCE,
        credential,
        sts: sts.client,
        ...options,
      });
      const error: unknown = await provider().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      assert.ok(error instanceof AzureToAwsError, inspect(error));
      return error;
    };

    it("names the role, the claims that AWS compares, and AWS's words, with AWS's error as the cause", async () => {
      sts.answer = refusedWith(
        403,
        "AccessDenied",
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
      );
      const { message, code, cause } = await rejection();
      assert.equal(
        message,
        "AWS STS refused the token for arn:aws:iam::111122223333:role/orders. The role does not exist, does not trust this token, or is suspended. " +
          "Its trust policy must name the provider https://sts.windows.net/11111111-2222-4333-8444-555555555555/, " +
          "aud api://11111111-2222-4333-8444-555555555555/orders, and sub c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f. " +
          "AWS STS answered 403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity [sts-access-denied]",
      );
      assert.equal(code, "sts-access-denied");
      assert.ok(cause instanceof Error && cause.name === "AccessDenied");
    });

    it("names the client ID of a token of version 2, which AWS compares", async () => {
      credential.token = tokenWith({
        iss: "https://login.example/v2.0",
        aud: "the-application",
        azp: "the-client",
      });
      sts.answer = refusedWith(400, "InvalidIdentityToken", "Incorrect token audience");
      assert.match((await rejection()).message, /does not list client ID \(audience\) the-client\. Add it/);
    });

    it("has Azure Identity's error as the cause, and its words", async () => {
      credential.failure = new Error(
        "Description: AADSTS501051: Application 'x' is not assigned to a role.\r\nTrace ID: 1",
      );
      const { message, cause } = await rejection();
      assert.equal(cause, credential.failure);
      assert.equal(
        message,
        "the identity is not assigned to the application for audience api://11111111-2222-4333-8444-555555555555/orders. Assign its app role. " +
          "A new assignment can take minutes. Azure Identity reports: Error: Description: AADSTS501051: Application 'x' is not assigned to a role. Trace ID: 1 [entra-not-assigned]",
      );
    });

    it("has no token, even if the service repeats it, and none in what Node prints of it", async () => {
      const noJwt = "opaque.eyJzdWIiOiJ4In0.opaque";
      credential.token = noJwt;
      sts.answer = refusedWith(400, "ValidationError", `Value '${noJwt}' is not valid, nor is ${TOKEN}`);
      const error = await rejection();
      assert.match(error.message, /Value '<token>' is not valid, nor is <token> \[sts-refused\]$/);
      sts.answer = refusedWith(403, "AccessDenied");
      credential.token = TOKEN;
      const [, , signature = ""] = TOKEN.split(".");
      assert.equal(inspect(await rejection(), { depth: 20 }).includes(signature), false);
    });

    it("has no key of an answer that is damaged or incomplete", async () => {
      const keys = `<AccessKeyId>AKIA</AccessKeyId><SecretAccessKey>${KEY}</SecretAccessKey>`;
      for (const body of [`<a>${keys}`, `<a>${keys}</a>`, ""]) {
        sts.answer = { status: 200, body };
        const { message, code } = await rejection();
        assert.deepEqual([code, message.includes(KEY)], ["sts-no-credentials", false]);
      }
    });

    it("says that a token is not a JWT, or that there is no token", async () => {
      for (const token of ["", "opaque", "a.b.c"]) {
        credential.token = token;
        assert.equal((await rejection()).code, "token-not-jwt");
      }
    });

    it("says that there is no way to STS", async () => {
      await sts.stop();
      assert.equal((await rejection()).code, "service-unreachable");
    });
  });
});

describe("the session name", () => {
  it("is the one that the helper makes of host and token", () => {
    assert.deepEqual(
      NAMES.filter(([host]) => host !== "").map(([host, token]) =>
        sessionName(token, { WEBSITE_SITE_NAME: host }),
      ),
      helper.names.filter((_, index) => NAMES[index]?.[0] !== ""),
    );
  });

  it("begins with the name of the app, and of the host elsewhere", () => {
    assert.equal(sessionName("id", { CONTAINER_APP_NAME: "orders" }), "orders@id");
    assert.match(sessionName("id", { WEBSITE_SITE_NAME: "" }), /^[\w+=,.@-]+@id$/);
  });
});
