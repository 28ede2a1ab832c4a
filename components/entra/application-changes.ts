import * as pulumi from "@pulumi/pulumi";
import { resourceHook } from "../resource-hook";

/** What of an application's inputs decides who gets tokens and of which version. */
interface ApplicationInputs {
  readonly signInAudience?: unknown;
  readonly identifierUris?: unknown;
  readonly api?: { readonly requestedAccessTokenVersion?: unknown };
}

/**
 * The option with which changes of an application that shut out somebody who gets in now are told, in the preview too.
 *
 * @param component - The class and name of the component, as the engine's messages show them.
 * @param parent - The component, at which the warnings are shown.
 */
export function warnOfApplicationChanges(
  component: string,
  parent: pulumi.Resource,
): Pick<pulumi.CustomResourceOptions, "hooks"> {
  const hook = resourceHook(
    `${component} tells whom a change shuts out`,
    async ({ oldInputs, newInputs }) => {
      const warnings = applicationChanges(
        (oldInputs ?? {}) as ApplicationInputs,
        (newInputs ?? {}) as ApplicationInputs,
      );
      await Promise.all(warnings.map(async (warning) => pulumi.log.warn(warning, parent)));
    },
  );
  return hook === undefined ? {} : { hooks: { beforeUpdate: [hook] } };
}

/**
 * What to say of a change of an application's inputs: tokens that Azure keeps, and tenants whose users and applications
 * signed in so far. Source: Microsoft, "Managed identities for Azure resources frequently asked questions" (the 24 hours).
 */
export function applicationChanges(before: ApplicationInputs, after: ApplicationInputs): readonly string[] {
  const warnings: string[] = [];
  const [old, version] = [before, after].map(({ api }) => api?.requestedAccessTokenVersion);
  const sameAudience = JSON.stringify(before.identifierUris) === JSON.stringify(after.identifierUris);
  if (typeof old === "number" && typeof version === "number" && old !== version && sameAudience) {
    warnings.push(
      `tokenVersion changes from ${old} to ${version}, and the audience stays: Azure hands workloads their tokens of version ${old} for up to 24 hours more, which AWS then refuses. Give another audience in the same update, for which they get tokens of version ${version} at once.`,
    );
  }
  const { signInAudience } = before;
  if (
    typeof signInAudience === "string" &&
    signInAudience !== after.signInAudience &&
    after.signInAudience === "AzureADMyOrg"
  ) {
    warnings.push(
      `the application is open to more than its own tenant (sign-in audience ${signInAudience}) and is closed to the others by this update. If they need it, keep it as it is and let the federation make an application of its own.`,
    );
  }
  return warnings;
}
