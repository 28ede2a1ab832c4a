/** All that an attack could change: both clouds and the files of the virtual machine, as far as they can be looked at. */
import {
  GetOpenIDConnectProviderCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListAccessKeysCommand,
  ListOpenIDConnectProvidersCommand,
  ListRolePoliciesCommand,
  ListUsersCommand,
  paginateListRoles,
} from "@aws-sdk/client-iam";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { administratorIam } from "../exploits/aws-thief";
import type { Lab } from "../lab";
import { LAB_AWS_REGION, LAB_BUCKETS } from "../lab-facts";
import type { AttackContext } from "./attack";
import { filesBelow } from "./files";

/** What is where, by the place. Two states are alike only if nothing was made, changed or removed. */
export type State = Readonly<Record<string, unknown>>;

/** Looks at everything. */
export async function stateOf({ lab, vm }: AttackContext): Promise<State> {
  return {
    ...directory(lab),
    ...(await account(administratorIam(lab))),
    ...(await buckets(lab)),
    ...(await filesBelow(vm.folder)),
    "Azure resources": lab.azure.counts().resources,
  };
}

function directory(lab: Lab): State {
  const { directory: objects, federatedCredentials } = lab.azure.tenant();
  const all = [...objects.applications(), ...objects.servicePrincipals(), ...objects.assignments()];
  return Object.fromEntries(
    all.map((object) => [`Entra ${object.id}`, { ...object, outside: federatedCredentials.of(object.id) }]),
  );
}

async function account(iam: IAMClient): Promise<State> {
  const state: Record<string, unknown> = {};
  for await (const { Roles = [] } of paginateListRoles({ client: iam }, {})) {
    for (const role of Roles) {
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName: role.RoleName }));
      const policies = PolicyNames.map(async (PolicyName) =>
        iam.send(new GetRolePolicyCommand({ RoleName: role.RoleName, PolicyName })),
      );
      const documents = (await Promise.all(policies)).map(({ PolicyDocument }) => PolicyDocument);
      state[`IAM ${role.Arn ?? ""}`] = [role.AssumeRolePolicyDocument, role.MaxSessionDuration, documents];
    }
  }
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand());
  for (const { Arn: OpenIDConnectProviderArn } of OpenIDConnectProviderList) {
    const provider = await iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    state[`IAM ${OpenIDConnectProviderArn ?? ""}`] = [provider.Url, provider.ClientIDList];
  }
  const { Users = [] } = await iam.send(new ListUsersCommand());
  for (const { Arn = "", UserName } of Users) {
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName }));
    state[`IAM ${Arn}`] = AccessKeyMetadata.map(({ AccessKeyId }) => AccessKeyId);
  }
  return state;
}

async function buckets(lab: Lab): Promise<State> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } =
    lab.aws.rootEnvironment();
  const s3 = new S3Client({
    ...{ endpoint: lab.aws.url, region: LAB_AWS_REGION, forcePathStyle: true },
    credentials: { accessKeyId, secretAccessKey },
  });
  const listed = Object.keys(LAB_BUCKETS).map(async (Bucket) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    return [`S3 ${Bucket}`, Contents.map(({ Key, ETag }) => [Key, ETag])] as const;
  });
  return Object.fromEntries(await Promise.all(listed));
}
