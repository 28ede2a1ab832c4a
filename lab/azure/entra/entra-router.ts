/** What Entra's public hosts answer: discovery, keys and the token endpoint. */
import { type NextFunction, type Request, type Response, Router, urlencoded } from "express";
import { type Clock, epochSeconds } from "../../clock";
import { addressOf, withPublicAddress } from "../asked-address";
import { LOGIN_WINDOWS_HOST, STS_CHINA_HOST, STS_HOST } from "../azure-hosts";
import type { IssuedToken } from "./access-token";
import { cloudOfLogin, IDENTITY_HOSTS } from "./azure-cloud";
import { ClientCredentialsEndpoint } from "./client-credentials";
import {
  ANY_TENANT,
  discoveryDocumentV1,
  discoveryDocumentV2,
  keyDocumentV1,
  keyDocumentV2,
} from "./discovery";
import { EntraError } from "./entra-error";
import { unknownInstance } from "./entra-refusals";
import type { EntraTenants } from "./entra-tenants";
import { instanceDiscovery } from "./instance-discovery";
import { PersonSignIn } from "./person-sign-in";
import type { TokenForm } from "./token-form";

/** Where tokens are asked for, cloud by cloud. */
const LOGIN_HOSTS = Object.values(IDENTITY_HOSTS).map(({ login }) => login);

/**
 * Routes of sts.windows.net, login.windows.net, login.microsoftonline.com and of the other clouds' hosts, each below
 * its host's name. The first version's keys are those of all tenants of a cloud, since their address names none.
 */
export function entraRouter(tenants: EntraTenants, clock: Clock, resolve: (url: string) => string): Router {
  const router = Router();
  const tokens = new ClientCredentialsEndpoint(tenants, clock, resolve);
  const people = new PersonSignIn(tenants, clock);
  for (const host of [STS_HOST, STS_CHINA_HOST, LOGIN_WINDOWS_HOST, ...LOGIN_HOSTS]) {
    // @evidence report The discovery document of the first version is at `/{tenant}/.well-known/openid-configuration`.
    // Source: captured documents in public repositories.
    router.get(`/${host}/:tenantId/.well-known/openid-configuration`, (request, response) => {
      const { tenantId, cloud } = tenants.get(request.params.tenantId);
      response.json(discoveryDocumentV1(tenantId, host, cloud, (named) => addressOf(request, named)));
    });
  }
  for (const host of [STS_HOST, LOGIN_WINDOWS_HOST, ...LOGIN_HOSTS]) {
    // @evidence report The keys of the first version are at `/common/discovery/keys`, the same for all tenants of a
    // cloud. Source: captured discovery documents in public repositories.
    router.get(`/${host}/common/discovery/keys`, (_request, response) => {
      response.json(keyDocumentV1(publishedKeys(tenants, host)));
    });
  }
  for (const host of LOGIN_HOSTS) {
    // @evidence source Libraries ask at `/common/discovery/instance` whether a host is Microsoft's. Source:
    // AzureAD/microsoft-authentication-library-for-python msal/authority.py.
    router.get(`/${host}/common/discovery/instance`, ({ query }, response) => {
      const discovered = instanceDiscovery(query.authorization_endpoint);
      if (discovered === undefined) {
        // @evidence documentation A host that Microsoft does not know is AADSTS50049. Source: Microsoft Entra,
        // "Authentication and authorization error codes".
        throw new EntraError(unknownInstance(), clock);
      }
      response.json(discovered);
    });
    for (const any of ANY_TENANT) {
      // @evidence recorded The documents for any tenant have `{tenantid}` in the issuer. Source: panva/wellknown
      // issuers/entra-common/entra-common.mjs at 99a4b3a.
      router.get(`/${host}/${any}/v2.0/.well-known/openid-configuration`, (request, response) => {
        response.json(discoveryDocumentV2(any, cloudOfLogin(host), (named) => addressOf(request, named)));
      });
      // @evidence recorded The keys for any tenant are at `/common/discovery/v2.0/keys`. Source: panva/wellknown
      // issuers/entra-common/entra-common.mjs at 99a4b3a.
      router.get(`/${host}/${any}/discovery/v2.0/keys`, (_request, response) => {
        response.json(keyDocumentV2(any, publishedKeys(tenants, host), cloudOfLogin(host)));
      });
    }
    // @evidence documentation The discovery document of the second version is at
    // `/{tenant}/v2.0/.well-known/openid-configuration`. Source: Microsoft identity platform, "OpenID Connect on the
    // Microsoft identity platform".
    router.get(`/${host}/:tenantId/v2.0/.well-known/openid-configuration`, (request, response) => {
      const { tenantId, cloud } = tenants.get(request.params.tenantId);
      response.json(discoveryDocumentV2(tenantId, cloud, (named) => addressOf(request, named)));
    });
    // @evidence documentation The keys of the second version are at `/{tenant}/discovery/v2.0/keys`. Source:
    // Microsoft identity platform, "Access tokens".
    router.get(`/${host}/:tenantId/discovery/v2.0/keys`, (request, response) => {
      const { tenantId, keys, cloud } = tenants.get(request.params.tenantId);
      response.json(keyDocumentV2(tenantId, keys.published(), cloud));
    });
    // @evidence documentation A sign-in that a person ends elsewhere begins by POST to `/{tenant}/oauth2/v2.0/devicecode`.
    // Source: Microsoft identity platform, "OAuth 2.0 device authorization grant flow".
    router.post(
      `/${host}/:tenantId/oauth2/v2.0/devicecode`,
      urlencoded({ extended: false }),
      (request: Request<{ tenantId: string }>, response: Response) => {
        response.json(people.begin(request.params.tenantId, formOf(request)));
      },
    );
    // @evidence documentation Tokens are asked for by POST to `/{tenant}/oauth2/v2.0/token`. Source: Microsoft
    // identity platform, "OAuth 2.0 client credentials flow".
    router.post(
      `/${host}/:tenantId/oauth2/v2.0/token`,
      urlencoded({ extended: false }),
      async (request: Request<{ tenantId: string }>, response: Response) => {
        sendToken(response, await tokens.answer(request.params.tenantId, formOf(request)), clock);
      },
    );
  }
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof EntraError)) {
      next(error);
      return;
    }
    response.status(error.status).json(error.body());
  });
  return router;
}

/** The keys of all tenants of a login host's cloud. */
function publishedKeys(tenants: EntraTenants, host: string) {
  const ofCloud = tenants.all().filter(({ cloud }) => cloud === cloudOfLogin(host));
  return ofCloud.flatMap(({ keys }) => keys.published());
}

/** The form that was posted, with the public names of the APIs in its scope. */
function formOf(request: Request<{ tenantId: string }>): TokenForm {
  const form = { ...(request.body as Record<string, unknown> | undefined) };
  return typeof form.scope === "string" ? { ...form, scope: withPublicAddress(request, form.scope) } : form;
}

/**
 * @evidence documentation The answer has `token_type`, `expires_in`, `ext_expires_in`, and `access_token`. Source:
 * "Microsoft identity platform and the OAuth 2.0 client credentials flow". Their order is the lab's.
 */
function sendToken(response: Response, { accessToken, expiresOn, further }: IssuedToken, clock: Clock): void {
  const expiresIn = expiresOn - epochSeconds(clock) - 1;
  response.set({ "Cache-Control": "no-store, no-cache", Pragma: "no-cache" });
  response.json({
    token_type: "Bearer",
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: accessToken,
    ...further,
  });
}
