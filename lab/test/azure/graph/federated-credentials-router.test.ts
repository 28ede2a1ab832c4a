import assert from "node:assert/strict";
import type { OutsideIssuer } from "../../../azure/entra/outside-issuer";
import { type AzureAnswer, BROAD_DEPLOYER, describeWithAzureLab } from "../../../testing/azure-lab";

const GITHUB = "https://token.actions.githubusercontent.com";
const EXCHANGE = "api://AzureADTokenExchange";
const MAIN = "repo:acme/infrastructure:ref:refs/heads/main";

describeWithAzureLab(
  "Federated identity credentials of applications",
  { deployer: BROAD_DEPLOYER },
  (lab) => {
    let github: OutsideIssuer;
    let id: string;
    let appId: string;

    before(async () => {
      github = await lab().azure.startOutsideIssuer(GITHUB);
    });

    beforeEach(async () => {
      const { body } = await lab().graph("POST", "/applications", { displayName: "pipeline" });
      [id, appId] = [String(body.id), String(body.appId)];
      await lab().graph("POST", "/servicePrincipals", { appId });
    });

    const collection = () => `/applications/${id}/federatedIdentityCredentials`;
    const create = async (credential: object): Promise<AzureAnswer> =>
      lab().graph("POST", collection(), {
        name: "main",
        issuer: GITHUB,
        subject: MAIN,
        audiences: [EXCHANGE],
        ...credential,
      });
    /** The status of a sign-in with a token of a subject. */
    const signIn = async (sub: string): Promise<number> => {
      const { status } = await lab().login({
        client_id: appId,
        client_secret: "",
        scope: "https://graph.microsoft.com/.default",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: await github.sign({ sub, aud: EXCHANGE }),
      });
      return status;
    };

    it("are created, listed, read by ID and by name, changed, and deleted", async () => {
      const { status, body } = await create({ description: "updates" });
      assert.equal(status, 201);
      const expected = {
        id: body.id,
        name: "main",
        issuer: GITHUB,
        subject: MAIN,
        description: "updates",
        audiences: [EXCHANGE],
      };
      const shown = (object: Record<string, unknown>) =>
        Object.fromEntries(Object.entries(object).filter(([name]) => !name.startsWith("@")));
      assert.deepEqual(shown(body), expected);
      const { body: listed } = await lab().graph("GET", collection());
      assert.deepEqual(listed.value, [expected]);
      for (const key of [String(body.id), "main"]) {
        assert.deepEqual(shown((await lab().graph("GET", `${collection()}/${key}`)).body), expected);
      }
      const one = `${collection()}/${String(body.id)}`;
      const changed = await lab().graph("PATCH", one, { subject: `${MAIN}-2` });
      assert.equal(changed.status, 204);
      assert.equal((await lab().graph("GET", one)).body.subject, `${MAIN}-2`);
      assert.equal((await lab().graph("DELETE", one)).status, 204);
      assert.equal((await lab().graph("GET", one)).status, 404);
    });

    it("let their subject sign in, and nobody else, until they are deleted", async () => {
      const { body } = await create({});
      assert.deepEqual([await signIn(MAIN), await signIn(`${MAIN}-2`)], [200, 401]);
      await lab().graph("DELETE", `${collection()}/${String(body.id)}`);
      assert.equal(await signIn(MAIN), 401);
    });

    it("let the subjects of an expression sign in", async () => {
      const value = "claims['sub'] matches 'repo:acme/infrastructure:ref:refs/heads/*'";
      const { status } = await create({
        subject: undefined,
        claimsMatchingExpression: { value, languageVersion: 1 },
      });
      assert.equal(status, 201);
      assert.deepEqual([await signIn(MAIN), await signIn("repo:acme/other:ref:refs/heads/main")], [200, 401]);
    });

    for (const [what, credential] of [
      ["an issuer without https", { issuer: "http://gitlab.com" }],
      ["two audiences", { audiences: [EXCHANGE, "sts.amazonaws.com"] }],
      ["neither subject nor expression", { subject: undefined }],
      [
        "an expression that the lab does not know",
        {
          subject: undefined,
          claimsMatchingExpression: { value: "claims['ref'] eq 'main'", languageVersion: 1 },
        },
      ],
    ] as const) {
      it(`are refused with ${what}`, async () => {
        assert.equal((await create(credential)).status, 400);
      });
    }

    it("are unique by name, and by issuer and subject", async () => {
      await create({});
      assert.equal((await create({ subject: "repo:acme/infrastructure:pull_request" })).status, 400);
      assert.equal((await create({ name: "other" })).status, 400);
    });

    it("are at most twenty", async () => {
      for (let count = 0; count < 20; count++) {
        assert.equal((await create({ name: `c${count}`, subject: `s${count}` })).status, 201);
      }
      assert.equal((await create({ name: "c20", subject: "s20" })).status, 400);
    });

    it("are changed by those who may change the application alone", async () => {
      const reader = lab().azure.addDeployer(["Application.Read.All"]);
      const { body } = await lab().login({
        client_id: reader.environment.ARM_CLIENT_ID ?? "",
        client_secret: reader.environment.ARM_CLIENT_SECRET ?? "",
        scope: "https://graph.microsoft.com/.default",
      });
      const token = String(body.access_token);
      assert.equal((await lab().graph("POST", collection(), { name: "x" }, token)).status, 403);
      assert.equal((await lab().graph("GET", collection(), undefined, token)).status, 200);
    });
  },
);
