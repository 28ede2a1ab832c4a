/** The command line and the policy pack judge the same partly known policies: same verdict, or a stricter pack. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type TestedResource, UNKNOWN } from "../policypack/validate";
import { AUD, AUDIENCE, policy, PROVIDER_ARN, statement, SUB, SUBJECT } from "../trust/entra-policy";
import { partialPolicies, put } from "../trust/properties/partial-policies";
import { byCommandLine, byPack, coarse, type Verdict } from "./verdicts";

type Json = Record<string, unknown>;

const STRICTNESS: readonly Verdict[] = ["accepted", "unknown", "rejected"];
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

function role(document: unknown): TestedResource {
  return { type: "aws-native:iam:Role", name: "role", props: { assumeRolePolicyDocument: document } };
}

/** A stack with a template that has a role. */
function template(document: unknown, parameters: unknown = {}): TestedResource {
  const templateBody = {
    Parameters: { P: { Type: "String" } },
    Resources: { Reader: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: document } } },
  };
  return { type: "aws-native:cloudformation:Stack", name: "stack", props: { templateBody, parameters } };
}

const asState = (resource: TestedResource): Verdict => coarse(byCommandLine([resource]));
const inPreview = async (resource: TestedResource): Promise<Verdict> => coarse(await byPack([resource]));

