/** A provider that a file creates with one client ID pins the audience, but not for Entra. */
import assert from "node:assert/strict";
import { judgeText } from "../../../cli/judged-files/judge-file";
import { awsProviderOf, createdProviders, type FoundProvider, foundProvider } from "../../../policy-sources";
import { unknownMark } from "../../../trust";
import { federatedPolicy } from "../trust/federated-policy";

const GITHUB = "token.actions.githubusercontent.com";
const ENTRA = "sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/";
const MARK = unknownMark("x");

/** A policy that pins the subject alone. */
function subjectAlone(provider: string): unknown {
  const sub =
    provider === GITHUB ? "repo:acme/infra:ref:refs/heads/main" : "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
  return federatedPolicy(provider, { StringEquals: { sub } });
}

type File = (provider: string, clientIds: unknown, account?: string) => unknown;

const template: File = (provider, ClientIdList) => ({
  Parameters: { Audience: { Type: "String" } },
  Resources: {
    Provider: { Type: "AWS::IAM::OIDCProvider", Properties: { Url: `https://${provider}`, ClientIdList } },
    Reader: {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: subjectAlone(provider) },
    },
  },
});

const state =
  (type: string, list: string, roleType: string, policy: string): File =>
  (provider, clientIds, account = "111122223333") => ({
    deployment: {
      resources: [
        {
          urn: `urn:pulumi:s::p::${type}::provider`,
          type,
          outputs: {
            url: provider,
            arn: `arn:aws:iam::${account}:oidc-provider/${provider}`,
            [list]: clientIds,
          },
        },
        {
          urn: `urn:pulumi:s::p::${roleType}::role`,
          type: roleType,
          outputs: { [policy]: subjectAlone(provider), arn: "arn:aws:iam::111122223333:role/r" },
        },
      ],
    },
  });

const stackInState: File = (provider, clientIds) => ({
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:s::p::aws:cloudformation/stackSet:StackSet::set",
        type: "aws:cloudformation/stackSet:StackSet",
        inputs: { templateBody: JSON.stringify(template(provider, clientIds)) },
      },
    ],
  },
});

const resources = (provider: string, clientIds: unknown): [type: string, values: unknown][] => [
  ["aws_iam_openid_connect_provider", { url: `https://${provider}`, client_id_list: clientIds }],
  ["aws_iam_role", { assume_role_policy: JSON.stringify(subjectAlone(provider)) }],
];

const terraformPlan: File = (provider, clientIds) => ({
  format_version: "1.2",
  resource_changes: resources(provider, clientIds).map(([type, after]) => ({
    address: `${type}.x`,
    mode: "managed",
    type,
    change: { actions: ["create"], after, after_unknown: { arn: true } },
  })),
});

const terraformState: File = (provider, clientIds) => ({
  format_version: "1.0",
  values: {
    root_module: {
      resources: resources(provider, clientIds).map(([type, values]) => ({
        address: `${type}.x`,
        mode: "managed",
        type,
        values,
      })),
    },
  },
});

const files: [title: string, file: File][] = [
  ["a template", template],
  ["a stack set in a Pulumi state", stackInState],
  [
    "a Pulumi state",
    state(
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      "clientIdLists",
      "aws:iam/role:Role",
      "assumeRolePolicy",
    ),
  ],
  [
    "a Pulumi state of aws-native",
    state("aws-native:iam:OidcProvider", "clientIdList", "aws-native:iam:Role", "assumeRolePolicyDocument"),
  ],
  ["a Terraform plan", terraformPlan],
  ["a Terraform state", terraformState],
];

/** The verdict on the one role, and who can assume it. */
function judged(value: unknown): unknown[] {
  const [role, ...others] = judgeText("f", JSON.stringify(value)).roles;
  assert.deepEqual(others, []);
  return [role?.verdict, role?.reach];
}

