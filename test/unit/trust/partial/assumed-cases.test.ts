import assert from "node:assert/strict";
import { type JudgeOptions, unknownMark } from "../../../../trust";
import { assumeBestCase } from "../../../../trust/partial/best-case";
import {
  describeMarks,
  hasMark,
  hasMarks,
  hasUnknownName,
  isMark,
  shownMark,
  unknownExpressions,
  withAccount,
} from "../../../../trust/partial/unknown-mark";
import { assumeWorstCase } from "../../../../trust/partial/worst-case";

type Json = Record<string, unknown>;

const MARK = unknownMark("Ref A");

const HOSTILE = "*${aws:PrincipalTag/any}";
const NAME = "idp.example.com";
const KEY = `${NAME}:sub`;
const WEB_IDENTITY = "sts:AssumeRoleWithWebIdentity";
const ARN = `arn:aws:iam::111122223333:oidc-provider/${NAME}`;
const WITHOUT_ACTION: Json = {
  Effect: "Allow",
  Principal: { Federated: ARN },
  Condition: { StringEquals: { [KEY]: "user" } },
};
const STATEMENT: Json = { ...WITHOUT_ACTION, Action: WEB_IDENTITY };
const OPEN = { Effect: "Allow", Principal: "*", Action: "*" };
const HARMLESS = {
  Effect: "Allow",
  Principal: { Service: "not-known.amazonaws.com" },
  Action: "sts:AssumeRole",
};

const policy = (statement: unknown): Json => ({ Version: "2012-10-17", Statement: statement });

/** A case of one statement. */
const worst = (changes: Json, withoutUnknownKeys = false): unknown =>
  (assumeWorstCase(policy({ ...STATEMENT, ...changes }), {}, withoutUnknownKeys) as Json).Statement;
const best = (changes: Json, options: JudgeOptions = {}): unknown =>
  (assumeBestCase(policy({ ...STATEMENT, ...changes }), options) as Json).Statement;

describe("assumeWorstCase and assumeBestCase", () => {
  for (const assume of [assumeWorstCase, assumeBestCase]) {
    it(`leave what is known as it is: ${assume.name || "assumeBestCase"}`, () => {
      for (const document of [
        policy(STATEMENT),
        policy(OPEN),
        policy([STATEMENT, "text", 1, null]),
        "text",
        1,
        null,
      ]) {
        assert.deepEqual(assume(document, {}), document);
      }
      assert.deepEqual(assume({ Version: "2008-10-17", Id: "x", Statement: [] }, {}), {
        Version: "2008-10-17",
        Id: "x",
        Statement: [],
      });
    });

    it(`take the version with variables for an unknown one: ${assume.name || "assumeBestCase"}`, () => {
      assert.deepEqual(assume({ ...policy(STATEMENT), Version: MARK }, {}), policy(STATEMENT));
    });
  }
});

