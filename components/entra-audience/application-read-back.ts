import { isDeepStrictEqual } from "node:util";
import { getApplication, type GetApplicationResult } from "@pulumi/azuread/getApplication";
import { getServicePrincipal, type GetServicePrincipalResult } from "@pulumi/azuread/getServicePrincipal";
import type * as pulumi from "@pulumi/pulumi";
import { coded, type Message } from "../../messages";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { EntraGraph } from "../logins/entra-graph";
import { warn } from "../pulumi/component";
import { providerSaid } from "../pulumi/provider-answers";
import { Differences, isAbsence, type ReadBack } from "../pulumi/read-back";
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
  /** The object IDs of all owners of both; undefined when Pulumi sets owners only at creation. */
  readonly owners: readonly string[] | undefined;
}

interface Found {
  readonly application: GetApplicationResult;
  readonly servicePrincipal: GetServicePrincipalResult;
  /** The object IDs of the service principal's owners; undefined when they cannot be compared. */
  readonly servicePrincipalOwners: readonly string[] | undefined;
}

/**
 * What is read of an application after an update: everything that decides who gets a token for the audience, and its version.
 * With `owners`, also the owners of both objects, because an owner can assign identities. Values that merely block access are
 * not compared, such as a service principal that someone disabled.
 */
export function applicationReadBack(
  paths: ArgumentPaths,
  parent: pulumi.Resource,
  wanted: WantedInEntra,
): ReadBack<Found> | undefined {
  const { objectId, servicePrincipalObjectId, owners } = wanted;
  if (objectId === undefined || servicePrincipalObjectId === undefined) {
    return undefined;
  }
  const servicePrincipals = new ServicePrincipalOwners(parent);
  return {
    paths,
    parent,
    subject: `the Entra application ${objectId}`,
    read: async () => {
      const [application, servicePrincipal, servicePrincipalOwners] = await Promise.all([
        getApplication({ objectId }, { parent }),
        getServicePrincipal({ objectId: servicePrincipalObjectId }, { parent }),
        owners === undefined ? undefined : servicePrincipals.read(servicePrincipalObjectId),
      ]);
      return { application, servicePrincipal, servicePrincipalOwners };
    },
    differences: (found, hidden) => applicationDifferences(found, wanted, new Differences("Entra", hidden)),
  };
}

/** Reads the owners of a service principal, which no function of the `azuread` provider returns. */
class ServicePrincipalOwners {
  readonly #graph: EntraGraph;
  readonly #parent: pulumi.Resource;
  #warned = false;

  constructor(parent: pulumi.Resource) {
    this.#graph = new EntraGraph(parent);
    this.#parent = parent;
  }

  /** Their object IDs; undefined, with one warning, if this process cannot sign in to Graph as the provider does. */
  async read(objectId: string): Promise<readonly string[] | undefined> {
    const path = `/servicePrincipals/${objectId}/owners`;
    try {
      return (await this.#graph.list(`${path}?$select=id`)).map(({ id }) => String(id));
    } catch (error) {
      // A replica of the directory may not have it yet.
      if (isAbsence(error)) {
        throw error;
      }
      if (!this.#warned) {
        await warn(notCompared(path, error), this.#parent);
      }
      this.#warned = true;
      return undefined;
    }
  }
}

function notCompared(path: string, error: unknown): Message {
  const command = `az rest --url 'https://graph.microsoft.com/v1.0${path}?$select=id'`;
  return coded(
    "owners-not-compared",
    `could not compare the owners of the service principal with the argument owners: ${providerSaid(error)}`,
    `List them: ${command}`,
  );
}

function applicationDifferences(
  { application, servicePrincipal, servicePrincipalOwners }: Found,
  { audience, tokenVersion, memberTypes, owners }: WantedInEntra,
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
  if (owners !== undefined) {
    const all = normalized(owners);
    const pairs = { application: application.owners, servicePrincipal: servicePrincipalOwners };
    for (const [object, found] of Object.entries(pairs)) {
      if (found === undefined) {
        continue;
      }
      const has = normalized(found);
      expect(`${object}.owners`, isDeepStrictEqual(has, all), all, has);
    }
  }
  return differences.problems;
}

/** Object IDs in one spelling and order. */
function normalized(ids: readonly string[]): readonly string[] {
  return [...new Set(ids.map((id) => id.toLowerCase()))].sort();
}
