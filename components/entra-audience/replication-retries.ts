/**
 * How creates of the `azuread` provider survive a directory that lags.
 *
 * Microsoft Graph answers from replicas that follow some seconds later. The provider waits for that only in some places:
 * it creates an object, does not find it a moment later, and gives up. Of an assignment and an identifier URI it then
 * forgets that they exist, so every further create fails too. Source: hashicorp/terraform-provider-azuread v3.8.0,
 * `service_principal_resource.go`, `app_role_assignment_resource.go`, `application_identifier_uri_resource.go`; issues
 * #1759, #1815, #1834.
 *
 * Each answer below waits until the directory shows the object, makes way for another create, or shows the command that takes
 * the object into the state.
 */
import { getServicePrincipal } from "@pulumi/azuread/getServicePrincipal";
import type * as pulumi from "@pulumi/pulumi";
import { ENTRA } from "../../messages";
import { whenKnown } from "../arguments/inputs";
import { warn } from "../pulumi/component";
import { isUpdating } from "../pulumi/engine-support";
import { errorHook, type FailedStep, resourceHook } from "../pulumi/hooks";
import { importCommand } from "../pulumi/import-command";
import { inARow } from "./directory-looks";
import { ForgottenAssignment } from "./forgotten-assignment";

/** After this many failures of one create, its error is final. */
const MOST_FAILURES = 20;

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

/** Lets the create of an app-role assignment wait, and makes way for it if the provider forgot what it created. */
export function retryAssignment(component: string, parent: pulumi.Resource): Hooks {
  const forgotten = new ForgottenAssignment(parent);
  const { hooks } = onFailedCreate(`${component} assigns its identity`, async (failed) => {
    const { error: message, inputs } = failed;
    if (message.includes("Service principal not found for resource")) {
      const objectId = String(inputs.resourceObjectId);
      return inARow(async () => (await reads(getServicePrincipal({ objectId }, { parent }))) !== undefined);
    }
    const isForgotten =
      message.includes(VANISHED) || message.includes("Permission being assigned already exists");
    return isForgotten && forgotten.makeWay(failed);
  });
  if (hooks === undefined) {
    return {};
  }
  const look = resourceHook(`${component} looks for its assignment first`, async ({ newInputs = {} }) => {
    if (isUpdating()) {
      await forgotten.look(await whenKnown(newInputs));
    }
  });
  return { hooks: { ...hooks, ...(look === undefined ? {} : { beforeCreate: [look] }) } };
}

/** Shows how to keep an identifier URI that the provider forgot. The component never writes the URIs itself. */
export function explainIdentifierUri(component: string, parent: pulumi.Resource): Hooks {
  return onFailedCreate(`${component} adds its identifier URI`, async (failed) => {
    const { error: message, inputs } = failed;
    if (!message.includes(VANISHED) && !message.includes("needs to be imported")) {
      return false;
    }
    const uri = String(inputs.identifierUri);
    const id = `${String(inputs.applicationId)}/identifierUris/${Buffer.from(uri).toString("base64")}`;
    const command = await importCommand(failed, id, parent);
    const reason = "the provider did not find it after the create";
    await warn(ENTRA.say("forgotten-object", `the identifier URI ${uri}`, reason, command), parent);
    return false;
  });
}

/** What a provider reads; undefined when it does not find it. */
async function reads<T>(reading: Promise<T>): Promise<T | undefined> {
  return reading.catch(() => undefined);
}
