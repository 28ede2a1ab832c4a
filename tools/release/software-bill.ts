/** The software bill of materials in the form of CycloneDX. */
import { execa } from "execa";

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly purl?: string;
}

interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** Packages of the workspace that are not shipped. */
const EXAMPLES = "pkg:npm/%40azure-to-aws/example-";

/**
 * What users install besides the product itself, by the lock file, as npm writes it.
 *
 * Source: npm, "npm-sbom".
 */
export async function softwareBill(root: string): Promise<string> {
  const { stdout } = await execa(
    "npm",
    ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"],
    { cwd: root },
  );
  return `${JSON.stringify(shippedOnly(JSON.parse(stdout) as Bill), null, 2)}\n`;
}

/** The bill without the examples, and with the packages' names where npm writes those of folders. */
export function shippedOnly(bill: Bill): Bill {
  const examples = new Set(
    bill.components
      .filter(({ purl = "" }) => purl.startsWith(EXAMPLES))
      .map((component) => component["bom-ref"]),
  );
  return {
    ...bill,
    metadata: { ...bill.metadata, component: named(bill.metadata.component) },
    components: bill.components.filter((component) => !examples.has(component["bom-ref"])).map(named),
    dependencies: bill.dependencies
      .filter(({ ref }) => !examples.has(ref))
      .map((dependency) => ({
        ...dependency,
        dependsOn: dependency.dependsOn.filter((ref) => !examples.has(ref)),
      })),
  };
}

function named(component: Component): Component {
  const [, own] = /^pkg:npm\/%40azure-to-aws\/([\w-]+)@/.exec(component.purl ?? "") ?? [];
  return own === undefined ? component : { ...component, name: `@azure-to-aws/${own}` };
}
