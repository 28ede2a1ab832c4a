/** Trust policies to measure with: made by counting, so that each run measures the same. */

/** A GUID that ends with a number. */
function guid(number: number): string {
  return `5b1e6f0a-3c2d-4e8f-9a7b-${number.toString(16).padStart(12, "0")}`;
}

const TENANT = guid(0);
const PROVIDER = `sts.windows.net/${TENANT}/`;

function statement(number: number, condition: object): object {
  return {
    Sid: `Workload${number}`,
    Effect: "Allow",
    Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${PROVIDER}` },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: condition,
  };
}

function exactly(number: number): object {
  return {
    StringEquals: { [`${PROVIDER}:aud`]: `api://${TENANT}/app-${number}`, [`${PROVIDER}:sub`]: guid(number) },
  };
}

function text(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** Distinct documents as they are found in accounts: most are right, some lack the subject or use a pattern. */
export function trustPolicies(count: number): string[] {
  return Array.from({ length: count }, (_, number) => {
    const wrong = [
      { StringEquals: { [`${PROVIDER}:aud`]: `api://${TENANT}/app-${number}` } },
      { ...exactly(number), StringLike: { [`${PROVIDER}:sub`]: "*" } },
    ][number % 10];
    return text([statement(number, wrong ?? exactly(number))]);
  });
}

/** Distinct documents for GitHub Actions, whose trust is all that Checkov's rule looks at. */
export function gitHubTrustPolicies(count: number): string[] {
  const provider = "token.actions.githubusercontent.com";
  return Array.from({ length: count }, (_, number) => {
    const subject = number % 10 === 0 ? "repo:*" : `repo:example/app-${number}:ref:refs/heads/main`;
    const condition = {
      StringEquals: { [`${provider}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${provider}:sub`]: subject },
    };
    const Principal = { Federated: `arn:aws:iam::123456789012:oidc-provider/${provider}` };
    return text([{ ...statement(number, condition), Principal }]);
  });
}

/** What a document can have many of. */
export const GROWING = ["statement", "value", "key", "provider"] as const;

/** What a document can have many of. */
export type Growing = (typeof GROWING)[number];

/** A document with `count` of one part. Each provider comes with a condition on its audience, so that both grow. */
export function growingPolicy(part: Growing, count: number): string {
  const numbers = Array.from({ length: count }, (_, number) => number);
  switch (part) {
    case "statement":
      return text(numbers.map((number) => statement(number, exactly(number))));
    case "value":
      return text([
        statement(0, {
          StringEquals: {
            [`${PROVIDER}:aud`]: `api://${TENANT}/app`,
            [`${PROVIDER}:sub`]: numbers.map(guid),
          },
        }),
      ]);
    case "provider": {
      const names = numbers.map((number) => `idp-${number}.example.com`);
      const federated = names.map((name) => `arn:aws:iam::123456789012:oidc-provider/${name}`);
      const audiences = Object.fromEntries(names.map((name) => [`${name}:aud`, "app"]));
      return text([{ ...statement(0, { StringEquals: audiences }), Principal: { Federated: federated } }]);
    }
    case "key": {
      const tags = numbers.map((number) => [`aws:RequestTag/key-${number}`, `value-${number}`]);
      return text([
        statement(0, {
          StringEquals: {
            ...{ [`${PROVIDER}:aud`]: `api://${TENANT}/app`, [`${PROVIDER}:sub`]: guid(1) },
            ...(Object.fromEntries(tags) as object),
          },
        }),
      ]);
    }
  }
}