describe("assumeWorstCase", () => {
  it("lets everyone in by a statement that is unknown, or of which a member is", () => {
    assert.deepEqual(assumeWorstCase(policy(MARK), {}), policy(OPEN));
    assert.deepEqual(assumeWorstCase(policy([MARK, STATEMENT]), {}), policy([OPEN, STATEMENT]));
    assert.deepEqual(worst({ [MARK]: "x" }), OPEN);
    assert.deepEqual(assumeWorstCase(MARK, {}), { Statement: undefined });
  });

  it("allows any action by an unknown effect or action", () => {
    assert.deepEqual(worst({ Effect: MARK }), STATEMENT);
    assert.deepEqual(worst({ Action: MARK }), { ...STATEMENT, Action: "*" });
    assert.deepEqual(worst({ Action: ["sts:TagSession", `sts:${MARK}`] }), { ...STATEMENT, Action: "*" });
    assert.deepEqual(
      (assumeWorstCase(policy({ ...WITHOUT_ACTION, NotAction: ["sts:TagSession", MARK] }), {}) as Json)
        .Statement,
      { ...WITHOUT_ACTION, Action: "*" },
    );
    const known = { ...WITHOUT_ACTION, NotAction: "sts:TagSession" };
    assert.deepEqual((assumeWorstCase(policy(known), {}) as Json).Statement, known);
  });

  it("takes everyone for an unknown principal, and a hostile text for a part of one", () => {
    assert.deepEqual(worst({ Principal: MARK }), { ...STATEMENT, Principal: "*" });
    assert.deepEqual(worst({ Principal: { [MARK]: "x", Service: "y" } }), { ...STATEMENT, Principal: "*" });
    assert.deepEqual(worst({ Principal: { Federated: [ARN, `${ARN}/${MARK}`] } }), {
      ...STATEMENT,
      Principal: { Federated: [ARN, `${ARN}/${HOSTILE}`] },
    });
  });

  it("leaves a principal without a provider, and one that is malformed, as it is but for unknown parts", () => {
    for (const [Principal, expected] of [
      [{ AWS: `a${MARK}` }, { AWS: `a${HOSTILE}` }],
      [{ Federated: [`${ARN}/${MARK}`, 7] }, { Federated: [`${ARN}/${HOSTILE}`, 7] }],
      [null, null],
    ]) {
      assert.deepEqual(worst({ Principal }), { ...STATEMENT, Principal: expected });
    }
  });

  it("drops conditions of which operator or block is unknown, and takes hostile texts for values and keys", () => {
    const condition = (Condition: unknown, withoutUnknownKeys = false): unknown =>
      (worst({ Condition }, withoutUnknownKeys) as Json).Condition;
    const known = { StringEquals: { [KEY]: "user" } };
    assert.deepEqual(condition({ ...known, [MARK]: { [KEY]: "x" }, StringLike: MARK }), known);
    assert.deepEqual(condition(MARK), {});
    assert.equal(condition("text"), "text");
    assert.deepEqual(condition({ StringLike: { [KEY]: ["a", `b${MARK}`, 1], [`${MARK}:sub`]: "c" } }), {
      StringLike: { [KEY]: ["a", `b${HOSTILE}`, 1], [`${HOSTILE}:sub`]: "c" },
    });
    assert.deepEqual(
      condition({ StringLike: { [KEY]: `b${MARK}`, [`${MARK}:sub`]: "c" }, Bool: "text" }, true),
      {
        StringLike: { [KEY]: `b${HOSTILE}` },
        Bool: "text",
      },
    );
  });
});

