import { isEntraHost, namesNoTenant, recognizeEntraIssuer } from "../entra/entra-issuer";
import { entraNeverIssues } from "../entra/entra-subject";
import { judgeEntraAudiences } from "./entra-audiences";
import type { Platform } from "./platform";

/** Microsoft Entra ID. Its tokens have no claim that names AWS roles, and its tenants share no subject. */
export const ENTRA: Platform = {
  name: "Entra",
  owns: (foldedName) => isEntraHost(foldedName.split("/")[0] ?? ""),
  tenantOf: recognizeEntraIssuer,
  namesNoTenant,
  neverIssues: entraNeverIssues,
  judgeAudiences: judgeEntraAudiences,
};
