/** Decides which existing VM, identity, provider, and application the program of `keys plan` adopts. */
import { coded } from "../../../messages";
import { recognizeEntraIssuer } from "../../../trust";
import { type Options, UsageError } from "../../command";
import { invalidValue } from "../../options";
import type { SnapshotFacts } from "../use/snapshot-keys";

/** What the program adopts. */
export interface PlannedWorkload {
  /** The name of the federation and of the workload in the program. */
  readonly name: string;
  readonly vmId: string | undefined;
  readonly identityId: string | undefined;
  readonly oidcProviderArn: string | undefined;
  readonly tenantId: string | undefined;
  readonly applicationClientId: string | undefined;
  /** What remains to be done, in sentences. */
  readonly notes: readonly string[];
}

const VM =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/virtualMachines\/[^/]+$/i;
const IDENTITY =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+$/i;

/** A name that is short enough for the names of all resources that contain it. */
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,18}[A-Za-z0-9])?$/;

/**
 * Finds what exists already: the VM and the identity that the command line names, and the provider and the application of the account.
 *
 * @param user - The owner of the key. The workload gets this name by default.
 * @throws {UsageError} If an ID or a name has an unexpected form.
 */
export function plannedWorkload(
  options: Options,
  user: string,
  account: string,
  snapshot: SnapshotFacts | undefined,
): PlannedWorkload {
  const vmId = armId(options, "vm", VM, "the resource ID of a VM");
  const named = armId(options, "identity", IDENTITY, "the resource ID of a user-assigned managed identity");
  const notes: string[] = [];
  const identityId = named ?? identityOf(vmId, snapshot, notes);
  const providers = (snapshot?.providers ?? []).flatMap((provider) => {
    const issuer = provider.account === account ? recognizeEntraIssuer(provider.Url) : undefined;
    return issuer?.tokenVersion === 1 ? [{ provider, tenantId: issuer.tenantId }] : [];
  });
  const [found, ...more] = providers;
  if (more.length > 0) {
    notes.push(
      "The account has several providers for Entra. The program names the first; correct it if the workload is in another tenant.",
    );
  }
  const application = (snapshot?.applications ?? []).find(({ identifierUris }) =>
    identifierUris.some((uri) => found?.provider.ClientIDList.includes(uri)),
  );
  if (found !== undefined && application === undefined) {
    notes.push(
      "The provider exists, and no application of the snapshot has one of its audiences. The preview names the audience that the provider must list.",
    );
  }
  if (vmId === undefined && identityId === undefined) {
    notes.push("No workload is named. Give --vm or --identity, or use the new identity of the program.");
  }
  return {
    name: nameOf(options, user),
    vmId,
    identityId,
    oidcProviderArn: found?.provider.Arn,
    tenantId: found?.tenantId,
    applicationClientId: application?.appId,
    notes,
  };
}

/** The one identity that a VM has already. */
function identityOf(
  vmId: string | undefined,
  snapshot: SnapshotFacts | undefined,
  notes: string[],
): string | undefined {
  if (vmId === undefined) {
    return undefined;
  }
  const holder = snapshot?.holders.find(({ id }) => id.toLowerCase() === vmId.toLowerCase());
  const [identity, ...others] = holder?.identity.userAssignedIdentities ?? [];
  if (others.length > 0) {
    notes.push(
      "The VM has several identities, so the program makes a new one. Give --identity to adopt one of them.",
    );
    return undefined;
  }
  if (identity === undefined || !IDENTITY.test(identity)) {
    notes.push(
      holder === undefined && snapshot !== undefined
        ? "The snapshot has no VM of this ID with an identity, so the program makes one. Check the ID. The update names the command that attaches the identity."
        : "The VM has no user-assigned identity in the snapshot, so the program makes one. The update names the command that attaches it.",
    );
    return undefined;
  }
  return identity;
}

function armId(options: Options, option: string, form: RegExp, expected: string): string | undefined {
  const value = options.text(option);
  if (value !== undefined && !form.test(value)) {
    throw invalidValue(`--${option}`, expected, value);
  }
  return value;
}

function nameOf(options: Options, user: string): string {
  const given = options.text("name");
  if (given !== undefined) {
    if (!NAME.test(given)) {
      throw invalidValue("--name", "up to 20 letters, digits, and hyphens", given);
    }
    return given;
  }
  const made = user
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .slice(0, 20)
    .replaceAll(/^-+|-+$/g, "");
  if (!NAME.test(made)) {
    throw new UsageError(
      coded("plan-name-missing", "the user's name has no letter for the program. Give --name NAME"),
    );
  }
  return made.toLowerCase();
}
