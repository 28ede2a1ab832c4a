import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import {
  describeWithAzureLab,
  FOREIGN_TENANT_ID,
  GROUP,
  IDENTITY,
  TENANT_ID,
  virtualMachine,
  VM,
} from "../../testing/azure-lab";

describeWithAzureLab("AzureDouble", {}, (lab) => {
  it("carries a workload from an empty subscription to a verifiable token in its machine, and back to nothing", async () => {
    await lab().prepareNetwork();
    const audience = `api://${TENANT_ID}/aws`;
    const roleId = "77777777-2222-4333-8444-555555555555";
    const application = await lab().graph("POST", "/applications", {
      displayName: "aws",
      signInAudience: "AzureADMyOrg",
      identifierUris: [audience],
      api: { requestedAccessTokenVersion: 1 },
      appRoles: [
        {
          id: roleId,
          displayName: "Assume",
          description: "d",
          value: "AssumeRole",
          allowedMemberTypes: ["Application"],
          isEnabled: true,
        },
      ],
    });
    assert.equal(application.status, 201);
    const principal = await lab().graph("POST", "/servicePrincipals", {
      appId: application.body.appId,
      appRoleAssignmentRequired: true,
    });
    assert.equal(principal.status, 201);
    const identity = (await lab().arm("GET", IDENTITY)).body.properties as Record<string, string>;
    const machine = await lab().put(VM, virtualMachine());
    assert.deepEqual(machine.identity, {
      type: "UserAssigned",
      userAssignedIdentities: {
        [IDENTITY]: { clientId: identity.clientId, principalId: identity.principalId },
      },
    });

    const tokenPath = `/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${encodeURIComponent(audience)}&client_id=${identity.clientId ?? ""}`;
    const refused = await lab().imds("vm1", tokenPath);
    assert.equal(refused.status, 400);
    assert.match(
      String(refused.body.error_description),
      new RegExp(
        `^AADSTS501051: Application '${identity.clientId ?? ""}'\\(workload\\) is not assigned to a role for the application '${audience}'\\(aws\\)\\.\r\nTrace ID: `,
      ),
    );
    const assignment = await lab().graph(
      "POST",
      `/servicePrincipals/${String(principal.body.id)}/appRoleAssignedTo`,
      {
        principalId: identity.principalId,
        resourceId: principal.body.id,
        appRoleId: roleId,
      },
    );
    assert.equal(assignment.status, 201);
    const token = await lab().imds("vm1", tokenPath);
    assert.equal(token.status, 200);

    const discovery = (await (
      await fetch(
        lab().azure.resolve(`https://sts.windows.net/${TENANT_ID}/.well-known/openid-configuration`),
      )
    ).json()) as Record<string, string>;
    const keys = createRemoteJWKSet(new URL(lab().azure.resolve(discovery.jwks_uri ?? "")));
    const issuer = `https://sts.windows.net/${TENANT_ID}/`;
    const { payload } = await jwtVerify(String(token.body.access_token), keys, { issuer, audience });
    assert.equal(payload.sub, identity.principalId);
    assert.deepEqual(payload.roles, ["AssumeRole"]);
    const forged = await lab().azure.forger().signWithUnknownKey(String(token.body.access_token));
    await assert.rejects(jwtVerify(forged, keys, { issuer, audience }), {
      code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
    });

    const counts = lab().azure.counts();
    assert.deepEqual(
      [
        counts.applications,
        counts.servicePrincipals,
        counts.appRoleAssignments,
        counts.resources["Microsoft.Compute/virtualMachines"],
      ],
      [1, 1, 1, 1],
    );
    const { folder } = lab().azure.vm("vm1");
    assert.equal(existsSync(folder), true);
    await lab().graph("DELETE", `/applications/${String(application.body.id)}`);
    const deleted = await lab().arm("DELETE", GROUP);
    assert.equal(deleted.status, 202);
    assert.equal((await lab().follow(deleted)).status, "Succeeded");
    assert.deepEqual(lab().azure.counts(), {
      resources: {},
      applications: 0,
      servicePrincipals: 0,
      appRoleAssignments: 0,
      total: 0,
    });
    assert.equal(existsSync(folder), false);
  });

  it("runs one tenant beside another, each with keys and a directory of its own", async () => {
    const home = lab().azure.tenant();
    const foreign = lab().azure.tenant(FOREIGN_TENANT_ID);
    const identity = foreign.directory.createManagedIdentity("theirs", "/subscriptions/x");
    const { accessToken } = await foreign.issueForManagedIdentity(identity, "https://management.azure.com");
    assert.equal(decodeJwt(accessToken).iss, `https://sts.windows.net/${FOREIGN_TENANT_ID}/`);
    await assert.rejects(
      jwtVerify(
        accessToken,
        createLocalJWKSet({ keys: home.keys.published().map((key) => ({ ...key, x5c: [...key.x5c] })) }),
      ),
      {
        code: "ERR_JWKS_NO_MATCHING_KEY",
      },
    );
    assert.equal(home.directory.servicePrincipal(identity.id), undefined);
  });

  it("names the virtual machines that there are when asked for another", () => {
    assert.throws(() => lab().azure.vm("nobody"), {
      message:
        "nobody: the lab has no virtual machine with this name. Expected none, because it has no such resource",
    });
  });

  it("serves no host but Azure's", () => {
    assert.throws(
      () => lab().azure.resolve("https://example.org/"),
      /https:\/\/example\.org\/.*: the lab does not serve this address\. /,
    );
  });
});
