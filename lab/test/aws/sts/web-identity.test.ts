import assert from "node:assert/strict";
import { XMLParser } from "fast-xml-parser";
import { SignJWT, UnsecuredJWT } from "jose";
import {
  ACCOUNT,
  AUDIENCE,
  CLIENT_ID,
  describeWithFederation,
  exactly,
  ROLE_ARN,
  SUBJECT,
  TENANT,
  trustPolicy,
  V1,
  v1Claims,
  V2,
} from "../../../testing/federation";
import { issuerKey, signToken } from "../../../testing/oidc-issuer";

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const NOT_AUTHORIZED: Refusal = {
  status: 403,
  code: "AccessDenied",
  message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
};
const NO_KEY: Refusal = {
  status: 400,
  code: "InvalidIdentityToken",
  message:
    "Couldn't retrieve verification key from your identity provider,  " +
    "please reference AssumeRoleWithWebIdentity documentation for requirements",
};
const NOT_A_TOKEN: Refusal = {
  status: 400,
  code: "InvalidIdentityToken",
  message: "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
};
const NOT_VALID: Refusal = {
  status: 400,
  code: "InvalidIdentityToken",
  message:
    "The web identity token provided could not be validated. " +
    "See the AssumeRoleWithWebIdentity documentation for requirements.",
};
let now = Date.now();

