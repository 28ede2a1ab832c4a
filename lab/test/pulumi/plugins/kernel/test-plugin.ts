/** A provider of one resource type whose cloud is a map, for tests of the kernel. */
import { bridgedWording } from "../../../../pulumi/plugins/kernel/bridged-wording";
import { CloudError, VanishedError } from "../../../../pulumi/plugins/kernel/cloud-error";
import type { Plugin } from "../../../../pulumi/plugins/kernel/plugin";
import { type Properties, text, UNKNOWN } from "../../../../pulumi/plugins/kernel/property-value";
import type { Call, ResourceType } from "../../../../pulumi/plugins/kernel/resource-type";

/** The cloud: things by ID. */
export type Cloud = Map<string, Properties>;

export const THING_TYPE = "test:index:Thing";
export const THING = `urn:pulumi:dev::project::${THING_TYPE}::box`;

function find(id: string, { client }: Call<Cloud>): Properties {
  const found = client.get(id);
  if (found === undefined) {
    throw new CloudError("NoSuchThing: it is gone", { code: "NoSuchThing", notFound: true });
  }
  return found;
}

/** What the cloud says to a thing whose secret is "refuse". */
const refusal = new CloudError("BadThing: refused", { code: "BadThing", notFound: false });

const thing: ResourceType<Cloud> = {
  token: THING_TYPE,
  autoName: { property: "name", separator: "-", digits: 7, unless: "namePrefix" },
  replaceOnChanges: ["name"],
  sets: ["labels"],
  recomputed: { labelCount: ["labels"] },
  complete: (inputs) => ({ size: 1, ...inputs }),
  validate: ({ size }) => (size === 13 ? [{ path: "size", reason: "13 is unlucky" }] : []),
  async create(inputs, { client, signal, setId }) {
    if (inputs.secret === "wait") {
      await new Promise((_, reject) => {
        signal.addEventListener("abort", () => {
          reject(signal.reason as Error);
        });
      });
    }
    const id = text(inputs.name);
    if (inputs.secret === "refuse") {
      throw refusal;
    }
    setId(id);
    if (inputs.secret === "vanish") {
      throw new VanishedError();
    }
    client.set(id, { ...inputs, labelCount: Array.isArray(inputs.labels) ? inputs.labels.length : 0 });
    if (inputs.secret === "refuse later") {
      throw refusal;
    }
    return { id, state: find(id, { client, signal }) };
  },
  read: (id, call) => Promise.resolve().then(() => find(id, call)),
  update(id, { news }, call) {
    if (news.secret === "refuse") {
      return Promise.reject(refusal);
    }
    if (news.secret === "vanish") {
      return Promise.reject(new VanishedError());
    }
    call.client.set(id, { ...find(id, call), ...news });
    return Promise.resolve(find(id, call));
  },
  delete: (id, _last, call) =>
    Promise.resolve().then(() => {
      find(id, call);
      call.client.delete(id);
    }),
};

/** The plugin on the given cloud. */
export function testPlugin(cloud: Cloud, { isBridged = false } = {}): Plugin<Cloud> {
  const inputs = {
    name: "string",
    namePrefix: "string",
    size: "number",
    labels: "string[]",
    secret: "string",
  };
  return {
    name: "test",
    types: {
      version: "1.2.3",
      config: ["region"],
      resources: { [THING_TYPE]: { inputs, outputs: ["name", "size", "labels", "labelCount", "secret"] } },
      types: {},
    },
    resources: [thing],
    functions: { "test:index:echo": (args) => args, "test:index:unknown": () => ({ value: UNKNOWN }) },
    wording: bridgedWording,
    isBridged,
    connect: () => cloud,
  };
}
