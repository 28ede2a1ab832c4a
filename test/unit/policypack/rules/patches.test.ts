/** Violations with a patch that has the values of the same stack. */
import assert from "node:assert/strict";
import { renderPolicyDocument, text as documentText } from "../../../../lab/pulumi";
import { watchSecrets } from "../../../../policypack/engine/secrets";
import type { SeenResource } from "../../../../policypack/engine/seen-resource";
import { federationIsConsistent } from "../../../../policypack/rules/federation-is-consistent";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { knownClaims } from "../../../../policypack/stack/known-claims";
import { AUD, AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUB, SUBJECT } from "../../trust/entra-policy";
import { federatedPolicy } from "../../trust/federated-policy";
import { APP_CLIENT_ID, CLIENT_ID, federation } from "../stack/federation-stack";
import { type TestedResource, UNKNOWN, validateInTurn, validateStack } from "../validate";

type Json = Record<string, unknown>;

const withoutAudience = policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } });
const withoutSubject = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });

const provider = (clientIdLists: unknown, arn: unknown = PROVIDER_ARN): TestedResource => ({
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  name: "entra",
  props: { url: `https://${PROVIDER}`, clientIdLists, arn },
});
const application = (name: string, identifierUris: unknown): TestedResource => ({
  type: "azuread:index/application:Application",
  name,
  props: { identifierUris },
});
const applicationUri = (identifierUri: unknown): TestedResource => ({
  type: "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri",
  name: "orders-uri",
  props: { identifierUri },
});
const identity = (name: string): TestedResource => ({
  type: "azure-native:managedidentity:UserAssignedIdentity",
  name,
  props: { resourceGroupName: "orders" },
});
const role = (assumeRolePolicy: unknown): TestedResource => ({
  type: "aws:iam/role:Role",
  name: "app",
  props: { assumeRolePolicy },
});
const secret = (value: string) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

/** Properties of which the engine has sent some values as secrets. */
function secretProperties(opened: Json, sent: Json): Json {
  const deserialize = { deserializeProperties: () => opened };
  watchSecrets(
    () => deserialize,
    (message) => {
      throw new Error(message);
    },
  );
  (deserialize.deserializeProperties as (sent: unknown, proxySecrets: boolean) => object)(
    { toJavaScript: () => sent },
    false,
  );
  return opened;
}

/** The audience that the pack takes from one resource before a role. */
function audienceFrom(type: string, own: Json): string | undefined {
  const app: SeenResource = {
    type: "aws:iam/role:Role",
    name: "app",
    urn: "",
    raw: {},
    get: () => undefined,
  };
  const get = (property: string) => own[property];
  return knownClaims(PROVIDER, app, [{ type, name: "entra", urn: `urn:${type}`, raw: own, get }]).audience;
}

/** The part of the one violation from its patch on. */
async function patch(
  rule: typeof oidcTrustRequiresAudience,
  ...resources: readonly TestedResource[]
): Promise<string> {
  const { violations } = await validateInTurn(rule, resources);
  assert.equal(violations.length, 1);
  return /(?:Add|Remove|Replace|Write) .*$/s.exec(violations[0] ?? "")?.[0] ?? "";
}

const audiencePatch = (...before: readonly TestedResource[]) =>
  patch(oidcTrustRequiresAudience, ...before, role(JSON.stringify(withoutAudience)));
const subjectPatch = (...before: readonly TestedResource[]) =>
  patch(oidcTrustRequiresSubject, ...before, role(JSON.stringify(withoutSubject)));

const ADD_AUDIENCE = `Add "${AUD}": "${AUDIENCE}" to StringEquals in the Condition.`;
const NO_AUDIENCE = `Add "${AUD}": "<application ID URI>" to StringEquals in the Condition.`;
const NO_SUBJECT = `Add "${SUB}": "<principal ID of the managed identity>" to StringEquals in the Condition.`;
const IN_JSON = `In place of "<identity.principalId>", write the output identity.principalId, where identity is your resource vm, and make the policy with pulumi.jsonStringify instead of JSON.stringify. In Python, write identity.principal_id and use pulumi.Output.json_dumps. In YAML, write "\${identity.principalId}" within fn::toJSON.`;
const ONLY_IDENTITY = `"<identity.principalId>" to StringEquals in the Condition. ${IN_JSON} vm is the only managed identity so far in this stack.`;

