import { getApplication, type GetApplicationResult } from "@pulumi/azuread/getApplication";
import { getServicePrincipal, type GetServicePrincipalResult } from "@pulumi/azuread/getServicePrincipal";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { Differences, type ReadBack } from "../pulumi/read-back";
import { appRoleId } from "./app-role";

/** What an application and its service principal must be after an update. */
export interface WantedInEntra {
  /** Undefined for an application that the update left out, as one with `--target` may. */
  readonly objectId: string | undefined;
  readonly servicePrincipalObjectId: string | undefined;
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
 * What is read of an application after an update: everything that decides who gets a token for the audience, and its version.
 * Values that merely block access are not compared, such as a service principal that someone disabled.
 */
export function applicationReadBack(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  wanted: WantedInEntra,
): ReadBack<Found> | undefined {
  const { objectId, servicePrincipalObjectId } = wanted;
  if (objectId === undefined || servicePrincipalObjectId === undefined) {
    return undefined;
  }
  return {
    paths,
    parent,
    subject: `the Entra application ${objectId}`,
    read: async () => {
      const [application, servicePrincipal] = await Promise.all([
        getApplication({ objectId }, { parent }),
        getServicePrincipal({ objectId: servicePrincipalObjectId }, { parent }),
      ]);
      return { application, servicePrincipal };
    },
    differences: (found, hidden) => applicationDifferences(found, wanted, new Differences("Entra", hidden)),
  };
}

function applicationDifferences(
  { application, servicePrincipal }: Found,
  { audience, tokenVersion, memberTypes }: WantedInEntra,
  differences: Differences,
): readonly ArgumentProblem[] {
  const expect = (path: string, isRight: boolean, expected: unknown, got: unknown): void => {
    differences.expect(
      path,
      isRight,
      JSON.stringify(expected),
      got === undefined ? "nothing" : JSON.stringify(got),
    );
  };
  const { identifierUris, signInAudience } = application;
  expect("application.identifierUris", identifierUris.includes(audience), [audience], identifierUris);
  expect("application.signInAudience", signInAudience === "AzureADMyOrg", "AzureADMyOrg", signInAudience);
  // Entra issues version 1 if nothing is set.
  const version = application.apis[0]?.requestedAccessTokenVersion ?? 1;
  expect("application.api.requestedAccessTokenVersion", version === tokenVersion, tokenVersion, version);
  const role = application.appRoles.find(({ id }) => id.toLowerCase() === appRoleId());
  const members = role?.allowedMemberTypes;
  const isRole =
    members?.length === memberTypes.length && memberTypes.every((type) => members.includes(type));
  expect("application.appRoles.allowedMemberTypes", isRole, memberTypes, members);
  const { appRoleAssignmentRequired: required } = servicePrincipal;
  expect("servicePrincipal.appRoleAssignmentRequired", required, true, required);
  return differences.problems;
}
