import assert from "node:assert/strict";
import { narrowingProblems, otherProviderProblems } from "../../../../trust";
import { PROVIDER } from "../entra-policy";
import { checkedConditions } from "./checked-conditions";

const issuer = `https://${PROVIDER}`;
const pathsOf = (conditions: unknown, context = {}) =>
  narrowingProblems(conditions, context).map(({ path }) => path);

describe("narrowingProblems", () => {
  it("takes conditions that only let fewer in", () => {
    const conditions = {
      IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] },
      NotIpAddress: { "aws:SourceIp": ["203.0.113.9"] },
      StringEquals: { "sts:RoleSessionName": ["orders"], [`${PROVIDER}:amr`]: ["mfa"] },
      StringLike: { "aws:UserAgent": ["azure-to-aws*"] },
      "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] },
      NumericLessThanEquals: { "sts:DurationSeconds": ["3600"] },
      DateLessThan: { "aws:CurrentTime": ["2030-01-01T00:00:00Z"] },
      Null: { "aws:TokenIssueTime": ["true"] },
    };
    assert.deepEqual(narrowingProblems(conditions, { issuer }), []);
    assert.deepEqual(narrowingProblems({}, { issuer }), []);
  });

  it("refuses the claims that audiences and subjects set, however they are written", () => {
    assert.deepEqual(
      narrowingProblems(
        {
          StringEquals: { [`${PROVIDER}:aud`]: ["a"] },
          StringLike: { [`${PROVIDER.toUpperCase()}:SUB`]: ["*"] },
        },
        { issuer },
      ),
      [
        { path: `StringEquals["${PROVIDER}:aud"]`, reason: "is set from the audiences alone", given: ["a"] },
        {
          path: `StringLike["${PROVIDER.toUpperCase()}:SUB"]`,
          reason: "is set from the subjects alone",
          given: ["*"],
        },
      ],
    );
    // Without the issuer the claims are known by their names.
    assert.deepEqual(pathsOf({ StringEquals: { "a.example:sub": ["a"] } }), [
      'StringEquals["a.example:sub"]',
    ]);
  });

  it("refuses what is true of a request without the key", () => {
    assert.deepEqual(
      narrowingProblems(
        {
          StringEqualsIfExists: { "aws:SourceVpc": ["vpc-1"] },
          "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] },
        },
        {},
      ).map(({ path, reason }) => `${path}: ${reason}`),
      [
        "StringEqualsIfExists: does not narrow: it is true of a request without the key. Remove IfExists",
        "ForAllValues:StringEquals: does not narrow: it is true of a request without the key. Use ForAnyValue: or no set operator",
      ],
    );
  });

  it("refuses what is no condition of IAM's", () => {
    assert.deepEqual(pathsOf([]), [""]);
    assert.deepEqual(
      pathsOf({
        stringequals: { "aws:UserAgent": ["a"] },
        StringEquals: {},
        StringLike: "x",
        Bool: { secure: ["true"] },
        ArnLike: { "aws:SourceArn": [] },
        IpAddress: { "aws:SourceIp": ["203.0.113.7", "", 7, "日"] },
      }),
      [
        "stringequals",
        "StringEquals",
        "StringLike",
        "Bool.secure",
        "ArnLike.aws:SourceArn",
        "IpAddress.aws:SourceIp[1]",
        "IpAddress.aws:SourceIp[2]",
        "IpAddress.aws:SourceIp[3]",
      ],
    );
  });

  it("tells what was given: what is wrong, be it the value or the name", () => {
    const found = narrowingProblems(
      {
        StrEquals: { foo: ["x"] },
        IpAddress: { "aws:SourceIp": "1.2.3.4" },
        Null: 7,
        StringLike: { "aws:UserAgent": [] },
      },
      {},
    );
    assert.deepEqual(
      found.map(({ path, reason, given }) => [path, reason, given]),
      [
        ["StrEquals", "is not an IAM condition operator. Expected one such as StringEquals", "StrEquals"],
        ["StrEquals.foo", "is not a condition key. Expected one such as aws:SourceIp", "foo"],
        [
          "IpAddress.aws:SourceIp",
          'must be a list of at least one value, a single value too: ["…"]',
          "1.2.3.4",
        ],
        ["Null", "must be an object with at least one condition key", 7],
        ["StringLike.aws:UserAgent", "must be a list of at least one value", []],
      ],
    );
    assert.deepEqual(narrowingProblems("x", {}), [
      {
        path: "",
        reason: "must be an object: condition operator → condition key → list of values",
        given: "x",
      },
    ]);
  });

  it("refuses values that their operator cannot take, and tags without a name", () => {
    const found = narrowingProblems(
      {
        IpAddress: { "aws:SourceIp": ["203.0.113.7", "office"] },
        Bool: { "aws:SecureTransport": ["yes"] },
        NumericLessThan: { "sts:DurationSeconds": ["1h"] },
        DateLessThan: { "aws:CurrentTime": ["31.01.2030"] },
        StringEquals: {
          "aws:RequestTag": ["team"],
          "aws:principaltag/": ["x"],
          "aws:RequestTag/team": ["a"],
        },
      },
      {},
    );
    assert.deepEqual(
      found.map(({ path, reason, given }) => [path, reason, given]),
      [
        [
          "IpAddress.aws:SourceIp[1]",
          "must be an IP address or a network such as 203.0.113.7 or 203.0.113.0/24",
          "office",
        ],
        ["Bool.aws:SecureTransport[0]", 'must be "true" or "false"', "yes"],
        ["NumericLessThan.sts:DurationSeconds[0]", "must be a number such as 3600", "1h"],
        [
          "DateLessThan.aws:CurrentTime[0]",
          "must be an ISO 8601 date such as 2030-01-31T00:00:00Z, or seconds since 1970",
          "31.01.2030",
        ],
        [
          "StringEquals.aws:RequestTag",
          "names no tag. Expected one such as aws:RequestTag/team",
          "aws:RequestTag",
        ],
        [
          "StringEquals.aws:principaltag/",
          "names no tag. Expected one such as aws:RequestTag/team",
          "aws:principaltag/",
        ],
      ],
    );
    const variables = {
      IpAddress: { "aws:SourceIp": ["${aws:RequestTag/network}"] },
      Bool: { "aws:SecureTransport": ["${aws:RequestTag/flag}", "True"] },
      DateLessThan: { "aws:CurrentTime": ["1900000000"] },
    };
    assert.deepEqual(narrowingProblems(variables, {}), []);
  });

  it("refuses keys that no token of the issuer fills, and keys that are there twice", () => {
    const [other] = narrowingProblems({ StringEquals: { "accounts.google.com:email": ["a"] } }, { issuer });
    assert.equal(
      other?.reason,
      "is a key of another provider, which no token of this issuer sets. Expected a key that starts with sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/:",
    );
    const [twice] = narrowingProblems(
      { Bool: { "aws:SecureTransport": ["true"], "AWS:securetransport": ["true"] } },
      {},
    );
    assert.match(twice?.reason ?? "", /appears twice: condition keys ignore case/);
  });

  it("refuses source IPs that are given in two places", () => {
    const conditions = { IpAddress: { "AWS:SourceIp": ["203.0.113.7"] } };
    assert.deepEqual(pathsOf(conditions, { hasSourceIps: true }), ["IpAddress.AWS:SourceIp"]);
    assert.deepEqual(pathsOf(conditions), []);
    assert.deepEqual(
      pathsOf({ NotIpAddress: { "aws:SourceIp": ["203.0.113.7"] } }, { hasSourceIps: true }),
      [],
    );
  });

  it("passes over what is still to come, and nothing else", () => {
    const later = Symbol("later");
    const isPending = (value: unknown) => value === later;
    assert.deepEqual(narrowingProblems(later, {}, isPending), []);
    assert.deepEqual(
      narrowingProblems(
        { Bool: later, StringLikeIfExists: later, StringLike: { a: later, "aws:UserAgent": [later, ""] } },
        {},
        isPending,
      ).map(({ path }) => path),
      ["StringLikeIfExists", "StringLike.a", "StringLike.aws:UserAgent[1]"],
    );
  });
});

describe("conditions that were checked", () => {
  const own = checkedConditions({ StringEquals: { [`${PROVIDER.toUpperCase()}:amr`]: ["mfa"] } });

  it("cannot be checked again", () => {
    // @ts-expect-error A second check does not compile.
    assert.deepEqual(narrowingProblems(own, {}), []);
  });

  it("are compared with the issuer once it is known, whatever the case of their keys", () => {
    const conditions = checkedConditions({
      ...own,
      Bool: { "aws:SecureTransport": ["true"], "accounts.google.com:email_verified": ["true"] },
    });
    const context = { issuer };
    assert.deepEqual(otherProviderProblems(own, issuer), []);
    const unchecked: object = JSON.parse(JSON.stringify(conditions)) as object;
    assert.deepEqual(otherProviderProblems(conditions, issuer), narrowingProblems(unchecked, context));
    assert.deepEqual(
      otherProviderProblems(conditions, issuer).map(({ path }) => path),
      ['Bool["accounts.google.com:email_verified"]'],
    );
  });
});
