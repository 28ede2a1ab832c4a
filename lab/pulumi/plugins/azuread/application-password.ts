/** `azuread.ApplicationPassword`: what this project does without; here so that a stack can be shown to be refused one. */
import { CloudError } from "../kernel/cloud-error";
import { secret, text, withoutEmpty } from "../kernel/property-value";
import type { ResourceType } from "../kernel/resource-type";
import { attempting, type GraphClient, type GraphObject } from "./graph-client";
import { unsupported } from "./validators";

/** The table row. IDs are `<application's object ID>/password/<key ID>`. */
export const applicationPassword: ResourceType<GraphClient> = {
  token: "azuread:index/applicationPassword:ApplicationPassword",
  replaceOnChanges: "*",
  validate: (inputs) => unsupported(inputs, ["endDateRelative"]),

  async create(inputs, call) {
    const application = text(inputs.applicationId);
    const { displayName, startDate: startDateTime, endDate: endDateTime } = inputs;
    const passwordCredential = withoutEmpty({
      displayName: text(displayName),
      startDateTime: text(startDateTime),
      endDateTime: text(endDateTime),
    });
    const created = await attempting(
      `Adding password for application (${application})`,
      call.client.post(`${application}/addPassword`, { passwordCredential }, call),
    );
    const id = `${application.replace("/applications/", "")}/password/${String(created.keyId)}`;
    call.setId(id);
    return { id, state: { ...inputs, ...described(created), value: secret(String(created.secretText)) } };
  },

  async read(id, call, state) {
    const { application, keyId } = parse(id);
    const { passwordCredentials = [] } = await call.client.get(application, call);
    const found = (passwordCredentials as GraphObject[]).find((credential) => credential.keyId === keyId);
    if (found === undefined) {
      throw new CloudError(`${id} was not found`, { code: "NotFound", notFound: true });
    }
    return { ...state, applicationId: application, ...described(found) };
  },

  async delete(id, _last, call) {
    const { application, keyId } = parse(id);
    await attempting(
      `Removing password credential "${keyId}" from application (${application})`,
      call.client.post(`${application}/removePassword`, { keyId }, call),
    );
  },
};

function described({ keyId, displayName, startDateTime, endDateTime }: GraphObject): Record<string, string> {
  return {
    keyId: String(keyId),
    displayName: typeof displayName === "string" ? displayName : "",
    startDate: String(startDateTime),
    endDate: String(endDateTime),
  };
}

function parse(id: string): { application: string; keyId: string } {
  const [objectId = "", , keyId = ""] = id.split("/");
  return { application: `/applications/${objectId}`, keyId };
}