describeWithFederation("AssumeRoleWithWebIdentity of the AWS double", { clock: () => now }, (lab) => {
  beforeEach(async () => {
    now = Date.now();
    lab().issuer.keys = [lab().key.publicJwk];
    lab().issuer.discovery = {};
    lab().issuer.status = 200;
    await lab().trust(trustPolicy(V1, exactly(V1, AUDIENCE, SUBJECT)));
  });

  function parameters(token: string, changes: Readonly<Record<string, string>> = {}): URLSearchParams {
    return new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: ROLE_ARN,
      RoleSessionName: "vm-1",
      WebIdentityToken: token,
      ...changes,
    });
  }

  async function post(token: string, changes?: Readonly<Record<string, string>>): Promise<Response> {
    return fetch(lab().aws.url, { method: "POST", body: parameters(token, changes) });
  }

  async function refusal(token: string, changes?: Readonly<Record<string, string>>): Promise<Refusal> {
    const response = await post(token, changes);
    const document: unknown = new XMLParser().parse(await response.text());
    const { Code: code, Message: message } = (
      document as { ErrorResponse: { Error: { Code: string; Message: string } } }
    ).ErrorResponse.Error;
    return { status: response.status, code, message };
  }

  async function assertAccepted(token: string, changes?: Readonly<Record<string, string>>): Promise<void> {
    const response = await post(token, changes);
    assert.equal(response.status, 200, await response.text());
  }

  describe("answers", () => {
    it("a right token by POST and by GET, unsigned", async () => {
      await assertAccepted(await lab().token());
      assert.equal(
        (await fetch(`${lab().aws.url}/?${parameters(await lab().token()).toString()}`)).status,
        200,
      );
    });

    it("a token until five minutes after its expiry", async () => {
      const seconds = Math.floor(now / 1000);
      for (const late of [1, 240, 299]) {
        await assertAccepted(await lab().token({ exp: seconds - late }));
      }
    });

    it("a token whose times are up to five minutes ahead", async () => {
      const seconds = Math.floor(now / 1000) + 290;
      await assertAccepted(await lab().token({ iat: seconds, nbf: seconds }));
    });

    it("in AWS's order of elements, without PackedPolicySize", async () => {
      const xml = await (await post(await lab().token())).text();
      const elements = [...xml.matchAll(/<([A-Za-z]+)[ >]/g)].map(([, name]) => name);
      assert.deepEqual(elements, [
        "AssumeRoleWithWebIdentityResponse",
        "AssumeRoleWithWebIdentityResult",
        "Audience",
        "AssumedRoleUser",
        "AssumedRoleId",
        "Arn",
        "Provider",
        "Credentials",
        "AccessKeyId",
        "SecretAccessKey",
        "SessionToken",
        "Expiration",
        "SubjectFromWebIdentityToken",
        "ResponseMetadata",
        "RequestId",
      ]);
    });

    it("refusals with AWS's XML and a request ID in body and header", async () => {
      const response = await post(await lab().token({ sub: CLIENT_ID.toUpperCase() }), {
        RoleSessionName: "<",
      });
      const requestId = response.headers.get("x-amzn-requestid") ?? "";
      assert.match(requestId, /^[0-9a-f-]{36}$/);
      assert.equal(
        await response.text(),
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>' +
          "<Code>ValidationError</Code><Message>2 validation errors detected: Value '&lt;' at 'roleSessionName' failed to " +
          "satisfy constraint: Member must have length greater than or equal to 2; Value '&lt;' at " +
          "'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: " +
          `[\\w+=,.@-]*</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
    });
  });

  describe("refuses by the provider", () => {
    it("an issuer that has none", async () => {
      const iss = "https://sts.windows.net/00000000-0000-4000-8000-000000000001/";
      assert.deepEqual(await refusal(await lab().token({ iss })), NOT_VALID);
    });

    it("an issuer that differs by its trailing slash", async () => {
      const iss = `https://sts.windows.net/${TENANT}`;
      assert.deepEqual(await refusal(await lab().token({ iss })), NOT_VALID);
    });

    it("a role of another account, which has no provider here", async () => {
      const RoleArn = ROLE_ARN.replace(ACCOUNT, "444455556666");
      assert.deepEqual(await refusal(await lab().token(), { RoleArn }), NOT_VALID);
    });

    it("an audience that is not among its client IDs", async () => {
      assert.deepEqual(await refusal(await lab().token({ aud: "https://storage.azure.com/" })), NOT_VALID);
    });

    it("a version 2 token whose aud is known and whose azp is not", async () => {
      assert.deepEqual(
        await refusal(await lab().token({ iss: V2, aud: CLIENT_ID, azp: SUBJECT })),
        NOT_VALID,
      );
    });
  });

  describe("refuses by the signature", () => {
    it("a token signed with another key under the issuer's key ID", async () => {
      assert.deepEqual(await refusal(await signToken(v1Claims(), await issuerKey("key-1"))), NOT_VALID);
    });

    it("a token whose claims were changed", async () => {
      const [header, , signature] = (await lab().token()).split(".");
      const claims = Buffer.from(JSON.stringify(v1Claims({ sub: CLIENT_ID }))).toString("base64url");
      assert.deepEqual(await refusal(`${header}.${claims}.${signature}`), NOT_VALID);
    });

    it("a token whose signature was stripped, and one with alg none", async () => {
      const stripped = (await lab().token()).replace(/[^.]*$/, "");
      assert.deepEqual(await refusal(stripped), NOT_A_TOKEN);
      assert.deepEqual(await refusal(new UnsecuredJWT(v1Claims()).encode()), NOT_A_TOKEN);
    });

    it("a token signed with HS256 and the public key as secret", async () => {
      const secret = Buffer.from(JSON.stringify(lab().key.publicJwk));
      const token = await new SignJWT(v1Claims())
        .setProtectedHeader({ alg: "HS256", kid: "key-1" })
        .sign(secret);
      assert.deepEqual(await refusal(token), NOT_A_TOKEN);
    });

    it("a key ID that the issuer does not publish, and a token without one if there are two keys", async () => {
      assert.deepEqual(await refusal(await signToken(v1Claims(), lab().key, "key-9")), NO_KEY);
      now += 300_000;
      lab().issuer.keys = [lab().key.publicJwk, (await issuerKey("key-2")).publicJwk];
      const nameless = await new SignJWT(v1Claims())
        .setProtectedHeader({ alg: "RS256" })
        .sign(lab().key.privateKey);
      assert.deepEqual(await refusal(nameless), NO_KEY);
    });

    it("text that is no token", async () => {
      assert.deepEqual(await refusal("not-a-token"), NOT_A_TOKEN);
      assert.deepEqual(await refusal(`${await lab().token()}\n`), NOT_A_TOKEN);
    });
  });

  describe("refuses by the claims", () => {
    it("an expired token, naming both times", async () => {
      const seconds = Math.floor(now / 1000);
      for (const late of [300, 301]) {
        assert.deepEqual(await refusal(await lab().token({ exp: seconds - late })), {
          status: 400,
          code: "ExpiredTokenException",
          message: `Token expired: current date/time ${seconds - 300} must be before the expiration date/time ${seconds - late}`,
        });
      }
    });

    it("a token that is not valid yet, from 301 seconds on", async () => {
      const seconds = Math.floor(now / 1000);
      await assertAccepted(await lab().token({ iat: seconds + 300, nbf: seconds + 300 }));
      assert.deepEqual(await refusal(await lab().token({ nbf: seconds + 301 })), {
        status: 400,
        code: "InvalidIdentityToken",
        message: `Token not yet valid: current date/time ${seconds + 300} must be after or equal to the not-before date/time ${seconds + 301}`,
      });
      assert.deepEqual(await refusal(await lab().token({ iat: seconds + 301 })), {
        status: 400,
        code: "InvalidIdentityToken",
        message: `Token issued in the future: ${seconds + 301}`,
      });
    });

    it("a subject that is null as a fault of the service", async () => {
      assert.deepEqual(await refusal(await lab().token({ sub: null })), {
        status: 500,
        code: "InternalFailure",
        message: "Unknown error validating third-party token",
      });
      assert.match(await (await post(await lab().token({ sub: null }))).text(), /<Type>Receiver<\/Type>/);
    });

    for (const claim of ["iss", "sub", "aud", "exp", "iat"]) {
      it(`a token without ${claim}`, async () => {
        assert.deepEqual(await refusal(await lab().token({ [claim]: undefined })), {
          status: 400,
          code: "InvalidIdentityToken",
          message: `Missing a required claim: ${claim}`,
        });
      });
    }
  });

  describe("refuses by the trust policy", () => {
    it("another subject", async () => {
      assert.deepEqual(await refusal(await lab().token({ sub: CLIENT_ID })), NOT_AUTHORIZED);
    });

    it("an unknown role, and a role under another path, with the same text", async () => {
      const unknown = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/Unknown` };
      assert.deepEqual(await refusal(await lab().token(), unknown), NOT_AUTHORIZED);
      const elsewhere = { RoleArn: ROLE_ARN.replace("role/", "role/team/") };
      assert.deepEqual(await refusal(await lab().token(), elsewhere), NOT_AUTHORIZED);
    });

    it("keys that lack the issuer's trailing slash", async () => {
      await lab().trust(trustPolicy(V1, exactly(V1.slice(0, -1), AUDIENCE, SUBJECT)));
      assert.deepEqual(await refusal(await lab().token()), NOT_AUTHORIZED);
    });

    it("a principal that lacks the issuer's trailing slash", async () => {
      await lab().trust(trustPolicy(V1.slice(0, -1), exactly(V1, AUDIENCE, SUBJECT)));
      assert.deepEqual(await refusal(await lab().token()), NOT_AUTHORIZED);
    });

    it("a version 1 token where the version 2 issuer is trusted, and the reverse", async () => {
      const v2 = { iss: V2, aud: AUDIENCE, azp: CLIENT_ID };
      assert.deepEqual(await refusal(await lab().token(v2)), NOT_AUTHORIZED);
      await lab().trust(trustPolicy(V2, exactly(V2, CLIENT_ID, SUBJECT)));
      assert.deepEqual(await refusal(await lab().token()), NOT_AUTHORIZED);
      await assertAccepted(await lab().token(v2));
    });

    it("another provider than that which a policy names in aws:FederatedProvider", async () => {
      const trusts = (issuer: string): Promise<void> => {
        const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer.replace("https://", "")}`;
        return lab().trust(trustPolicy(V1, { StringEquals: { "aws:FederatedProvider": provider } }));
      };
      await trusts(V2);
      assert.deepEqual(await refusal(await lab().token()), NOT_AUTHORIZED);
      await trusts(V1);
      await assertAccepted(await lab().token());
    });

    it("a claim that AWS does not hand on, such as tid", async () => {
      const name = V1.replace("https://", "");
      await lab().trust(trustPolicy(V1, { StringEquals: { [`${name}:tid`]: TENANT } }));
      assert.deepEqual(await refusal(await lab().token()), NOT_AUTHORIZED);
    });

    it("another session name where the role names one", async () => {
      await lab().trust(trustPolicy(V1, { StringEquals: { "sts:RoleSessionName": "vm-1" } }));
      await assertAccepted(await lab().token());
      assert.deepEqual(await refusal(await lab().token(), { RoleSessionName: "vm-2" }), NOT_AUTHORIZED);
    });

    it("nothing of the aud that azp covers, which stays in oaud", async () => {
      const name = V2.replace("https://", "");
      await lab().trust(trustPolicy(V2, { StringEquals: { [`${name}:oaud`]: AUDIENCE } }));
      await assertAccepted(await lab().token({ iss: V2, azp: CLIENT_ID }));
    });
  });

  it("refuses a session longer than the role's", async () => {
    await assertAccepted(await lab().token(), { DurationSeconds: "7200" });
    assert.deepEqual(await refusal(await lab().token(), { DurationSeconds: "7201" }), {
      status: 400,
      code: "ValidationError",
      message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    });
  });

  it("reads the issuer's documents where resolve says, and its keys once for many tokens", async () => {
    now += 600_000;
    lab().issuer.requests.length = 0;
    for (let count = 0; count < 3; count++) {
      await assertAccepted(await lab().token());
    }
    assert.deepEqual(lab().issuer.requests, [
      `/sts.windows.net/${TENANT}/.well-known/openid-configuration`,
      "/login.windows.net/common/discovery/keys",
    ]);
  });

  describe("cannot be gone round", () => {
    it("by speaking to the emulator in another protocol", async () => {
      const response = await fetch(lab().aws.url, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": "AWSSecurityTokenServiceV20110615.AssumeRoleWithWebIdentity",
        },
        body: JSON.stringify(
          Object.fromEntries(parameters(await signToken(v1Claims(), await issuerKey("x")))),
        ),
      });
      assert.equal(response.status, 400);
      assert.match(await response.text(), /InvalidAction/);
    });

    it("by a header that claims the token was verified", async () => {
      const response = await fetch(lab().aws.url, {
        method: "POST",
        headers: { "x-lab-web-identity": "guess" },
        body: parameters(await signToken(v1Claims(), await issuerKey("key-1"))),
      });
      assert.equal(response.status, 400);
    });

    it("by naming the action once in the query and once in the form", async () => {
      const forged = parameters(await signToken(v1Claims(), await issuerKey("key-1")));
      const response = await fetch(`${lab().aws.url}/?Action=GetCallerIdentity&Version=2011-06-15`, {
        method: "POST",
        body: forged,
      });
      assert.equal(response.status, 400);
      assert.match(await response.text(), /InvalidIdentityToken/);
    });
  });
});

describeWithFederation("STS before June 2026", { stsNamesReasons: true }, (lab) => {
  async function message(changes: Record<string, unknown>): Promise<string> {
    const body = new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: ROLE_ARN,
      RoleSessionName: "vm-1",
      WebIdentityToken: await lab().token(changes),
    });
    const response = await fetch(lab().aws.url, { method: "POST", body });
    return (
      /<Code>InvalidIdentityToken<\/Code><Message>(.*)<\/Message>/.exec(await response.text())?.[1] ?? ""
    );
  }

  it("says that there is no provider for the issuer", async () => {
    const iss = `https://sts.windows.net/${TENANT}`;
    assert.equal(await message({ iss }), `No OpenIDConnect provider found in your account for ${iss}`);
  });

  it("says that the audience is wrong", async () => {
    assert.equal(await message({ aud: "https://storage.azure.com/" }), "Incorrect token audience");
  });
});
