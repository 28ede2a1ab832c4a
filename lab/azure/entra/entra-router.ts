/** What Entra's public hosts answer: discovery, keys and the token endpoint. */
import { type NextFunction, type Request, type Response, Router, urlencoded } from "express";
import { type Clock, epochSeconds } from "../../clock";
import { LOGIN_HOST, LOGIN_WINDOWS_HOST, STS_HOST } from "../azure-hosts";
import { ClientCredentialsEndpoint } from "./client-credentials";
import { discoveryDocumentV1, discoveryDocumentV2, keyDocumentV1, keyDocumentV2 } from "./discovery";
import { EntraError } from "./entra-error";
import type { EntraTenants } from "./entra-tenants";

/**
 * Routes of sts.windows.net, login.windows.net and login.microsoftonline.com, each below its host's name.
 * The first version's keys are those of all tenants, since their address names none.
 */
export function entraRouter(tenants: EntraTenants, clock: Clock): Router {
  const router = Router();
  const tokens = new ClientCredentialsEndpoint(tenants, clock);
  for (const host of [STS_HOST, LOGIN_WINDOWS_HOST, LOGIN_HOST]) {
    router.get(`/${host}/:tenantId/.well-known/openid-configuration`, (request, response) => {
      response.json(discoveryDocumentV1(tenants.get(request.params.tenantId).tenantId, host));
    });
    router.get(`/${host}/common/discovery/keys`, (_request, response) => {
      response.json(keyDocumentV1(tenants.all().flatMap(({ keys }) => keys.published())));
    });
  }
  router.get(`/${LOGIN_HOST}/:tenantId/v2.0/.well-known/openid-configuration`, (request, response) => {
    response.json(discoveryDocumentV2(tenants.get(request.params.tenantId).tenantId));
  });
  router.get(`/${LOGIN_HOST}/:tenantId/discovery/v2.0/keys`, (request, response) => {
    const { tenantId, keys } = tenants.get(request.params.tenantId);
    response.json(keyDocumentV2(tenantId, keys.published()));
  });
  router.post(
    `/${LOGIN_HOST}/:tenantId/oauth2/v2.0/token`,
    urlencoded({ extended: false }),
    async (request: Request<{ tenantId: string }>, response: Response) => {
      const token = await tokens.answer(
        request.params.tenantId,
        (request.body ?? {}) as Record<string, unknown>,
      );
      const expiresIn = token.expiresOn - epochSeconds(clock) - 1;
      response.set({ "Cache-Control": "no-store, no-cache", Pragma: "no-cache" });
      response.json({
        token_type: "Bearer",
        expires_in: expiresIn,
        ext_expires_in: expiresIn,
        access_token: token.accessToken,
      });
    },
  );
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (!(error instanceof EntraError)) {
      next(error);
      return;
    }
    response.status(error.status).json(error.body());
  });
  return router;
}
