/** The trust policy that the tests start from: one Entra tenant, one audience, one subject. */
export const PROVIDER = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
export const PROVIDER_ARN = `arn:aws:iam::111122223333:oidc-provider/${PROVIDER}`;
export const AUD = `${PROVIDER}:aud`;
export const SUB = `${PROVIDER}:sub`;
export const AUDIENCE = "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders";
export const SUBJECT = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";

type Json = Record<string, unknown>;

/** The right policy, with members of its statement replaced. */
export function policy(changes: Json = {}): Json {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: PROVIDER_ARN },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } },
        ...changes,
      },
    ],
  };
}

/** A policy that lets in every identity of the tenant that can get a token for the audience. */
export const OPEN = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });
