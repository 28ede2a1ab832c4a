/** What a vendor's library gets from Entra for a token of a cluster, and what AWS makes of it. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { FOREIGN_TENANT_ID } from "../../../../lab/testing/azure-lab";
import { assertAssumes } from "./describe-managed-identities";
import type { IdentityClient, TokenAnswer, TokenRequest } from "./identity-client";
import type { IdentityLab, ServiceAccountPod } from "./identity-lab";

/** Registers the tests of a library in a pod. */
export function describeWorkloadIdentity(lab: () => IdentityLab, client: () => IdentityClient): void {
  const ask = async (
    pod: ServiceAccountPod,
    requests: readonly TokenRequest[],
    env: Readonly<Record<string, string>>,
  ): Promise<readonly TokenAnswer[]> => {
    const words = [...client().command, JSON.stringify(requests)] as const;
    const { exitCode, stdout, stderr } = await lab().run(pod, words, env);
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(stdout) as readonly TokenAnswer[];
  };
  const assumeAll = async (answers: readonly TokenAnswer[]): Promise<void> => {
    const federations = Object.values(lab().federations);
    assert.equal(answers.length, federations.length);
    for (const [index, federation] of federations.entries()) {
      const answer = answers[index];
      assert.ok(answer !== undefined && "token" in answer, JSON.stringify(answer));
      await assertAssumes(lab(), federation, answer);
    }
  };
  const requests = (
    options: TokenRequest["options"] = {},
    credential: TokenRequest["credential"] = "workload",
  ) => Object.values(lab().federations).map(({ uri }) => ({ credential, options, scope: `${uri}/.default` }));

  it("assumes the role by Entra's public name, after instance discovery", async () => {
    await assumeAll(await ask("pod of trusted", requests(), lab().entra.environment()));
  });

  it("assumes the role by the default chain", async () => {
    await assumeAll(await ask("pod of trusted", requests({}, "default"), lab().entra.environment()));
  });

  it("assumes the role by an authority of one's own, without instance discovery", async () => {
    const { caFile, endpoints } = lab().entra;
    const env = {
      AZURE_AUTHORITY_HOST: endpoints.login,
      NODE_EXTRA_CA_CERTS: caFile,
      REQUESTS_CA_BUNDLE: caFile,
    };
    await assumeAll(await ask("pod of trusted", requests({ disableInstanceDiscovery: true }), env));
  });

  it("shows that no credential is for another service account, and that an identity has none at all", async () => {
    const environment = lab().entra.environment();
    const [other] = await ask("pod of stranger", requests().slice(0, 1), environment);
    assertRefused(
      other,
      /AADSTS700213: No matching federated identity record found for presented assertion subject 'system:serviceaccount:team:stranger'/,
    );
    const [none] = await ask("pod of trusted", requests().slice(0, 1), {
      ...environment,
      AZURE_CLIENT_ID: lab().stranger.clientId,
    });
    assertRefused(none, /AADSTS70025: /);
  });

  it("is refused with a tampered assertion, with one for another audience, and by another tenant", async () => {
    const { folder } = lab();
    const [request] = requests();
    assert.ok(request !== undefined);
    const withFile = async (name: string, token: string): Promise<TokenRequest> => {
      const tokenFilePath = path.join(folder, `${client().command[0].replace(/\W/g, "")}-${name}`);
      await writeFile(tokenFilePath, token);
      return { ...request, options: { tokenFilePath } };
    };
    const answers = await ask(
      "pod of trusted",
      [
        await withFile("tampered", await lab().assertion({ tampered: true })),
        await withFile("audience", await lab().assertion({ audience: "api://other" })),
        { ...request, options: { tenantId: FOREIGN_TENANT_ID } },
        await withFile("right", await lab().assertion({})),
      ],
      lab().entra.environment(),
    );
    const [tampered, otherAudience, otherTenant, right] = answers;
    assertRefused(tampered, /AADSTS50013: /);
    assertRefused(otherAudience, /AADSTS700212: .*'api:\/\/other'/);
    assertRefused(otherTenant, /AADSTS700016: /);
    assert.ok(right !== undefined && "token" in right, JSON.stringify(right));
  });

  it("is refused with a wrong client secret, and for a scope without .default", async () => {
    const { ARM_TENANT_ID: tenantId, ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET } = lab().deployer();
    const secret = (clientSecret: string | undefined, scope: string): TokenRequest => ({
      credential: "secret",
      options: { tenantId, clientId, clientSecret },
      scope,
    });
    const [wrong, narrow, right] = await ask(
      "pod of trusted",
      [
        secret("wrong", "https://management.azure.com/.default"),
        secret(ARM_CLIENT_SECRET, "https://management.azure.com/user_impersonation"),
        secret(ARM_CLIENT_SECRET, "https://management.azure.com/.default"),
      ],
      lab().entra.environment(),
    );
    assertRefused(wrong, /AADSTS7000215: Invalid client secret provided/);
    assertRefused(narrow, /AADSTS1002012: /);
    assert.ok(right !== undefined && "token" in right, JSON.stringify(right));
  });

  it("trusts no authority whose certificate nobody vouches for", async () => {
    const env = { AZURE_AUTHORITY_HOST: lab().entra.endpoints.login };
    const [answer] = await ask(
      "pod of trusted",
      requests({ disableInstanceDiscovery: true }).slice(0, 1),
      env,
    );
    // Python's library names the certificate. That for JavaScript hides it: it only says that the authority could not be read.
    assertRefused(answer, /certificate verify failed|^endpoints_resolution_error/i);
  });
}

function assertRefused(answer: TokenAnswer | undefined, message: RegExp): void {
  assert.ok(answer !== undefined && "error" in answer, JSON.stringify(answer));
  assert.match(answer.message, message);
}
