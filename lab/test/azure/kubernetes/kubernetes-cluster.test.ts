import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import type { KubernetesCluster } from "../../../azure/kubernetes/kubernetes-cluster";
import { describeWithAzureLab, GROUP, LOCATION, TENANT_ID } from "../../../testing/azure-lab";

const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/aks`;
const BODY = {
  location: LOCATION,
  identity: { type: "SystemAssigned" },
  properties: {
    dnsPrefix: "aks",
    agentPoolProfiles: [{ name: "system", mode: "System", count: 1 }],
    oidcIssuerProfile: { enabled: true },
  },
};
const ACCOUNT = `
apiVersion: v1
kind: Namespace
metadata: { name: ns }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: sa, namespace: ns }
`;
const pod = (name: string, spec = ""): string => `
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ns }
spec:
  serviceAccountName: sa
  containers:
    - name: main
      image: image:1
      command: [cat, /var/run/secrets/aws/token]
      volumeMounts: [{ name: t, mountPath: /var/run/secrets/aws }]
  volumes:
    - name: t
      projected:
        sources: [{ serviceAccountToken: { path: token, audience: sts.amazonaws.com, expirationSeconds: 1200 } }]
${spec}`;

let now = 1_774_349_876_000;

describeWithAzureLab("A cluster of the lab", { clock: () => now }, (lab) => {
  let cluster: KubernetesCluster;
  let issuer = "";

  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
    const { properties } = await lab().put(CLUSTER, BODY);
    issuer = (properties as { oidcIssuerProfile: { issuerURL: string } }).oidcIssuerProfile.issuerURL;
    cluster = lab().azure.cluster("aks");
    await cluster.apply(ACCOUNT);
  });

  const published = async (path: string): Promise<Record<string, unknown>> => {
    const response = await fetch(lab().azure.resolve(`${issuer}${path}`));
    assert.equal(response.status, 200);
    return (await response.json()) as Record<string, unknown>;
  };
  const createToken = (serviceAccount = "sa"): Promise<string> =>
    cluster.createToken({ namespace: "ns", serviceAccount, audience: "sts.amazonaws.com" });

  it("publishes its issuer as AKS does", async () => {
    assert.match(
      issuer,
      new RegExp(`^https://westeurope\\.oic\\.prod-aks\\.azure\\.com/${TENANT_ID}/[0-9a-f-]{36}/$`),
    );
    assert.deepEqual(await published(".well-known/openid-configuration"), {
      issuer,
      jwks_uri: `${issuer}openid/v1/jwks`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
    const { keys } = (await published("openid/v1/jwks")) as unknown as JSONWebKeySet;
    assert.deepEqual(
      keys.map((key) => Object.keys(key)),
      Array.from(keys, () => ["use", "kty", "kid", "alg", "n", "e"]),
    );
  });

  it("gives a pod a token of its service account, bound to the pod", async () => {
    await cluster.apply(pod("reader"));
    const running = cluster.pod("ns", "reader");
    assert.equal(await running.finished(), 0);
    const token = await running.logs();
    const { kid } = decodeProtectedHeader(token);
    assert.deepEqual(decodeProtectedHeader(token), { alg: "RS256", kid });
    const { jti, "kubernetes.io": kubernetes, ...claims } = decodeJwt(token);
    const issued = now / 1000;
    assert.deepEqual(claims, {
      aud: ["sts.amazonaws.com"],
      iss: issuer,
      sub: "system:serviceaccount:ns:sa",
      iat: issued,
      nbf: issued,
      exp: issued + 1200,
    });
    assert.match(String(jti), /^[0-9a-f-]{36}$/);
    const { namespace, pod: boundTo, serviceaccount } = kubernetes as Record<string, { name?: string }>;
    assert.deepEqual([namespace, boundTo?.name, serviceaccount?.name], ["ns", "reader", "sa"]);
  });

  it("gives no token for a day longer than a day", async () => {
    const long = pod("long").replace("1200", "1000000");
    await cluster.apply(long);
    const running = cluster.pod("ns", "long");
    await running.finished();
    const { exp = 0, iat = 0 } = decodeJwt(await running.logs());
    assert.equal(exp - iat, 86_400);
  });

  it("keeps the former key published when it changes it", async () => {
    const before = await createToken();
    await cluster.issuer.rotate();
    const fresh = await createToken();
    assert.notEqual(decodeProtectedHeader(fresh).kid, decodeProtectedHeader(before).kid);
    const keys = createLocalJWKSet((await published("openid/v1/jwks")) as unknown as JSONWebKeySet);
    for (const token of [before, fresh]) {
      await jwtVerify(token, keys, { issuer, audience: "sts.amazonaws.com", currentDate: new Date(now) });
    }
    now += 1000;
  });

  it("applies the same manifest again without a change, and no other one to a pod that runs", async () => {
    await cluster.apply(pod("twice"));
    const running = cluster.pod("ns", "twice");
    await cluster.apply(ACCOUNT + "---" + pod("twice"));
    assert.equal(cluster.pod("ns", "twice"), running);
    await assert.rejects(cluster.apply(pod("twice", "  restartPolicy: Never\n")), {
      message:
        "the lab does not support changing a running pod (twice). Delete the pod first [lab-unsupported]",
    });
    await cluster.deletePod("ns", "twice");
    assert.equal(existsSync(running.folder), false);
    assert.throws(() => cluster.pod("ns", "twice"), { message: 'pods "twice" not found' });
  });

  it("refuses what names something that is not there", async () => {
    await assert.rejects(cluster.apply(pod("lost").replace("namespace: ns", "namespace: other")), {
      reason: "NotFound",
      message: 'namespaces "other" not found',
    });
    await assert.rejects(
      cluster.apply(pod("lost").replace("serviceAccountName: sa", "serviceAccountName: x")),
      {
        reason: "Forbidden",
        message:
          'pods "lost" is forbidden: error looking up service account ns/x: serviceaccount "x" not found',
      },
    );
    await assert.rejects(createToken("x"), { message: 'serviceaccounts "x" not found' });
    assert.equal(decodeJwt(await createToken("default")).sub, "system:serviceaccount:ns:default");
  });

  it("takes its issuer along when it goes", async () => {
    const address = lab().azure.resolve(`${issuer}openid/v1/jwks`);
    const { folder } = cluster.pod("ns", "reader");
    await lab().follow(await lab().arm("DELETE", CLUSTER));
    assert.equal((await fetch(address)).status, 404);
    assert.equal(existsSync(folder), false);
    assert.throws(() => lab().azure.cluster("aks"), {
      message: "aks: the lab has no cluster with this name. Expected none, because it has no such resource",
    });
  });
});
