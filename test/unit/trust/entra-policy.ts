/** The trust policy that the tests start from: one Entra tenant, one audience, one subject. */
export const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
export const PROVIDER = `sts.windows.net/${TENANT}/`;
export const PROVIDER_ARN = `arn:aws:iam::111122223333:oidc-provider/${PROVIDER}`;
export const AUD = `${PROVIDER}:aud`;
export const SUB = `${PROVIDER}:sub`;
export const AUDIENCE = `api://${TENANT}/app`;
export const SUBJECT = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";

type Json = Record<string, unknown>;

/** The right policy's one statement, with members replaced; `undefined` takes a member away. */
export function statement(changes: Json = {}): Json {
  return {
    Effect: "Allow",
    Principal: { Federated: PROVIDER_ARN },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } },
    ...changes,
  };
}

/** The right policy, with members of its statement replaced. */
export function policy(changes: Json = {}, version = "2012-10-17"): Json {
  return { Version: version, Statement: [statement(changes)] };
}

/** The right policy with another condition on `sub`, beside the right one on `aud`. */
export function policyWithSubject(conditions: Json, version = "2012-10-17"): Json {
  const { StringEquals = {}, ...others } = conditions as { StringEquals?: Json };
  return policy({ Condition: { StringEquals: { [AUD]: AUDIENCE, ...StringEquals }, ...others } }, version);
}
