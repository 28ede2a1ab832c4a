/** Collects the section aws/oidc-providers of a snapshot: the issuers and audiences that an account accepts. */
import { sent, unlessGone } from "../../clouds/aws/aws-refusal";
import type { ObjectRecord } from "../../snapshot/snapshot-records";
import type { AwsTarget } from "./aws-login";

/** The OIDC providers with their client IDs. IAM lists them in one answer: an account has at most a hundred. */
export async function* readOidcProviders({
  account: { id: of },
  iam,
  sdks,
}: AwsTarget): AsyncGenerator<ObjectRecord> {
  const { ListOpenIDConnectProvidersCommand, GetOpenIDConnectProviderCommand } = sdks.iam;
  const { OpenIDConnectProviderList = [] } = await sent("iam:ListOpenIDConnectProviders", () =>
    iam.send(new ListOpenIDConnectProvidersCommand({})),
  );
  for (const { Arn = "" } of OpenIDConnectProviderList) {
    const found = await unlessGone(
      sent("iam:GetOpenIDConnectProvider", () =>
        iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: Arn })),
      ),
    );
    if (found === undefined) {
      continue;
    }
    const { Url = "", ClientIDList, CreateDate, Tags } = found;
    yield {
      kind: "aws.oidc-provider",
      of,
      data: {
        Arn,
        Url,
        ClientIDList: ClientIDList ?? [],
        ...(CreateDate === undefined ? {} : { CreateDate: CreateDate.toISOString() }),
        Tags: (Tags ?? []).map(({ Key = "", Value = "" }) => ({ Key, Value })),
      },
    };
  }
}
