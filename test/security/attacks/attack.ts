/** What an attack of the matrix is: something to try against a deployed federation, and how it must end. */
import type { Lab } from "../../../lab";
import type { EntraTenant, LabVm, OutsideIssuer } from "../../../lab/azure";
import type { PulumiStack } from "../../../lab/pulumi";
import type { QuickstartOutputs } from "../../../tools/demo/steps/deploy";
import type { Strangers } from "../../../tools/demo/strangers";
import type { Session } from "../exploits/aws-thief";
import type { OtherTeam } from "./other-team";

/** A role of the component that was suspended after somebody had got a session of it. */
export interface SuspendedRole {
  readonly roleArn: string;
  readonly oldSession: Session;
}

/** What an attacker has in front of him, and what he is taken to have got hold of. */
export interface AttackContext {
  readonly lab: Lab;
  /** The stack's outputs. None is secret. */
  readonly target: QuickstartOutputs;
  readonly stack: PulumiStack;
  /** The workload's machine. The strangers' identities are attached to it as well. */
  readonly vm: LabVm;
  readonly strangers: Strangers;
  /** A tenant of the attacker's own. */
  readonly otherTenant: EntraTenant;
  /** A team of the tenant with a resource group and a machine of its own. */
  readonly otherTeam: OtherTeam;
  /** Application ID URI of an application of the tenant that gets tokens of version 2. */
  readonly secondVersionAudience: string;
  /** The issuer of GitHub Actions: signs what its jobs are. */
  readonly github: OutsideIssuer;
  readonly suspended: SuspendedRole;
}

/** How a refusal reads. */
export interface Refusal {
  /** The cloud's own error code; of a program its exit code, such as `exit 1`. */
  readonly code: string;
  /** The whole text. What differs from run to run has a name in angle brackets, see {@link inGeneralWords}. */
  readonly message: string;
  /** Whether nobody documents or reports the cloud's own text, so that the lab has one in its place. Default is false. */
  readonly wordingIsTheLabs?: true;
}

/** Something to try. */
export interface Attack {
  /** What is tried, unlike that of every other attack of its group. */
  readonly name: string;
  readonly refusal: Refusal;
  /** Which files of the virtual machine the helper renews for itself all the same, by their paths. Default is none. */
  readonly renews?: RegExp;
  /** Whether it takes files of another local user, which only root can make. Default is false. */
  readonly needsRoot?: boolean;
  /** Puts in place what the attacker could before. Answers what takes it away again. Default is nothing. */
  readonly arrange?: (context: AttackContext) => Promise<() => Promise<void>>;
  /** Tries it. Answers what was gained. @throws Refused when it is refused. */
  readonly attempt: (context: AttackContext) => Promise<unknown>;
}

/** Attacks that go for the same thing. */
export interface AttackGroup {
  readonly name: string;
  /** What they go for, as a heading. */
  readonly title: string;
  readonly attacks: readonly Attack[];
}
