import assert from "node:assert/strict";
import { judgeText } from "../../../../cli/judged-files/judge-file";
import { OPEN, policy, SUBJECT } from "../../cli/entra-policy";
import { verdicts, verdictsOf } from "../verdicts";

type Json = Record<string, unknown>;

function manifest(apiVersion: string, spec: Json, name = "ci"): Json {
  return { apiVersion, kind: "Role", metadata: { name }, spec };
}

const ACK = "iam.services.k8s.aws/v1alpha1";
const UPBOUND = "iam.aws.upbound.io/v1beta1";
const [right, open] = [policy(), OPEN].map((value) => JSON.stringify(value));

describe("Kubernetes manifests", () => {
  const places: [string, string, (document: unknown) => Json][] = [
    ["ACK", ACK, (assumeRolePolicyDocument) => ({ assumeRolePolicyDocument })],
    ["Upbound", UPBOUND, (assumeRolePolicy) => ({ forProvider: { assumeRolePolicy } })],
    [
      "Upbound, namespaced",
      "iam.aws.m.upbound.io/v1beta1",
      (assumeRolePolicy) => ({ forProvider: { assumeRolePolicy } }),
    ],
    [
      "Crossplane",
      "iam.aws.crossplane.io/v1beta1",
      (assumeRolePolicyDocument) => ({ forProvider: { assumeRolePolicyDocument } }),
    ],
    ["any controller", "example.com/v1", (assumeRolePolicy) => ({ a: [{ assumeRolePolicy }] })],
  ];
  for (const [what, apiVersion, spec] of places) {
    it(`have a verdict for a role of ${what}`, () => {
      assert.deepEqual(
        [right, open].map((document) => verdicts(manifest(apiVersion, spec(document)))),
        [{ "Role ci": "accepted" }, { "Role ci": "rejected" }],
      );
    });
  }

  it("are several documents, lists, and objects within objects", () => {
    const role = (name: string): string =>
      JSON.stringify(manifest(ACK, { assumeRolePolicyDocument: open }, name));
    const text = `---\napiVersion: v1\nkind: ConfigMap\n---\n${role("a")}\n---\napiVersion: v1\nkind: List\nitems: [${role("b")}]\n---\n`;
    assert.deepEqual(verdictsOf(text), { "Role a": "rejected", "Role b": "rejected" });
    assert.equal(judgeText("file", text).format.code, "kubernetes");
  });

  it("have a verdict for a whole trust policy in a ConfigMap, and none for another policy", () => {
    const configMap = (data: Json): Json => ({ apiVersion: "v1", kind: "ConfigMap", data });
    const permissions = { Statement: [{ Effect: "Allow", Action: "s3:*", Resource: "*" }] };
    assert.deepEqual(
      verdicts(configMap({ "a.json": right, "b.json": open, "c.json": JSON.stringify(permissions) })),
      { "trust policy data.a.json": "accepted", "trust policy data.b.json": "rejected" },
    );
    const beside = `${JSON.stringify(configMap({ trust: open }))}\n---\n${JSON.stringify(manifest(ACK, { assumeRolePolicyDocument: right }))}\n`;
    assert.deepEqual(verdictsOf(`---\n${beside}`), {
      "Role ci": "accepted",
      "trust policy 0.data.trust": "rejected",
    });
  });

  it("have a verdict for the policy in a program in Pulumi YAML", () => {
    const program = (assumeRolePolicy: Json): Json => ({
      apiVersion: "pulumi.com/v1",
      kind: "Program",
      program: { resources: { ci: { type: "aws:iam:Role", properties: { assumeRolePolicy } } } },
    });
    const place = "trust policy program.resources.ci.properties.assumeRolePolicy.fn::toJSON";
    assert.deepEqual(
      [policy(), OPEN].map((document) => verdicts(program({ "fn::toJSON": document }))),
      [{ [place]: "accepted" }, { [place]: "rejected" }],
    );
    assert.deepEqual(verdicts(program({ "fn::toJSON": "x" })), { Program: "rejected" });
  });

  it("have an unknown role in a string of Terraform source, and none for an action's name", () => {
    const withText = (text: string): Json => ({
      apiVersion: "tf.upbound.io/v1beta1",
      kind: "Workspace",
      spec: { forProvider: { source: "Inline", module: text } },
    });
    assert.deepEqual(verdicts(withText('resource "aws_iam_role" "r" {\n  assume_role_policy = "{}"\n}\n')), {
      Workspace: "unknown: a string that holds a role, such as a template",
    });
    assert.deepEqual(verdicts(withText('{"Statement": [{"Action": "iam:UpdateAssumeRolePolicy"}]}')), {});
  });

  it("have an unknown role where the policy is elsewhere, a template, or an alias", () => {
    const composition = (base: Json, rest: Json): Json => ({
      apiVersion: "apiextensions.crossplane.io/v1",
      kind: "Composition",
      metadata: { name: "c" },
      spec: { resources: [{ base, ...rest }] },
    });
    const role = manifest(UPBOUND, { forProvider: { assumeRolePolicy: right } });
    assert.deepEqual(verdicts(manifest(UPBOUND, { forProvider: {} })), {
      "Role ci": "unknown: the trust policy, which this manifest does not have",
    });
    assert.deepEqual(verdicts(composition(role, {})), { "Role ci": "accepted" });
    assert.deepEqual(verdicts(composition(role, { patches: [{}] })), {
      "Role ci": "unknown: whether a patch changes the trust policy",
    });
    const openRole = manifest(UPBOUND, { forProvider: { assumeRolePolicy: open } });
    assert.deepEqual(verdicts(composition(openRole, { patches: [{}] })), { "Role ci": "rejected" });
    assert.deepEqual(verdicts(composition({}, { input: { inline: `assumeRolePolicy: '${right}'` } })), {
      "Composition c": "unknown: a string that holds a role, such as a template",
    });
    assert.deepEqual(verdictsOf(`apiVersion: ${ACK}\nkind: Role\nspec: {assumeRolePolicyDocument: *p}\n`), {
      Role: "unknown: a YAML alias",
    });
  });

  it("have placeholders of Helm, Flux and others as unknown values", () => {
    const document = (right ?? "")
      .replace(SUBJECT, "{{ .Values.subject }}")
      .replace("111122223333", "${ACCOUNT_ID}");
    assert.deepEqual(verdicts(manifest(ACK, { assumeRolePolicyDocument: document })), {
      "Role ci": "unknown: {{ .Values.subject }}",
    });
  });

  it("that a Helm template creates are to be rendered first", () => {
    const text = `apiVersion: ${ACK}\nkind: Role\n{{- if .Values.on }}\nspec: {}\n{{- end }}\n`;
    assert.throws(() => judgeText("file", text), {
      message: /\. It looks like a Helm template\. Judge the output of helm template \[input-yaml-invalid\]$/,
    });
  });

  it("have the desired state of a Cloud Control resource", () => {
    const resource = (desiredState: string): Json => ({
      apiVersion: "cloudcontrol.aws.upbound.io/v1beta1",
      kind: "Resource",
      spec: { forProvider: { typeName: "AWS::IAM::Role", desiredState } },
    });
    assert.deepEqual(
      [right, open].map((document) => verdicts(resource(`{"AssumeRolePolicyDocument": ${document ?? ""}}`))),
      [{ Resource: "accepted" }, { Resource: "rejected" }],
    );
  });
});
