import * as pulumi from "@pulumi/pulumi";
import { withoutSecrets } from "./arguments/secret-values";

/** Warns at a resource, in preview and update. What is known to be secret is hidden. */
export async function warn(message: string, resource: pulumi.Resource): Promise<void> {
  await pulumi.log.warn(withoutSecrets(message), resource);
}
