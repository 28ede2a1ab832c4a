import assert from "node:assert/strict";
import { operandProblem } from "../../../../trust/build/condition-operand";

const ADDRESS = "must be an IP address or a network such as 203.0.113.7 or 203.0.113.0/24";
const TRUTH = 'must be "true" or "false"';
const NUMBER = "must be a number such as 3600";
const DATE = "must be an ISO 8601 date such as 2030-01-31T00:00:00Z, or seconds since 1970";

describe("operandProblem", () => {
  const cases: [operator: string, right: readonly string[], wrong: readonly string[], reason: string][] = [
    ["IpAddress", ["203.0.113.7", "10.0.0.0/8", "2001:db8::/32"], ["vpc-1", "203.0.113.*", ""], ADDRESS],
    ["NotIpAddress", ["203.0.113.7"], ["203.0.113.7/33"], ADDRESS],
    ["ForAnyValue:IpAddress", ["203.0.113.7"], ["x"], ADDRESS],
    ["IpAddressIfExists", ["203.0.113.7"], ["x"], ADDRESS],
    ["ForAllValues:NotIpAddressIfExists", ["203.0.113.7"], ["x"], ADDRESS],
    ["Bool", ["true", "FALSE", "True"], ["yes", "1", "true ", ""], TRUTH],
    ["Null", ["true", "False"], ["null", "0"], TRUTH],
    ["NumericLessThanEquals", ["3600", "-1", "+2", "0.5", ".5", "5."], ["1h", "1e3", "", ".", "1,5"], NUMBER],
    ["NumericNotEquals", ["3600"], ["many"], NUMBER],
    [
      "DateLessThan",
      [
        "2030",
        "2030-01",
        "2030-01-31",
        "2030-01-31T12:00Z",
        "2030-01-31T12:00:00Z",
        "2030-01-31T12:00:00.5+01:00",
        "2028-02-29",
        "2030-01-31T12:00:00",
        "1900000000",
      ],
      ["2030-13-01", "2030-02-30", "2030-01-31T25:00:00Z", "31.01.2030", "tomorrow", "", "2030-01-31 12:00"],
      DATE,
    ],
    ["DateNotEquals", ["2030-01-31"], ["2030-1-31"], DATE],
    // These compare texts.
    ["StringEquals", ["x", "203.0.113.7"], [], ""],
    ["StringLike", ["x*"], [], ""],
    ["ArnLike", ["arn:aws:iam::*:role/x"], [], ""],
    ["BinaryEquals", ["QmluYXJ5"], [], ""],
  ];
  for (const [operator, right, wrong, reason] of cases) {
    for (const value of right) {
      it(`lets ${operator} take ${JSON.stringify(value)}`, () => {
        assert.equal(operandProblem(operator, value), undefined);
      });
    }
    for (const value of wrong) {
      it(`keeps ${JSON.stringify(value)} from ${operator}`, () => {
        assert.equal(operandProblem(operator, value), reason);
      });
    }
  }

  it("passes over values with policy variables, which come with the request", () => {
    assert.equal(operandProblem("IpAddress", "${aws:PrincipalTag/network}"), undefined);
    assert.equal(operandProblem("Bool", "${aws:RequestTag/flag}"), undefined);
    assert.equal(operandProblem("NumericEquals", "1${aws:RequestTag/zeros}"), undefined);
    assert.equal(operandProblem("DateEquals", "${aws:RequestTag/day}"), undefined);
  });
});
