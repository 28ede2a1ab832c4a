/** `aws.iam.OpenIdConnectProvider`. */
import type { GetOpenIDConnectProviderCommandOutput } from "@aws-sdk/client-iam";
import {
  isUnknown,
  type Properties,
  type PropertyValue,
  sameSet,
  sameValue,
  text,
} from "../kernel/property-value";
import type { Call, InvalidValue, ResourceType } from "../kernel/resource-type";
import type { AwsClient } from "./aws-client";
import { unlessMissing } from "./missing";
import { allTags, tagChanges, tagState } from "./tagging";

/** The table row. IDs are ARNs. */
export const openIdConnectProvider: ResourceType<AwsClient> = {
  token: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  replaceOnChanges: ["url"],
  equality: { url: sameUrl, thumbprintLists: sameSet },
  // A set in the provider's schema, which the thumbprints are not.
  sets: ["clientIdLists"],
  // IAM fills in the thumbprint of the issuer's certificate authority.
  shared: ["thumbprintLists"],
  recomputed: { tagsAll: ["tags"] },
  validate,
  // Inputs must have the scheme that IAM leaves out.
  asInputs: (state) => ({ ...state, url: `https://${text(state.url).replace(/^https:\/\//, "")}` }),

  async create(inputs, { client, signal, setId }) {
    const attempt = { what: "creating IAM OIDC Provider", operation: "CreateOpenIDConnectProvider" };
    const created = await client.iam(attempt, signal, (iam, options) =>
      iam.createOpenIDConnectProvider(
        {
          Url: text(inputs.url),
          ClientIDList: texts(inputs.clientIdLists),
          Tags: allTags(inputs, client),
          ...(inputs.thumbprintLists === undefined ? {} : { ThumbprintList: texts(inputs.thumbprintLists) }),
        },
        options,
      ),
    );
    const id = created.OpenIDConnectProviderArn ?? "";
    setId(id);
    return { id, state: await describe(id, { client, signal }) };
  },

  read: describe,

  async update(id, { olds, news }, call) {
    const { client, signal } = call;
    const arn = { OpenIDConnectProviderArn: id };
    const what = `updating IAM OIDC Provider (${id})`;
    if (!sameSet(olds.thumbprintLists, news.thumbprintLists) && news.thumbprintLists !== undefined) {
      const thumbprints = { ...arn, ThumbprintList: texts(news.thumbprintLists) };
      await client.iam({ what, operation: "UpdateOpenIDConnectProviderThumbprint" }, signal, (iam, options) =>
        iam.updateOpenIDConnectProviderThumbprint(thumbprints, options),
      );
    }
    const [before, after] = [texts(olds.clientIdLists), texts(news.clientIdLists)];
    for (const ClientID of after.filter((added) => !before.includes(added))) {
      await client.iam({ what, operation: "AddClientIDToOpenIDConnectProvider" }, signal, (iam, options) =>
        iam.addClientIDToOpenIDConnectProvider({ ...arn, ClientID }, options),
      );
    }
    for (const ClientID of before.filter((gone) => !after.includes(gone))) {
      await client.iam(
        { what, operation: "RemoveClientIDFromOpenIDConnectProvider" },
        signal,
        (iam, options) => iam.removeClientIDFromOpenIDConnectProvider({ ...arn, ClientID }, options),
      );
    }
    await changeTags(id, olds, news, call);
    return describe(id, call);
  },

  async delete(id, _last, { client, signal }) {
    const attempt = { what: `deleting IAM OIDC Provider (${id})`, operation: "DeleteOpenIDConnectProvider" };
    await unlessMissing(
      client.iam(attempt, signal, (iam, options) =>
        iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: id }, options),
      ),
    );
  },
};

/** The provider's properties of an OpenID Connect provider that IAM returned. IAM leaves the scheme out of the URL. */
export function oidcProviderState(
  arn: string,
  found: GetOpenIDConnectProviderCommandOutput,
  client: AwsClient,
): Properties {
  return {
    arn,
    url: (found.Url ?? "").replace(/^https:\/\//, ""),
    clientIdLists: found.ClientIDList ?? [],
    thumbprintLists: found.ThumbprintList ?? [],
    ...tagState(found.Tags, client),
  };
}

async function describe(id: string, { client, signal }: Call<AwsClient>): Promise<Properties> {
  const attempt = { what: `reading IAM OIDC Provider (${id})`, operation: "GetOpenIDConnectProvider" };
  const found = await client.iam(attempt, signal, (iam, options) =>
    iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: id }, options),
  );
  return oidcProviderState(id, found, client);
}

async function changeTags(
  id: string,
  olds: Properties,
  news: Properties,
  { client, signal }: Call<AwsClient>,
): Promise<void> {
  const { set, removed } = tagChanges(olds, news, client);
  const arn = { OpenIDConnectProviderArn: id };
  const what = `updating tags for IAM OIDC Provider (${id})`;
  if (removed.length > 0) {
    await client.iam({ what, operation: "UntagOpenIDConnectProvider" }, signal, (iam, options) =>
      iam.untagOpenIDConnectProvider({ ...arn, TagKeys: removed }, options),
    );
  }
  if (set.length > 0) {
    await client.iam({ what, operation: "TagOpenIDConnectProvider" }, signal, (iam, options) =>
      iam.tagOpenIDConnectProvider({ ...arn, Tags: set }, options),
    );
  }
}

function validate({ url, clientIdLists, thumbprintLists }: Properties): InvalidValue[] {
  const problems: InvalidValue[] = [];
  if (typeof url === "string" && !isUnknown(url) && !/^https:\/\/[^?#]{1,247}$/.test(url)) {
    const reason = `invalid value for url (must be an https:// URL of at most 255 characters without a query), got "${url}"`;
    problems.push({ path: "url", reason });
  }
  for (const [index, id] of list(clientIdLists).entries()) {
    if (typeof id !== "string" || (id.length >= 1 && id.length <= 255)) {
      continue;
    }
    const reason = `expected length of client_id_list to be in the range (1 - 255), got ${id}`;
    problems.push({ path: `clientIdLists[${index}]`, reason });
  }
  for (const [index, thumbprint] of list(thumbprintLists).entries()) {
    if (isUnknown(thumbprint) || (typeof thumbprint === "string" && thumbprint.length === 40)) {
      continue;
    }
    const reason = `expected length of thumbprint_list to be in the range (40 - 40), got ${text(thumbprint)}`;
    problems.push({ path: `thumbprintLists[${index}]`, reason });
  }
  return problems;
}

function list(value: PropertyValue | undefined): PropertyValue[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: PropertyValue | undefined): string[] {
  return list(value).map(String);
}

function sameUrl(a: PropertyValue | undefined, b: PropertyValue | undefined): boolean {
  const bare = (value: PropertyValue | undefined): PropertyValue | undefined =>
    typeof value === "string" ? value.replace(/^https:\/\//, "") : value;
  return sameValue(bare(a), bare(b));
}
