/** What a container app says about its container. */
import type { Mount } from "../container/lab-container";
import type { VolumeFile } from "../container/projected-volume";
import { ArmError } from "../resources/arm-error";
import { objectAt, objectsAt, textAt } from "../resources/json-reader";
import type { JsonObject } from "../resources/resource-store";

/** The container of an app, with the values of its secrets. */
export interface ContainerTemplate {
  readonly name: string;
  readonly image: string;
  /** Empty where the image's own entry point runs, which the lab does not know. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
}

type Secrets = ReadonlyMap<string, string>;

/**
 * Reads the one container of `properties.template`.
 *
 * @throws ArmError for what Azure refuses, and for what the lab does not do.
 */
export function readContainerTemplate(properties: JsonObject, secrets: Secrets): ContainerTemplate {
  const template = objectAt(properties, "template");
  const [container, ...others] = objectsAt(template, "containers");
  if (container === undefined) {
    // @evidence documentation An app needs a container. Source: "Container Apps ARM and YAML template
    // specifications"; the text is the lab's.
    throw ArmError.invalidParameter("A container app needs at least one container.", "template.containers");
  }
  if (others.length > 0 || objectsAt(template, "initContainers").length > 0) {
    throw ArmError.notInTheLab("more than one container in an app (template.containers, initContainers)");
  }
  const name = textAt(container, "name") ?? "";
  const image = textAt(container, "image") ?? "";
  if (name === "" || image === "") {
    // @evidence documentation A container needs a name and an image. Source: "Container Apps ARM and YAML template
    // specifications"; the text is the lab's.
    throw ArmError.invalidParameter("Every container needs a name and an image.", "template.containers");
  }
  return {
    name,
    image,
    command: [...textsAt(container, "command"), ...textsAt(container, "args")],
    env: readEnv(container, name, secrets),
    mounts: objectsAt(container, "volumeMounts").map((mount) => readMount(mount, template, name, secrets)),
  };
}

function readEnv(container: JsonObject, name: string, secrets: Secrets): Readonly<Record<string, string>> {
  return Object.fromEntries(
    objectsAt(container, "env").map((entry) => {
      const secretRef = textAt(entry, "secretRef");
      const value =
        secretRef === undefined ? (textAt(entry, "value") ?? "") : secretNamed(secretRef, name, secrets);
      return [textAt(entry, "name") ?? "", value];
    }),
  );
}

function readMount(mount: JsonObject, template: JsonObject, name: string, secrets: Secrets): Mount {
  const volumeName = textAt(mount, "volumeName") ?? "";
  const path = textAt(mount, "mountPath") ?? "";
  if (!path.startsWith("/") || path === "/" || path.includes(":")) {
    // @evidence report A wrong path of a mount is `ContainerAppInvalidMountPath`. Source: a captured answer, which was
    // not found again in public repositories.
    throw new ArmError(
      400,
      "ContainerAppInvalidMountPath",
      `Invalid Request: Invalid mount path was given. mountPath is required when mounting volume '${volumeName}'. mountPath must not contain ':'.`,
    );
  }
  const volume = objectsAt(template, "volumes").find((entry) => textAt(entry, "name") === volumeName);
  if (volume === undefined) {
    // @evidence documentation A mount names a volume of the template. Source: "Container Apps ARM and YAML template
    // specifications"; the text is the lab's.
    throw ArmError.invalidParameter(
      `The volume '${volumeName}' is not among the volumes of the template.`,
      "template.containers.volumeMounts",
    );
  }
  if (textAt(volume, "storageType") !== "Secret" || mount.subPath !== undefined) {
    throw ArmError.notInTheLab("volumes of another storageType than Secret, and sub-paths of volumes");
  }
  return { path, files: filesOf(volume, name, secrets) };
}

/**
 * The files of a volume of secrets.
 *
 * @evidence documentation A volume without a list holds every secret under its own name. Source: Azure Container
 *   Apps, "Manage secrets".
 */
function filesOf(volume: JsonObject, name: string, secrets: Secrets): readonly VolumeFile[] {
  const items = objectsAt(volume, "secrets");
  if (items.length === 0) {
    return [...secrets].map(([secret, text]) => ({ name: secret, text }));
  }
  return items.map((item) => {
    const secretRef = textAt(item, "secretRef") ?? "";
    const path = textAt(item, "path") ?? secretRef;
    if (!/^(?!\.\.)[^/]+$/.test(path)) {
      throw ArmError.notInTheLab(`a path of more than one segment in a volume of secrets ('${path}')`);
    }
    return { name: path, text: secretNamed(secretRef, name, secrets) };
  });
}

function secretNamed(secretRef: string, container: string, secrets: Secrets): string {
  const value = secrets.get(secretRef);
  if (value === undefined) {
    // @evidence report A reference to a secret that does not exist is `ContainerAppSecretRefNotFound`. Source: answers
    // quoted in public logs.
    throw new ArmError(
      400,
      "ContainerAppSecretRefNotFound",
      `SecretRef '${secretRef}' defined for container '${container}' not found.`,
    );
  }
  return value;
}

function textsAt(container: JsonObject, name: string): readonly string[] {
  const { [name]: value } = container;
  return Array.isArray(value) ? value.map(String) : [];
}
