/** The end of a creation or update: the provider reads what it wrote, and what it does not find then it forgets. */
import { isNotFound, VanishedError } from "../kernel/cloud-error";

/**
 * Reads what was just written, once.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, the read functions of its resources: `d.SetId("")` on 404.
 *
 * @throws VanishedError when it is not found.
 */
export async function vanishing<Result>(read: Promise<Result>): Promise<Result> {
  return read.catch((error: unknown) => {
    if (isNotFound(error)) {
      throw new VanishedError("not found", { cause: error });
    }
    throw error;
  });
}
