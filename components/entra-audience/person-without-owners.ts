import * as pulumi from "@pulumi/pulumi";
import { ENTRA } from "../../messages";
import { EntraGraph } from "../logins/entra-graph";
import { warn } from "../pulumi/component";
import { resourceHook } from "../pulumi/hooks";

/**
 * The template IDs of the built-in roles that may change any application and service principal: Global, Application and Cloud
 * Application Administrator. Source: Microsoft Entra, "Microsoft Entra built-in roles".
 */
const ADMINISTRATORS: readonly string[] = [
  "62e90394-69f5-4237-9190-012177145e10",
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "158c047a-c907-4556-b7ef-446551a6b5f7",
];

/**
 * The hook with which the preview warns a person who is about to create an application without `owners`. The provider removes
 * its own login from the owners. Without a directory role, the person can then neither continue nor change or delete the
 * application.
 *
 * @param component - The class and name of the component, as the engine's messages show them.
 * @param parent - The component, at which the warning is shown.
 * @param person - The object ID of the person who deploys; undefined if an application does.
 */
export function warnPersonWithoutOwners(
  component: string,
  parent: pulumi.Resource,
  person: Promise<string | undefined>,
): Pick<pulumi.ResourceHookBinding, "beforeCreate"> {
  const hook = resourceHook(
    `${component} is created by somebody who can change it`,
    async () => {
      const objectId = await person;
      if (objectId === undefined || !pulumi.runtime.isDryRun() || (await isAdministrator(parent))) {
        return;
      }
      await warn(ENTRA.say("deployer-without-owners", objectId), parent);
    },
    // A warning must not stop the update.
    { ignoreErrors: true },
  );
  return hook === undefined ? {} : { beforeCreate: [hook] };
}

/**
 * Whether the person is known to have one of the roles, directly or by a group. A role that must first be activated does not
 * count. If this cannot be read, the answer is no. Source: Microsoft Graph, "List a user's memberships (direct and
 * transitive)"; everyone may read their own.
 */
async function isAdministrator(parent: pulumi.Resource): Promise<boolean> {
  return new EntraGraph(parent)
    .list("/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=roleTemplateId")
    .then(
      (roles) => roles.some(({ roleTemplateId }) => ADMINISTRATORS.includes(String(roleTemplateId))),
      () => false,
    );
}
