/** Follows docs/how-to/recover.md after an update, or a destroy, that did not come to its end. */
import { type Federation, type Found, takeInventory } from "./inventory";
import type { RecoveryPage } from "./recovery-page";
import { CommandFailed, type Shell } from "./shell";

/** What there was to do. */
export interface RecoveryReport {
  /** URNs of resources whose creation was under way by the state. */
  readonly pending: readonly string[];
  /** What was in the clouds and in no stack's state, by the IDs that the providers give it. */
  readonly deleted: readonly string[];
}

interface Deployment {
  readonly resources?: readonly { readonly id?: string }[];
  readonly pending_operations?: readonly { readonly resource: { readonly urn: string } }[];
}

/**
 * Carries the page's steps out, in their order, by its commands.
 *
 * @param goal what was broken off, and is brought to its end
 * @throws CommandFailed when one of them fails
 */
export async function recover(
  page: RecoveryPage,
  shell: Shell,
  sought: Federation,
  goal: "up" | "destroy" = "up",
): Promise<RecoveryReport> {
  /** Runs a command; where the state cannot be loaded, again after the page's remedy. */
  const reading = async (command: string, remedy: string): Promise<string> =>
    shell.run(page.command(command)).catch(async (error: unknown) => {
      if (!(error instanceof CommandFailed && error.message.includes("failed to load checkpoint"))) {
        throw error;
      }
      await shell.run(page.command(remedy), { STATE: sought.stateFile });
      return shell.run(page.command(command));
    });
  await reading("pulumi cancel", "$STATE.attrs");
  const exported = await reading("pulumi stack export", "$STATE.bak");
  const { deployment } = JSON.parse(exported) as { deployment: Deployment };
  const known = new Set([...idsOf(deployment), ...(await idsOfOtherStacks(page, shell))]);
  const inventory = await takeInventory(page, shell, sought);
  const unknown = withoutMembers(inventory.filter(({ id }) => !known.has(id) && !isDisk(id)));
  for (const { removal, variables } of unknown) {
    await shell.run(page.command(removal), variables);
  }
  await shell.run(page.command("--clear-pending-creates"));
  await shell.run(page.command(`pulumi ${goal}`));
  return {
    pending: (deployment.pending_operations ?? []).map(({ resource }) => resource.urn),
    deleted: unknown.map(({ id }) => id),
  };
}

function idsOf({ resources = [] }: Deployment): string[] {
  return resources.flatMap(({ id }) => (id === undefined ? [] : [id]));
}

/** What is not this stack's, although it can have the same name. */
async function idsOfOtherStacks(page: RecoveryPage, shell: Shell): Promise<string[]> {
  const stacks = JSON.parse(await shell.run(page.command("pulumi stack ls"))) as readonly {
    readonly name: string;
    readonly current: boolean;
  }[];
  const ids: string[] = [];
  for (const { name } of stacks.filter(({ current }) => !current)) {
    const exported = await shell.run(page.command("pulumi stack export --stack"), { OTHER: name });
    ids.push(...idsOf((JSON.parse(exported) as { deployment: Deployment }).deployment));
  }
  return ids;
}

/** The disk of a machine comes and goes with it. */
function isDisk(id: string): boolean {
  return /\/Microsoft\.Compute\/disks\//i.test(id);
}

/** What goes with a group, a machine or a network that goes is not deleted by itself. */
function withoutMembers(all: readonly Found[]): Found[] {
  return all.filter(({ id }) => !all.some((other) => id.startsWith(`${other.id}/`)));
}
