import assert from "node:assert/strict";
import { OWN_APP_ROLE } from "../../../../cli/import/application";
import { AUDIENCE, policy, PROVIDER, SUBJECT } from "../entra-policy";
import { IDENTITY, MACHINE, parts, partsWith, partsWithout, taken, TENANT } from "./set-up-parts";

type Json = Record<string, unknown>;

const SECOND = "1c6d8e2f-3a4b-4c5d-9e6f-7a8b9c0d1e2f";
const KEYS = { reader: "reader", writer: "writer" };

/** Exports of two workloads; the second one's identity with members replaced. */
function two(writer: Json, more: Json = {}): Json {
  const { role, identity, ...rest } = parts() as Record<string, Json>;
  const trust = JSON.parse(JSON.stringify(policy()).replace(SUBJECT, SECOND)) as Json;
  return {
    ...rest,
    ...more,
    roles: [role, { Role: { RoleName: "azure-writer", AssumeRolePolicyDocument: trust } }],
    identities: [
      identity,
      { ...identity, id: `${IDENTITY}2`, name: "writer", principalId: SECOND, ...writer },
    ],
  };
}

/** Exports of one workload whose tokens come from another issuer. */
function issuedBy(provider: string, location: string, audience = AUDIENCE, further: string[] = []): Json {
  const { role, ...rest } = partsWith({
    provider: { Url: provider, ClientIDList: [audience] },
    identity: { location },
  });
  const text = JSON.stringify(role)
    .replaceAll(PROVIDER, provider)
    .replace(`"${AUDIENCE}"`, `"${audience}"`)
    .replace(`"${SUBJECT}"`, JSON.stringify(further.length > 0 ? [SUBJECT, ...further] : SUBJECT));
  return { ...rest, role: JSON.parse(text) as Json };
}

