/**
 * How creates of the `azuread` provider survive a directory that lags.
 *
 * Microsoft Graph answers from replicas that follow some seconds later. The provider waits for that only in some places:
 * it creates an object, does not find it a moment later, and gives up. Of an assignment and an identifier URI it then
 * forgets that they exist, so every further create fails too. Source: hashicorp/terraform-provider-azuread v3.8.0,
 * `service_principal_resource.go`, `app_role_assignment_resource.go`, `application_identifier_uri_resource.go`; issues
 * #1759, #1815, #1834.
 *
 * Each answer below either waits until the directory shows the object, or removes what the failed create left, and then
 * has the engine create it again.
 */
import { getServicePrincipal } from "@pulumi/azuread/getServicePrincipal";
import type * as pulumi from "@pulumi/pulumi";
import { ENTRA } from "../../messages";
import { whenKnown } from "../arguments/inputs";
import { EntraGraph, type GraphObject } from "../logins/entra-graph";
import { warn } from "../pulumi/component";
import { errorHook, type FailedStep } from "../pulumi/hooks";
import { providerSaid } from "../pulumi/provider-answers";

/** After this many failures of one create, its error is final. */
const MOST_FAILURES = 20;

/** How often in a row something must be seen, or not be seen, before the directory counts as consistent. */
const IN_A_ROW = 3;

/** The maximum number of requests to the directory, and the milliseconds between them: about a minute. */
const LOOKS = { most: 40, shortest: 100, longest: 2000 };

/** The bridge's message for a create that ends without an error and without a resource. */
const VANISHED = "expected non-nil error with nil state during Create";

type Hooks = Pick<pulumi.CustomResourceOptions, "hooks">;

/** The option that handles a failed create; empty if there are no error hooks. */
function onFailedCreate(name: string, answer: (failed: FailedStep) => Promise<boolean>): Hooks {
  const hook = errorHook(name, async (failed) => {
    if (failed.operation !== "create" || failed.times > MOST_FAILURES) {
      return false;
    }
    return answer({ ...failed, inputs: await whenKnown(failed.inputs) });
  });
  return hook === undefined ? {} : { hooks: { onError: [hook] } };
}

/** Lets the create of a service principal wait for the application and for the service principal itself. */
export function retryServicePrincipal(component: string, parent: pulumi.Resource): Hooks {
  return onFailedCreate(
    `${component} waits for its service principal`,
    async ({ inputs, error: message }) => {
      const isEarly = /Timed out whilst waiting for new service principal to be replicated|is already in use/;
      if (!isEarly.test(message) && !message.includes(VANISHED)) {
        return false;
      }
      const clientId = String(inputs.clientId);
      return inARow(async () => (await reads(getServicePrincipal({ clientId }, { parent }))) !== undefined);
    },
  );
}

/**
 * Lets the create of an app-role assignment wait, and removes an assignment that the provider forgot.
 *
 * @param ownsIdentity - Whether the component created the identity. Then nothing else manages its assignment.
 */
export function retryAssignment(component: string, parent: pulumi.Resource, ownsIdentity: boolean): Hooks {
  return onFailedCreate(`${component} assigns its identity`, async (failed) => {
    const { error: message } = failed;
    if (message.includes("Service principal not found for resource")) {
      const objectId = String(failed.inputs.resourceObjectId);
      return inARow(async () => (await reads(getServicePrincipal({ objectId }, { parent }))) !== undefined);
    }
    // If the component owns the identity, nothing else owns the assignment. Otherwise it may be in another stack's state.
    const isForgotten =
      message.includes(VANISHED) ||
      (ownsIdentity && message.includes("Permission being assigned already exists"));
    if (!isForgotten) {
      return false;
    }
    return removeForgotten(failed, parent, assignmentRemoval(failed, new EntraGraph(parent)));
  });
}

/** Lets the create of an identifier URI remove a URI that the provider forgot. */
export function retryIdentifierUri(component: string, parent: pulumi.Resource): Hooks {
  return onFailedCreate(`${component} adds its identifier URI`, async (failed) => {
    const { error: message } = failed;
    const isForgotten = message.includes(VANISHED) || message.includes("needs to be imported");
    if (!isForgotten) {
      return false;
    }
    return removeForgotten(failed, parent, identifierUriRemoval(failed, new EntraGraph(parent)));
  });
}

