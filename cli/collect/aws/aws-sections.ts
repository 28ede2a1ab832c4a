/** The sections of an AWS account. */
import { pagesOf } from "../../clouds/aws/aws-refusal";
import type { ObjectRecord } from "../../snapshot/snapshot-records";
import type { Section } from "../section";
import { readAccessKeys } from "./access-keys";
import { readAuthorizationDetails } from "./authorization-details";
import type { AwsTarget } from "./aws-login";
import { readCredentialReport } from "./credential-report";
import { readOidcProviders } from "./oidc-providers";

/** The sections of an account, by their names. */
export function awsSections(target: AwsTarget): readonly Section[] {
  const readers: Readonly<Record<string, (target: AwsTarget) => AsyncIterable<ObjectRecord>>> = {
    account: readAccount,
    "authorization-details": readAuthorizationDetails,
    "credential-report": readCredentialReport,
    "access-keys": readAccessKeys,
    "oidc-providers": readOidcProviders,
  };
  return Object.entries(readers).map(([name, read]) => ({
    name: `aws/${target.account.id}/${name}`,
    read: () => read(target),
  }));
}

/** The account with its name in the organization, and its alias. */
async function* readAccount({ account, iam, sdks }: AwsTarget): AsyncGenerator<ObjectRecord> {
  const pages = sdks.iam.paginateListAccountAliases({ client: iam }, {});
  let alias: string | undefined;
  for await (const { AccountAliases = [] } of pagesOf("iam:ListAccountAliases", pages)) {
    alias ??= AccountAliases.at(0);
  }
  const { id: Id, name, organizationId } = account;
  yield {
    kind: "aws.account",
    of: Id,
    data: {
      Id,
      ...(name === undefined ? {} : { Name: name }),
      ...(alias === undefined ? {} : { Alias: alias }),
      ...(organizationId === undefined ? {} : { OrganizationId: organizationId }),
    },
  };
}
