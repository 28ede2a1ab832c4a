/** What issuers of clusters publish, each below its host's name. */
import { Router } from "express";
import { CLUSTER_ISSUER_DOMAIN } from "../azure-hosts";
import type { Clusters } from "./clusters";

const DISCOVERY = ".well-known/openid-configuration";
const KEYS = "openid/v1/jwks";
const ADDRESS = new RegExp(
  `^/[a-z0-9]+${CLUSTER_ISSUER_DOMAIN.replaceAll(".", "\\.")}/.*?/(${DISCOVERY}|${KEYS})$`,
);

/** Routes of all regions' `*.oic.prod-aks.azure.com`. An issuer that is not there, or no longer, is not found. */
export function clusterIssuerRouter(clusters: Clusters): Router {
  const router = Router();
  // @evidence documentation The issuer of a cluster publishes its discovery document and its keys. Source: AKS,
  // "Create an OpenID Connect provider for your AKS cluster".
  router.get(ADDRESS, (request, response) => {
    const issuer = clusters.issuerOf(`https:/${request.path}`);
    if (issuer === undefined) {
      // @evidence inferred An issuer that does not exist is 404. Reason: nothing states it; this is the status of HTTP.
      response.status(404).end();
      return;
    }
    response.json(request.path.endsWith(KEYS) ? issuer.keyDocument() : issuer.discoveryDocument());
  });
  return router;
}
