import assert from "node:assert/strict";
import { buildTrustPolicy, trustPolicySize } from "../../../../trust";
import {
  resumeTrustPolicy,
  suspendTrustPolicy,
  suspendTrustPolicyInPlace,
  type TrustDocument,
} from "../../../../trust/build/suspended-trust-policy";

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
      ...{ Effect: "Deny", Principal: { AWS: PEOPLE.Principal.AWS[0] }, Action: PEOPLE.Action },
    }),
    [{ Sid: "Suspended", Effect: "Deny", Principal: PEOPLE.Principal, Action: PEOPLE.Action }],
  ],
];

describe("suspendTrustPolicy", () => {
  it("closes the component's policy exactly as the component does, with all its conditions", () => {
    for (const more of [
      {},
      { sourceIps: ["203.0.113.0/24"], conditions: { StringLike: { "sts:RoleSessionName": ["a*"] } } },
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
      ...{ Effect: "Deny", Principal: { AWS: [...PEOPLE.Principal.AWS].reverse() } },
      Action: ["sts:TagSession", "STS:assumerole", "sts:SetSourceIdentity"],
    });
    const none = withStatements({ Effect: "Deny", ...WEB_IDENTITY });
    for (const document of [closed, shuffled, none]) assert.equal(suspendTrustPolicy(document), document);
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

  it("makes no policy of the component longer", () => {
    const document = stored(buildTrustPolicy(OF_COMPONENT));
    assert.equal(trustPolicySize(suspendTrustPolicyInPlace(document)), trustPolicySize(document) - 1);
  });

  it("gives unnamed statements names that IAM takes: all different", () => {
    const document = withStatements(
      { Effect: "Allow", ...WEB_IDENTITY },
      { ...PEOPLE, Sid: "" },
      { ...PEOPLE, Sid: "2" },
    );
    const closed = suspendTrustPolicyInPlace(document);
    const sids = (closed.Statement as { Sid: string }[]).map(({ Sid }) => Sid);
    assert.deepEqual(sids, ["SuspendedAllow", "SuspendedAllow2", "SuspendedAllow3"]);
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

  it("finds nothing to return to in the component's Deny alone", () => {
    assert.equal(
      resumeTrustPolicy(withStatements({ Sid: "Suspended", Effect: "Deny", ...WEB_IDENTITY })),
      undefined,
    );
  });
});
