import assert from "node:assert/strict";
import { buildTrustPolicy, trustPolicySize } from "../../../../trust";
import { resumeTrustPolicy, type TrustDocument } from "../../../../trust/build/resumed-trust-policy";
import {
  suspendTrustPolicy,
  suspendTrustPolicyInPlace,
} from "../../../../trust/build/suspended-trust-policy";
import { checkedConditions } from "./checked-conditions";

const PROVIDER =
  "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
const OF_COMPONENT = {
  oidcProviderArn: PROVIDER,
  issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
  audiences: ["api://orders"],
  subjects: ["33333333-aaaa-4bbb-8ccc-000000000003"],
};

/** A document as IAM returns it. */
function stored(document: object): TrustDocument {
  return JSON.parse(JSON.stringify(document)) as TrustDocument;
}

function withStatements(...Statement: object[]): TrustDocument {
  return { Version: "2012-10-17", Statement };
}

const WEB_IDENTITY = { Principal: { Federated: PROVIDER }, Action: "sts:AssumeRoleWithWebIdentity" };
const PEOPLE = {
  Sid: "People",
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:user/b"] },
  Action: ["sts:AssumeRole", "sts:TagSession"],
};

/** Trust policies of roles that people made, each with the statements that close it. */
const BY_HAND: readonly (readonly [title: string, document: TrustDocument, added: readonly object[]])[] = [
  [
    "of one statement that is in no list",
    { Version: "2012-10-17", Statement: { Effect: "Allow", ...WEB_IDENTITY } },
    [{ Sid: "Suspended", Effect: "Deny", ...WEB_IDENTITY }],
  ],
  [
    "with principals of several kinds",
    withStatements(
      { Effect: "Allow", ...WEB_IDENTITY },
      PEOPLE,
      { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
      { Effect: "Allow", Principal: "*", NotAction: "sts:TagSession" },
    ),
    [
      { Sid: "Suspended", Effect: "Deny", ...WEB_IDENTITY },
      { Sid: "Suspended2", Effect: "Deny", Principal: PEOPLE.Principal, Action: PEOPLE.Action },
      {
        Sid: "Suspended3",
        Effect: "Deny",
        Principal: { Service: "ec2.amazonaws.com" },
        Action: "sts:AssumeRole",
      },
      { Sid: "Suspended4", Effect: "Deny", Principal: "*", NotAction: "sts:TagSession" },
    ],
  ],
  [
    "with two statements for one provider, by one Deny",
    withStatements(
      { Effect: "Allow", ...WEB_IDENTITY, Condition: { StringEquals: { a: "1" } } },
      { Effect: "Allow", ...WEB_IDENTITY, Condition: { StringEquals: { a: "2" } } },
    ),
    [{ Sid: "Suspended", Effect: "Deny", ...WEB_IDENTITY }],
  ],
  [
    "whose Deny has a condition, or is about others",
    withStatements(
      { Effect: "Allow", ...WEB_IDENTITY },
      { Sid: "Office", Effect: "Deny", ...WEB_IDENTITY, Condition: { Bool: { b: "false" } } },
      { Sid: "Other", Effect: "Deny", Principal: { AWS: PROVIDER }, Action: WEB_IDENTITY.Action },
      { Sid: "Tags", Effect: "Deny", Principal: WEB_IDENTITY.Principal, Action: "sts:TagSession" },
    ),
    [{ Sid: "Suspended", Effect: "Deny", ...WEB_IDENTITY }],
  ],
  [
    "whose Deny is about fewer principals",
    withStatements(PEOPLE, {
      Effect: "Deny",
      Principal: { AWS: PEOPLE.Principal.AWS[0] },
      Action: PEOPLE.Action,
    }),
    [{ Sid: "Suspended", Effect: "Deny", Principal: PEOPLE.Principal, Action: PEOPLE.Action }],
  ],
];

describe("suspendTrustPolicy", () => {
  it("closes the component's policy exactly as the component does, with all its conditions", () => {
    for (const more of [
      {},
      {
        sourceIps: ["203.0.113.0/24"],
        conditions: checkedConditions({ StringLike: { "sts:RoleSessionName": ["a*"] } }),
      },
    ]) {
      const args = { ...OF_COMPONENT, ...more };
      const closed = suspendTrustPolicy(stored(buildTrustPolicy(args)));
      assert.equal(JSON.stringify(closed), JSON.stringify(buildTrustPolicy({ ...args, suspended: true })));
      assert.deepEqual(resumeTrustPolicy(closed), stored(buildTrustPolicy(args)));
    }
  });

  for (const [title, document, added] of BY_HAND) {
    it(`adds what it takes to close a policy ${title}, and takes just that away again`, () => {
      const closed = suspendTrustPolicy(document);
      const before = [document.Statement].flat();
      assert.deepEqual(closed, { ...document, Statement: [...before, ...added] });
      assert.deepEqual(resumeTrustPolicy(closed), { ...document, Statement: before });
    });
  }

  it("leaves a policy alone that lets nobody in", () => {
    const closed = suspendTrustPolicy(stored(buildTrustPolicy(OF_COMPONENT)));
    const shuffled = withStatements(PEOPLE, {
      Effect: "Deny",
      Principal: { AWS: [...PEOPLE.Principal.AWS].reverse() },
      Action: ["sts:TagSession", "STS:assumerole", "sts:SetSourceIdentity"],
    });
    const none = withStatements({ Effect: "Deny", ...WEB_IDENTITY });
    for (const document of [closed, shuffled, none]) {
      assert.equal(suspendTrustPolicy(document), document);
    }
  });

  it("closes what was opened next to a Deny of its own", () => {
    const closed = suspendTrustPolicy(withStatements({ Effect: "Allow", ...WEB_IDENTITY }));
    const opened = withStatements(...(closed.Statement as object[]), PEOPLE);
    assert.deepEqual(suspendTrustPolicy(opened).Statement, [
      ...(opened.Statement as object[]),
      { Sid: "Suspended2", Effect: "Deny", Principal: PEOPLE.Principal, Action: PEOPLE.Action },
    ]);
    assert.deepEqual(
      resumeTrustPolicy(suspendTrustPolicy(opened)),
      withStatements({ Effect: "Allow", ...WEB_IDENTITY }, PEOPLE),
    );
  });
});

describe("suspendTrustPolicyInPlace", () => {
  const noRoom: readonly TrustDocument[] = [
    stored(buildTrustPolicy(OF_COMPONENT)),
    withStatements(
      PEOPLE,
      { Effect: "Allow", ...WEB_IDENTITY },
      { ...WEB_IDENTITY, Sid: "Not", Effect: "Deny" },
    ),
    { ...withStatements({ Effect: "Allow", ...WEB_IDENTITY }, { ...PEOPLE, Sid: undefined }), Id: "mine" },
    { Version: "2008-10-17", Statement: [PEOPLE] },
  ].map(stored);

  it("leaves no Allow, and what it does can be undone to the letter", () => {
    for (const document of noRoom) {
      const closed = suspendTrustPolicyInPlace(document);
      const effects = (closed.Statement as { Effect: string }[]).map(({ Effect }) => Effect);
      assert.deepEqual(new Set(effects), new Set(["Deny"]));
      assert.equal(suspendTrustPolicy(closed), closed);
      assert.deepEqual(resumeTrustPolicy(closed), document);
    }
  });

  it("keeps the version of a policy that names none, since another one would read variables", () => {
    const { Statement } = withStatements(PEOPLE);
    const closed = suspendTrustPolicyInPlace({ Statement });
    assert.equal(closed.Version, "2008-10-17");
    assert.deepEqual(resumeTrustPolicy(closed), { Version: "2008-10-17", Statement });
  });

  it("makes no policy longer that only allows, however many statements it has", () => {
    const own = { ...PEOPLE, Sid: "Own" };
    for (const [document, change] of [
      [stored(buildTrustPolicy(OF_COMPONENT)), -5],
      [withStatements({ Effect: "Allow", ...WEB_IDENTITY }, { Effect: "Allow", ...WEB_IDENTITY }), -5],
      [withStatements(...Array.from({ length: 12 }, () => ({ Effect: "Allow", ...WEB_IDENTITY }))), -5],
      [withStatements(own, { Effect: "Allow", ...WEB_IDENTITY }), -13],
      // Each Deny of the owner's takes a letter.
      [withStatements(own, { ...own, Sid: "Not", Effect: "Deny" }), -12],
    ] as const) {
      assert.equal(trustPolicySize(suspendTrustPolicyInPlace(document)), trustPolicySize(document) + change);
    }
  });

  it("gives one statement a name that IAM takes, and leaves the others theirs", () => {
    const document = withStatements(
      { ...PEOPLE, Sid: "" },
      { Effect: "Deny", ...WEB_IDENTITY, Sid: "SuspendedAllowlistGuard" },
      { Effect: "Allow", ...WEB_IDENTITY },
    );
    const closed = suspendTrustPolicyInPlace(document);
    const sids = (closed.Statement as { Sid?: string }[]).map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["SuspendedADAS", "SuspendedAllowlistGuard", undefined]);
    assert.deepEqual(resumeTrustPolicy(closed), document);
  });
});

