/** Fingerprints are data: with other words in every text, the findings that a user has accepted stay the same findings. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { type JudgedFile, judgeText } from "../../../cli/judged-files/judge-file";
import { renderJudgedSarif } from "../../../cli/report/sarif-report";
import * as catalogModule from "../../../messages/catalog";
import * as texts from "../../../messages/judged-files";
import { readPulumiState } from "../../../policy-sources";
import { deploymentFindings, fingerprint, Occurrences, rules } from "../../../policypack/configuration";
import { inOrder } from "../../../policypack/engine/seen-resource";
import { stackFromState } from "../../../policypack/engine/stack-from-state";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { asList, TRUST_RULES, type TrustFinding } from "../../../trust";
import * as judging from "../../../trust/partial/judge-partial-policy";
import {
  APP_ID,
  AUDIENCE as AUDITED,
  auditOf,
  deployed,
  federationStatement,
  IDENTITY,
  role as auditedRole,
  servicePrincipal,
  SUBSCRIPTION,
} from "../cli/audit/company";
import { CATALOGS } from "../messages/catalogs";
import { readFixture } from "../policy-sources/verdicts";
import { exportOf } from "../policypack/exported-stack";
import { federation } from "../policypack/stack/federation-stack";
import { type TestedResource, UNKNOWN } from "../policypack/validate";
import { corpus } from "../trust/corpus/corpus";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../trust/entra-policy";
import { withUnknownText } from "../trust/sentences/sentences";

type Json = Readonly<Record<string, unknown>>;

const WORDS = "other words";

/** The members of a finding on trust that are sentences. */
const otherWords = (finding: TrustFinding): TrustFinding => ({
  ...finding,
  found: WORDS,
  right: WORDS,
  consequence: WORDS,
  detail: WORDS,
  remedy: WORDS,
  message: WORDS,
});

/** Runs something while every text of a catalog, every phrase, and every sentence on a trust policy is another one. */
function withOtherWords<T>(run: () => T): T {
  const undo: (() => void)[] = [];
  const replace = (object: object, name: string, value: unknown): void => {
    const before: unknown = Reflect.get(object, name);
    Reflect.set(object, name, value);
    undo.push(() => Reflect.set(object, name, before));
  };
  const entries = CATALOGS.flatMap((catalog) => Object.values(catalog.entries));
  const { DOUBTS, ELSEWHERE, GAPS, OPEN_VALUES, REMARKS, TEMPLATE_PROBLEMS, TO_KNOW, TO_OPEN } = texts;
  const { UNREAD, UNREADABLE_TEXT } = texts;
  const tables = [DOUBTS, ELSEWHERE, GAPS, OPEN_VALUES, REMARKS, TEMPLATE_PROBLEMS, TO_KNOW, TO_OPEN];
  for (const entry of entries) {
    replace(entry, "text", () => WORDS);
  }
  for (const table of [...tables, UNREAD, UNREADABLE_TEXT]) {
    Object.keys(table).forEach((name) => {
      replace(table, name, () => WORDS);
    });
  }
  const { coded } = catalogModule;
  replace(catalogModule, "coded", (...[code, , next]: Parameters<typeof coded>) =>
    coded(code, WORDS, next && WORDS),
  );
  const { judgePartialPolicy } = judging;
  replace(judging, "judgePartialPolicy", (...given: Parameters<typeof judgePartialPolicy>) => {
    const verdict = judgePartialPolicy(...given);
    return { ...verdict, findings: verdict.findings.map(otherWords) };
  });
  try {
    return run();
  } finally {
    undo.reverse().forEach((one) => {
      one();
    });
  }
}

const vectors = readFileSync(path.join(PROJECT_ROOT, "vectors/trust-policies.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => (JSON.parse(line) as { readonly policy: Json }).policy);
/** Every fifth policy of the vectors and of the corpus: many are alike. */
const policies: readonly Json[] = [
  ...vectors,
  ...corpus.map(({ statement }) => ({ Version: "2012-10-17", Statement: statement })),
].filter((_, index) => index % 5 === 0);

const withoutSubject = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });
const roleIn = (document: unknown): Json => ({
  Type: "AWS::IAM::Role",
  Properties: { AssumeRolePolicyDocument: document },
});
/** A template with a role that is open if a condition holds, and otherwise too. */
const conditional = {
  Parameters: { Stage: { Type: "String" }, Subject: { Type: "String" } },
  Conditions: { IsProd: { "Fn::Equals": [{ Ref: "Stage" }, "prod"] } },
  Resources: {
    Reader: roleIn({
      "Fn::If": ["IsProd", withoutSubject, policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } })],
    }),
    Imported: roleIn(
      policy({
        Condition: { StringEquals: { [AUD]: AUDIENCE }, StringLike: { [SUB]: { "Fn::ImportValue": "x" } } },
      }),
    ),
    Dead: roleIn(
      policy({ Condition: { StringEquals: { [AUD]: ["<a>", "<b>"], [SUB]: { Ref: "Subject" } } } }),
    ),
  },
};

