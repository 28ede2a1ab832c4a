/** The command line and the policy pack judge the same CloudFormation templates: same verdict, or a stricter pack. */
import assert from "node:assert/strict";
import { type TestedResource, UNKNOWN } from "../policypack/validate";
import { byCommandLine, byPack, coarse, type Verdict } from "./verdicts";

type Json = Record<string, unknown>;

const GITHUB = "token.actions.githubusercontent.com";
const ARN = `arn:aws:iam::111122223333:oidc-provider/${GITHUB}`;
const SUBJECT = "repo:acme/infra:ref:refs/heads/main";

const STACK = "aws:cloudformation/stack:Stack";
const STACK_SET = "aws:cloudformation/stackSet:StackSet";

/** A stack with a template in YAML. */
function stack(templateBody: string, props: Json = {}, type = STACK): TestedResource {
  return { type, name: "stack", props: { templateBody, ...props } };
}

/** A role of a template, as YAML in one line. */
function role(statement: string): string {
  return `{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: ${document(statement)}}}`;
}

function document(statement: string): string {
  return `{Version: "2012-10-17", Statement: [${statement}]}`;
}

function allow({
  federated = ARN,
  aud = "sts.amazonaws.com",
  sub = SUBJECT,
  operator = "StringLike",
  action = "sts:AssumeRoleWithWebIdentity",
} = {}): string {
  return `{Effect: Allow, Principal: {Federated: ${federated}}, Action: "${action}", Condition: {StringEquals: {"${GITHUB}:aud": ${aud}}, ${operator}: {"${GITHUB}:sub": ${sub}}}}`;
}

const withRole = (statement: string, sections = ""): string =>
  `${sections}\nResources:\n  R: ${role(statement)}\n`;
const right = allow();
const open = allow({ sub: '"*"' });

/** A trust policy as an object: open to every repository, or right. */
function policyOf(how: "open" | "right"): Json {
  const sub = how === "open" ? "*" : SUBJECT;
  const Condition = {
    StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" },
    StringLike: { [`${GITHUB}:sub`]: sub },
  };
  const Principal = { Federated: ARN };
  return {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRoleWithWebIdentity", Condition }],
  };
}

/** A role that pins its subject alone, and its provider, which has one client ID. */
function withProvider(member: string): string {
  const statement = `{Effect: Allow, Principal: {Federated: ${ARN}}, Action: sts:AssumeRoleWithWebIdentity, Condition: {StringEquals: {"${GITHUB}:sub": "${SUBJECT}"}}}`;
  return `
Parameters: {Stage: {Type: String}}
Conditions: {Creates: !Equals [!Ref Stage, prod]}
Resources:
  R: ${role(statement)}
  Provider: {Type: AWS::IAM::OIDCProvider, ${member}, Properties: {Url: "https://${GITHUB}", ClientIdList: [sts.amazonaws.com]}}
`;
}

/** A role whose subject is a parameter, in a template that a stack set uses. */
const bySubject = withRole(
  allow({ sub: "!Ref Subject" }),
  `Parameters: {Subject: {Type: String, Default: "${SUBJECT}"}}`,
);
const OVERRIDE = { Subject: "repo:*" };

/** An instance that gives the parameter of a stack set another value. */
function overridingInstance(stackSetName: string): TestedResource {
  return {
    type: "aws:cloudformation/stackSetInstance:StackSetInstance",
    name: "instance",
    props: { stackSetName, parameterOverrides: OVERRIDE },
  };
}

/** The structure of the template in the README of aws-actions/configure-aws-credentials. */
const configureCredentials = `
Parameters:
  Owner: {Type: String}
  Repository: {Type: String}
  ProviderArn: {Type: String, Default: ""}
  Audience: {Type: String, Default: sts.amazonaws.com}
Conditions:
  CreatesProvider: !Equals [!Ref ProviderArn, ""]
Resources:
  R: ${role(
    allow({
      federated: "!If [CreatesProvider, !Ref Provider, !Ref ProviderArn]",
      aud: "!Ref Audience",
      sub: "!Sub 'repo:${Owner}/${Repository}:*'",
    }),
  )}
  Provider:
    Type: AWS::IAM::OIDCProvider
    Condition: CreatesProvider
    Properties: {Url: "https://${GITHUB}", ClientIdList: [!Ref Audience], ThumbprintList: ["${"f".repeat(40)}"]}
`;

