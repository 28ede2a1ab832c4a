import assert from "node:assert/strict";
import { entraApplicationIsClosed as rule } from "../../../../policypack/rules/entra-application-is-closed";
import { federation, part, WITHOUT_AWS } from "../stack/federation-stack";
import { NOTHING, type TestedResource, UNKNOWN, validateResource, validateStack } from "../validate";

type Json = Record<string, unknown>;

const ALL = { scope: "all" };
const wrong: [title: string, change: Json, message: RegExp][] = [
  [
    "another tenant's users",
    { signInAudience: "AzureADMultipleOrgs" },
    /: other tenants can use it\. Expected signInAudience "AzureADMyOrg"; got "AzureADMultipleOrgs"\./,
  ],
  ["a client secret", { password: { displayName: "s" } }, /has a client secret in password\./],
  ["no token version", { api: {} }, /: requestedAccessTokenVersion is missing or not valid\./],
  ["no api at all", { api: undefined }, /: requestedAccessTokenVersion is missing or not valid\./],
];

const password: TestedResource = {
  type: "azuread:index/applicationPassword:ApplicationPassword",
  name: "password",
  props: { applicationId: "/applications/1" },
};

describe("entra-application-is-closed", () => {
  it("accepts a closed application, in a preview too", async () => {
    assert.deepEqual(await validateResource(rule, part("application"), ALL), NOTHING);
    assert.deepEqual(await validateStack(rule, federation()), NOTHING);
    const unknown = { signInAudience: UNKNOWN, api: { requestedAccessTokenVersion: UNKNOWN } };
    assert.deepEqual(await validateResource(rule, part("application", unknown), ALL), NOTHING);
    assert.deepEqual(await validateResource(rule, part("application", { api: UNKNOWN }), ALL), NOTHING);
  });

  for (const [title, change, message] of wrong) {
    it(`refuses ${title}: before it is made if it is this package's or with scope all, else in the stack`, async () => {
      const changed = part("application", change);
      assert.deepEqual(await validateResource(rule, changed), NOTHING);
      const parentTypes = "azure-to-aws-federation:index:EntraAudience$";
      for (const validation of [
        await validateResource(rule, { ...changed, parentTypes }),
        await validateResource(rule, changed, ALL),
        await validateStack(rule, federation({ application: change })),
      ]) {
        assert.equal(validation.violations.length, 1);
        assert.match(validation.violations[0] ?? "", /^Application application/);
        assert.match(validation.violations[0] ?? "", message);
      }
    });
  }

  it("refuses secrets and certificates that are separate resources", async () => {
    const credentials: TestedResource[] = [
      password,
      {
        type: "azuread:index/applicationCertificate:ApplicationCertificate",
        name: "c",
        props: { applicationId: UNKNOWN },
        madeOf: { applicationId: ["application"] },
      },
      {
        type: "azuread:index/servicePrincipalPassword:ServicePrincipalPassword",
        name: "sp",
        props: { servicePrincipalId: "/servicePrincipals/1" },
      },
      {
        type: "azuread:index/servicePrincipalCertificate:ServicePrincipalCertificate",
        name: "spc",
        props: {},
        madeOf: { servicePrincipalId: ["service-principal"] },
      },
    ];
    for (const credential of credentials) {
      const { violations } = await validateStack(rule, federation({}, [credential]));
      assert.equal(violations.length, 1, credential.type);
      assert.match(violations[0] ?? "", /gives a federated application/);
      assert.equal((await validateResource(rule, credential, ALL)).violations.length, 1);
    }
  });

  it("passes over applications that no provider and no role of the stack names", async () => {
    const open = {
      signInAudience: "AzureADMultipleOrgs",
      identifierUris: ["api://other"],
      id: "/applications/2",
    };
    const other = { ...part("application", open), name: "other" };
    assert.deepEqual(await validateStack(rule, federation({}, [other])), NOTHING);
    assert.deepEqual(
      await validateStack(rule, federation({ ...WITHOUT_AWS, application: open }, [password])),
      NOTHING,
    );
  });

  it("finds an application whose ID URI is a resource of its own", async () => {
    const uri: TestedResource = {
      type: "azuread:index/applicationIdentifierUri:ApplicationIdentifierUri",
      name: "uri",
      props: { identifierUri: part("application").props.identifierUris },
      madeOf: { applicationId: ["registration"] },
    };
    const registration: TestedResource = {
      type: "azuread:index/applicationRegistration:ApplicationRegistration",
      name: "registration",
      props: { signInAudience: "AzureADMyOrg" },
    };
    const { violations } = await validateStack(
      rule,
      federation({ application: undefined }, [registration, uri]),
    );
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^Application registration: requestedAccessTokenVersion is missing/);
  });
});
