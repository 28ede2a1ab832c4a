import { getApplication, type GetApplicationResult } from "@pulumi/azuread/getApplication";
import { getServicePrincipal, type GetServicePrincipalResult } from "@pulumi/azuread/getServicePrincipal";
import type * as pulumi from "@pulumi/pulumi";
import { appRoleId } from "./app-role";
import type { ArgumentProblem } from "../arguments/argument-error";
import type { ReadBack } from "../read-back";

/** What an application and its service principal must be after an update. */
export interface WantedInEntra {
  readonly objectId: string;
  readonly servicePrincipalObjectId: string;
  readonly audience: string;
  readonly tokenVersion: number;
  /** Who can be assigned to the app role: `Application`, and perhaps `User`. */
  readonly memberTypes: readonly string[];
}

interface Found {
  readonly application: GetApplicationResult;
  readonly servicePrincipal: GetServicePrincipalResult;
}

/**
 * What is read of an application after an update: all that decides who gets a token for the audience, and of which
 * version. Not compared is what only keeps workloads out, such as a service principal that somebody disabled.
 */
export function applicationReadBack(
  component: string,
  parent: pulumi.Resource,
  wanted: WantedInEntra,
): ReadBack<Found> {
  const { objectId, servicePrincipalObjectId } = wanted;
  return {
    ...{ component, parent },
    subject: `the Entra application ${objectId}`,
    read: async () => {
      const [application, servicePrincipal] = await Promise.all([
        getApplication({ objectId }, { parent }),
        getServicePrincipal({ objectId: servicePrincipalObjectId }, { parent }),
      ]);
      return { application, servicePrincipal };
    },
    differences: (found) => applicationDifferences(found, wanted),
  };
}

function applicationDifferences(
  { application, servicePrincipal }: Found,
  { audience, tokenVersion, memberTypes }: WantedInEntra,
): readonly ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  const expect = (path: string, isRight: boolean, expected: unknown, got: unknown): void => {
    if (isRight) return;
    const [wanted, has] = [expected, got].map((value) => JSON.stringify(value));
    problems.push({ path, reason: `expected ${wanted ?? ""}; Entra has ${has ?? "nothing"}` });
  };
  const { identifierUris, signInAudience } = application;
  expect("application.identifierUris", identifierUris.includes(audience), [audience], identifierUris);
  expect("application.signInAudience", signInAudience === "AzureADMyOrg", "AzureADMyOrg", signInAudience);
  // Entra issues version 1 where nothing is set.
  const version = application.apis[0]?.requestedAccessTokenVersion ?? 1;
  expect("application.api.requestedAccessTokenVersion", version === tokenVersion, tokenVersion, version);
  const role = application.appRoles.find(({ id }) => id.toLowerCase() === appRoleId());
  const members = role?.allowedMemberTypes;
  const isRole =
    members?.length === memberTypes.length && memberTypes.every((type) => members.includes(type));
  expect("application.appRoles.allowedMemberTypes", isRole, memberTypes, members);
  const { appRoleAssignmentRequired: required } = servicePrincipal;
  expect("servicePrincipal.appRoleAssignmentRequired", required, true, required);
  return problems;
}