/** Five conditions in one resource: as many are not tried. */
const MANY_CONDITIONS = ["A", "B", "C", "D", "constructor"].map((name) => `!If [${name}, x, y]`).join(", ");

const cases: [title: string, stack: readonly TestedResource[], commandLine: Verdict, pack?: Verdict][] = [
  // Open roles that look closed.
  ["a right role", [stack(withRole(right))], "accepted"],
  ["an open role", [stack(withRole(open))], "rejected"],
  [
    "a condition that is named like a member of every object",
    [
      stack(
        `Resources: {R: {Type: AWS::IAM::Role, Properties: {ManagedPolicyArns: [${MANY_CONDITIONS}], AssumeRolePolicyDocument: ${document(allow({ sub: `!If [constructor, "${SUBJECT}", "repo:*"]` }))}}}}`,
      ),
    ],
    "rejected",
  ],
  [
    "a loop beside a role's other properties",
    [
      stack(
        `Resources: {R: {Type: AWS::IAM::Role, Properties: {Path: /, "Fn::ForEach::P": [N, [Document], {"AssumeRolePolicy\${N}": ${document(open)}}]}}}`,
      ),
    ],
    "unknown",
    "rejected",
  ],
  ["a loop's variable", [stack(withRole(allow({ sub: '"&{Sub}"' })))], "unknown", "rejected"],
  [
    "a role in a loop over a known collection",
    [
      stack(
        `Resources: {"Fn::ForEach::R": [N, [main, dev], {"R\${N}": ${role(allow({ sub: '"repo:acme/infra:ref:refs/heads/${N}"' }))}}]}`,
      ),
    ],
    "accepted",
  ],
  [
    "an open role in a loop",
    [stack(`Resources: {"Fn::ForEach::R": [N, ["*"], {"R": ${role(allow({ sub: '"${N}"' }))}}]}`)],
    "rejected",
  ],
  ...[
    ["an imported collection", "!ImportValue names"],
    [
      "a collection that is too long",
      `[${Array.from({ length: 501 }, (_, index) => `n${index}`).join(", ")}]`,
    ],
  ].map(([title = "", collection = ""]): (typeof cases)[number] => [
    `a role in a loop over ${title}`,
    [
      stack(
        `Resources: {"Fn::ForEach::R": [N, ${collection}, {"R\${N}": ${role(allow({ sub: '"repo:acme/infra:ref:refs/heads/${N}"' }))}}]}`,
      ),
    ],
    "unknown",
    "rejected",
  ]),
  [
    "a parameter that an instance gives without a value",
    [
      stack(
        bySubject,
        { stackInstancesGroup: [{ parameterOverrides: [{ parameterKey: "Subject" }] }] },
        "aws-native:cloudformation:StackSet",
      ),
    ],
    "unknown",
    "rejected",
  ],
  [
    "the name of an alarm that its author chose",
    [
      stack(
        `Resources: {Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {AlarmName: "repo:*"}}, R: ${role(allow({ sub: "!Ref Alarm" }))}}`,
      ),
    ],
    "rejected",
  ],
  [
    "the name of a database that its author chose",
    [
      stack(
        `Resources: {Base: {Type: AWS::Glue::Database, Properties: {DatabaseInput: {Name: "repo:*"}}}, R: ${role(allow({ sub: "!Ref Base" }))}}`,
      ),
    ],
    "unknown",
    "rejected",
  ],
  ["a parameter of a stack", [stack(bySubject)], "accepted"],
  ["an open parameter of a stack", [stack(bySubject, { parameters: OVERRIDE })], "rejected"],
  ["a parameter of a stack set", [stack(bySubject, {}, STACK_SET)], "unknown"],
  [
    "a parameter of a stack set that an instance overrides",
    [stack(bySubject, { name: "set" }, STACK_SET), overridingInstance("set")],
    "rejected",
  ],
  [
    "a parameter of a stack set that instances judged before it override",
    [
      {
        type: "aws:cloudformation/stackInstances:StackInstances",
        name: "instances",
        props: { stackSetName: "set", parameterOverrides: OVERRIDE },
      },
      stack(bySubject, { name: "set" }, STACK_SET),
    ],
    "rejected",
  ],
  [
    "an instance of another stack set",
    [stack(bySubject, { name: "set" }, STACK_SET), overridingInstance("other")],
    "unknown",
  ],
  [
    "a parameter that a group of instances overrides",
    [
      stack(
        bySubject,
        {
          stackInstancesGroup: [
            { parameterOverrides: [{ parameterKey: "Subject", parameterValue: "repo:*" }] },
          ],
        },
        "aws-native:cloudformation:StackSet",
      ),
    ],
    "rejected",
  ],
  [
    "a parameter that a group of instances of a stack set within a template overrides",
    [
      stack(
        JSON.stringify({
          Resources: {
            Set: {
              Type: "AWS::CloudFormation::StackSet",
              Properties: {
                TemplateBody: bySubject,
                StackInstancesGroup: [
                  { ParameterOverrides: [{ ParameterKey: "Subject", ParameterValue: "repo:*" }] },
                ],
              },
            },
          },
        }),
      ),
    ],
    "rejected",
  ],
  [
    "an instance of a stack set that is not in the stack, with parameters of its own",
    [overridingInstance("set")],
    "unknown",
  ],
  [
    "a parameter that a nested stack gets from an import",
    [
      stack(
        JSON.stringify({
          Resources: {
            Nested: {
              Type: "AWS::CloudFormation::Stack",
              Properties: { TemplateBody: bySubject, Parameters: { Subject: { "Fn::ImportValue": "x" } } },
            },
          },
        }),
      ),
    ],
    "unknown",
    "rejected",
  ],
  ["an object that is not a template", [stack("{}")], "unknown", "rejected"],
  [
    "a template whose only resource has no type",
    [stack(`Resources: {R: {Properties: {AssumeRolePolicyDocument: ${document(right)}}}}`)],
    "unknown",
    "rejected",
  ],
  [
    "a provider that pins the audience and that the template always creates",
    [stack(withProvider("Metadata: {}"))],
    "accepted",
  ],
  [
    "a provider that pins the audience and that the template may not create",
    [stack(withProvider("Condition: Creates"), { parameters: { Stage: UNKNOWN } })],
    "rejected",
  ],
  [
    "a provider that pins the audience, in Cloud Control",
    [
      {
        type: "aws:cloudcontrol/resource:Resource",
        name: "provider",
        props: {
          typeName: "AWS::IAM::OIDCProvider",
          desiredState: JSON.stringify({ Url: `https://${GITHUB}`, ClientIdList: ["sts.amazonaws.com"] }),
        },
      },
      {
        type: "aws:iam/role:Role",
        name: "role",
        props: {
          assumeRolePolicy: {
            ...policyOf("right"),
            Statement: [
              {
                Effect: "Allow",
                Principal: { Federated: ARN },
                Action: "sts:AssumeRoleWithWebIdentity",
                Condition: { StringEquals: { [`${GITHUB}:sub`]: SUBJECT } },
              },
            ],
          },
        },
      },
    ],
    "accepted",
  ],
  ["a stack set without parameters", [stack(withRole(right), {}, STACK_SET)], "accepted"],
  [
    "a parameter that is taken apart",
    [stack(withRole(allow({ sub: '!Select [0, !Split ["6", !ImportValue x]]' })))],
    "unknown",
    "rejected",
  ],
  // Roles that are fine.
  [
    "AWS's template for GitHub",
    [stack(configureCredentials, { parameters: { Owner: "acme", Repository: "infra" } })],
    "accepted",
  ],
  [
    "AWS's template for GitHub, with a wildcard for the owner",
    [stack(configureCredentials, { parameters: { Owner: "*", Repository: "infra" } })],
    "rejected",
  ],
  [
    "a service's role with an imported service",
    [
      stack(
        withRole(
          "{Effect: Allow, Principal: {Service: !ImportValue svc}, Action: sts:AssumeRole, Condition: {StringEquals: {aws:SourceAccount: !ImportValue a}}}",
        ),
      ),
    ],
    "accepted",
  ],
  [
    "a cross-account role with an account from SSM and an imported external ID",
    [
      stack(
        withRole(
          '{Effect: Allow, Principal: {AWS: !Sub "arn:aws:iam::{{resolve:ssm:/account}}:root"}, Action: sts:AssumeRole, Condition: {StringEquals: {sts:ExternalId: !ImportValue id}}}',
        ),
      ),
    ],
    "accepted",
  ],
  [
    "a right role with an imported provider",
    [stack(withRole(allow({ federated: "!ImportValue provider" })))],
    "unknown",
  ],
  [
    "an imported provider, and a parameter that is not known yet",
    [
      stack(
        withRole(
          allow({ federated: "!ImportValue provider", sub: "!Ref Subject" }),
          "Parameters: {Subject: {Type: String}}",
        ),
        { parameters: { Subject: UNKNOWN } },
      ),
    ],
    "unknown",
  ],
  [
    "an open role with an imported provider",
    [stack(withRole(allow({ federated: "!ImportValue provider", sub: '"*"' })))],
    "rejected",
  ],
  [
    "an imported provider, and actions that other kinds of providers have too",
    [stack(withRole(allow({ federated: "!ImportValue provider", sub: '"*"', action: "sts:*" })))],
    "unknown",
    "rejected",
  ],
  ["an imported audience", [stack(withRole(allow({ aud: "!ImportValue audience" })))], "unknown", "rejected"],
  [
    "a function with a transform among its properties",
    [
      stack(
        "Resources: {F: {Type: AWS::Lambda::Function, Properties: {'Fn::Transform': {Name: AWS::Include}}}}",
      ),
    ],
    "accepted",
  ],
  [
    "a role with a transform among its properties",
    [
      stack(
        `Resources: {F: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: ${document(right)}, 'Fn::Transform': {Name: AWS::Include}}}}`,
      ),
    ],
    "unknown",
    "rejected",
  ],
  // Forms in which the two differed.
  [
    "a role without a document",
    [stack("Resources: {R: {Type: AWS::IAM::Role, Properties: {Path: /}}}")],
    "rejected",
  ],
  [
    "a role without a document, in Cloud Control",
    [
      {
        type: "aws:cloudcontrol/resource:Resource",
        name: "role",
        props: { typeName: "AWS::IAM::Role", desiredState: "{}" },
      },
    ],
    "rejected",
  ],
  [
    "a role without a document, of aws-native",
    [{ type: "aws-native:iam:Role", name: "role", props: {} }],
    "rejected",
  ],
  ["a role without a document, of aws", [{ type: "aws:iam/role:Role", name: "role", props: {} }], "rejected"],
  ...["Custom::Role", "AWS::Serverless::StateMachine"].map((type): (typeof cases)[number] => [
    `${type} with the property of a role`,
    [stack(`Resources: {R: {Type: "${type}", Properties: {AssumeRolePolicyDocument: ${document(open)}}}}`)],
    "rejected",
  ]),
  ...(
    [
      ["open", open, "rejected"],
      ["right", right, "accepted"],
    ] as const
  ).flatMap(([how, statement, verdict]) => {
    const trust = document(statement);
    const inText = JSON.stringify(
      JSON.stringify({ action: "createRole", parameters: { AssumeRolePolicyDocument: policyOf(how) } }),
    );
    return [
      ["the call of a custom resource", `Custom::AWS, Properties: {Create: ${inText}}`],
      [
        "a step of a state machine",
        `AWS::StepFunctions::StateMachine, Properties: {Definition: {States: {A: {Parameters: {AssumeRolePolicyDocument: ${trust}}}}}}`,
      ],
      [
        "a template in a custom resource",
        `Custom::Deploy, Properties: {Template: {Resources: {R: ${role(statement)}}}}`,
      ],
    ].map(([what = "", resource = ""]): (typeof cases)[number] => [
      `${what} with ${how} trust policy`,
      [stack(`Resources: {R: ${role(right)}, Other: {Type: ${resource}}}`)],
      verdict,
    ]);
  }),
  [
    "YAML with two documents",
    [stack(`---\n${withRole(right)}---\n${withRole(right)}`)],
    "unknown",
    "rejected",
  ],
  ...[
    "Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://example.com/t'}",
    "Type: AWS::CloudFormation::StackSet, Properties: {TemplateURL: 'https://example.com/t'}",
    "Type: Mine::Own::Role::MODULE",
    "Type: AWS::Serverless::Application, Properties: {Location: x}",
    "Type: AWS::ServiceCatalog::CloudFormationProvisionedProduct",
    "Type: Custom::NestedStack",
  ].map((resource): (typeof cases)[number] => [
    `a resource of ${resource.split(/[ ,]+/)[1] ?? ""} with its template elsewhere`,
    [stack(`Resources: {R: ${role(right)}, Other: {${resource}}}`)],
    "unknown",
  ]),
];

describe("CloudFormation templates in a stack", () => {
  for (const [title, resources, commandLine, pack = commandLine] of cases) {
    it(`are judged alike by command line and pack: ${title} is ${pack}`, async () => {
      assert.deepEqual(
        [coarse(byCommandLine(resources)), coarse(await byPack(resources))],
        [commandLine, pack],
      );
    });
  }
});
