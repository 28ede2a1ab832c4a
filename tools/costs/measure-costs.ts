import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { trackedFiles } from "../release/git";
import { findAwsClientBuilders } from "./aws-client-builders";
import { countExportedValues, type Entries } from "./exported-values";
import { countArguments, type CountedSchema } from "./federation-arguments";
import type { Costs } from "./figures";
import { countLoaded } from "./loaded-lines";
import { countRecipeFiles } from "./recipe-files";
import { findRoleWalkers } from "./role-walkers";
import type { SourceText } from "./source-file";
import { READABLE, tokensPerFolder } from "./tokens-per-folder";
import { findUnknownForms } from "./unknown-forms";
import { countWorkloadChecks } from "./workload-checks";

const FEDERATED_ROLE = "dist/components/federated-role/federated-role.js";
const FEDERATION = "azure-to-aws-federation:index:AzureToAwsFederation";

/** The members of package.json that are measured. */
interface Manifest {
  readonly exports: Entries;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The sources that git knows, as far as they are there. */
export async function readSources(root: string): Promise<readonly SourceText[]> {
  const files = await trackedFiles(root);
  return files
    .filter((file) => READABLE.test(file) && existsSync(path.join(root, file)))
    .map((file) => ({ path: file, text: readFileSync(path.join(root, file), "utf8") }));
}

/** Measures what the project costs its reader. The project must be built. Only files that git knows count. */
export async function measureCosts(root: string): Promise<Costs> {
  const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
  const sources = await readSources(root);
  const product = sources.filter(
    (source) => !/^(?:test|bench|lab\/test(?:ing)?|tools|examples|templates|docs)\//.test(source.path),
  );
  const manifest = JSON.parse(read("package.json")) as Manifest;
  const packages = Object.keys({ ...manifest.peerDependencies, ...manifest.devDependencies });
  const ofFederation = countArguments(JSON.parse(read("schema.json")) as CountedSchema, FEDERATION);
  const forms = findUnknownForms(product);
  const checks = countWorkloadChecks();
  const walkers = findRoleWalkers(product);
  const builders = findAwsClientBuilders(sources, packages);
  return {
    "tokens per folder": group(tokensPerFolder(sources)),
    "loaded by FederatedRole alone": group(countLoaded(root, FEDERATED_ROLE)),
    "values exported per entry": countExportedValues(root, manifest.exports),
    "arguments of a federation": {
      arguments: Object.values(ofFederation).reduce((sum, count) => sum + count, 0),
      "in each object": ofFederation,
    },
    "done for one workload": {
      "maxSessionDuration checked": checks.sessionLengthChecked,
      "conditions checked": checks.conditionsChecked,
      "trust policy built": checks.trustPolicyBuilt,
      "trust policy judged": checks.trustPolicyJudged,
    },
    "forms of unknown": { forms: Object.keys(forms).length, "files with each": forms },
    "role walkers": {
      walkers: walkers.length,
      "files of each": Object.fromEntries(walkers.map((walker) => [walker[0] ?? "", walker.length])),
    },
    "builders of AWS clients": { files: Object.keys(builders).length, "clients in each": builders },
    "files that a recipe names": countRecipeFiles(read("docs/architecture.md")),
  };
}

/** An interface has no index signature, so the compiler does not take it for a group of figures. */
function group<T extends object>(figures: T & { readonly [Name in keyof T]: number | object }): Costs {
  return { ...figures } as unknown as Costs;
}