describe("assumeBestCase", () => {
  it("puts a harmless statement in the place of one of which too much is unknown", () => {
    for (const statement of [
      MARK,
      { ...STATEMENT, [MARK]: "x" },
      { ...STATEMENT, Effect: MARK },
      { ...STATEMENT, Action: `sts:${MARK}` },
      { ...STATEMENT, Action: ["sts:TagSession", MARK] },
      { ...WITHOUT_ACTION, NotAction: MARK },
      { ...WITHOUT_ACTION, NotAction: ["sts:TagSession", MARK] },
      { ...STATEMENT, Principal: MARK },
      { ...STATEMENT, NotPrincipal: MARK },
      { ...STATEMENT, Principal: { [MARK]: ARN, Service: "x" } },
      { ...STATEMENT, Condition: MARK },
      { ...STATEMENT, Condition: { StringEquals: { [KEY]: "user" }, [MARK]: {} } },
      { ...STATEMENT, Condition: { StringEquals: { [KEY]: "user" }, StringLike: MARK } },
      { ...STATEMENT, Condition: { StringEquals: { [KEY]: "user", [`${NAME}:${MARK}`]: "x" } } },
      { ...STATEMENT, Condition: { StringEquals: { [KEY]: "user", [MARK]: "x" } } },
    ]) {
      assert.deepEqual(
        assumeBestCase(policy([statement]), {}),
        policy([HARMLESS]),
        JSON.stringify(statement),
      );
    }
  });

  it("drops unknown actions beside a known one for web identities", () => {
    const action = (Action: unknown): unknown => (best({ Action }) as Json).Action;
    assert.deepEqual(action([WEB_IDENTITY, MARK, 7]), [WEB_IDENTITY, 7]);
    assert.deepEqual(action(["sts:TagSession", "sts:*", MARK]), ["sts:TagSession", "sts:*"]);
    assert.deepEqual(best({ Action: [7, MARK] }), HARMLESS);
  });

  it("takes words for unknown values, and false for that of Null", () => {
    const condition = (Condition: unknown): unknown => (best({ Condition }) as Json).Condition;
    assert.deepEqual(
      condition({
        StringEquals: { [KEY]: [`a${MARK}`, 1], "aws:tag": MARK },
        Null: { [KEY]: MARK, [`${NAME}:aud`]: "true" },
        Bool: "text",
      }),
      {
        StringEquals: { [KEY]: [`a${MARK}`, 1], "aws:tag": MARK },
        Null: { [KEY]: "false", [`${NAME}:aud`]: "true" },
        Bool: "text",
      },
    );
    assert.equal(condition("text"), "text");
    assert.deepEqual(condition({ Bool: null }), { Bool: null });
    assert.equal(Object.hasOwn(best({ Condition: undefined }) as Json, "Condition"), true);
  });

  it("minds the case of an unknown value under an operator that ignores it", () => {
    const condition = (Condition: unknown): unknown => (best({ Condition }) as Json).Condition;
    const [aud, tag] = [`${NAME}:aud`, "aws:tag"];
    assert.deepEqual(condition({ StringEqualsIgnoreCase: { [KEY]: MARK } }), {
      StringEquals: { [KEY]: MARK },
    });
    assert.deepEqual(condition({ StringEqualsIgnoreCaseIfExists: { [KEY]: [MARK] } }), {
      StringEqualsIfExists: { [KEY]: [MARK] },
    });
    assert.deepEqual(
      condition({ StringEqualsIgnoreCase: { [KEY]: MARK, [aud]: "app" }, StringEquals: { [tag]: "x" } }),
      { StringEqualsIgnoreCase: { [aud]: "app" }, StringEquals: { [tag]: "x", [KEY]: MARK } },
    );
    // These stay: the strict operator has a condition on the key, or none of its own; nothing is unknown; the values are excluded.
    for (const Condition of [
      { StringEqualsIgnoreCase: { [KEY]: `a${MARK}` }, StringEquals: { [KEY]: "x" } },
      { StringEqualsIgnoreCase: { [KEY]: `a${MARK}` }, StringEquals: "text" },
      { StringEqualsIgnoreCase: { [KEY]: "x" } },
      { StringEqualsIgnoreCase: {} },
      { StringEqualsIgnoreCase: "text" },
      { StringNotEqualsIgnoreCase: { [KEY]: `a${MARK}` } },
      { StringEqualsIgnoreCaseX: { [KEY]: `a${MARK}` } },
      { StringEqualsIgnoreCaseIfExistsX: { [KEY]: `a${MARK}` } },
    ]) {
      assert.deepEqual(condition(Condition), Condition, JSON.stringify(Condition));
    }
  });

  it("takes a key whose provider is unknown for one of the statement's, if it can be", () => {
    const keys = (key: string, Federated: unknown = ARN): string[] => {
      const { Condition } = best({
        Principal: { Federated },
        Condition: { StringEquals: { [key]: "user" } },
      }) as { Condition: { StringEquals: object } };
      return Object.keys(Condition.StringEquals);
    };
    assert.deepEqual(keys(`${MARK}:sub`), [KEY]);
    assert.deepEqual(keys(`idp${MARK}:sub`), [KEY]);
    assert.deepEqual(keys(`other${MARK}:sub`), [`other${MARK}:sub`]);
    assert.deepEqual(keys("other.example.com:sub"), ["other.example.com:sub"]);
    const everyone = best({ Principal: "*", Condition: { StringEquals: { [`${MARK}:sub`]: "user" } } });
    assert.deepEqual((everyone as Json).Condition, { StringEquals: { [`${MARK}:sub`]: "user" } });
    assert.deepEqual(keys(`${MARK}:sub`, [`arn:aws:iam::111122223333:oidc-provider/x${MARK}`, ARN]), [KEY]);
  });

  it("takes an unknown provider for one that the conditions name and that makes the statement right", () => {
    const federated = (Federated: unknown, Condition: unknown, changes: Json = {}): unknown =>
      (best({ Principal: { Federated }, Condition, ...changes }) as { Principal: Json }).Principal.Federated;
    const right = { StringEquals: { [KEY]: "user", [`${NAME}:aud`]: "app" } };
    const other = "arn:aws:iam::000000000000:oidc-provider/";
    assert.equal(federated(MARK, right), other + NAME);
    assert.equal(federated(`arn:aws:iam::${MARK}:oidc-provider/${NAME}`, right), other + NAME);
    assert.equal(federated(`arn:${MARK}:iam::111122223333:oidc-provider/idp${MARK}`, right), ARN);
    assert.equal(
      federated(`arn:aws-cn:iam::111122223333:oidc-provider/${MARK}`, right),
      `arn:aws-cn:iam::111122223333:oidc-provider/${NAME}`,
    );
    assert.deepEqual(federated([ARN, MARK, 7], right), [ARN, other + NAME, 7]);
    // Of two that it could be, the second makes the statement right.
    const two = {
      StringLike: { "a.example.com:sub": "*" },
      StringEquals: { [KEY]: "user", [`${NAME}:aud`]: "app" },
    };
    assert.equal(
      federated(MARK, { ...two, StringLike: { "a.example.com:sub": "*" } }),
      `${other}a.example.com`,
    );
    assert.equal(
      federated(MARK, { StringLikeIfExists: { "a.example.com:sub": "*" }, StringEquals: two.StringEquals }),
      other + NAME,
    );
    // The same where only an unknown part can make the second right: the repository's name.
    const github = "token.actions.githubusercontent.com";
    const repository = {
      StringLikeIfExists: { "a.example.com:sub": "*" },
      StringEquals: { [`${github}:aud`]: "sts.amazonaws.com" },
      StringLike: { [`${github}:sub`]: `repo:${MARK}:*` },
    };
    assert.equal(federated(MARK, repository), other + github);
    // None that it could be: a word stands for it.
    assert.equal(
      federated(`arn:aws:iam::111122223333:oidc-provider/x${MARK}`, right),
      `arn:aws:iam::111122223333:oidc-provider/x${MARK}`,
    );
    assert.equal(federated(MARK, { StringEquals: { "aws:tag": "x", word: "y" } }), other + MARK);
    assert.equal(federated(`${MARK}:oidc-provider/${NAME}`, right), other + NAME);
  });

  it("takes the unknown account of a provider for that of the one that is created under its name", () => {
    const created = [
      { name: "other.example.com", clientIds: ["app"], account: "999988887777" },
      { name: NAME, clientIds: ["app"], account: "111122223333" },
    ];
    assert.deepEqual(
      best(
        { Principal: { Federated: `arn:aws:iam::${MARK}:oidc-provider/${NAME}` } },
        { createdProviders: created },
      ),
      STATEMENT,
    );
  });

  it("leaves a statement of many providers as it is if all of them are known", () => {
    const names = Array.from({ length: 9 }, (_, index) => `p${index}.example.com`);
    const statement = {
      ...STATEMENT,
      Principal: { Federated: names.map((name) => `arn:aws:iam::111122223333:oidc-provider/${name}`) },
      Condition: { StringEquals: Object.fromEntries(names.map((name) => [`${name}:sub`, "user"])) },
    };
    assert.deepEqual(assumeBestCase(policy(statement), {}), policy(statement));
  });

  it("takes an unknown provider for one of SAML's where the actions are of use to it", () => {
    const saml = "arn:aws:iam::000000000000:saml-provider/not-known";
    const federated = (Federated: unknown, Action: unknown): unknown =>
      (best({ Principal: { Federated }, Action }) as { Principal: Json }).Principal.Federated;
    assert.equal(federated(MARK, "sts:*"), saml);
    assert.equal(federated(MARK, [WEB_IDENTITY, "sts:AssumeRoleWithSAML"]), saml);
    assert.notEqual(federated(MARK, WEB_IDENTITY), saml);
    assert.notEqual(federated(`arn:aws:iam::${MARK}:oidc-provider/${NAME}`, "sts:*"), saml);
    const excluding = { ...WITHOUT_ACTION, Principal: { Federated: MARK }, NotAction: "sts:TagSession" };
    const { Statement } = assumeBestCase(policy(excluding), {}) as { Statement: { Principal: Json } };
    assert.equal(Statement.Principal.Federated, saml);
  });

  it("takes words for the unknown parts of other principals", () => {
    const principal = (best({ Principal: { Federated: ARN, AWS: [`a${MARK}`, 1], Service: MARK } }) as Json)
      .Principal;
    assert.deepEqual(principal, { Federated: ARN, AWS: [`a${MARK}`, 1], Service: MARK });
  });
});