describe("a patch with the audience of the stack", () => {
  it("takes the only client ID of the provider", async () => {
    const said = `"${AUDIENCE}" is the only client ID of the provider entra.`;
    assert.equal(await audiencePatch(provider([AUDIENCE])), `${ADD_AUDIENCE} ${said}`);
  });

  it("takes the only application ID URI if the provider is not in the stack", async () => {
    const said = `"${AUDIENCE}" is the only application ID URI so far in this stack, that of orders.`;
    const orders = application("orders", [AUDIENCE]);
    assert.equal(await audiencePatch(orders), `${ADD_AUDIENCE} ${said}`);
  });

  it("is an entry of getPolicyDocument too, if the policy may come from there", async () => {
    const statements = [
      {
        actions: ["sts:AssumeRoleWithWebIdentity"],
        principals: [{ type: "Federated", identifiers: [PROVIDER_ARN] }],
        conditions: [{ test: "StringEquals", variable: SUB, values: [SUBJECT] }],
      },
    ];
    const written = role(documentText(renderPolicyDocument({ statements }).json));
    const entry = `{"test": "StringEquals", "variable": "${AUD}", "values": ["${AUDIENCE}"]}`;
    assert.equal(
      await patch(oidcTrustRequiresAudience, provider([AUDIENCE]), written),
      `${ADD_AUDIENCE} With getPolicyDocument, add ${entry} to conditions. "${AUDIENCE}" is the only client ID of the provider entra.`,
    );
  });

  it("is no secret of another resource", () => {
    const type = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
    const listing = (...clientIdLists: unknown[]) => ({ url: `https://${PROVIDER}`, clientIdLists });
    const from = (opened: Json, sent: Json) => audienceFrom(type, secretProperties(opened, sent));
    assert.equal(from(listing(AUDIENCE), listing(AUDIENCE)), AUDIENCE);
    assert.equal(from(listing(AUDIENCE), listing(secret(AUDIENCE))), undefined);
    // The secret is one of two client IDs, and nobody can know which of them is meant.
    const two = listing("api://secret", AUDIENCE);
    assert.equal(from(two, listing(secret("api://secret"), AUDIENCE)), undefined);
    const tagged = (note: unknown) => ({ ...listing(AUDIENCE), tags: { note } });
    assert.equal(from(tagged("note"), tagged(secret("note"))), AUDIENCE);
    assert.equal(from(tagged(`for ${AUDIENCE}`), tagged(secret(`for ${AUDIENCE}`))), undefined);
    assert.equal(from(tagged("api://"), tagged(secret("api://"))), undefined);
  });

  it("is nothing from a template that is a secret, however the template writes it", () => {
    const type = "aws:cloudformation/stack:Stack";
    const yaml = (clientId: string) =>
      `Resources:\n  P:\n    Type: AWS::IAM::OIDCProvider\n    Properties:\n      Url: https://${PROVIDER}\n      ClientIdList: ["${clientId}"]\n`;
    for (const templateBody of [yaml(AUDIENCE), yaml(AUDIENCE.replace("a", "\\u0061"))]) {
      const opened = { templateBody };
      assert.equal(audienceFrom(type, { ...opened }), AUDIENCE);
      const hidden = secretProperties(opened, { templateBody: secret(templateBody) });
      assert.equal(audienceFrom(type, hidden), undefined);
    }
  });

  it("is no application ID URI that is a secret", () => {
    const uris = (...identifierUris: unknown[]) => ({ identifierUris });
    const from = (sent: Json) =>
      audienceFrom("azuread:index/application:Application", secretProperties(uris(AUDIENCE), sent));
    assert.equal(from(uris(AUDIENCE)), AUDIENCE);
    assert.equal(from(uris(secret(AUDIENCE))), undefined);
  });

  it("replaces a condition that pins nothing", async () => {
    const weak = policy({
      Condition: { StringEquals: { [SUB]: SUBJECT }, StringLike: { [AUD]: "api://*" } },
    });
    const said = `"${AUDIENCE}" is the only client ID of the provider entra.`;
    const replaced = `Remove "${AUD}": "api://*" from StringLike, and add "${AUD}": "${AUDIENCE}" to StringEquals in the Condition.`;
    assert.equal(
      await patch(oidcTrustRequiresAudience, provider([AUDIENCE]), role(weak)),
      `${replaced} ${said}`,
    );
  });

  it("has no value if there is none, several, an unknown one, or one with a wildcard", async () => {
    const none: (readonly TestedResource[])[] = [
      [],
      [provider(["api://one", "api://two"])],
      [provider(UNKNOWN), application("orders", [AUDIENCE])],
      [provider([AUDIENCE, UNKNOWN])],
      [application("orders", ["api://one"]), application("billing", ["api://two"])],
      [application("orders", UNKNOWN)],
      [application("orders", [AUDIENCE]), provider([AUDIENCE, "api://other"])],
      [application("orders", UNKNOWN), application("web", [AUDIENCE])],
      [application("orders", [UNKNOWN]), application("web", [AUDIENCE])],
      [application("orders", undefined), applicationUri(UNKNOWN), application("web", [AUDIENCE])],
      [{ ...provider([AUDIENCE]), props: { url: "https://sts.windows.net/other/", clientIdLists: ["x"] } }],
    ];
    for (const before of none) {
      assert.equal(await audiencePatch(...before), NO_AUDIENCE, JSON.stringify(before));
    }
    const wild = await audiencePatch(provider(["api://*"]));
    assert.equal(wild, NO_AUDIENCE);
  });

  it("takes a client ID only of a provider that is known to be in the account of the policy", async () => {
    const elsewhere = PROVIDER_ARN.replace(/\d{12}/, "999999999999");
    for (const arn of [elsewhere, UNKNOWN, undefined]) {
      assert.equal(
        await audiencePatch({ ...provider([AUDIENCE]), props: { ...provider([AUDIENCE]).props, arn } }),
        NO_AUDIENCE,
      );
    }
    assert.equal(await audiencePatch(provider([AUDIENCE]), provider([AUDIENCE], elsewhere)), NO_AUDIENCE);
  });

  it("takes the client ID of a provider without an ARN yet, if one Pulumi provider deploys it and the role", async () => {
    const at = (resource: TestedResource, deployer: string | undefined): TestedResource => ({
      ...resource,
      ...(deployer === undefined ? {} : { provider: deployer }),
    });
    const { props } = provider([AUDIENCE]);
    const created = (arn: unknown = UNKNOWN): TestedResource => ({
      ...provider([AUDIENCE]),
      props: { ...props, arn },
    });
    const app = role(JSON.stringify(withoutAudience));
    const patched = (...resources: readonly TestedResource[]) =>
      patch(oidcTrustRequiresAudience, ...resources);
    const said = `${ADD_AUDIENCE} "${AUDIENCE}" is the only client ID of the provider entra.`;
    assert.equal(await patched(at(created(), "here"), at(app, "here")), said);
    assert.equal(await patched(at(created(undefined), "here"), at(app, "here")), said);
    assert.equal(await patched(at(created(), "default_7_1_0"), at(app, "default")), said);
    // Another Pulumi provider may be for another account, where the provider with the ARN has other client IDs.
    assert.equal(await patched(at(created(), "there"), at(app, "here")), NO_AUDIENCE);
    assert.equal(await patched(at(created(), undefined), at(app, "here")), NO_AUDIENCE);
    assert.equal(await patched(at(created(), "here"), at(app, undefined)), NO_AUDIENCE);
    const elsewhere = PROVIDER_ARN.replace(/\d{12}/, "999999999999");
    assert.equal(await patched(at(created(elsewhere), "here"), at(app, "here")), NO_AUDIENCE);
    const second = { ...created(), name: "second" };
    assert.equal(await patched(at(created(), "here"), at(second, "there"), at(app, "here")), NO_AUDIENCE);
    // The roles of a stack set are in the accounts of its instances.
    const templateBody = JSON.stringify({
      Resources: { R: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: withoutAudience } } },
    });
    const inTemplate = (type: string): TestedResource => ({ type, name: "app", props: { templateBody } });
    for (const type of ["aws:cloudformation/stackSet:StackSet", "aws:cloudformation/stack:Stack"]) {
      assert.equal(await patched(at(created(), "here"), at(inTemplate(type), "here")), NO_AUDIENCE, type);
    }
  });
});