const resource = (type: string, name: string, props: Json): TestedResource => ({ type, name, props });
const template = (name: string, templateBody: unknown, more: Json = {}): TestedResource =>
  resource("aws:cloudformation/stack:Stack", name, { templateBody: JSON.stringify(templateBody), ...more });
const rule = (name: string, port: string): Json => ({
  name,
  priority: 100,
  direction: "Inbound",
  access: "Allow",
  protocol: "*",
  sourceAddressPrefix: "*",
  destinationPortRange: port,
});

/** A federation in which each rule of the pack finds something, in each way in which it can. */
const broken: readonly TestedResource[] = federation(
  {
    application: { signInAudience: "AzureADMultipleOrgs", passwords: ["p"], api: {} },
    "service-principal": { appRoleAssignmentRequired: false },
    provider: {
      clientIdLists: ["api://other", "api://*", "api://other"],
      thumbprintLists: ["x", "0".repeat(40)],
    },
    role: {
      maxSessionDuration: 43_200,
      managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
      inlinePolicies: [
        { name: "p", policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*" } }) },
      ],
    },
    nsg: { securityRules: [rule("ssh", "22"), rule("rdp", "3389")] },
    nic: { ipConfigurations: [{ name: "internal", publicIPAddress: { id: "x" } }] },
    vm: {
      osProfile: {
        linuxConfiguration: { disablePasswordAuthentication: false },
        customData: Buffer.from(`password=correct-horse\nAKIA${"A".repeat(16)}`).toString("base64"),
      },
    },
  },
  [
    resource("aws:iam/accessKey:AccessKey", "key", { user: "ci" }),
    resource("azuread:index/applicationPassword:ApplicationPassword", "secret", {
      applicationId: "/applications/1",
    }),
    {
      ...resource("azure-native:managedidentity:FederatedIdentityCredential", "credential", {
        issuer: "https://ci.example.com",
        subject: "x",
      }),
      madeOf: { resourceName: ["identity"] },
    },
    resource("azure-to-aws-federation:index:FederatedRole", "component", {
      issuer: `https://${PROVIDER}`,
      oidcProviderArn: PROVIDER_ARN.replace(PROVIDER, "other.example.com"),
      audiences: ["api://*"],
      subjects: [],
    }),
    resource("aws:iam/role:Role", "later", { assumeRolePolicy: UNKNOWN }),
    template("conditional", conditional),
    template("transformed", { Transform: "Own", Resources: { R: roleIn(policy()) } }),
    template("unreadable", {
      Resources: {
        Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateBody: { Ref: "X" } } },
      },
    }),
    template("nested", {
      Resources: { Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: "https://x" } } },
    }),
    template("within", {
      Resources: {
        Outer: {
          Type: "AWS::CloudFormation::Stack",
          Properties: { TemplateBody: JSON.stringify({ Resources: { Inner: roleIn(withoutSubject) } }) },
        },
        Machine: {
          Type: "AWS::StepFunctions::StateMachine",
          Properties: { Definition: { A: { AssumeRolePolicyDocument: withoutSubject } } },
        },
      },
    }),
    resource("kubernetes:iam.aws.upbound.io/v1beta1:Role", "crossplane", {
      spec: { forProvider: { assumeRolePolicy: JSON.stringify(withoutSubject) } },
    }),
    resource("aws:index/cloudformationStack:CloudformationStack", "bridged", {
      templateBody: JSON.stringify({ Resources: { Reader: roleIn(withoutSubject) } }),
    }),
    resource("aws:cloudformation/stack:Stack", "elsewhere", { templateUrl: "https://x" }),
    resource("aws:cloudformation/stackSet:StackSet", "set", {
      templateBody: JSON.stringify(conditional),
      parameters: { Stage: "prod", Subject: SUBJECT },
    }),
    resource("aws:servicecatalog/product:Product", "product", {
      provisioningArtifactParameters: { templateUrl: "https://x" },
      assume_role_policy_statements: [{ actions: ["sts:AssumeRole"] }],
    }),
    resource("aws:serverlessrepository/cloudFormationStack:CloudFormationStack", "application-stack", {}),
    ...policies.map((document, index) =>
      resource("aws-native:iam:Role", `role-${index}`, { assumeRolePolicyDocument: document }),
    ),
  ],
);

