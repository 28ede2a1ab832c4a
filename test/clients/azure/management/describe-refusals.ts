/** What Azure Resource Manager refuses every client, whatever it asks for. */
import assert from "node:assert/strict";
import { ClientSecretCredential, type TokenCredential } from "@azure/identity";
import { decodeJwt } from "jose";
import { FOREIGN_TENANT_ID, SUBSCRIPTION_ID, TENANT_ID } from "../../../../lab/testing/azure-lab";
import { fixedToken } from "../fixed-token";
import type { TlsLab } from "../tls-lab";
import { type Refusal, refuses } from "./rest-errors";

/** A client as far as refusals go. */
export interface RefusedClient {
  /** Reads something that is there. */
  readonly read: () => Promise<unknown>;
  /** Changes something in the resource group `rg`. */
  readonly write: () => Promise<unknown>;
}

/** What a test needs to know of a vendor's library. */
export interface Library {
  /** @param apiVersion pinned by the client. Default is the library's own. */
  readonly create: (credential: TokenCredential, apiVersion?: string) => RefusedClient;
  /** The resource provider, or undefined for Resource Manager itself. */
  readonly namespace?: string;
  /** The action of {@link RefusedClient.write} that a Reader lacks. */
  readonly action: string;
  /** The refusal of a version that is too old, and of one that does not exist. */
  readonly versionRefusal: Refusal;
  /** An older version than the library's, which is known. */
  readonly olderVersion: string;
}

const VERSIONS = { "too old": "2010-01-01", "that does not exist": "2099-01-01" } as const;

/** Registers the tests. The subscription has the group `rg` and what the client reads. */
export function describeRefusals(tls: () => TlsLab, library: Library): void {
  describe("tokens, versions, and rights", () => {
    const read = (token: string): Promise<unknown> => library.create(fixedToken(token)).read();
    const armToken = (): Promise<string> => tls().lab.token("management.azure.com");

    it("refuse a token for another audience", async () => {
      const token = await tls().lab.token("graph.microsoft.com");
      await refuses(
        () => read(token),
        [
          401,
          "InvalidAuthenticationTokenAudience",
          "The access token has been obtained for wrong audience or resource.",
        ],
      );
    });

    it("refuse a token of another tenant", async () => {
      const claims = decodeJwt(await armToken());
      const iss = `https://sts.windows.net/${FOREIGN_TENANT_ID}/`;
      const token = await tls()
        .lab.azure.tenant(FOREIGN_TENANT_ID)
        .sign({ ...claims, iss, tid: FOREIGN_TENANT_ID }, 1);
      await refuses(
        () => read(token),
        [401, "InvalidAuthenticationTokenTenant", `The access token is from the wrong issuer '${iss}'.`],
      );
    });

    it("refuse a token that is expired, of another issuer, or not signed by Entra", async () => {
      const forger = tls().lab.azure.forger();
      const token = await armToken();
      const invalid = [401, "InvalidAuthenticationToken", "The access token is invalid."] as const;
      const expired = await forger.resign(token, { exp: Math.floor(Date.now() / 1000) - 1 });
      await refuses(
        () => read(expired),
        [401, "ExpiredAuthenticationToken", "The access token expiry UTC time"],
      );
      const ofOtherIssuer = await forger.resign(token, { iss: "https://sts.windows.net/other/" });
      await refuses(() => read(ofOtherIssuer), invalid);
      const unsigned = await forger.signWithUnknownKey(token);
      await refuses(() => read(unsigned), invalid);
      await read(token);
    });

    it("refuse a wrong client secret", async () => {
      const { ARM_CLIENT_ID = "" } = tls().lab.azure.environment();
      const wrong = new ClientSecretCredential(TENANT_ID, ARM_CLIENT_ID, "wrong", tls().pipeline());
      await assert.rejects(
        async () => library.create(wrong).read(),
        /AADSTS7000215: Invalid client secret provided/,
      );
    });

    for (const [title, version] of Object.entries(VERSIONS)) {
      it(`refuse an api-version ${title}`, async () => {
        await refuses(
          () => library.create(tls().credential(), version).read(),
          library.versionRefusal.map((part) =>
            typeof part === "string" ? part.replace("VERSION", version) : part,
          ) as unknown as Refusal,
        );
      });
    }

    it("allow an older api-version that is known", async () => {
      await library.create(tls().credential(), library.olderVersion).read();
    });

    it("refuse a Reader who writes", async () => {
      const { azure } = tls().lab;
      const { objectId, environment } = azure.addDeployer([]);
      azure.withdrawRoles(objectId);
      azure.assignRole({ principalId: objectId, role: "Reader", scope: `/subscriptions/${SUBSCRIPTION_ID}` });
      const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = environment;
      const reader = new ClientSecretCredential(
        TENANT_ID,
        ARM_CLIENT_ID,
        ARM_CLIENT_SECRET,
        tls().pipeline(),
      );
      const client = library.create(reader);
      await client.read();
      await refuses(client.write, [
        403,
        "AuthorizationFailed",
        `The client '${ARM_CLIENT_ID}' with object id '${objectId}' does not have authorization to perform action '${library.action}' over scope '/subscriptions/${SUBSCRIPTION_ID}/`,
      ]);
    });

    const { namespace } = library;
    if (namespace !== undefined) {
      it("refuse a resource provider that is not registered", async () => {
        const { resourceProviders } = tls().lab.azure;
        resourceProviders.unregister(namespace);
        try {
          await refuses(
            () => library.create(tls().credential()).write(),
            [
              409,
              "MissingSubscriptionRegistration",
              `The subscription is not registered to use namespace '${namespace}'.`,
            ],
          );
        } finally {
          resourceProviders.register(namespace);
        }
      });
    }
  });
}
