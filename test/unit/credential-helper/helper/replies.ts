/** Tokens, and answers of Azure and AWS. */
import { audience, clientId, issuer, secrets, subject, tokenId } from "./facts";
import type { Reply } from "./side";

export function goodClaims(): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    aud: audience,
    iss: issuer,
    iat: now,
    nbf: now,
    exp: now + 86700,
    sub: subject,
    oid: subject,
    uti: tokenId,
  };
}

/** A token whose signature nobody here checks. */
export function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ typ: "JWT", alg: "RS256", kid: "k1" })}.${part(claims)}.${Buffer.from("signature").toString("base64url")}`;
}

/** The metadata service's answer with a token. */
export function tokenReply(token: string): Reply {
  const body = {
    access_token: token,
    client_id: clientId,
    expires_in: "86400",
    resource: audience,
    token_type: "Bearer",
  };
  return { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** STS's answer with credentials. */
export function granted(expiration: string): string {
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
 <AssumeRoleWithWebIdentityResult>
  <Audience>${audience}</Audience>
  <AssumedRoleUser><AssumedRoleId>AROA:s</AssumedRoleId><Arn>arn:aws:sts::111122223333:assumed-role/r/s</Arn></AssumedRoleUser>
  <Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>${secrets.key}</SecretAccessKey><SessionToken>${secrets.session}</SessionToken><Expiration>${expiration}</Expiration></Credentials>
 </AssumeRoleWithWebIdentityResult>
 <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;
}

/** An answer of STS that refuses. */
export function stsError(status: number, code: string, message: string): Reply {
  return {
    status,
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  };
}

/** An answer of the metadata service that refuses. */
export function imdsError(status: number, error: string, description: string): Reply {
  return { status, body: JSON.stringify({ error, error_description: description }) };
}