const strict = { scope: "all", unknownInPreview: "refuse", windowsPassword: "refuse", neighbors: "refuse" };
const configuration = Object.fromEntries(
  rules.map(({ name }) => [name, { ...strict, boundaryRequired: true }]),
);

/** What a rule of the pack finds in a stack, without texts. */
function packResults(): readonly unknown[] {
  const stack = stackFromState(readPulumiState(exportOf(broken)));
  return rules.flatMap((own) => {
    const config = configuration[own.name] ?? {};
    const single = stack.flatMap(({ before }, index) => [
      ...(own.judgeResource?.(
        before,
        config,
        stack.slice(0, index).map((one) => one.before),
      ) ?? []),
    ]);
    return [...single, ...(own.judgeStack?.(inOrder(stack), config) ?? [])].map(
      ({ urn, code, kind, severity, isPartial }) => [own.name, urn, code, kind, severity, isPartial],
    );
  });
}

/** The fingerprints of the findings of the stack. */
function packFingerprints(): readonly string[] {
  const findings = deploymentFindings(readPulumiState(exportOf(broken)), configuration);
  assert.deepEqual(
    rules.map(({ name }) => name).filter((name) => !findings.some((finding) => finding.rule === name)),
    [],
    "each rule finds something",
  );
  return findings.map((finding) => fingerprint(finding));
}

/** Files of many kinds. */
const files: readonly (readonly [name: string, text: string])[] = [
  ["authorization-details.json", readFixture("authorization-details.json")],
  ["cloudformation.yaml", readFixture("cloudformation.yaml")],
  ["pulumi-export.json", readFixture("pulumi-export.json")],
  ["terraform-plan.json", readFixture("terraform-plan.json")],
  ["trust-list.json", readFixture("trust-list.json")],
  ["template.json", JSON.stringify(conditional)],
  ["stack.json", JSON.stringify(exportOf(broken))],
  ["policies.json", JSON.stringify(policies)],
  ["statements.json", JSON.stringify(withoutSubject.Statement)],
  ["input.json", JSON.stringify({ AssumeRolePolicyDocument: withoutSubject })],
  [
    "roles.json",
    JSON.stringify({ Roles: [{ AssumeRolePolicyDocument: withoutSubject }], IsTruncated: true }),
  ],
  [
    "settings.json",
    JSON.stringify({ teams: [{ assume_role_policy: withoutSubject }, { other: withoutSubject }] }),
  ],
  [
    "unknown.json",
    JSON.stringify(policies.flatMap((one, index) => withUnknownText(one, index))).replace(
      /\uE000[0-9a-f]*\uE001/g,
      "{{ text }}",
    ),
  ],
];

