import type { AttackGroup } from "./attack";
import { configuration } from "./configuration";
import { federatedCredential } from "./federated-credential";
import { guestCache } from "./guest-cache";
import { guestEndpoints } from "./guest-endpoints";
import { imds } from "./imds";
import { installerLinks } from "./installer-links";
import { session } from "./session";
import { stsRequest } from "./sts-request";
import { suspension } from "./suspension";
import { tenant } from "./tenant";
import { tokenClaims } from "./token-claims";
import { tokenForgery } from "./token-forgery";
import { tokenVersions } from "./token-versions";

/** The attack matrix, in the order of its table. */
export const attackMatrix: readonly AttackGroup[] = [
  tokenClaims,
  tokenVersions,
  tokenForgery,
  federatedCredential,
  tenant,
  stsRequest,
  session,
  suspension,
  imds,
  guestCache,
  guestEndpoints,
  installerLinks,
  configuration,
];