describe("a provider that a file creates", () => {
  for (const [title, file] of files) {
    it(`pins the audience in ${title} if it lists one client ID`, () => {
      assert.deepEqual(judged(file(GITHUB, ["sts.amazonaws.com"])), ["accepted", "exact"]);
    });

    it(`pins no audience in ${title} if it lists two or none, or is Entra's`, () => {
      const replay = ["rejected", "replay"];
      assert.deepEqual(judged(file(GITHUB, ["sts.amazonaws.com", "other"])), replay);
      assert.deepEqual(judged(file(GITHUB, [])), replay);
      assert.deepEqual(judged(file(ENTRA, ["api://app"])), replay);
    });

    it(`leaves a role in ${title} unknown if it lists a client ID that is unknown`, () => {
      const unknown = file(GITHUB, [{ Ref: "Audience" }]);
      assert.deepEqual(judged(unknown), ["unknown", "exact"]);
    });
  }

  it("pins no audience if a template may leave it out", () => {
    const conditional = (Create: unknown, Parameters: object = {}): unknown => {
      const { Resources } = template(GITHUB, ["sts.amazonaws.com"]) as {
        Resources: { Provider: object; Reader: object };
      };
      const Provider = { ...Resources.Provider, Condition: "Create" };
      return { Parameters, Conditions: { Create }, Resources: { ...Resources, Provider } };
    };
    const replay = ["rejected", "replay"];
    assert.deepEqual(judged(conditional({ "Fn::Equals": ["a", "a"] })), ["accepted", "exact"]);
    assert.deepEqual(judged(conditional({ "Fn::Equals": ["a", "b"] })), replay);
    // A default value counts no more than none: whoever creates the stack can give another.
    for (const Arn of [{ Type: "String" }, { Type: "String", Default: "" }]) {
      assert.deepEqual(judged(conditional({ "Fn::Equals": [{ Ref: "Arn" }, ""] }, { Arn })), replay);
    }
    // A condition that no template declares: CloudFormation refuses it, so nothing counts on it.
    assert.deepEqual(judged(conditional(undefined)), replay);
  });

  it("pins no audience of a role in another account", () => {
    const [, pulumi] = files.filter(([title]) => title.startsWith("a Pulumi state"));
    assert.deepEqual(judged(pulumi?.[1](GITHUB, ["a"], "999999999999")), ["rejected", "replay"]);
  });

  it("of a stack set pins no audience of a role beside it", () => {
    const value = stackInState(GITHUB, ["a"]) as { deployment: { resources: unknown[] } };
    value.deployment.resources.push({
      urn: "urn:pulumi:s::p::aws:iam/role:Role::role",
      type: "aws:iam/role:Role",
      outputs: { assumeRolePolicy: subjectAlone(GITHUB) },
    });
    assert.deepEqual(
      judgeText("f", JSON.stringify(value)).roles.map(({ document, verdict }) => [document.role, verdict]),
      [
        ["set/Reader", "accepted"],
        ["role", "rejected"],
      ],
    );
  });

  it("leaves a role unknown in a plan that knows its client IDs after apply only", () => {
    const plan = terraformPlan(GITHUB, ["a"]) as {
      resource_changes: { change: { after_unknown: object } }[];
    };
    for (const after_unknown of [{ client_id_list: true }, { client_id_list: [true] }]) {
      for (const { change } of plan.resource_changes.slice(0, 1)) {
        change.after_unknown = after_unknown;
      }
      assert.deepEqual(judged(plan), ["unknown", "exact"]);
    }
  });
});

describe("createdProviders", () => {
  it("leaves out what is not wholly known, and puts those of one name together", () => {
    const found = (url: unknown, clientIds: unknown, account?: string): FoundProvider[] =>
      [foundProvider(url, clientIds, account)].filter((provider) => provider !== undefined);
    assert.deepEqual(
      createdProviders([
        ...found("https://a.example", ["x"]),
        ...found("a.example", ["y", "x"]),
        ...found("b.example", "z"),
        ...found("c.example", ["x"]),
        ...found("c.example", [MARK]),
        ...found("c.example", ["x"]),
        ...found(`${MARK}.example`, ["x"]),
        ...found("d.example", [1]),
        ...found(undefined, ["x"]),
        ...found("e.example", undefined),
      ]),
      [
        { name: "a.example", clientIds: ["x", "y"] },
        { name: "b.example", clientIds: ["z"] },
        { name: "e.example", clientIds: [] },
      ],
    );
  });

  it("leaves out those of another account than the role's, if both are known", () => {
    const found: FoundProvider[] = [
      { name: "a.example", clientIds: ["x"], account: "111111111111" },
      { name: "b.example", clientIds: ["x"], account: "222222222222" },
      { name: "c.example", clientIds: ["x"] },
    ];
    const names = (account?: string): string[] =>
      createdProviders(found, { account }).map(({ name }) => name);
    assert.deepEqual(names("111111111111"), ["a.example", "c.example"]);
    assert.deepEqual(names(), ["a.example", "b.example", "c.example"]);
  });

  it("leaves out those that another Pulumi provider deploys, unless both accounts are known", () => {
    const found: FoundProvider[] = [
      { name: "a.example", clientIds: ["x"], awsProvider: "one" },
      { name: "b.example", clientIds: ["x"], awsProvider: "other" },
      { name: "c.example", clientIds: ["x"] },
      { name: "d.example", clientIds: ["x"], awsProvider: "other", account: "111111111111" },
    ];
    const names = (role: { account?: string; awsProvider?: string }): string[] =>
      createdProviders(found, role).map(({ name }) => name);
    assert.deepEqual(names({ awsProvider: "one" }), ["a.example", "c.example"]);
    assert.deepEqual(names({ awsProvider: "one", account: "111111111111" }), [
      "a.example",
      "c.example",
      "d.example",
    ]);
    assert.deepEqual(names({}), ["a.example", "b.example", "c.example", "d.example"]);
  });

  it("takes all default providers of Pulumi for one", () => {
    const urn = (name: string): string => `urn:pulumi:dev::app::pulumi:providers:aws::${name}`;
    assert.equal(awsProviderOf(urn("default")), "default");
    assert.equal(awsProviderOf(urn("default_7_48_0")), "default");
    assert.equal(awsProviderOf(urn("default-of-billing")), urn("default-of-billing"));
  });
});