const pinned = (own: Json): Json => ({ StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT, ...own } });
const statements = (...list: unknown[]): Json => ({ Version: "2012-10-17", Statement: list });
const right = statement();
const open = statement({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const cases: [title: string, resource: TestedResource, commandLine: Verdict, pack?: Verdict][] = [
  ["a right policy", role(policy()), "accepted"],
  ["a policy without a subject", role(statements(open)), "rejected"],
  ["an unknown document", role(UNKNOWN), "unknown"],
  ["an unknown list of statements", role({ Version: "2012-10-17", Statement: UNKNOWN }), "unknown"],
  ["an unknown statement", role(statements(right, UNKNOWN)), "unknown"],
  ["an unknown statement beside an open one", role(statements(UNKNOWN, open)), "rejected"],
  ["an unknown audience", role(policy({ Condition: pinned({ [AUD]: UNKNOWN }) })), "unknown"],
  [
    "an unknown audience and no subject",
    role(policy({ Condition: { StringEquals: { [AUD]: UNKNOWN } } })),
    "rejected",
  ],
  ["an unknown subject", role(policy({ Condition: pinned({ [SUB]: UNKNOWN }) })), "unknown"],
  [
    "an unknown subject among known ones",
    role(policy({ Condition: pinned({ [SUB]: [SUBJECT, UNKNOWN] }) })),
    "unknown",
  ],
  [
    "an unknown subject and no audience",
    role(policy({ Condition: { StringEquals: { [SUB]: UNKNOWN } } })),
    "rejected",
  ],
  ["an unknown provider", role(policy({ Principal: { Federated: UNKNOWN } })), "unknown"],
  [
    "an unknown provider and no subject",
    role(policy({ Principal: { Federated: UNKNOWN }, Condition: { StringEquals: { [AUD]: AUDIENCE } } })),
    "rejected",
  ],
  [
    "an unknown provider and no condition",
    role(policy({ Principal: { Federated: UNKNOWN }, Condition: undefined })),
    "rejected",
  ],
  [
    "an unknown provider, no subject, and an action that SAML has too",
    role(policy({ Principal: { Federated: UNKNOWN }, Action: "sts:*", Condition: {} })),
    "unknown",
  ],
  [
    "an unknown provider beside a known one that is open",
    role(policy({ Principal: { Federated: [PROVIDER_ARN, UNKNOWN] }, Condition: {} })),
    "rejected",
  ],
  ["an unknown principal", role(policy({ Principal: UNKNOWN, Condition: {} })), "unknown"],
  ["an unknown condition", role(policy({ Condition: UNKNOWN })), "unknown"],
  ["an unknown block of conditions", role(policy({ Condition: { StringEquals: UNKNOWN } })), "unknown"],
  ["an unknown effect", role(policy({ Effect: UNKNOWN, Condition: {} })), "unknown"],
  ["an unknown action", role(policy({ Action: UNKNOWN, Condition: {} })), "unknown"],
  [
    "an unknown action beside a known one, and no subject",
    role(policy({ Action: ["sts:AssumeRoleWithWebIdentity", UNKNOWN], Condition: {} })),
    "rejected",
  ],
  ["an unknown Sid of a right statement", role(policy({ Sid: UNKNOWN })), "accepted"],
  ["an unknown Sid of an open one", role(policy({ Sid: UNKNOWN, Condition: {} })), "rejected"],
  [
    "an unknown service",
    role(statements(right, { ...statement(), Principal: { Service: UNKNOWN }, Action: "sts:AssumeRole" })),
    "accepted",
  ],
  [
    "a misspelt reach and an unknown subject",
    role(policy({ Effect: "Alow", Condition: pinned({ [SUB]: UNKNOWN }) })),
    "rejected",
  ],
  [
    "an unknown document in a string",
    { type: "aws:iam/role:Role", name: "role", props: { assumeRolePolicy: UNKNOWN } },
    "unknown",
  ],
  [
    "an unknown provider in a desired state",
    {
      type: "aws-native:index:ExtensionResource",
      name: "role",
      props: {
        type: "AWS::IAM::Role",
        properties: {
          AssumeRolePolicyDocument: policy({ Principal: { Federated: UNKNOWN }, Condition: {} }),
        },
      },
    },
    "rejected",
  ],
  [
    "an unknown parameter as subject",
    template(policy({ Condition: pinned({ [SUB]: { Ref: "P" } }) }), { P: UNKNOWN }),
    "unknown",
  ],
  [
    "unknown parameters, and no subject",
    template(policy({ Principal: { Federated: { Ref: "P" } }, Condition: {} }), { P: UNKNOWN }),
    "rejected",
  ],
  [
    "a condition that is a string, with an unknown parameter in it",
    template(policy({ Condition: { "Fn::Sub": `{"StringEquals": {"\${P}": "x"}}` } }), { P: UNKNOWN }),
    "rejected",
  ],
  [
    "an unknown parameter in a whole policy that is a string",
    template(
      { "Fn::Sub": JSON.stringify(policy({ Condition: { "${P}": { [SUB]: SUBJECT } } })) },
      { P: UNKNOWN },
    ),
    "unknown",
  ],
  [
    "an unknown parameter in the provider's name, and no subject",
    template(
      policy({
        Principal: { Federated: { "Fn::Sub": "arn:aws:iam::111122223333:oidc-provider/${P}" } },
        Condition: {},
      }),
      { P: UNKNOWN },
    ),
    "rejected",
  ],
  [
    "an import as subject, which neither a preview nor an update resolves",
    template(policy({ Condition: pinned({ [SUB]: { "Fn::ImportValue": "x" } }) })),
    "unknown",
    "rejected",
  ],
];

describe("partly known policies", () => {
  for (const [title, resource, commandLine, pack = commandLine] of cases) {
    it(`are judged alike by command line and pack: ${title} is ${pack}`, async () => {
      assert.deepEqual([asState(resource), await inPreview(resource)], [commandLine, pack]);
    });
  }

  it("are judged as strictly by the pack as by the command line, whatever is unknown", async () => {
    const seen = new Set<Verdict>();
    await fc.assert(
      fc.asyncProperty(partialPolicies, async (document) => {
        const resource = role(put(document, { "@A": UNKNOWN, "@B": UNKNOWN }));
        const [commandLine, pack] = [asState(resource), await inPreview(resource)];
        seen.add(pack);
        assert.ok(
          STRICTNESS.indexOf(pack) >= STRICTNESS.indexOf(commandLine),
          JSON.stringify({ commandLine, pack, resource }),
        );
      }),
      { numRuns: 1000, seed: 20_261_126 },
    );
    assert.deepEqual([...seen].sort(), ["accepted", "rejected", "unknown"]);
  }).timeout(60_000);

  it("with a secret are unknown to the command line alone: the pack sees the value", async () => {
    const sealed = role(policy({ Condition: pinned({ [SUB]: { ...SECRET, ciphertext: "v1:x" } }) }));
    assert.equal(asState(sealed), "unknown");
    assert.equal(await inPreview(role(policy({ Condition: pinned({ [SUB]: SUBJECT }) }))), "accepted");
    const plain = { ...SECRET, plaintext: JSON.stringify(SUBJECT) };
    assert.equal(asState(role(policy({ Condition: pinned({ [SUB]: plain }) }))), "accepted");
  });

  it("cannot pass for unknown in the pack by the characters of a mark", async () => {
    const forged = policy({ Sid: "\uE0006e\uE001", Principal: { Federated: "\uE0006e\uE001" } });
    assert.equal(await inPreview(role(forged)), "rejected");
    assert.equal(await inPreview(role("\uE0006e\uE001")), "rejected");
    assert.equal(await inPreview(template("\uE0006e\uE001")), "rejected");
    const escaped = (value: unknown): string =>
      JSON.stringify(value).replaceAll("\uE000", "\\ue000").replaceAll("\uE001", "\\ue001");
    const { templateBody } = template(forged).props;
    const texts: [type: string, props: Json][] = [
      ["aws:iam/role:Role", { assumeRolePolicy: escaped(forged) }],
      ["aws:cloudformation/stack:Stack", { templateBody: escaped(templateBody) }],
      [
        "aws:cloudcontrol/resource:Resource",
        { typeName: "AWS::IAM::Role", desiredState: escaped({ AssumeRolePolicyDocument: forged }) },
      ],
    ];
    for (const [type, props] of texts) {
      assert.equal(await inPreview({ type, name: "forged", props }), "rejected", type);
    }
  });
});
