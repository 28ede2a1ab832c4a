/** The software bill of materials in the form of CycloneDX. */
import { execa } from "execa";
import type { ShippedPackage } from "./shipped-packages";

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly type?: string;
  readonly version?: string;
  readonly purl?: string;
  readonly scope?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** What npm says of a package in this checkout, where the shipped packages' dependencies serve the tests. */
const OF_CHECKOUT = ["cdx:npm:package:development", "cdx:npm:package:private", "cdx:npm:package:path"];

/**
 * What users get: each package and archive of the release, what is bundled in it, and what npm installs with it, at the versions of the
 * lock file. Those are the versions that were tested: npm may install newer ones.
 *
 * Source: npm, "npm-sbom".
 */
export async function softwareBill(root: string, shipped: readonly ShippedPackage[]): Promise<string> {
  const { stdout } = await execa("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
    cwd: root,
  });
  return `${JSON.stringify(billOf(JSON.parse(stdout) as Bill, shipped), null, 2)}\n`;
}

/**
 * The part of the checkout's bill that the packages ship.
 *
 * @throws Error if the checkout's bill lacks a package that is shipped
 */
export function billOf(checkout: Bill, shipped: readonly ShippedPackage[]): Bill {
  const components = new Map(checkout.components.map((component) => [component["bom-ref"], component]));
  const further = new Map(checkout.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  // The checkout depends on the version of each package that it is tested with, or one of its workspaces does.
  const direct = new Map<string, string>();
  const tested = further.get(checkout.metadata.component["bom-ref"]) ?? [];
  const workspaces = tested.filter((ref) => ref.startsWith("@azure-to-aws/"));
  for (const ref of [...workspaces.flatMap((one) => further.get(one) ?? []), ...tested]) {
    direct.set(nameOf(ref), ref);
  }
  const wanted = new Map<string, readonly string[]>();
  const add = (ref: string, isInstalled: boolean): void => {
    if (wanted.has(ref) && !isInstalled) {
      return;
    }
    const dependsOn = isInstalled ? (further.get(ref) ?? []) : [];
    const isKnown = (wanted.get(ref)?.length ?? -1) >= dependsOn.length;
    wanted.set(ref, dependsOn);
    if (!isKnown) {
      dependsOn.forEach((each) => {
        add(each, true);
      });
    }
  };
  const own = shipped.map(({ name, version, installs, contains }) => {
    const installed = installs.map((each) => found(direct.get(each), each, name));
    const bundled = contains.map((ref) =>
      found(components.has(ref) ? ref : undefined, ref, `THIRD-PARTY-LICENSES.txt of ${name}`),
    );
    bundled.forEach((ref) => {
      add(ref, false);
    });
    installed.forEach((ref) => {
      add(ref, true);
    });
    return {
      component: ownComponent(name, version),
      dependency: { ref: `${name}@${version}`, dependsOn: [...new Set([...bundled, ...installed])].sort() },
    };
  });
  const root = {
    "bom-ref": "azure-to-aws-federation",
    type: "application",
    name: "azure-to-aws-federation",
    version: checkout.metadata.component.version ?? "",
  };
  const sorted = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...checkout,
    metadata: { ...checkout.metadata, component: root },
    components: [
      ...own.map(({ component }) => component),
      ...sorted.map(([ref]) => withoutCheckout(found(components.get(ref), ref, "package-lock.json"))),
    ],
    dependencies: [
      { ref: root["bom-ref"], dependsOn: own.map(({ dependency }) => dependency.ref) },
      ...own.map(({ dependency }) => dependency),
      ...sorted.map(([ref, dependsOn]) => ({ ref, dependsOn })),
    ],
  };
}

/** The name in `name@version`. */
function nameOf(ref: string): string {
  return ref.slice(0, ref.lastIndexOf("@"));
}

function ownComponent(name: string, version: string): Component {
  return {
    "bom-ref": `${name}@${version}`,
    type: "library",
    name,
    version,
    // A plugin's archive is in no registry.
    ...(name.startsWith("@") && { purl: `pkg:npm/${name.replace("@", "%40")}@${version}` }),
  };
}

/** Nothing of it is optional or for development on a user's machine. */
function withoutCheckout(component: Component): Component {
  return {
    ...component,
    scope: "required",
    properties: (component.properties ?? []).filter(({ name }) => !OF_CHECKOUT.includes(name)),
  };
}

function found<T>(value: T | undefined, name: string, where: string): T {
  if (value === undefined) {
    throw new Error(`${where}: ${name} is not in package-lock.json. Run npm ci, and make the packages again`);
  }
  return value;
}
