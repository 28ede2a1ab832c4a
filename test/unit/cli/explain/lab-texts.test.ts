import assert from "node:assert/strict";
import { exactPatternOf } from "../../../../cli/explain/known-errors/known-error";
import { KNOWN_ERRORS } from "../../../../cli/explain/known-errors/known-errors";
import {
  answerAppToken,
  demandVersion,
  type EntraProblem,
  entraRefusals,
  type EntraTenant,
  GraphError,
  readImdsRequest,
  type ServicePrincipal,
} from "../../../../lab/azure";

const known = new Map(KNOWN_ERRORS.flatMap(({ errors }) => errors.map((error) => [error.code, error])));

const client = { appId: "3f8b1c52", displayName: "vm1" } as ServicePrincipal;

const ENTRA: readonly EntraProblem[] = [
  entraRefusals.notAssigned(client, "api://orders", client),
  entraRefusals.unknownResource("api://orders", "Contoso"),
  entraRefusals.disabledResource("api://orders"),
  entraRefusals.disabledApplication(client),
  entraRefusals.unknownApplication("3f8b1c52", "Contoso"),
  entraRefusals.noFederatedCredentials(client),
  entraRefusals.noMatchingCredential(700211, "issuer", "https://cluster.example/"),
  entraRefusals.noMatchingCredential(700212, "audience", "api://other"),
  entraRefusals.noMatchingCredential(700213, "subject", "system:serviceaccount:a:b"),
  entraRefusals.assertionOutOfTime(),
  entraRefusals.unknownTenant("contoso.example"),
  entraRefusals.wrongSecret("3f8b1c52"),
  entraRefusals.expiredSecret("3f8b1c52"),
  entraRefusals.expiredRefreshToken(1_700_000_000),
];

/** What a function of the lab refuses with. */
async function refusal(act: () => unknown): Promise<string> {
  try {
    await act();
    return "no refusal";
  } catch (error) {
    const { message, body } = error as { message: string; body?: unknown };
    const described = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const { error_description: description, error: name } = described;
    return [description, name, message].find((text) => typeof text === "string") ?? "";
  }
}

describe("The texts of the manual and those of the lab are the same", () => {
  for (const { code, message } of ENTRA) {
    it(`for AADSTS${code}`, () => {
      const { text } = known.get(`aadsts${code}`) ?? assert.fail(`no entry for ${code}`);
      assert.match(`AADSTS${code}: ${message}`, exactPatternOf(text));
    });
  }

  const others: [string, () => unknown][] = [
    ["imds-header-missing", () => readImdsRequest({ method: "GET", url: "/metadata/instance", headers: {} })],
    [
      "imds-api-version-not-valid",
      () => {
        demandVersion(new Map(), "2018-02-01");
      },
    ],
    ["app-has-no-identity", () => app("")],
    ["app-identity-not-found", () => app("&client_id=3f8b1c52")],
    [
      "graph-insufficient-privileges",
      () => {
        throw GraphError.forbidden();
      },
    ],
  ];
  for (const [code, act] of others) {
    it(`for ${code}`, async () => {
      const { text } = known.get(code) ?? assert.fail(`no entry ${code}`);
      assert.match(await refusal(act), exactPatternOf(text));
    });
  }
});

/** Asks an app without any identity for a token. */
function app(selector: string): Promise<unknown> {
  const query = new URLSearchParams(`api-version=2019-08-01&resource=api://orders${selector}`);
  return answerAppToken(query, [], undefined as unknown as EntraTenant);
}
