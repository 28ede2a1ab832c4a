/** A compute gallery with an image, as a team of its own has it. */
import assert from "node:assert/strict";
import type { Lab } from "../../../../../lab";
import { LAB_AZURE_LOCATION } from "../../../../../lab/lab-facts";

/** Makes one in an existing resource group. @returns the resource IDs of two versions of its image */
export async function makeGallery(lab: Lab, groupId: string): Promise<readonly [string, string]> {
  const arm = await signedIn(lab);
  const image = `${groupId}/providers/Microsoft.Compute/galleries/theirs/images/base`;
  const versions = [`${image}/versions/1.0.0`, `${image}/versions/2.0.0`] as const;
  for (const id of [image.replace("/images/base", ""), image, ...versions]) {
    await arm(id);
  }
  return versions;
}

/** Calls ARM as the deployer: makes a resource that has nothing but a location, and waits until it is there. */
async function signedIn(lab: Lab): Promise<(id: string) => Promise<void>> {
  const { LAB_ARM_ENDPOINT, LAB_LOGIN_ENDPOINT, ...login } = lab.azure.environment();
  const { ARM_TENANT_ID = "", ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = login;
  const answer = await fetch(`${LAB_LOGIN_ENDPOINT ?? ""}/${ARM_TENANT_ID}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: ARM_CLIENT_ID,
      client_secret: ARM_CLIENT_SECRET,
      scope: "https://management.azure.com/.default",
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  return async (id) => {
    const url = `${LAB_ARM_ENDPOINT ?? ""}${id}?api-version=2024-03-03`;
    const body = JSON.stringify({ location: LAB_AZURE_LOCATION });
    const made = await fetch(url, { method: "PUT", headers, body });
    assert.ok(made.ok, await made.text());
    for (let state = ""; state !== "Succeeded";) {
      const { properties } = (await (await fetch(url, { headers })).json()) as {
        properties: { provisioningState: string };
      };
      state = properties.provisioningState;
    }
  };
}
