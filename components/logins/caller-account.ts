import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import type * as pulumi from "@pulumi/pulumi";

/** The account that a provider works in. */
export interface Account {
  readonly partition: string;
  readonly id: string;
}

/**
 * The account of a component's `aws` provider. Nothing when it does not tell, as in a preview that configures it itself.
 *
 * @param parent - The component.
 */
export async function callerAccount(parent: pulumi.Resource): Promise<Account | undefined> {
  try {
    const [, partition, , , id] = (await getCallerIdentity({}, { parent })).arn.split(":");
    return partition === undefined || id === undefined ? undefined : { partition, id };
  } catch {
    return undefined;
  }
}