describe("set-up that is imported", () => {
  it("keeps source addresses and conditions of the trust policy", () => {
    const [statement = {}] = policy().Statement as Json[];
    const Condition = {
      ...(statement.Condition as Json),
      IpAddress: { "aws:SourceIp": "203.0.113.7" },
      StringLike: { "aws:userid": ["*:app"] },
    };
    const { args, problems } = taken(parts({ trust: JSON.stringify(policy({ Condition })) }));
    assert.deepEqual(problems, []);
    const { reader = {} } = args?.workloads as Record<string, Json>;
    assert.deepEqual(reader.allowedSourceIps, ["203.0.113.7"]);
    assert.deepEqual(reader.conditions, { StringLike: { "aws:userid": ["*:app"] } });
  });

  it("has neither where the trust policy has none", () => {
    const { reader } = taken(parts()).args?.workloads as Record<string, Json>;
    assert.deepEqual(Object.keys(reader ?? {}), ["permissions", "roleName", "roleDescription"]);
  });

  const clouds: [provider: string, location: string, cloud: string | undefined][] = [
    [PROVIDER, "westeurope", undefined],
    [PROVIDER, "usgovvirginia", "usgovernment"],
    [`sts.chinacloudapi.cn/${TENANT}/`, "chinanorth3", "china"],
    [`login.microsoftonline.us/${TENANT}/v2.0`, "usgovvirginia", "usgovernment"],
    [`login.partner.microsoftonline.cn/${TENANT}/v2.0`, "chinanorth3", "china"],
  ];
  for (const [provider, location, cloud] of clouds) {
    it(`is of the cloud ${cloud ?? "public"} with ${provider.split("/")[0] ?? ""} in ${location}`, () => {
      const audience = provider.endsWith("/v2.0") ? "identity-client" : AUDIENCE;
      const { args, problems } = taken(issuedBy(provider, location, audience));
      assert.deepEqual(problems, []);
      assert.equal(args?.cloud, cloud);
      assert.deepEqual([args?.audience, args?.additionalAudiences], [AUDIENCE, undefined]);
    });
  }

  it("keeps the tags that all identities have", () => {
    const tags = { team: "orders" };
    const { args } = taken(partsWith({ identity: { tags } }));
    assert.deepEqual(args?.azureTags, tags);
    assert.equal(taken(parts()).args?.azureTags, undefined);
  });

  it("is one federation with two identities in one place, whatever the case of the group", () => {
    const { args, problems } = taken(two({ resourceGroup: "APPS-X" }), KEYS);
    assert.deepEqual(problems, []);
    assert.deepEqual([args?.resourceGroupName, args?.location], ["apps-x", "westeurope"]);
  });

  it("adopts an application that has further app roles, which would go with the next update", () => {
    const appRoles = [{ id: OWN_APP_ROLE }, { id: "theirs" }];
    const { args } = taken(partsWith({ application: { appRoles } }));
    assert.deepEqual([args?.applicationClientId, args?.appRoleId], ["app-client", OWN_APP_ROLE]);
  });

  it("leaves the URIs of an application that it adopts", () => {
    const application = { identifierUris: [AUDIENCE, "api://old"], appRoles: [{ id: "theirs" }] };
    assert.deepEqual(taken(partsWith({ application })).problems, []);
  });

  const machine = (name: string, subscription = "s", identities = [IDENTITY]) => ({
    id: MACHINE.replace("/s/", `/${subscription}/`).replace(/vm$/, name),
    type: "Microsoft.Compute/virtualMachines",
    identity: { userAssignedIdentities: Object.fromEntries(identities.map((id) => [id, {}])) },
  });
  const assignment = (appRoleId: string) => ({
    id: appRoleId,
    appRoleId,
    principalId: SUBJECT,
    resourceId: "sp-object",
  });
  it("reports only a missing provider, and what else is missing with it", () => {
    const provider =
      "no OpenID Connect provider. Export it with aws iam get-open-id-connect-provider [import-part-missing]";
    assert.deepEqual(taken(partsWithout("provider")).problems, [provider]);
    assert.deepEqual(taken(partsWithout("provider", "identity")).problems, [
      provider,
      "no managed identity. Export it with az identity show [import-part-missing]",
    ]);
    assert.deepEqual(taken({ ...partsWithout("provider"), names: { PolicyNames: ["lists"] } }).problems, [
      provider,
      "role.json: role azure-reader has a policy lists, and no file holds its document. Export it with aws iam get-role-policy --role-name azure-reader --policy-name lists [import-policy-missing]",
    ]);
  });

  it("reports only that there are two providers", () => {
    const other = { Url: "gitlab.example.com", ClientIDList: [] };
    assert.deepEqual(taken({ other, ...parts() }).problems, [
      "2 OpenID Connect providers, and a federation has one. Export only that one, with aws iam get-open-id-connect-provider [import-part-several]",
    ]);
  });

  it("lists the exports that are needed when there are none", () => {
    assert.deepEqual(taken({}).problems, [
      "no OpenID Connect provider. Export it with aws iam get-open-id-connect-provider [import-part-missing]",
      "no application. Export it with az ad app show --id <audience> [import-part-missing]",
      "no service principal. Export it with az ad sp show --id <client ID> [import-part-missing]",
      "no role. Export it with aws iam get-role [import-part-missing]",
      "no managed identity. Export it with az identity show [import-part-missing]",
      'no list of the app-role assignments. Export it with az rest --url "https://graph.microsoft.com/v1.0/servicePrincipals/<object ID>/appRoleAssignedTo" [import-assignments-missing]',
    ]);
  });

  const adopted = { appId: "app-client", identifierUris: [AUDIENCE], appRoles: [{ id: "theirs" }] };
  const refused: [title: string, exports: Json, message: RegExp][] = [
    [
      "no app-role assignments of an application that is taken over",
      partsWithout("assignments"),
      /^no list of the app-role assignments\. Export it with az rest --url "https:\S+\/servicePrincipals\/sp-object\/appRoleAssignedTo" \[import-assignments-missing\]$/,
    ],
    [
      "no app-role assignments of an application that is adopted",
      { ...partsWithout("assignments"), application: adopted },
      /^no list of the app-role assignments\. /,
    ],
    [
      "two resource groups",
      two({ resourceGroup: "apps-y" }),
      /^the identities have more than one resource group \(reader: apps-x; writer: apps-y\), and a federation has one\. Import those of each/,
    ],
    [
      "two locations",
      two({ location: "northeurope" }),
      /^the identities have more than one location \(reader: westeurope; writer: northeurope\), /,
    ],
    [
      "two subscriptions",
      two({ id: IDENTITY.replace("/s/", "/t/") }),
      /^the identities have more than one subscription \(reader: s; writer: t\), /,
    ],
    [
      "identities with different tags",
      two({ tags: { team: "orders" } }),
      /^the identities have more than one set of tags \(reader: \[\]; writer: \[\["team","orders"\]\]\), .* Give all identities the same tags/,
    ],
    [
      "a second application ID URI",
      partsWith({ application: { identifierUris: [AUDIENCE, "api://old"] } }),
      /^application\.json: the application app-client has the further application ID URIs api:\/\/old, .*az ad app update --id app-client --identifier-uris api:\S+orders,/,
    ],
    [
      "v2 tokens and no application ID URI",
      {
        ...issuedBy(`login.microsoftonline.com/${TENANT}/v2.0`, "westeurope", "identity-client"),
        application: { appId: "app-client", identifierUris: [] },
      },
      /^application\.json: the application app-client has no application ID URI/,
    ],
    [
      "v2 tokens and an audience that is not the identity's",
      issuedBy(`login.microsoftonline.com/${TENANT}/v2.0`, "westeurope", "another-client"),
      /^role azure-reader trusts other audiences .* Expected identity-client, .*; got another-client\./,
    ],
    [
      "a provider without the slash of its issuer",
      issuedBy(PROVIDER.slice(0, -1), "westeurope"),
      /^provider\.json: the provider accepts no token: .* the component would replace it\. Expected "sts\S+\/"; got "sts\S+[^/]"\. /,
    ],
    [
      "an identity on two VMs",
      { ...parts(), vms: [machine("a"), machine("b")] },
      /^role\.json: the identity reader is on 2 VMs, .*virtualMachines\/a, \S+virtualMachines\/b \[import-machines-several\]$/,
    ],
    [
      "v2 tokens and further subjects without their client IDs",
      issuedBy(`login.microsoftonline.com/${TENANT}/v2.0`, "westeurope", "identity-client", [SECOND]),
      /^role azure-reader trusts the further subjects 1c6d8e2f-3a4b-4c5d-9e6f-7a8b9c0d1e2f, and the provider lists none of their client IDs/,
    ],
    [
      "a VM of two workloads",
      two({}, { vm: machine("a", "s", [IDENTITY, `${IDENTITY}2`]) }),
      /^the VM \/subscriptions\/s\/\S+virtualMachines\/a has several workloads, .*one GuestInstallation with a profile per workload \[import-machine-shared\]$/,
    ],
    [
      "a VM of another subscription",
      { ...parts(), vm: machine("a", "t") },
      /^the VM \/subscriptions\/t\/\S+ and the identity \S+ are in different subscriptions/,
    ],
    [
      "an identity with two app roles of an application that is adopted",
      {
        ...partsWith({ application: { appRoles: [{ id: "one" }, { id: "two" }] } }),
        assignments: [assignment("one"), assignment("two")],
      },
      /^role\.json: the identity reader is assigned to 2 app roles/,
    ],
    [
      "identities with different app roles",
      two(
        {},
        {
          application: { appId: "app-client", identifierUris: [AUDIENCE], appRoles: [{ id: "one" }] },
          assignments: [assignment("one"), { ...assignment("two"), principalId: SECOND }],
        },
      ),
      /^application\.json: the identities are assigned to 2 app roles of the application app-client, and a federation has one: one, two\. /,
    ],
  ];
  for (const [title, exports, message] of refused) {
    it(`is refused with ${title}`, () => {
      const { problems } = taken(exports, "identities" in exports ? KEYS : undefined);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", message);
    });
  }
});