describe("a patch with the subject of the stack", () => {
  it("names the output of the only managed identity", async () => {
    assert.equal(await subjectPatch(identity("vm")), `Add "${SUB}": ${ONLY_IDENTITY}`);
  });

  it("is code in an entry of getPolicyDocument, whatever the name of the resource", async () => {
    const statements = [
      {
        actions: ["sts:AssumeRoleWithWebIdentity"],
        principals: [{ type: "Federated", identifiers: [PROVIDER_ARN] }],
        conditions: [{ test: "StringEquals", variable: AUD, values: [AUDIENCE] }],
      },
    ];
    const written = role(documentText(renderPolicyDocument({ statements }).json));
    const entry = `{"test": "StringEquals", "variable": "${SUB}", "values": [identity.principalId]}`;
    for (const name of ["vm", 'vm", "x', "vm-${stage}", "<vm>"]) {
      assert.equal(
        await patch(oidcTrustRequiresSubject, identity(name), written),
        `Add "${SUB}": "<identity.principalId>" to StringEquals in the Condition. With getPolicyDocument, add ${entry} to conditions. Here identity is your resource ${name}. Its principal ID is an output: call getPolicyDocumentOutput instead of getPolicyDocument, and set assumeRolePolicy to the json of its result, without await or then. In Python, call get_policy_document_output and write identity.principal_id. In YAML, write "\${identity.principalId}". ${name} is the only managed identity so far in this stack.`,
        name,
      );
    }
  });

  it("has no value if another resource has, or may have, an identity of its own", async () => {
    const machine = (own: unknown): TestedResource => ({
      type: "azure-native:compute:VirtualMachine",
      name: "machine",
      props: { identity: own },
    });
    const own: unknown[] = [
      { type: "SystemAssigned" },
      { type: "SystemAssigned, UserAssigned", userAssignedIdentities: ["vm"] },
      { type: "systemAssigned" },
      [{ type: "SystemAssigned" }],
      { type: UNKNOWN },
      UNKNOWN,
      { principalId: SUBJECT },
    ];
    for (const one of own) {
      assert.equal(await subjectPatch(machine(one), identity("vm")), NO_SUBJECT, JSON.stringify(one));
    }
    const others: unknown[] = [
      { type: "UserAssigned", userAssignedIdentities: [UNKNOWN] },
      "text",
      undefined,
    ];
    for (const one of others) {
      const text = await subjectPatch(machine(one), identity("vm"));
      assert.equal(text, `Add "${SUB}": ${ONLY_IDENTITY}`, JSON.stringify(one));
    }
  });

  it("has no value with two identities, and none for an issuer that is not Entra's", async () => {
    assert.equal(await subjectPatch(identity("vm"), identity("other")), NO_SUBJECT);
    assert.equal(await subjectPatch(), NO_SUBJECT);
    const github = federatedPolicy("ci.example.com", { StringEquals: { aud: "aws" } });
    assert.equal(
      await patch(oidcTrustRequiresSubject, identity("vm"), role(JSON.stringify(github))),
      'Add "ci.example.com:sub": "<subject>" to StringEquals in the Condition.',
    );
  });

  it("adds audience and subject at once where both are missing", async () => {
    const open = policy({ Condition: undefined });
    const condition = `"Condition": {"StringEquals": {"${AUD}": "${AUDIENCE}", "${SUB}": "<identity.principalId>"}}`;
    const text = await patch(
      oidcTrustRequiresSubject,
      provider([AUDIENCE]),
      identity("vm"),
      role(JSON.stringify(open)),
    );
    assert.equal(
      text,
      `Add ${condition} to the statement. ${IN_JSON} "${AUDIENCE}" is the only client ID of the provider entra. vm is the only managed identity so far in this stack.`,
    );
  });
});

