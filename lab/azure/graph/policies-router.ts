/** `/policies` of Microsoft Graph v1.0: what the tenant's administrators allow. */
import { Router } from "express";
import { graphCallerOf, sendObject } from "./graph-exchange";

/** Reads two policies. */
export function policiesRouter(): Router {
  const router = Router();
  /**
   * A restriction has further members, which nobody here reads.
   *
   * @evidence documentation The policy has the two restrictions of application ID URIs, each with its state and its
   *   exceptions. Source: Microsoft Graph, "Get tenantAppManagementPolicy", "identifierUriConfiguration resource type",
   *   "identifierUriRestriction resource type"; that Microsoft leaves applications with v2 tokens alone is in Microsoft
   *   Entra, "Identifier URI restrictions".
   */
  router.get("/defaultAppManagementPolicy", (_request, response) => {
    const caller = graphCallerOf(response);
    caller.demandReadPolicies();
    const { protectsIdentifierUris, restrictsIdentifierUris } = caller.tenant;
    const restriction = (isOn: boolean) => ({
      state: isOn ? "enabled" : "disabled",
      isStateSetByMicrosoft: true,
      restrictForAppsCreatedAfterDateTime: null,
      excludeAppsReceivingV2Tokens: true,
      excludeSaml: true,
    });
    sendObject(response, "policies/defaultAppManagementPolicy/$entity", {
      id: "00000000-0000-0000-0000-000000000000",
      displayName: "Default app management tenant policy",
      description:
        "Default tenant policy that enforces app management restrictions on applications and service principals.",
      isEnabled: true,
      applicationRestrictions: {
        passwordCredentials: [],
        keyCredentials: [],
        identifierUris: {
          nonDefaultUriAddition: restriction(restrictsIdentifierUris),
          uriAdditionWithoutUniqueTenantIdentifier: restriction(protectsIdentifierUris),
        },
      },
      servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
    });
  });
  // @evidence documentation The policy says whether members may register applications. Source: Microsoft Graph, "Get
  // authorizationPolicy".
  router.get("/authorizationPolicy", (_request, response) => {
    const caller = graphCallerOf(response);
    caller.demandReadAuthorizationPolicy();
    sendObject(response, "policies/authorizationPolicy/$entity", {
      id: "authorizationPolicy",
      displayName: "Authorization Policy",
      allowInvitesFrom: "everyone",
      defaultUserRolePermissions: {
        allowedToCreateApps: caller.tenant.usersMayRegisterApplications,
        allowedToCreateSecurityGroups: true,
        allowedToReadOtherUsers: true,
      },
    });
  });
  return router;
}