interface Result {
  readonly ruleId: string;
  readonly level: string;
  readonly rank?: number;
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

/** The results of judge in SARIF, without texts. */
function judgeResults(): readonly unknown[] {
  const judged = files.map(([name, text]): JudgedFile => judgeText(name, text));
  const run = { files: judged, allowUnknown: false, failOn: "nobody" } as const;
  const sarif = JSON.parse(renderJudgedSarif(run, "1.2.3")) as {
    readonly runs: readonly [{ readonly results: Result[] }];
  };
  return sarif.runs[0].results.map(({ ruleId, level, rank, partialFingerprints }) => [
    ruleId,
    level,
    rank,
    partialFingerprints,
  ]);
}

/** The fingerprints of an audit. */
function auditFingerprints(): readonly string[] {
  const statements = policies.map(({ Statement }) => asList(Statement) as readonly Json[]);
  const report = auditOf(
    ...deployed().filter((one) => one.kind !== "entra.service-principal" || one.data.appId !== APP_ID),
    servicePrincipal({ appRoleAssignmentRequired: false }),
    auditedRole("open", [federationStatement({ aud: AUDITED })]),
    ...statements.map((own, index) => auditedRole(`role-${index}`, own)),
    {
      kind: "azure.federated-credential",
      of: SUBSCRIPTION,
      data: { of: IDENTITY, name: "external", issuer: "https://ci.example.com", audiences: ["a"] },
    },
  );
  const all = [...report.roles.flatMap(({ findings }) => findings), ...report.findings];
  return all.map(({ rule: id, severity, fingerprint }) => `${id} ${severity} ${fingerprint}`).sort();
}

/** The roles and stacks of the same stack. Of a stack set, judge lists a role once for each reading. */
const plain = broken.filter(({ type }) => /iam.*role|cloudformation\/?stack:/i.test(type));

describe("a Pulumi stack", () => {
  it("has the same fingerprints of trust policies in judge and in the pack", () => {
    const text = JSON.stringify(exportOf(plain));
    const byJudge = judgeText("stack.json", text).roles.flatMap((role) =>
      role.findings
        .filter(({ finding }) => finding.severity === "violation")
        .map(({ fingerprints }) => fingerprints()[0]),
    );
    const occurrences = new Occurrences();
    const byPack = deploymentFindings(readPulumiState(exportOf(plain)))
      .filter((finding) => TRUST_RULES.some((name) => name === finding.rule))
      .filter(
        ({ identity: [, code] }) =>
          code !== "template-unreadable" && code !== "trust-depends-on-cloudformation",
      )
      .map((finding) => fingerprint(finding, occurrences.next(fingerprint(finding))));
    assert.ok(byPack.length > 80, String(byPack.length));
    assert.deepEqual([...new Set(byJudge)].sort(), [...new Set(byPack)].sort());
  });
});

describe("a role in a file", () => {
  const identitiesIn = (value: unknown): readonly (readonly unknown[])[] =>
    judgeText("f", JSON.stringify(value)).roles.map(({ identity }) => identity);

  it("is identified by data, not by the name that reports show", () => {
    const [inProd, elsewhere] = identitiesIn(conditional);
    assert.deepEqual(inProd, ["f", "Reader", "Reader", "IsProd", true]);
    assert.deepEqual(elsewhere, ["f", "Reader", "Reader", "IsProd", false]);
    const stackSet = {
      Type: "AWS::CloudFormation::StackSet",
      Properties: {
        TemplateBody: JSON.stringify({
          Parameters: { Subject: { Type: "String" } },
          Resources: { R: roleIn(policy({ Condition: { StringEquals: { [SUB]: { Ref: "Subject" } } } })) },
        }),
        StackInstancesGroup: [{ ParameterOverrides: [{ ParameterKey: "Subject", ParameterValue: "a" }] }],
      },
    };
    assert.deepEqual(identitiesIn({ Transform: "Own", Resources: { Set: stackSet } }), [
      ["f", "", "Transform", "Own"],
      ["f", "Set/R", "Set", "R"],
      ["f", "Set/R", "Set", "R", "instance"],
    ]);
    assert.deepEqual(identitiesIn(withoutSubject), [["f", ""]]);
    assert.deepEqual(identitiesIn([withoutSubject, withoutSubject]), [
      ["f", "", 0],
      ["f", "", 1],
    ]);
    assert.deepEqual(identitiesIn(withoutSubject.Statement), [["f", ""]]);
    assert.deepEqual(identitiesIn({ AssumeRolePolicyDocument: withoutSubject }), [["f", ""]]);
    assert.deepEqual(identitiesIn({ Roles: [{ AssumeRolePolicyDocument: withoutSubject }], Marker: "m" }), [
      ["f", "", "Roles", 0],
      ["f", ""],
    ]);
    assert.deepEqual(identitiesIn({ a: { assume_role_policy: withoutSubject }, b: withoutSubject }), [
      ["f", "", "a", "assume_role_policy"],
      ["f", "", "b"],
    ]);
  });
});

describe("with other words in every text", function () {
  this.timeout(120_000);

  const cases: readonly (readonly [title: string, results: () => readonly unknown[], fewest: number])[] = [
    ["the fingerprints of the pack", packFingerprints, 200],
    ["what the pack refuses and advises, how bad it is, and what it does not know yet", packResults, 400],
    ["the fingerprints and the results of judge", judgeResults, 700],
    ["the fingerprints of audit", auditFingerprints, 200],
  ];
  for (const [title, results, fewest] of cases) {
    it(`${title} are the same`, () => {
      const before = results();
      assert.ok(before.length >= fewest, `${before.length} results`);
      assert.deepEqual(withOtherWords(results), before);
    });
  }

  it("the texts are others", () => {
    const said = (): readonly string[] =>
      deploymentFindings(readPulumiState(exportOf(broken)), configuration).map(({ message }) => message);
    assert.notDeepEqual(withOtherWords(said), said());
    assert.ok(withOtherWords(said).every((message) => message.includes(WORDS)));
  });
});
