/** The exports of one set-up, and what becomes of them without the command line. */
import { OWN_APP_ROLE } from "../../../../cli/import/application";
import { argumentsOf } from "../../../../cli/import/component-arguments";
import { mergeExports, readCloudExport } from "../../../../cli/import/exports";
import { readSetUp, SetUpError } from "../../../../cli/import/set-up";
import { withCode } from "../../../../messages";
import { AUDIENCE, policy, SUBJECT } from "../entra-policy";
import { allows, type Made, type Policies, printedFederation, printedWorkload } from "./by-hand";

export const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
export const IDENTITY =
  "/subscriptions/s/resourceGroups/apps-x/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader";
export const MACHINE =
  "/subscriptions/s/resourceGroups/apps-x/providers/Microsoft.Compute/virtualMachines/vm";
const READER = {
  assignmentId: "/servicePrincipals/sp-object/appRoleAssignedTo/assignment-1",
  identityId: IDENTITY,
  identityPrincipalId: SUBJECT,
  identityClientId: "identity-client",
  roleArn: "arn:aws:iam::111122223333:role/azure-reader",
  trust: JSON.stringify(policy()),
};
export const REPORTS = allows("s3:GetObject");

/** The exports of a set-up with one workload, of which some facts may differ. */
export function parts(
  { appRole = OWN_APP_ROLE, trust = READER.trust } = {},
  policies: Policies = { reports: REPORTS },
): Record<string, unknown> {
  const made = Object.assign(
    { applicationObjectId: "app-object", clientId: "app-client", principalObjectId: "sp-object" },
    { tenantId: TENANT, location: "westeurope", workloads: { reader: { ...READER, trust } } },
  ) as unknown as Made;
  return {
    ...printedFederation(made, AUDIENCE, appRole),
    ...printedWorkload("x", made, appRole, "reader", policies),
  };
}

type Json = Record<string, unknown>;

/** The same with members of single parts replaced. */
export function partsWith(changes: Readonly<Record<string, Json>>): Record<string, unknown> {
  const all = parts();
  return {
    ...all,
    ...Object.fromEntries(
      Object.entries(changes).map(([name, change]) => [
        name,
        { ...(all[name] as Json | undefined), ...change },
      ]),
    ),
  };
}

/** The same without single parts. */
export function partsWithout(...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parts()).filter(([name]) => !names.includes(name)));
}

/** The component's arguments, or what keeps the parts from being imported. Each part is found in the file of its name. */
export function taken(
  exports: Readonly<Record<string, unknown>>,
  keys: Readonly<Record<string, string>> = { "": "reader" },
): { readonly args?: Json; readonly problems: readonly string[] } {
  const read = Object.entries(exports).map(([name, part]) => ({
    name,
    content: readCloudExport(part) ?? {},
  }));
  const all = mergeExports(read.map(({ content }) => content));
  const fileOf = (part: unknown): string => {
    const found = read.find(({ content }) =>
      Object.values(content)
        .flat()
        .includes(part as never),
    );
    return found === undefined ? "" : `${found.name}.json`;
  };
  try {
    const setUp = readSetUp(all, new Map(Object.entries(keys)), fileOf);
    return { args: argumentsOf(setUp, all), problems: [] };
  } catch (error) {
    if (!(error instanceof SetUpError)) {
      throw error;
    }
    return { problems: error.problems.map(withCode) };
  }
}
