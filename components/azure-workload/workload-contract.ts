/** What an `AzureWorkload` reads from a federation contract, and what it adds to it. */
import * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import {
  type ContractAssignment,
  type FederationContract,
  readFederationContract,
  renderFederationContract,
} from "../../trust/contract";
import { recognizeEntraIssuer } from "../../trust/entra";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { isGiven } from "../arguments/inputs";
import type { Identity } from "./adopted-identity";

/** The app role in a contract. Empty strings for an invalid contract, which is already reported. */
export function assignmentOf(contract: string): ContractAssignment {
  return (
    readFederationContract(contract).contract?.assignment ?? { servicePrincipalObjectId: "", appRoleId: "" }
  );
}

/**
 * The contract with one more workload, as JSON text. Fails the program, as soon as the identity is known, in two cases: if
 * the contract has another identity with that name, or if the identity is not in the issuer's tenant.
 *
 * @param paths - Where problems are reported.
 */
export function withWorkload(
  paths: ArgumentPaths,
  contract: pulumi.Input<string>,
  workloadName: pulumi.Output<string>,
  { principalId, clientId, tenantId }: Identity,
): pulumi.Output<string> {
  return pulumi
    .all([contract, workloadName, principalId, clientId, tenantId])
    .apply<string>(([text, name, subject, ownClientId, tenant]) => {
      const read = checkedContract(text);
      const workload = { subject: subject.toLowerCase(), clientId: ownClientId.toLowerCase() };
      const problems = additionProblems(read, name, workload, tenant);
      if (problems.length > 0) {
        return failLate(paths, problems) as unknown as string;
      }
      return renderFederationContract({ ...read, workloads: { ...read.workloads, [name]: workload } });
    });
}

function additionProblems(
  { issuer, workloads }: FederationContract,
  name: string,
  { subject, clientId }: { readonly subject: string; readonly clientId: string },
  tenantId: string,
): ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  const known = Object.hasOwn(workloads, name) ? workloads[name] : undefined;
  if (known !== undefined && (known.subject !== subject || known.clientId !== clientId)) {
    problems.push({
      path: "workloadName",
      ...coded(
        "workload-name-taken",
        `the contract gives this name to another identity (subject ${known.subject}). Expected an unused name; got ${JSON.stringify(name)}`,
      ),
    });
  }
  const issuing = recognizeEntraIssuer(issuer.replace("https://", ""))?.tenantId;
  if (issuing !== undefined && isGiven(tenantId) && issuing !== tenantId.toLowerCase()) {
    problems.push({
      path: "contract",
      ...coded(
        "contract-of-other-tenant",
        `the contract is for another tenant. Expected the tenant of the identity, ${tenantId}; got the issuer ${issuer}`,
      ),
    });
  }
  return problems;
}

/** @throws TypeError for a contract that was not checked before. */
function checkedContract(text: string): FederationContract {
  const { contract } = readFederationContract(text);
  if (contract === undefined) {
    throw new TypeError("The contract was not checked.");
  }
  return contract;
}
