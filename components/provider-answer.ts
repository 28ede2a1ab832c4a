import * as pulumi from "@pulumi/pulumi";
import { failLate } from "./arguments/argument-error";

/**
 * What a provider says when it is asked for the default of an argument. A provider that cannot say it, for instance
 * since it has no region, is one clear error about that argument; one that will be configured only by this very update
 * leaves the value unknown in the preview.
 *
 * @param component - The class and name of the component, for the error.
 * @param path - The argument whose default it is.
 * @param remedy - What to do when there is no answer: continues "is missing, and …".
 * @param answer - The answer; undefined when the provider is not configured yet.
 * @param loggedIn - Resolves if the provider is logged in; a login that is missing is another error.
 */
export function providerAnswer(
  component: string,
  path: string,
  remedy: string,
  answer: Promise<string | undefined>,
  loggedIn: Promise<void>,
): pulumi.Output<string> {
  const settled = answer.catch(async (error: unknown) => {
    await loggedIn;
    const said = error instanceof Error ? error.message : String(error);
    return failLate(component, [{ path, reason: `is missing, and ${remedy}: ${said.trim()}` }]);
  });
  return pulumi.output(settled).apply((value) => pulumi.output((value ?? pulumi.unknown) as string));
}