describe("resumeTrustPolicy", () => {
  it("leaves a policy alone that nothing closes", () => {
    const conditional = {
      Sid: "Suspended",
      Effect: "Deny",
      ...WEB_IDENTITY,
      Condition: { Bool: { b: "true" } },
    };
    for (const document of [withStatements(PEOPLE), withStatements(PEOPLE, conditional)]) {
      assert.equal(resumeTrustPolicy(document), document);
    }
  });

  const GUARD = { Effect: "Deny", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
  const theirs: Record<string, TrustDocument> = {
    "whose name begins as a turned Allow of old, next to an Allow": withStatements(PEOPLE, {
      ...GUARD,
      Sid: "SuspendedAllowlistGuard",
      Condition: { StringNotEquals: { "aws:PrincipalAccount": "111122223333" } },
    }),
    "whose name begins as a turned Allow of old, alone": withStatements({
      ...GUARD,
      Sid: "SuspendedAllowlistGuard",
    }),
    "with the name of a policy closed in place, next to an Allow": withStatements(
      { ...GUARD, Sid: "SuspendedAA" },
      PEOPLE,
    ),
    "with the name of a policy closed in place that has more statements": withStatements({
      ...GUARD,
      Sid: "SuspendedAA",
    }),
    "with the name of a policy closed in place that allows nothing": withStatements({
      ...GUARD,
      Sid: "SuspendedD",
    }),
    "that denies others than an Allow allows": withStatements(PEOPLE, { ...GUARD, Sid: "Suspended" }),
    "that denies more actions than an Allow allows": withStatements(PEOPLE, {
      Sid: "Suspended",
      Effect: "Deny",
      Principal: PEOPLE.Principal,
      Action: [...PEOPLE.Action, "sts:SetSourceIdentity"],
    }),
    ...Object.fromEntries(
      ["Suspended2024", "Suspended1", "Suspended02", "suspended", "SuspendedBySecurity"].map((Sid) => [
        `called ${Sid}, even if it mirrors an Allow`,
        withStatements(PEOPLE, { ...PEOPLE, Effect: "Deny", Sid }),
      ]),
    ),
  };
  for (const [title, document] of Object.entries(theirs)) {
    it(`leaves a Deny of the owner's alone ${title}`, () => {
      assert.equal(resumeTrustPolicy(document), document);
    });
  }

  it("removes what suspend added, and leaves an owner's Deny of such a name next to it", () => {
    const own = withStatements(PEOPLE, { ...GUARD, Sid: "Suspended2024" }, { ...GUARD, Sid: "Suspended" });
    const closed = suspendTrustPolicy(own);
    assert.equal((closed.Statement as object[]).length, 4);
    assert.deepEqual(resumeTrustPolicy(closed), own);
  });

  it("finds nothing to return to in the component's Deny alone", () => {
    assert.equal(
      resumeTrustPolicy(withStatements({ Sid: "Suspended", Effect: "Deny", ...WEB_IDENTITY })),
      undefined,
    );
  });
});
