import assert from "node:assert/strict";
import { judgeTrustPolicy } from "../../../../trust";
import { AUD, AUDIENCE, policy, policyWithSubject, statement, SUB, SUBJECT, TENANT } from "../entra-policy";
import { federatedPolicy } from "../federated-policy";

const REQUIRES_SUBJECT = "oidc-trust-requires-subject";

/** The rules that a policy violates. */
const violated = (document: unknown): string[] =>
  judgeTrustPolicy(document)
    .findings.filter(({ severity }) => severity === "violation")
    .map(({ rule }) => rule);
const accepts = (document: unknown): void => {
  assert.deepEqual(violated(document), []);
};
const refusesSubject = (document: unknown): void => {
  assert.deepEqual(violated(document), [REQUIRES_SUBJECT]);
};
const refusesAsMalformed = (document: unknown): void => {
  assert.ok(violated(document).includes("trust-policy-is-well-formed"));
};

describe("judgeTrustPolicy on conditions", () => {
  it("accepts an exact audience and an exact subject, and says what they are", () => {
    assert.deepEqual(judgeTrustPolicy(policy()), {
      accepted: true,
      findings: [],
      grants: [
        {
          statement: 0,
          sid: undefined,
          provider: AUD.slice(0, -4),
          audience: { kind: "exact", values: [AUDIENCE] },
          subject: { kind: "exact", values: [SUBJECT] },
          reach: "exact",
        },
      ],
      reach: "exact",
    });
  });

  it("says where, what and the remedy when the subject is missing", () => {
    const document = policy({ Sid: "Vm", Condition: { StringEquals: { [AUD]: AUDIENCE } } });
    const { accepted, findings } = judgeTrustPolicy(document);
    const remedy = `Add "${SUB}": "<principal ID of the managed identity>" to StringEquals in the Condition.`;
    const consequence = `Any identity in tenant ${TENANT} that can get a token for audience "${AUDIENCE}" can assume this role.`;
    const detail = "Unless the application requires assignment, that is every identity in the tenant.";
    assert.equal(accepted, false);
    assert.deepEqual(findings, [
      {
        rule: REQUIRES_SUBJECT,
        code: "claim-not-pinned",
        severity: "violation",
        statement: 0,
        sid: "Vm",
        provider: SUB.slice(0, -4),
        key: SUB,
        path: ["Statement", 0, "Condition", "StringEquals", SUB],
        found: `no condition on ${SUB}`,
        right: `${SUB} with exact values under StringEquals`,
        reach: "tenant",
        consequence,
        detail,
        fix: {
          addTo: "operator",
          replace: undefined,
          operator: "StringEquals",
          conditions: { [SUB]: "<principal ID of the managed identity>" },
        },
        remedy,
        message: `${consequence} Statement 0 (Vm), provider ${SUB.slice(0, -4)}: expected ${SUB} with exact values under StringEquals; found no condition on ${SUB}. ${detail} ${remedy}`,
      },
    ]);
  });

  it("refuses a policy without an audience, and one without any condition for both claims", () => {
    assert.deepEqual(violated(policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } })), [
      "oidc-trust-requires-audience",
    ]);
    for (const Condition of [undefined, {}, { StringEquals: {} }]) {
      assert.deepEqual(violated(policy({ Condition })), ["oidc-trust-requires-audience", REQUIRES_SUBJECT]);
    }
  });

  describe("operators", () => {
    for (const operator of [
      "StringEquals",
      "StringLike",
      "StringEqualsIgnoreCase",
      "ForAnyValue:StringEquals",
    ]) {
      it(`takes ${operator} on a GUID as pinned`, () => {
        accepts(policyWithSubject({ [operator]: { [SUB]: SUBJECT } }));
      });
    }
    for (const operator of [
      "StringEqualsIfExists",
      "StringLikeIfExists",
      "StringEqualsIgnoreCaseIfExists",
      "ForAllValues:StringEquals",
      "ForAllValues:StringLikeIfExists",
      "ForAnyValue:StringEqualsIfExists",
      "StringNotEquals",
      "StringNotLike",
      "StringNotEqualsIgnoreCase",
      "ForAnyValue:StringNotEquals",
      "ArnEquals",
      "ArnLike",
      "ArnNotLike",
      "Bool",
      "BinaryEquals",
      "NumericEquals",
      "DateEquals",
      "IpAddress",
      "NotIpAddress",
    ]) {
      it(`takes ${operator} as pinning nothing`, () => {
        refusesSubject(policyWithSubject({ [operator]: { [SUB]: SUBJECT } }));
      });
    }
    it("takes Null as pinning nothing, whatever its value", () => {
      for (const value of ["true", "false", true, false, ["true", "false"]]) {
        refusesSubject(policyWithSubject({ Null: { [SUB]: value } }));
      }
    });
    it("refuses a Null that demands a token without the claim: nobody can, as written", () => {
      for (const value of ["true", true, "TRUE", ["true", true]]) {
        for (const [key, name] of [
          [SUB, "subject"],
          [AUD, "audience"],
        ] as const) {
          const document = policy({
            Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT }, Null: { [key]: value } },
          });
          assert.deepEqual(
            judgeTrustPolicy(document).findings.map(({ rule, code, reach, found, path }) => [
              rule,
              code,
              reach,
              found,
              path.slice(2),
            ]),
            [
              [
                `oidc-trust-requires-${name}`,
                "claim-value-impossible",
                "nobody",
                `Null true on ${key}, but every token has this claim`,
                ["Condition", "Null", key],
              ],
            ],
          );
        }
      }
      for (const beside of [{}, { StringEqualsIfExists: { [SUB]: SUBJECT } }]) {
        const { findings } = judgeTrustPolicy(policyWithSubject({ ...beside, Null: { [SUB]: "true" } }));
        assert.deepEqual(
          findings.map(({ rule, code, reach }) => [rule, code, reach]),
          [["oidc-trust-requires-subject", "claim-value-impossible", "nobody"]],
        );
      }
      accepts(policyWithSubject({ StringEquals: { [SUB]: SUBJECT }, Null: { [SUB]: [] } }));
      accepts(policyWithSubject({ StringEquals: { [SUB]: SUBJECT }, Null: { [`${SUB}x`]: "true" } }));
    });
    it("does not read an object under Null as a demand for the claim", () => {
      const value = { toString: 1, valueOf: 1 };
      const document = policyWithSubject({
        StringEqualsIfExists: { [SUB]: SUBJECT },
        Null: { [SUB]: value },
      });
      assert.deepEqual(
        judgeTrustPolicy(document).findings.map(({ rule }) => rule),
        ["trust-policy-is-well-formed", "oidc-trust-requires-subject"],
      );
    });
    it("closes a role to Entra that demands an authorization by the issuer, and no other", () => {
      const key = "sts:RoleAuthorizedByIdp";
      const reachWith = (operator: string, value: unknown): unknown => {
        const equal = { [AUD]: AUDIENCE, [SUB]: SUBJECT };
        const Condition =
          operator === "StringEquals" ? { StringEquals: { ...equal, [key]: value } } : undefined;
        return judgeTrustPolicy(
          policy({ Condition: Condition ?? { StringEquals: equal, [operator]: { [key]: value } } }),
        ).reach;
      };
      for (const [operator, value, reach] of [
        ["Bool", "true", "nobody"],
        ["Bool", "TRUE", "nobody"],
        ["Bool", true, "nobody"],
        ["BoolIfExists", "true", "nobody"],
        ["StringEquals", "true", "nobody"],
        ["Null", "true", "nobody"],
        ["Bool", "false", "exact"],
        ["Bool", ["true", "false"], "exact"],
        ["StringEquals", ["true", "false"], "exact"],
        ["StringNotEquals", "true", "exact"],
        ["StringNotLikeIfExists", "true", "exact"],
        ["Null", "false", "exact"],
        ["ForAllValues:Null", "true", "exact"],
      ] as const) {
        assert.equal(reachWith(operator, value), reach, `${operator} ${String(value)}`);
      }
    });
    it("takes every other text of a Null than true for false", () => {
      for (const value of ["false", "FALSE", "yes"]) {
        accepts(policyWithSubject({ StringEqualsIfExists: { [SUB]: SUBJECT }, Null: { [SUB]: value } }));
      }
    });
    it("takes IfExists and ForAllValues as pinned where Null or another operator makes the claim a must", () => {
      accepts(policyWithSubject({ StringEqualsIfExists: { [SUB]: SUBJECT }, Null: { [SUB]: "false" } }));
      accepts(policyWithSubject({ "ForAllValues:StringEquals": { [SUB]: SUBJECT }, Null: { [SUB]: false } }));
      accepts(policyWithSubject({ StringEqualsIfExists: { [SUB]: SUBJECT }, StringLike: { [SUB]: "*" } }));
    });
    it("does not take a Null that allows absence, is qualified or speaks of another key for a must", () => {
      for (const Null of [
        { Null: { [SUB]: ["true", "false"] } },
        { Null: { [SUB]: [] } },
        { "ForAllValues:Null": { [SUB]: "false" } },
        { "ForAnyValue:Null": { [SUB]: "false" } },
        { Null: { [AUD]: "false" } },
      ]) {
        refusesSubject(policyWithSubject({ StringEqualsIfExists: { [SUB]: SUBJECT }, ...Null }));
      }
    });
    for (const operator of [
      "NullIfExists",
      "stringEquals",
      "StringEqual",
      "ForAllValue:StringEquals",
      "String Equals",
    ]) {
      it(`refuses ${operator} as no operator of IAM's`, () => {
        refusesAsMalformed(
          policyWithSubject({ StringEquals: { [SUB]: SUBJECT }, [operator]: { [SUB]: SUBJECT } }),
        );
      });
    }
  });

  describe("conjunction and disjunction", () => {
    it("takes a claim as pinned if one of several operators pins it", () => {
      accepts(policyWithSubject({ StringEquals: { [SUB]: SUBJECT }, StringNotLike: { [SUB]: "x" } }));
      accepts(policyWithSubject({ StringEquals: { [SUB]: SUBJECT }, StringLike: { [SUB]: "*" } }));
    });
    it("takes a list as loose as its loosest value", () => {
      accepts(policyWithSubject({ StringEquals: { [SUB]: [SUBJECT, "another"] } }));
      refusesSubject(policyWithSubject({ StringLike: { [SUB]: [SUBJECT, "*"] } }));
    });
    it("refuses two lists that have no value in common: nobody can, as written", () => {
      const [finding] = judgeTrustPolicy(
        policyWithSubject({ StringEquals: { [SUB]: "a" }, StringLike: { [SUB]: "b" } }),
      ).findings;
      assert.equal(finding?.reach, "nobody");
    });
  });

  describe("wildcards", () => {
    for (const value of ["*", "?*", "**", `${SUBJECT}*`, `${SUBJECT.slice(1)}?`]) {
      it(`refuses ${value} under StringLike`, () => {
        refusesSubject(policyWithSubject({ StringLike: { [SUB]: value } }));
      });
    }
    it("takes * under StringEquals to the letter and refuses it, because nobody can get in", () => {
      const { accepted, findings } = judgeTrustPolicy(policyWithSubject({ StringEquals: { [SUB]: "*" } }));
      assert.equal(accepted, false);
      assert.deepEqual(
        findings.map(({ severity, reach }) => [severity, reach]),
        [["violation", "nobody"]],
      );
    });
    it("refuses other spellings of what is no GUID", () => {
      refusesSubject(policyWithSubject({ StringEqualsIgnoreCase: { [SUB]: "system:user" } }));
      accepts(
        policyWithSubject({
          StringEqualsIgnoreCase: { [SUB]: "01234567890123456789-0123456789012345678901" },
        }),
      );
    });
  });

  describe("numbers and truth values", () => {
    it("takes them for the strings that IAM reads them as", () => {
      const withSubject = (sub: unknown) =>
        federatedPolicy("oidc.example.com", { StringLike: { aud: 42, sub } });
      for (const value of [1032, [1032, "1033"], true]) {
        accepts(withSubject(value));
      }
      refusesSubject(withSubject([1032, "*"]));
    });
    it("takes a number that is not read exactly as pinning nothing, and says to quote it", () => {
      for (const value of [2 ** 53, 1.5]) {
        const document = policyWithSubject({ StringEquals: { [SUB]: value } });
        refusesSubject(document);
        const [finding] = judgeTrustPolicy(document).findings;
        assert.equal(
          finding?.found,
          `StringEquals [${value}] on ${SUB}, not all of which are read exactly (write numbers in quotation marks)`,
        );
      }
    });
  });

  describe("audiences that are not pinned", () => {
    it("says which audiences let the subject in", () => {
      for (const [operator, value, sentence] of [
        [
          "StringEqualsIgnoreCase",
          AUDIENCE,
          `a token for audience ${JSON.stringify(AUDIENCE)} in upper or lower case.`,
        ],
        ["StringLike", "api://*", 'a token for an audience like "api://*".'],
        ["StringNotEquals", "x", "a token for any application of the tenant that the provider lists."],
      ] as const) {
        const Condition = { StringEquals: { [SUB]: SUBJECT }, [operator]: { [AUD]: value } };
        const { findings } = judgeTrustPolicy(policy({ Condition }));
        assert.deepEqual(
          findings.map(({ reach, consequence }) => [reach, consequence]),
          [["replay", `Only the subject "${SUBJECT}" can assume this role, but with ${sentence}`]],
        );
      }
    });
  });

  describe("policy variables", () => {
    const own = `\${${SUB}}`;
    it("takes a variable as pinning nothing, the claim's own above all", () => {
      for (const value of [own, "${aws:username}", `x${own}`, "${aws:x, 'y'}", "${"]) {
        refusesSubject(policyWithSubject({ StringEquals: { [SUB]: value } }));
        refusesSubject(policyWithSubject({ StringLike: { [SUB]: [SUBJECT, value] } }));
      }
    });
    it("takes it to the letter in a policy of an older version or without one", () => {
      const older = policyWithSubject({ StringEquals: { [SUB]: own } }, "2008-10-17");
      const document = policyWithSubject({ StringEquals: { [SUB]: own } });
      delete document.Version;
      for (const policy of [older, document]) {
        assert.deepEqual(
          judgeTrustPolicy(policy).findings.map(({ code, severity, reach }) => [code, severity, reach]),
          [["claim-value-literal", "violation", "nobody"]],
        );
      }
      refusesSubject(policyWithSubject({ StringLike: { [SUB]: "${*}" } }, "2008-10-17"));
    });
    it("reads ${*}, ${?} and ${$} as the characters themselves", () => {
      const { grants } = judgeTrustPolicy(policyWithSubject({ StringLike: { [SUB]: "a${*}b${?}c${$}" } }));
      assert.deepEqual(grants[0]?.subject, { kind: "exact", values: ["a*b?c$"] });
    });
  });

  describe("values", () => {
    it("takes an empty list as no condition", () => {
      const document = policyWithSubject({ StringEquals: { [SUB]: [] } });
      refusesSubject(document);
      assert.equal(judgeTrustPolicy(document).findings[0]?.reach, "tenant");
    });
    it("refuses a value that no token has, and only notes it among others", () => {
      for (const dead of ["", "<principal ID>"]) {
        const judged = (value: unknown) =>
          judgeTrustPolicy(policyWithSubject({ StringEquals: { [SUB]: value } }));
        const [alone] = judged(dead).findings;
        assert.deepEqual(
          [judged(dead).accepted, alone?.rule, alone?.reach],
          [false, REQUIRES_SUBJECT, "nobody"],
        );
        const [among] = judged([SUBJECT, dead]).findings;
        assert.deepEqual(
          [judged([SUBJECT, dead]).accepted, among?.severity, among?.reach, among?.consequence],
          [true, "note", undefined, "Only the other values let a caller in: no token carries this one."],
        );
      }
    });
    it("refuses numbers and truth values for a claim, and null, objects and lists of lists anywhere", () => {
      refusesSubject(policyWithSubject({ StringEquals: { [SUB]: 7 } }));
      refusesSubject(policyWithSubject({ StringEquals: { [SUB]: true } }));
      for (const value of [null, {}, [[SUBJECT]], [null]]) {
        refusesAsMalformed(policyWithSubject({ StringEquals: { [SUB]: value } }));
      }
    });
    it("refuses a Condition and a block that are no objects", () => {
      for (const Condition of [
        null,
        [],
        "x",
        { StringEquals: null },
        { StringEquals: [] },
        { StringEquals: "x" },
      ]) {
        refusesAsMalformed(policy({ Condition }));
      }
    });

    it("refuses a malformed Condition in any statement, since IAM refuses the whole policy for it", () => {
      const service = { Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
      const deny = { Effect: "Deny" };
      for (const Condition of [[], { StringEquals: [] }, { StringEqual: { "aws:SourceIp": "1" } }]) {
        for (const other of [service, deny]) {
          refusesAsMalformed({
            Version: "2012-10-17",
            Statement: [statement(), statement({ ...other, Condition })],
          });
        }
      }
      for (const other of [service, deny]) {
        const Condition = { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } };
        accepts({ Version: "2012-10-17", Statement: [statement(), statement({ ...other, Condition })] });
      }
    });
  });

  describe("keys", () => {
    it("compares keys without case", () => {
      accepts(policyWithSubject({ StringEquals: { [SUB.toUpperCase()]: SUBJECT } }));
    });
    it("does not fold letters beyond ASCII into it", () => {
      // The Kelvin sign becomes k in lower case.
      const provider = "token.actions.githubusercontent.com";
      const Condition = {
        StringEquals: { [`${provider}:aud`]: "x", [`to\u212aen.actions.githubusercontent.com:sub`]: "x" },
      };
      const Principal = { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` };
      assert.ok(violated(policy({ Principal, Condition })).includes(REQUIRES_SUBJECT));
    });
    it("refuses the same key twice under one operator in different case", () => {
      refusesAsMalformed(
        policyWithSubject({ StringEquals: { [SUB]: SUBJECT, [SUB.toUpperCase()]: "another" } }),
      );
    });
    it("takes RoleSessionName, SourceIdentity and request tags for no substitute of the subject", () => {
      refusesSubject(
        policyWithSubject({
          StringEquals: { "sts:RoleSessionName": "x", "sts:SourceIdentity": "x", "aws:RequestTag/a.b": "x" },
        }),
      );
    });
  });
});
