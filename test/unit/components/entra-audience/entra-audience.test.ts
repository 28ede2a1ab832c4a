import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { appRoleId } from "../../../../components/entra-audience/app-role";
import { EntraAudience } from "../../../../components/entra-audience/entra-audience";
import type { EntraAudienceArgs } from "../../../../components/entra-audience/entra-audience-args";
import {
  APPLICATION_CLIENT_ID,
  APPLICATION_OBJECT_ID,
  declare,
  type Declared,
  inputsOf,
  ISSUER,
  mockId,
  SERVICE_PRINCIPAL_OBJECT_ID,
  TENANT_ID,
  valueOf,
} from "../mock-clouds";

const LOGIN = "azuread:index/getClientConfig:getClientConfig";

async function declareAudience(
  args: EntraAudienceArgs,
  options?: Parameters<typeof declare>[1],
): Promise<Declared<EntraAudience>> {
  return declare(() => new EntraAudience("orders", args), options);
}

/** What a program gives that knows no types. */
async function wrong(args: Record<string, unknown>): Promise<string> {
  try {
    await declareAudience(args);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("EntraAudience", () => {
  it("declares a single-tenant application with v1.0 tokens and a service principal that wants assignment", async () => {
    const { resources, failures, warnings } = await declareAudience({ tenantId: TENANT_ID });
    assert.deepEqual(failures, []);
    assert.deepEqual(warnings, []);
    assert.deepEqual(resources, [
      { type: "azure-to-aws-federation:index:EntraAudience", name: "orders", inputs: {} },
      {
        type: "azuread:index/application:Application",
        name: "orders-application",
        inputs: {
          displayName: "shop-dev-orders",
          signInAudience: "AzureADMyOrg",
          identifierUris: [`api://${TENANT_ID}/shop-dev-orders`],
          api: { requestedAccessTokenVersion: 1 },
          appRoles: [
            {
              id: appRoleId(),
              value: "Aws.Federate",
              displayName: "Federate with AWS",
              description: "May obtain tokens that AWS accepts in exchange for a session of a role.",
              allowedMemberTypes: ["Application"],
              enabled: true,
            },
          ],
        },
      },
      {
        type: "azuread:index/servicePrincipal:ServicePrincipal",
        name: "orders-service-principal",
        inputs: { clientId: APPLICATION_CLIENT_ID, appRoleAssignmentRequired: true, useExisting: true },
      },
    ]);
  });

  it("says all that the other halves of a federation need, and the contract for them", async () => {
    const { result } = await declareAudience({});
    const audience = `api://${TENANT_ID}/shop-dev-orders`;
    assert.equal(await valueOf(result.issuer), ISSUER);
    assert.equal(await valueOf(result.audience), audience);
    assert.equal(await valueOf(result.tenantId), TENANT_ID);
    assert.equal(await valueOf(result.tokenVersion), 1);
    assert.equal(await valueOf(result.applicationClientId), APPLICATION_CLIENT_ID);
    assert.equal(await valueOf(result.applicationObjectId), APPLICATION_OBJECT_ID);
    assert.equal(await valueOf(result.servicePrincipalObjectId), SERVICE_PRINCIPAL_OBJECT_ID);
    assert.equal(await valueOf(result.appRoleId), appRoleId());
    assert.deepEqual(JSON.parse(await valueOf(result.contract)), {
      version: 1,
      issuer: ISSUER,
      tokenVersion: 1,
      audience,
      workloads: {},
      assignment: { servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID, appRoleId: appRoleId() },
    });
  });

  it("lets users and groups be assigned too when told so", async () => {
    const { resources } = await declareAudience({ allowUsersAndGroups: true });
    const [role] = inputsOf(resources, "orders-application").appRoles as { allowedMemberTypes: string[] }[];
    assert.deepEqual(role?.allowedMemberTypes, ["User", "Application"]);
  });

  it("takes the display name that is given, and the tenant of the login", async () => {
    const { resources, result, calls } = await declareAudience({ displayName: "Orders to AWS" });
    assert.equal(inputsOf(resources, "orders-application").displayName, "Orders to AWS");
    assert.deepEqual(calls, [LOGIN]);
    assert.equal(await valueOf(result.tenantId), TENANT_ID);
  });

  it("takes outputs for every argument that may be one", async () => {
    const { resources, failures, result } = await declareAudience({
      tenantId: pulumi.output(TENANT_ID),
      cloud: pulumi.output("china" as const),
      tokenVersion: pulumi.output(1),
      audience: pulumi.output(`api://${TENANT_ID}/x`),
      displayName: pulumi.output("Orders"),
      allowUsersAndGroups: pulumi.output(false),
    });
    assert.deepEqual(failures, []);
    assert.equal(resources.length, 3);
    assert.equal(await valueOf(result.issuer), `https://sts.chinacloudapi.cn/${TENANT_ID}/`);
  });

  describe("with another form of the audience", () => {
    it("adds api://<application client ID> once the application exists, and leaves the list alone", async () => {
      const { resources, failures, warnings, result } = await declareAudience({
        audienceForm: "application-id",
      });
      assert.deepEqual(failures, []);
      assert.deepEqual(warnings, []);
      assert.deepEqual(
        resources.map(({ name }) => name),
        ["orders", "orders-application", "orders-service-principal", "orders-identifier-uri"],
      );
      assert.equal("identifierUris" in inputsOf(resources, "orders-application"), false);
      assert.deepEqual(inputsOf(resources, "orders-identifier-uri"), {
        applicationId: mockId("azuread:index/application:Application", "orders-application"),
        identifierUri: `api://${APPLICATION_CLIENT_ID}`,
      });
      assert.equal(await valueOf(result.audience), `api://${APPLICATION_CLIENT_ID}`);
    });

    it("does not know api://<application client ID> in the first preview", async () => {
      const { resources, failures } = await declareAudience(
        { audienceForm: "application-id" },
        { preview: true },
      );
      assert.deepEqual(failures, []);
      assert.deepEqual(inputsOf(resources, "orders-identifier-uri"), {});
    });

    for (const audience of ["urn://orders", "api://orders"]) {
      it(`takes ${audience} and warns that tenants refuse it by default`, async () => {
        const { resources, warnings } = await declareAudience({ audience });
        assert.deepEqual(inputsOf(resources, "orders-application").identifierUris, [audience]);
        assert.equal(warnings.length, 1);
        assert.ok(
          warnings[0]?.startsWith(
            `audience "${audience}" has a form that Entra's default tenant policy refuses`,
          ),
        );
        assert.match(warnings[0] ?? "", /https:\/\/aka\.ms\/identifier-uri-addition-error/);
      });
    }

    it("takes a domain and warns that it must be verified", async () => {
      const { warnings } = await declareAudience({ audience: "https://aws.contoso.com" });
      assert.equal(warnings.length, 1);
      assert.match(
        warnings[0] ?? "",
        /^Entra accepts audience "https:\/\/aws\.contoso\.com" only if its domain is verified/,
      );
    });

    for (const [cloud, graph] of [
      ["usgovernment", "https://graph.microsoft.us"],
      ["china", "https://microsoftgraph.chinacloudapi.cn"],
    ] as const) {
      it(`asks Microsoft Graph of ${cloud} for the verified domains there`, async () => {
        const { warnings } = await declareAudience({ audience: "https://aws.contoso.com", cloud });
        assert.equal(warnings.length, 1);
        assert.match(
          warnings[0] ?? "",
          /Entra accepts audience "https:\/\/aws\.contoso\.com" only if its domain is verified in the tenant, and this login cannot read the domains\. With another login, list them: az rest --url (\S+)\/v1\.0\/domains\. Or omit audience \[audience-domain-unknown\]/,
        );
        assert.ok(warnings[0]?.includes(`az rest --url ${graph}/v1.0/domains.`), warnings[0]);
      });
    }

    const inTenantOf = (...domainNames: string[]) => ({
      answer: (token: string) =>
        token === "azuread:index/getDomains:getDomains"
          ? { domains: domainNames.map((domainName) => ({ domainName, verified: true })) }
          : undefined,
    });

    it("takes a subdomain of a verified domain without a word", async () => {
      const { warnings, failures } = await declareAudience(
        { audience: "https://aws.contoso.com/orders" },
        inTenantOf("contoso.com", "contoso.onmicrosoft.com"),
      );
      assert.deepEqual([warnings, failures], [[], []]);
    });

    for (const tokenVersion of [1, 2]) {
      it(`refuses a domain that the tenant has not verified, with tokens of version ${tokenVersion}`, async () => {
        const { failures } = await declareAudience(
          { audience: "https://aws.example.com/orders", tokenVersion },
          inTenantOf("contoso.com", "contoso.onmicrosoft.com"),
        );
        assert.deepEqual(
          failures.map(({ message }) => message),
          [
            'EntraAudience "orders": 1 invalid argument\n  audience: the domain is not verified in the tenant. Expected a URI on one of: contoso.com, contoso.onmicrosoft.com; got "https://aws.example.com/orders". Omit the argument, or verify the domain in the Entra admin center [audience-domain-not-verified]',
          ],
        );
      });
    }

    it("refuses what is no URI, and the URIs of Microsoft's own APIs", async () => {
      assert.match(
        await wrong({ audience: "orders" }),
        /EntraAudience "orders": 1 invalid argument\n {2}audience: invalid application ID URI: it must be a URI that begins with https, http, api, urn or ms-appx, such as "api:\/\/<tenantId>\/orders"; got "orders" \[application-id-uri-invalid\]/,
      );
      for (const audience of [
        "https://graph.microsoft.com",
        "https://datalake.azure.net",
        "api://AzureADTokenExchange",
        "https://analysis.windows.net/powerbi/connector/AmazonS3",
      ]) {
        const reserved = "audience: must not be the URI of one of Microsoft's own APIs, which Entra reserves";
        const message = await wrong({ audience });
        assert.ok(message.includes(`${reserved}; got ${JSON.stringify(audience)}`), message);
      }
    });

    it("does not warn of an audience that names the tenant", async () => {
      const { warnings } = await declareAudience({ audience: `api://${TENANT_ID}/x` });
      assert.deepEqual(warnings, []);
    });
  });

  describe("with v2 tokens", () => {
    it("moves issuer, token version and contract together, and says what that gives up", async () => {
      const { resources, warnings, result } = await declareAudience({ tokenVersion: 2 });
      assert.deepEqual(inputsOf(resources, "orders-application").api, { requestedAccessTokenVersion: 2 });
      assert.equal(await valueOf(result.issuer), `https://login.microsoftonline.com/${TENANT_ID}/v2.0`);
      assert.equal(await valueOf(result.tokenVersion), 2);
      const contract = JSON.parse(await valueOf(result.contract)) as Record<string, unknown>;
      assert.equal(contract.tokenVersion, 2);
      assert.equal(contract.issuer, `https://login.microsoftonline.com/${TENANT_ID}/v2.0`);
      assert.equal(warnings.length, 1);
      assert.match(
        warnings[0] ?? "",
        /tokenVersion 2 protects less: AWS checks only which client asked\. Audience and app role no longer matter: a token that the identity got for any other API of the tenant also opens the role\. Omit tokenVersion for v1 tokens \[token-version-two\]/,
      );
    });

    it("does not warn of the form of the audience, which tenants leave alone then", async () => {
      const { warnings } = await declareAudience({ tokenVersion: 2, audience: "urn://orders" });
      assert.equal(warnings.length, 1);
      assert.match(warnings[0] ?? "", /^tokenVersion 2 /);
    });
  });

  for (const [cloud, tokenVersion, issuer] of [
    ["public", 1, `https://sts.windows.net/${TENANT_ID}/`],
    ["usgovernment", 1, `https://sts.windows.net/${TENANT_ID}/`],
    ["usgovernment", 2, `https://login.microsoftonline.us/${TENANT_ID}/v2.0`],
    ["china", 1, `https://sts.chinacloudapi.cn/${TENANT_ID}/`],
    ["china", 2, `https://login.partner.microsoftonline.cn/${TENANT_ID}/v2.0`],
  ] as const) {
    it(`has the issuer of the cloud ${cloud} for v${tokenVersion} tokens`, async () => {
      const { result } = await declareAudience({ cloud, tokenVersion });
      assert.equal(await valueOf(result.issuer), issuer);
    });
  }

  it("refuses a tenant that the provider is not logged in to, in the preview already", async () => {
    const other = "9f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
    const { failures } = await declareAudience({ tenantId: other }, { preview: true });
    assert.deepEqual(
      failures.map(({ message }) => message),
      [
        'EntraAudience "orders": 1 invalid argument\n  tenantId: the azuread provider is logged in to another tenant. Expected 8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f; got "9f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f". Omit the argument, or give the component a provider of the other tenant [entra-tenant-differs]',
      ],
    );
  });

  it("takes a tenant that the provider cannot confirm", async () => {
    const answer = () => {
      throw new Error("not logged in");
    };
    const { failures, result } = await declareAudience({ tenantId: TENANT_ID }, { answer });
    assert.deepEqual(failures, []);
    assert.equal(await valueOf(result.issuer), ISSUER);
  });

  it("says what is missing when neither the arguments nor the provider tell the tenant", async () => {
    const answer = () => {
      throw new Error("not logged in");
    };
    const { failures } = await declareAudience({}, { answer });
    assert.equal(failures.length, 1);
    assert.match(
      failures[0]?.message ?? "",
      /EntraAudience "orders": 1 invalid argument\n {2}tenantId: required argument is missing, and the azuread provider does not report the tenant of its login \(provider error: not logged in\) \[entra-tenant-missing\]/,
    );
  });

  it("refuses all wrong arguments at once", async () => {
    assert.equal(
      await wrong({
        tenantId: "contoso.com",
        cloud: "german",
        tokenVersion: 3,
        audience: "api://orders/",
        audienceForm: "name",
        displayName: "<orders>",
        allowUsersAndGroups: "yes",
        tokenVersions: 1,
      }),
      [
        'EntraAudience "orders": 8 invalid arguments',
        '  tokenVersions: unknown argument; did you mean "tokenVersion"? Valid arguments: tenantId, cloud, tokenVersion, audience, audienceForm, displayName, allowUsersAndGroups, owners, applicationClientId, appRoleId [argument-unknown]',
        '  tenantId: invalid tenant ID. Expected the GUID of the tenant (Directory ID), not a domain name; got "contoso.com". Look it up: az account show --query tenantId [tenant-not-a-guid]',
        '  cloud: unknown value. Expected one of: public, usgovernment, china; got "german" [argument-choice]',
        "  tokenVersion: unknown value. Expected one of: 1, 2; got 3 [argument-choice]",
        '  audience: invalid audience: it must not end with a slash: Entra leaves it away from the tokens\' aud or refuses it; got "api://orders/" [audience-invalid]',
        '  audienceForm: unknown value. Expected one of: tenant-and-name, application-id; got "name" [argument-choice]',
        '  displayName: invalid display name. Expected 1 to 120 characters without < and > and without control characters; got "<orders>" [display-name-invalid]',
        '  allowUsersAndGroups: wrong type. Expected a boolean; got "yes" [argument-type]',
      ].join("\n"),
    );
  });

  it("refuses arguments that would change nothing beside others", async () => {
    assert.equal(
      await wrong({ audience: "api://orders", audienceForm: "application-id", appRoleId: appRoleId() }),
      [
        'EntraAudience "orders": 2 invalid arguments',
        '  audience: cannot be combined with audienceForm: "application-id": that makes the audience api://<application client ID>; got "api://orders". Omit this argument or audienceForm: "application-id" [argument-excluded]',
        `  appRoleId: requires applicationClientId: a new application has its own app role; got "${appRoleId()}" [argument-requires]`,
      ].join("\n"),
    );
  });

  it("does not show an argument beside others that is an output, which may be secret", async () => {
    assert.equal(
      await wrong({ audience: pulumi.secret("api://hidden"), audienceForm: "application-id" }),
      'EntraAudience "orders": 1 invalid argument\n' +
        '  audience: cannot be combined with audienceForm: "application-id": that makes the audience api://<application client ID>. Omit this argument or audienceForm: "application-id" [argument-excluded]',
    );
  });

  it("refuses a form that is an output, since resources depend on it", async () => {
    assert.match(
      await wrong({ audienceForm: pulumi.output("application-id") }),
      /EntraAudience "orders": 1 invalid argument\n {2}audienceForm: must be a plain value, not an Output: it decides which resources are created \[argument-not-plain\]/,
    );
  });

  it("refuses values as soon as they are known", async () => {
    const { failures, resources } = await declareAudience({
      tokenVersion: pulumi.output(3),
      cloud: pulumi.output("german" as never),
    });
    assert.equal(failures.length, 1);
    assert.match(
      failures[0]?.message ?? "",
      /EntraAudience "orders": 2 invalid arguments\n {2}tokenVersion: unknown value\. Expected one of: 1, 2; got 3 \[argument-choice\]\n {2}cloud: unknown value\. Expected one of: public, usgovernment, china; got "german" \[argument-choice\]/,
    );
    assert.equal(resources.length, 1);
  });

  describe("with a name that its defaults are made from", () => {
    const named = (name: string, args: EntraAudienceArgs = {}) =>
      declare(() => new EntraAudience(name, args));
    const long = "n".repeat(240);

    it("takes any name of which the defaults that it needs can be made", async () => {
      const given = { audience: "https://contoso.com/a", displayName: "Orders" };
      for (const [name, args] of [
        [long.slice(0, 111), {}],
        [long, given],
        ["my app", { audience: given.audience }],
        ["my app", { audienceForm: "application-id" }],
      ] as const) {
        assert.deepEqual((await named(name, args)).failures, []);
      }
    });

    it("refuses a default that an output leaves to it", async () => {
      const later = pulumi.output(Promise.resolve(undefined));
      const { failures } = await named("my app", { audience: later });
      assert.match(
        failures[0]?.message ?? "",
        /EntraAudience "my app": 1 invalid argument\n {2}audience: invalid audience: it must not contain white space or control characters; got "api:\/\/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f\/shop-dev-my app" \[audience-invalid\]/,
      );
    });

    it("refuses a name of which no audience can be made", async () => {
      await assert.rejects(
        named("my app"),
        /EntraAudience "my app": 1 invalid argument\n {2}audience: the default is "api:\/\/<tenantId>\/shop-dev-my app", which cannot be used: invalid audience: it must not contain white space or control characters\. Set the argument, or rename the component \[default-unsuitable\]/,
      );
    });

    it("refuses a name that makes audience or display name too long, by the limits for what is given", async () => {
      await assert.rejects(
        named(long),
        /EntraAudience "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn": 2 invalid arguments\n {2}audience: the default is "api:\/\/<tenantId>\/shop-dev-nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", which cannot be used: invalid audience: it must have at most 255 characters, but has 292\. Set the argument, or rename the component \[default-unsuitable\]\n {2}displayName: the default is "shop-dev-nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", which cannot be used: invalid display name\. Expected 1 to 120 characters without < and > and without control characters\. Set the argument, or rename the component \[default-unsuitable\]/,
      );
      await assert.rejects(named(long.slice(0, 112)), /: 1 invalid argument\n {2}displayName: /);
    });
  });
});
