/** Whom a role trusts: by its arguments, or by the contract of a federation. */
import * as pulumi from "@pulumi/pulumi";
import { ARGUMENTS } from "../../messages";
import { awsAudiences, joinPaths, readFederationContract, subjectsOf } from "../../trust";
import { failLate } from "../arguments/argument-error";
import type { ArgumentPaths } from "../arguments/argument-paths";
import type { ArgumentProblem } from "../arguments/argument-problem";
import { shown } from "../arguments/argument-rule";
import { isGiven } from "../arguments/inputs";

/** Whom a role trusts, as inputs of the component. */
export interface TrustInputs {
  readonly oidcProviderArn: pulumi.Input<string>;
  readonly issuer: pulumi.Input<string>;
  readonly audiences: pulumi.Input<pulumi.Input<string>[]>;
  readonly subjects: pulumi.Input<pulumi.Input<string>[]>;
}

/** The arguments that say it, not checked. */
type TrustArguments = Readonly<Partial<Record<keyof TrustInputs | "contract" | "workloads", unknown>>>;

/** What a contract says of it. */
interface ContractTrust {
  readonly issuer: string;
  readonly audiences: string[];
  readonly subjects: string[];
}

/**
 * Whom the role trusts, before the component exists: its registration names them. Arguments are not checked here; a
 * contract that is an output fails as soon as it is known to be wrong.
 *
 * @param paths - Where a contract that is wrong is reported.
 */
export function trustInputs(paths: ArgumentPaths, args: TrustArguments | undefined): TrustInputs {
  const { oidcProviderArn, issuer, audiences, subjects, contract, workloads } = args ?? {};
  if (!isGiven(contract)) {
    return { oidcProviderArn, issuer, audiences, subjects } as TrustInputs;
  }
  if (isKnown(contract) && isKnown(workloads)) {
    // Wrong ones are reported, and nothing is made of this.
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

/** What is wrong with the contract and the names of workloads in it, as far as they are known already. */
export function contractProblems({ contract, workloads }: TrustArguments): readonly ArgumentProblem[] {
  return isKnown(contract) && isKnown(workloads) ? trustOf(contract, workloads).problems : [];
}

/** The issuer, as far as it is known already. */
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
    const message = ARGUMENTS.say("contract-workloads-ambiguous", known);
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
            ...ARGUMENTS.say("contract-workload-unknown", known),
            given: shown(name),
          },
        ],
  );
}
