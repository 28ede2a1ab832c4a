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

/** What a document can have many of; an `s` makes the plural. */
export const GROWING = [
  "statement",
  "value",
  "key",
  "provider",
  "repeated ARN",
  "twice pinned value",
] as const;

/** What a document can have many of. */
export type Growing = (typeof GROWING)[number];

/**
 * Names one provider again and again in one statement: by the same ARN, in other accounts, in other cases. All but the
 * first kind are other names to AWS.
 */
function repeatedArn(number: number): string {
  const account = number % 3 === 1 ? 100_000_000_000 + number : 123_456_789_012;
  const name = number % 3 === 2 ? inCase(PROVIDER, number) : PROVIDER;
  return `arn:aws:iam::${account}:oidc-provider/${name}`;
}

/** The text with its first letters in upper case where the number has a binary 1. */
function inCase(text: string, number: number): string {
  let letter = 0;
  return text.replace(/[a-z]/g, (small) => ((number >> letter++) & 1 ? small.toUpperCase() : small));
}

/**
 * A document with `count` of one part. Each provider comes with a condition on its audience, each repeated ARN with one
 * more value of the subject, so that both grow. Of the values that are pinned by two operators each second one is under
 * both.
 */
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
    case "repeated ARN": {
      const subjects = { [`${PROVIDER}:aud`]: `api://${TENANT}/app`, [`${PROVIDER}:sub`]: numbers.map(guid) };
      const Principal = { Federated: numbers.map(repeatedArn) };
      return text([{ ...statement(0, { StringEquals: subjects }), Principal }]);
    }
    case "twice pinned value": {
      const others = numbers.map((number) => guid(number % 2 === 0 ? number : count + number));
      return text([
        statement(0, {
          StringEquals: {
            [`${PROVIDER}:aud`]: `api://${TENANT}/app`,
            [`${PROVIDER}:sub`]: numbers.map(guid),
          },
          StringLike: { [`${PROVIDER}:sub`]: others },
        }),
      ]);
    }
    case "key": {
      const tags = numbers.map((number) => [`aws:RequestTag/key-${number}`, `value-${number}`]);
      return text([
        statement(0, {
          StringEquals: {
            [`${PROVIDER}:aud`]: `api://${TENANT}/app`,
            [`${PROVIDER}:sub`]: guid(1),
            ...(Object.fromEntries(tags) as object),
          },
        }),
      ]);
    }
  }
}
