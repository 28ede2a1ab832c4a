import { setTimeout as wait } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";
import { ENTRA } from "../../messages";
import { PerDeployment } from "../deployment";
import { EntraGraph, type GraphObject } from "../logins/entra-graph";
import { warn } from "../pulumi/component";
import type { FailedStep } from "../pulumi/hooks";
import { importCommand } from "../pulumi/import-command";
import { providerSaid } from "../pulumi/provider-answers";
import { isAbsence } from "../pulumi/read-back";
import { inARow, keepLooking } from "./directory-looks";

/** The milliseconds after each removal, before the next create. There are no more removals than pauses. */
const PAUSES: readonly number[] = [2000, 8000];

/** How many components of one deployment create an assignment. */
const claims = new PerDeployment(() => new Map<string, number>());

/** Whichever of them created it: the create of the other one fails because it exists. */
const SHARED = "another component of this program creates it too";

type Inputs = Readonly<Record<string, unknown>>;

/**
 * An app-role assignment that a create left in the directory, and that the provider does not know.
 *
 * The component removes it, and the engine creates it again. It removes only an assignment that a read before the create did
 * not find, so nothing else can manage it, and at most twice. Then it keeps the assignment and prints the command that takes
 * it into the state.
 *
 * End condition: a release of the provider with hashicorp/terraform-provider-azuread#1896 takes such an assignment over. Then
 * nothing here needs to be removed, and this test fails with the provider as it is published (`npm test -- azuread`):
 * test/engine/components/entra-audience/replication-retries.test.ts
 */
export class ForgottenAssignment {
  readonly #graph: EntraGraph;
  /** Why it may not be removed; undefined if a read before the create did not find it. */
  #doubt: string | undefined = "nothing looked for it before the create";
  #removals = 0;

  /** @param parent - The component, whose provider signs in, and at which warnings are shown. */
  constructor(private readonly parent: pulumi.Resource) {
    this.#graph = new EntraGraph(parent);
  }

  /** Looks before the create whether something else has made the assignment. It never throws. */
  async look(inputs: Inputs): Promise<void> {
    claims.current().set(keyOf(inputs), claimsOf(inputs) + 1);
    try {
      const before = await keepLooking(async () => this.#list(inputs));
      this.#doubt =
        before === undefined
          ? "Microsoft Graph did not show the service principal before the create"
          : before.some(isOf(inputs))
            ? "it existed before this update, so something else may manage it"
            : undefined;
    } catch (error) {
      this.#doubt = `before the create, it could not be looked for: ${providerSaid(error)}`;
    }
  }

  /** Whether the engine may create it again. If not, a warning shows how to keep what exists. */
  async makeWay(failed: FailedStep): Promise<boolean> {
    const reason = await this.#removed(failed.inputs).catch((error: unknown) => providerSaid(error));
    if (reason === undefined) {
      return true;
    }
    const { principalObjectId } = failed.inputs;
    const what = `the app-role assignment of ${String(principalObjectId)}`;
    const command = await importCommand(failed, await this.#idWord(failed.inputs), this.parent);
    await warn(ENTRA.say("forgotten-object", what, reason, command), this.parent);
    return false;
  }

  /** Removes it, and waits. @returns Why it was kept; undefined if it is gone. */
  async #removed(inputs: Inputs): Promise<string | undefined> {
    const pause = PAUSES[this.#removals];
    if (claimsOf(inputs) > 1) {
      return SHARED;
    }
    if (this.#doubt !== undefined || pause === undefined) {
      return this.#doubt ?? `the provider did not find it after ${PAUSES.length + 1} creates`;
    }
    if (!(await inARow(async () => (await this.#find(inputs)) !== undefined))) {
      return "Microsoft Graph does not show it yet";
    }
    this.#removals++;
    const found = await this.#find(inputs);
    // The other component may have begun meanwhile.
    if (claimsOf(inputs) > 1) {
      return SHARED;
    }
    if (found !== undefined) {
      await this.#graph.delete(`${collectionOf(inputs)}/${String(found.id)}`);
    }
    if (!(await inARow(async () => (await this.#find(inputs)) === undefined))) {
      return "Microsoft Graph still shows it after its removal";
    }
    await wait(pause);
    return undefined;
  }

  async #find(inputs: Inputs): Promise<GraphObject | undefined> {
    return (await this.#list(inputs))?.find(isOf(inputs));
  }

  /** All assignments to the service principal; undefined while a replica does not know it. */
  async #list(inputs: Inputs): Promise<readonly GraphObject[] | undefined> {
    return this.#graph.list(collectionOf(inputs)).catch((error: unknown) => {
      if (isAbsence(error)) {
        return undefined;
      }
      throw error;
    });
  }

  /** The ID as a word for a shell, which finds it itself if this process cannot. */
  async #idWord(inputs: Inputs): Promise<string> {
    const collection = collectionOf(inputs);
    const found = await keepLooking(async () => this.#find(inputs)).catch(() => undefined);
    if (found !== undefined) {
      return `${collection}/${String(found.id)}`;
    }
    const url = `$(az cloud show --query endpoints.microsoftGraphResourceId -o tsv)v1.0${collection}`;
    const query = `value[?principalId=='${String(inputs.principalObjectId)}' && appRoleId=='${String(inputs.appRoleId)}'].id | [0]`;
    return `"${collection}/$(az rest --url "${url}" --query "${query}" -o tsv)"`;
  }
}

function collectionOf({ resourceObjectId }: Inputs): string {
  return `/servicePrincipals/${String(resourceObjectId)}/appRoleAssignedTo`;
}

function keyOf({ resourceObjectId, appRoleId, principalObjectId }: Inputs): string {
  return JSON.stringify([resourceObjectId, appRoleId, principalObjectId]).toLowerCase();
}

/** How many components of this deployment create an assignment. */
function claimsOf(inputs: Inputs): number {
  return claims.current().get(keyOf(inputs)) ?? 0;
}

function isOf({ principalObjectId, appRoleId }: Inputs): (assignment: GraphObject) => boolean {
  const same = (one: unknown, other: unknown): boolean =>
    String(one).toLowerCase() === String(other).toLowerCase();
  return (found) => same(found.principalId, principalObjectId) && same(found.appRoleId, appRoleId);
}
