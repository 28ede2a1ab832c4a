import assert from "node:assert/strict";
import { exactPatternOf } from "../../../../cli/explain/known-errors/known-error";
import { KNOWN_ERRORS } from "../../../../cli/explain/known-errors/known-errors";
import { answerAppToken } from "../../../../lab/azure/app-service/app-token";
import type { ServicePrincipal } from "../../../../lab/azure/directory/directory-objects";
import type { EntraProblem } from "../../../../lab/azure/entra/entra-error";
import * as refusals from "../../../../lab/azure/entra/entra-refusals";
import type { EntraTenant } from "../../../../lab/azure/entra/entra-tenant";
import { GraphError } from "../../../../lab/azure/graph/graph-error";
import { demandVersion, readImdsRequest } from "../../../../lab/azure/imds/imds-request";

const known = new Map(KNOWN_ERRORS.flatMap(({ errors }) => errors.map((error) => [error.code, error])));

const client = { appId: "3f8b1c52", displayName: "vm1" } as ServicePrincipal;

const ENTRA: readonly EntraProblem[] = [
  refusals.notAssigned(client, "api://orders", client),
  refusals.unknownResource("api://orders", "Contoso"),
  refusals.disabledResource("api://orders"),
  refusals.disabledApplication(client),
  refusals.unknownApplication("3f8b1c52", "Contoso"),
  refusals.noFederatedCredentials(client),
  refusals.noMatchingCredential(700211, "issuer", "https://cluster.example/"),
  refusals.noMatchingCredential(700212, "audience", "api://other"),
  refusals.noMatchingCredential(700213, "subject", "system:serviceaccount:a:b"),
  refusals.assertionOutOfTime(),
  refusals.unknownTenant("contoso.example"),
  refusals.wrongSecret("3f8b1c52"),
  refusals.expiredSecret("3f8b1c52"),
  refusals.expiredRefreshToken(1_700_000_000),
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