describe("marks", () => {
  it("are found in texts, names, and members, and shown by their expressions", () => {
    assert.deepEqual(
      [hasMark(`a${MARK}`), hasMark("a"), hasMark([MARK]), hasMark(null)],
      [true, false, false, false],
    );
    assert.deepEqual(
      [isMark(MARK), isMark(MARK + MARK), isMark(`a${MARK}`), isMark(1)],
      [true, true, false, false],
    );
    for (const [value, expected] of [
      [MARK, true],
      [["a", [MARK]], true],
      [{ a: { [MARK]: 1 } }, true],
      [{ a: { b: MARK } }, true],
      [{ a: { b: "c" } }, false],
      [["a"], false],
      [null, false],
      [7, false],
    ] as const) {
      assert.equal(hasMarks(value), expected, JSON.stringify(value));
    }
    assert.deepEqual(
      [{ [MARK]: 1 }, { a: 1, [MARK]: 1 }, { a: MARK }, MARK, null, [MARK]].map(hasUnknownName),
      [true, true, false, false, false, false],
    );
    assert.deepEqual(unknownExpressions({ [MARK]: [MARK, `x${unknownMark("Ref B")}`] }), ["Ref A", "Ref B"]);
    assert.deepEqual(unknownExpressions(undefined), []);
    assert.deepEqual(describeMarks({ [MARK]: [`a${MARK}b`, MARK, 1, null] }), {
      "<Ref A>": ["a<Ref A>b", "<Ref A>", 1, null],
    });
    assert.deepEqual(["Ref A", "<A>", "<A> or B", "A or <B>", "<>"].map(shownMark), [
      "<Ref A>",
      "<A>",
      "<<A> or B>",
      "<A or <B>>",
      "<>",
    ]);
  });

  it("give way to an account and a partition in an ARN of a provider alone", () => {
    const of = (prefix: string): string => `${prefix}:${MARK}:iam::${MARK}:oidc-provider/${NAME}:8443`;
    assert.deepEqual(
      [withAccount(of("arn"), "111122223333"), withAccount(of("arn")), withAccount(of("urn"))],
      [`${ARN}:8443`, `arn:aws:iam::000000000000:oidc-provider/${NAME}:8443`, of("urn")],
    );
  });
});
