/** The trust of a role, from its arguments or from the contract of a federation. */
import * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS, coded } from "../../messages";
import { joinPaths } from "../../trust/text";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { shown } from "../arguments/argument-rule";
import { isGiven } from "../arguments/inputs";
import { contracts } from "../arguments/on-demand";

/** The trust of a role, as inputs of the component. */
export interface TrustInputs {
  readonly oidcProviderArn: pulumi.Input<string>;
  readonly issuer: pulumi.Input<string>;
  readonly audiences: pulumi.Input<pulumi.Input<string>[]>;
  readonly subjects: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments about trust, not checked. */
type TrustArguments = Readonly<Partial<Record<keyof TrustInputs | "contract" | "workloads", unknown>>>;

/** The trust in a contract. */
interface ContractTrust {
  readonly issuer: string;
  readonly audiences: string[];
  readonly subjects: string[];
}

/**
 * The trust of the role, before the component exists, because its registration contains it. Arguments are not checked here. A
 * contract that is an Output fails as soon as it is known to be invalid.
 *
 * @param paths - Where an invalid contract is reported.
 */
export function trustInputs(paths: ArgumentPaths, args: TrustArguments | undefined): TrustInputs {
  const { oidcProviderArn, issuer, audiences, subjects, contract, workloads } = args ?? {};
  if (!isGiven(contract)) {
    return { oidcProviderArn, issuer, audiences, subjects } as TrustInputs;
  }
  if (isKnown(contract) && isKnown(workloads)) {
    // Invalid ones are reported, and nothing is created from this value.
    const known = trustOf(contract, workloads).trust ?? { issuer: "", audiences: [], subjects: [] };
    return { oidcProviderArn, ...known } as TrustInputs;
  }
  const trust = pulumi.all([contract, workloads]).apply<ContractTrust>(async ([text, names]) => {
    const reading = trustOf(text, names);
    return reading.trust ?? failLate(paths, reading.problems);
  });
  const { issuer: iss, audiences: aud, subjects: sub } = trust;
  return { oidcProviderArn, issuer: iss, audiences: aud, subjects: sub } as TrustInputs;
}

/** The problems of the contract and the names of workloads in it, as far as they are already known. */
export function contractProblems({ contract, workloads }: TrustArguments): readonly ArgumentProblem[] {
  return isKnown(contract) && isKnown(workloads) ? trustOf(contract, workloads).problems : [];
}

/** The issuer, if it is already known. */
export function knownIssuer({ issuer, contract, workloads }: TrustArguments): string | undefined {
  const known =
    isGiven(contract) && isKnown(contract) && isKnown(workloads)
      ? trustOf(contract, workloads).trust?.issuer
      : issuer;
  return typeof known === "string" ? known : undefined;
}

function isKnown(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.every(isKnown);
  }
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

function trustOf(
  text: unknown,
  names: unknown,
): { readonly trust?: ContractTrust; readonly problems: readonly ArgumentProblem[] } {
  if (typeof text !== "string") {
    const message = ARGUMENTS.say("argument-type", "the JSON text of a contract");
    return { problems: [{ path: "contract", ...message, given: shown(text) }] };
  }
  const { awsAudiences, readFederationContract, subjectsOf } = contracts();
  const { contract, problems } = readFederationContract(text);
  if (contract === undefined) {
    return {
      problems: problems.map(({ path, reason }) => ({
        path: joinPaths("contract", path),
        ...ARGUMENTS.say("contract-invalid", `it ${reason}`),
      })),
    };
  }
  const known = Object.keys(contract.workloads);
  const wrong = nameProblems(names, known);
  if (wrong.length > 0) {
    return { problems: wrong };
  }
  const chosen = isGiven(names) ? (names as string[]) : known;
  const { issuer } = contract;
  return {
    trust: { issuer, audiences: awsAudiences(contract, chosen), subjects: subjectsOf(contract, chosen) },
    problems: [],
  };
}

function nameProblems(names: unknown, known: readonly string[]): ArgumentProblem[] {
  if (known.length === 0) {
    return [{ path: "contract", ...ARGUMENTS.say("contract-without-workloads") }];
  }
  if (!isGiven(names)) {
    const message = coded(
      "contract-workloads-ambiguous",
      `required because the contract has several workloads. Expected a list of at least one of: ${known.join(", ")}`,
    );
    return known.length === 1 ? [] : [{ path: "workloads", ...message }];
  }
  if (!Array.isArray(names) || names.length === 0) {
    const message = ARGUMENTS.say("argument-type", `a list of at least one of: ${known.join(", ")}`);
    return [{ path: "workloads", ...message, given: shown(names) }];
  }
  return names.flatMap((name: unknown, index) =>
    typeof name === "string" && known.includes(name)
      ? []
      : [
          {
            path: `workloads[${index}]`,
            ...coded(
              "contract-workload-unknown",
              `the contract has no workload of this name. Expected one of: ${known.join(", ")}`,
            ),
            given: shown(name),
          },
        ],
  );
}
