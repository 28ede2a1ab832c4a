/** Reads manifests. Knows only the kinds and fields that the lab's clusters carry out. */
import { parseAllDocuments } from "yaml";
import { objectAt, objectsAt, textAt } from "../resources/json-reader";
import type { JsonObject } from "../resources/resource-store";
import { KubernetesError } from "./kubernetes-error";

/** An object that a manifest declares. */
export interface KubernetesObject {
  readonly kind: "Namespace" | "ServiceAccount" | "Pod";
  /** Empty for a namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly body: JsonObject;
}

/** A token that the node puts into a volume. */
export interface ProjectedToken {
  /** Name of its file. */
  readonly path: string;
  /** Default is the API server itself. */
  readonly audience: string | undefined;
  readonly expirationSeconds: number;
}

/** The one container of a pod. */
export interface PodContainer {
  readonly serviceAccountName: string;
  /** Empty where the image's own entry point runs, which the lab does not know. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly path: string; readonly tokens: readonly ProjectedToken[] }[];
}

const API_VERSION = "v1";
const KINDS = ["Namespace", "ServiceAccount", "Pod"] as const;
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DEFAULT_EXPIRATION = 3600;
/**
 * @evidence source A projected token lives at least 600 seconds. Source: kubernetes/kubernetes
 *   pkg/apis/core/validation/validation.go.
 */
const LEAST_EXPIRATION = 600;

/** The objects of a manifest in YAML or JSON, in its order. @throws KubernetesError for what the lab does not know. */
export function parseManifest(text: string): readonly KubernetesObject[] {
  const documents = parseAllDocuments(text);
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      // @evidence report A manifest that is not YAML is refused by kubectl. Source: outputs of kubectl in public logs.
      throw new KubernetesError("Invalid", `error converting YAML to JSON: ${error.message}`);
    }
    const body: unknown = document.toJS();
    return body === null ? [] : [readObject(objectAt(body))];
  });
}

function readObject(body: JsonObject): KubernetesObject {
  const kind = KINDS.find((known) => known === body.kind);
  if (kind === undefined || body.apiVersion !== API_VERSION) {
    throw KubernetesError.notInTheLab(
      `objects of ${String(body.apiVersion)} ${String(body.kind)}`,
      `Expected ${API_VERSION} and one of ${KINDS.join(", ")}`,
    );
  }
  const name = textAt(body, "metadata", "name") ?? "";
  if (!NAME.test(name)) {
    // @evidence documentation A name is a DNS label. Source: Kubernetes, "Object Names and IDs"; the text is
    // shortened.
    throw new KubernetesError("Invalid", `${kind} "${name}" is invalid: metadata.name: must be a DNS label.`);
  }
  const namespace = kind === "Namespace" ? "" : (textAt(body, "metadata", "namespace") ?? "default");
  return { kind, namespace, name, body };
}

/** @throws KubernetesError for what Kubernetes refuses and for what the lab does not do. */
export function readPod({ name, body }: KubernetesObject): PodContainer {
  const spec = objectAt(body, "spec");
  const [container, ...others] = objectsAt(spec, "containers");
  if (container === undefined || textAt(container, "image") === undefined) {
    // @evidence source A pod without a container or an image is `Invalid`. Source: kubernetes/kubernetes
    // pkg/apis/core/validation/validation.go; the text is shortened.
    throw new KubernetesError("Invalid", `Pod "${name}" is invalid: spec.containers: Required value`);
  }
  if (others.length > 0 || objectsAt(spec, "initContainers").length > 0) {
    throw KubernetesError.notInTheLab("pods with more than one container");
  }
  return {
    serviceAccountName: textAt(spec, "serviceAccountName") ?? "default",
    command: [...textsAt(container, "command"), ...textsAt(container, "args")],
    env: Object.fromEntries(objectsAt(container, "env").map(readVariable)),
    mounts: objectsAt(container, "volumeMounts").map((mount) => readMount(mount, spec, name)),
  };
}

function readVariable(entry: JsonObject): readonly [string, string] {
  const name = textAt(entry, "name") ?? "";
  if (entry.valueFrom !== undefined) {
    throw KubernetesError.notInTheLab(`variables from other sources (env ${name}: valueFrom)`);
  }
  if (entry.value !== undefined && typeof entry.value !== "string") {
    // @evidence inferred A variable that is not a string is refused. Reason: the API's type is a string; the text is
    // shortened.
    throw new KubernetesError("Invalid", `json: cannot unmarshal the value of env ${name} into a string`);
  }
  return [name, textAt(entry, "value") ?? ""];
}

function readMount(mount: JsonObject, spec: JsonObject, pod: string): PodContainer["mounts"][number] {
  const name = textAt(mount, "name") ?? "";
  const volume = objectsAt(spec, "volumes").find((candidate) => textAt(candidate, "name") === name);
  if (volume === undefined) {
    // @evidence source A mount of a volume that does not exist is `Invalid`. Source: kubernetes/kubernetes
    // pkg/apis/core/validation/validation.go.
    throw new KubernetesError(
      "Invalid",
      `Pod "${pod}" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "${name}"`,
    );
  }
  const sources = objectsAt(volume, "projected", "sources");
  if (volume.projected === undefined || sources.some((source) => source.serviceAccountToken === undefined)) {
    throw KubernetesError.notInTheLab(`volumes other than projected tokens of service accounts (${name})`);
  }
  return {
    path: textAt(mount, "mountPath") ?? "",
    tokens: sources.map((source) => readToken(objectAt(source, "serviceAccountToken"), pod)),
  };
}

function readToken(source: JsonObject, pod: string): ProjectedToken {
  const { expirationSeconds = DEFAULT_EXPIRATION } = source;
  if (typeof expirationSeconds !== "number" || expirationSeconds < LEAST_EXPIRATION) {
    // @evidence source A token that lives less than ten minutes is `Invalid`. Source: kubernetes/kubernetes
    // pkg/apis/core/validation/validation.go.
    throw new KubernetesError(
      "Invalid",
      `Pod "${pod}" is invalid: spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: ${String(expirationSeconds)}: may not specify a duration less than 10 minutes`,
    );
  }
  return { path: textAt(source, "path") ?? "", audience: textAt(source, "audience"), expirationSeconds };
}

function textsAt(container: JsonObject, name: string): readonly string[] {
  const { [name]: value } = container;
  return Array.isArray(value) ? value.map(String) : [];
}