/** How an object that the provider forgot is removed. */
interface Removal {
  /** What it is, as messages name it. */
  readonly what: string;
  /** The commands that do the same by hand. */
  readonly byHand: string;
  readonly isThere: () => Promise<boolean>;
  readonly remove: () => Promise<void>;
}

function assignmentRemoval({ inputs }: FailedStep, graph: EntraGraph): Removal {
  const { principalObjectId, resourceObjectId, appRoleId } = inputs as Record<string, string>;
  const collection = `/servicePrincipals/${resourceObjectId}/appRoleAssignedTo`;
  const url = `$(az cloud show --query endpoints.microsoftGraphResourceId -o tsv)v1.0${collection}`;
  const find = async (): Promise<GraphObject | undefined> =>
    (await graph.list(collection)).find(
      (found) =>
        String(found.principalId).toLowerCase() === principalObjectId?.toLowerCase() &&
        String(found.appRoleId).toLowerCase() === appRoleId?.toLowerCase(),
    );
  return {
    what: `the app-role assignment of ${principalObjectId}`,
    byHand:
      `az rest --method delete --url "${url}/$(az rest --url "${url}" --query ` +
      `"value[?principalId=='${principalObjectId}' && appRoleId=='${appRoleId}'].id | [0]" -o tsv)"`,
    isThere: async () => (await find()) !== undefined,
    remove: async () => {
      const found = await find();
      if (found !== undefined) {
        await graph.delete(`${collection}/${String(found.id)}`);
      }
    },
  };
}

/**
 * Microsoft Graph changes the URIs of an application only as a whole list, so another change between the read and the write is
 * lost. The provider does the same, and its lock works only in its own process
 * (terraform-provider-azuread v3.8.0, `application_identifier_uri_resource.go`). The component's application has no second
 * such resource, so only other programs and people could make such a change.
 */
function identifierUriRemoval({ inputs }: FailedStep, graph: EntraGraph): Removal {
  const { applicationId, identifierUri } = inputs as Record<string, string>;
  const uris = async (): Promise<readonly string[]> =>
    (await graph.get(`${applicationId}?$select=identifierUris`)).identifierUris as readonly string[];
  return {
    what: `the identifier URI ${identifierUri}`,
    byHand: `az rest --method patch --url "$(az cloud show --query endpoints.microsoftGraphResourceId -o tsv)v1.0${String(applicationId)}" --body '{"identifierUris": []}' (with the other URIs in the list, if there are any)`,
    isThere: async () => (await uris()).includes(String(identifierUri)),
    remove: async () => {
      const left = (await uris()).filter((uri) => uri !== identifierUri);
      await graph.patch(String(applicationId), { identifierUris: left });
    },
  };
}

/** Waits until the directory shows the object, removes it, and waits until it is gone. */
async function removeForgotten(
  { error: message }: FailedStep,
  parent: pulumi.Resource,
  { what, byHand, isThere, remove }: Removal,
): Promise<boolean> {
  try {
    if (await inARow(isThere)) {
      await remove();
      return await inARow(async () => !(await isThere()));
    }
    // If a create left nothing, the engine can simply retry it.
    if (message.includes(VANISHED)) {
      return true;
    }
    throw new Error("Microsoft Graph does not show it yet");
  } catch (error) {
    await warn(ENTRA.say("forgotten-object", what, providerSaid(error), byHand), parent);
    return false;
  }
}

/** Whether something holds several times in a row before patience ends. */
async function inARow(holds: () => Promise<boolean>): Promise<boolean> {
  const { setTimeout: wait } = await import("node:timers/promises");
  let times = 0;
  for (let look = 0; look < LOOKS.most; look++) {
    times = (await holds()) ? times + 1 : 0;
    if (times === IN_A_ROW) {
      return true;
    }
    await wait(Math.min(LOOKS.shortest * 1.5 ** look, LOOKS.longest));
  }
  return false;
}

/** What a provider reads; undefined when it does not find it. */
async function reads<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch(() => undefined);
}
