/** What the provider says of an object that exists although it should create it. */
import { CloudError } from "../kernel/cloud-error";

/**
 * The refusal to create what is there.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `internal/helpers/tf/errors.go`, `ImportAsExistsError`.
 */
export function alreadyExists(id: string, resource: string): CloudError {
  return refusal(
    `A resource with the ID ${JSON.stringify(id)} already exists - to be managed via Terraform this resource needs to be imported into the State. Please see the resource documentation for ${JSON.stringify(resource)} for more information.`,
  );
}

/** The same of a resource whose creation has a summary and a detail (`ImportAsExistsDiag`). */
export function alreadyExistsInDetail(id: string, resource: string): CloudError {
  return refusal(
    `A resource with the ID ${JSON.stringify(id)} already exists: To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for ${JSON.stringify(resource)} for more information.`,
  );
}

/** The refusal of a second object of a name that is to be unique (`ImportAsDuplicateDiag`). */
export function duplicateName(id: string, name: string, resource: string): CloudError {
  return refusal(
    `An existing ${JSON.stringify(resource)} with name ${JSON.stringify(name)} (ID: ${JSON.stringify(id)}) was found and \`prevent_duplicate_names\` was specified: To be managed via Terraform, this resource needs to be imported into the State. Please see the resource documentation for ${JSON.stringify(resource)} for more information.`,
  );
}

function refusal(message: string): CloudError {
  return new CloudError(message, { code: "ImportAsExists", notFound: false });
}
