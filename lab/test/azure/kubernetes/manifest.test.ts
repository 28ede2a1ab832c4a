import assert from "node:assert/strict";
import { parseManifest, readPod } from "../../../azure/kubernetes/manifest";

const pod = (spec: Record<string, unknown>): string =>
  JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "p", namespace: "ns" }, spec });
const read = (spec: Record<string, unknown>) => {
  const [object] = parseManifest(pod(spec));
  assert.ok(object !== undefined);
  return readPod(object);
};
const container = (more: Record<string, unknown>) => ({ containers: [{ name: "c", image: "i", ...more }] });
const tokenVolume = (source: Record<string, unknown>) => ({
  ...container({ volumeMounts: [{ name: "t", mountPath: "/t" }] }),
  volumes: [{ name: "t", projected: { sources: [{ serviceAccountToken: source }] } }],
});

describe("A manifest", () => {
  it("is read document by document, YAML or JSON, empty ones left out", () => {
    const text =
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: ns}\n---\n---\n" +
      "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: sa}\n---\n" +
      pod({});
    assert.deepEqual(
      parseManifest(text).map(({ kind, namespace, name }) => [kind, namespace, name]),
      [
        ["Namespace", "", "ns"],
        ["ServiceAccount", "default", "sa"],
        ["Pod", "ns", "p"],
      ],
    );
  });

  it("gives a pod its command, variables and tokens, with Kubernetes's defaults", () => {
    assert.deepEqual(
      read({
        ...tokenVolume({ path: "token", audience: "sts.amazonaws.com" }),
        ...container({
          command: ["aws", "s3"],
          args: ["ls"],
          env: [{ name: "A", value: "b" }],
          volumeMounts: [{ name: "t", mountPath: "/t" }],
        }),
      }),
      {
        serviceAccountName: "default",
        command: ["aws", "s3", "ls"],
        env: { A: "b" },
        mounts: [
          {
            path: "/t",
            tokens: [{ path: "token", audience: "sts.amazonaws.com", expirationSeconds: 3600 }],
          },
        ],
      },
    );
  });

  const refusals: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      "objects that the lab does not carry out",
      () => parseManifest("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\n"),
      /^the lab does not support objects of apps\/v1 Deployment\. Expected v1 and one of Namespace, ServiceAccount, Pod \[lab-unsupported\]$/,
    ],
    ["text that is no YAML", () => parseManifest("a: [1\n"), /^error converting YAML to JSON: /],
    [
      "a name that is no DNS label",
      () => parseManifest("apiVersion: v1\nkind: Namespace\nmetadata: {name: A_b}\n"),
      /^Namespace "A_b" is invalid: metadata\.name: must be a DNS label\.$/,
    ],
    ["a pod without a container", () => read({}), /^Pod "p" is invalid: spec\.containers: Required value$/],
    [
      "a pod of several containers",
      () => read({ containers: [{ image: "i" }, { image: "i" }] }),
      /pods with more than one container/,
    ],
    [
      "a variable that is no text, as an unquoted number",
      () => read(container({ env: [{ name: "A", value: 1 }] })),
      /cannot unmarshal the value of env A into a string/,
    ],
    [
      "a variable from another source",
      () => read(container({ env: [{ name: "A", valueFrom: {} }] })),
      /variables from other sources \(env A: valueFrom\)/,
    ],
    [
      "a mount of a volume that is not there",
      () => read(container({ volumeMounts: [{ name: "x", mountPath: "/x" }] })),
      /volumeMounts\[0\]\.name: Not found: "x"$/,
    ],
    [
      "another kind of volume",
      () =>
        read({
          ...container({ volumeMounts: [{ name: "x", mountPath: "/x" }] }),
          volumes: [{ name: "x", emptyDir: {} }],
        }),
      /volumes other than projected tokens of service accounts \(x\)/,
    ],
    [
      "a token of less than ten minutes",
      () => read(tokenVolume({ path: "token", expirationSeconds: 599 })),
      /Invalid value: 599: may not specify a duration less than 10 minutes$/,
    ],
  ];
  for (const [what, act, message] of refusals) {
    it(`is refused for ${what}`, () => {
      assert.throws(act, (error: Error) => {
        assert.match(error.message, message);
        assert.equal(error.name, "KubernetesError");
        return true;
      });
    });
  }
});