describe("a patch for halves that do not fit together", () => {
  const violationsOf = async (condition: Json) => {
    const assumeRolePolicy = JSON.stringify(policy({ Condition: { StringEquals: condition } }));
    const { violations } = await validateStack(
      federationIsConsistent,
      federation({ role: { assumeRolePolicy } }),
    );
    return violations;
  };

  it("replaces an identity's client ID with its principal ID", async () => {
    assert.deepEqual(await violationsOf({ [AUD]: AUDIENCE, [SUB]: CLIENT_ID }), [
      `Role role: nobody can assume it as written. The trust policy demands the subject ${CLIENT_ID}, which is the client ID of identity. Expected its principal (object) ID. Replace "${SUB}": "${CLIENT_ID}" with "${SUB}": "${SUBJECT}".`,
    ]);
  });

  it("replaces an application's client ID with its application ID URI", async () => {
    const violations = await violationsOf({ [AUD]: APP_CLIENT_ID, [SUB]: SUBJECT });
    assert.ok(
      violations.includes(
        `Role role: nobody can assume it as written. The trust policy demands the client ID of the application application. Expected its application ID URI, which tokens of version 1 carry. Replace "${AUD}": "${APP_CLIENT_ID}" with "${AUD}": "${AUDIENCE}".`,
      ),
      violations.join("\n"),
    );
  });
});
