/** Which test file belongs to which suite. A file's path says it; the lists below are all that is kept by hand. */

/** The folders with tests, from the root. The lab and the benchmarks are workspaces with tests of their own. */
export const FOLDERS = ["test", "lab/test", "bench"];

/** Whether a test file starts the Pulumi engine. test/unit/structure/suites.test.ts holds the paths to it. */
export const startsEngine = (file) =>
  /^(?:lab\/)?test\/engine\//.test(file) || /^test\/security\/.*-engine\.test\.ts$/.test(file);

/**
 * The engine tests of `npm test`: the demo, and one deployment per component, kind of rule, and kind of example (where the
 * workload runs). Longest first.
 */
export const DAILY_ENGINE = [
  "test/engine/tools/demo/run-demo.test.ts",
  "test/engine/policypack/engine.test.ts",
  "test/engine/components/suspending.test.ts",
  "test/engine/examples/scale-set.test.ts",
  "test/engine/examples/many-accounts.test.ts",
  "test/engine/examples/container-app.test.ts",
  "test/engine/examples/app-service.test.ts",
  "test/engine/examples/ci-logins.test.ts",
  "test/engine/examples/aks.test.ts",
];

/**
 * What `npm test` and `npm test -w lab` leave out although it starts no engine: real AWS clients and Azure libraries, which start many processes or need
 * an environment of their own; the Azure CLI, which is big to install; the documentation site, which needs
 * a browser and is built first; and a few files that take ten seconds or more for something that rarely changes.
 */
export const NOT_DAILY = [
  "test/clients/quick.test.ts",
  "test/clients/troubleshooting-calls.test.ts",
  "test/clients/troubleshooting-helper.test.ts",
  "test/clients/azure-cli/documented-commands.test.ts",
  "test/clients/azure-cli/double.test.ts",
  "test/clients/azure-cli/licenses.test.ts",
  "test/clients/azure-cli/registered-cloud.test.ts",
  "test/clients/azure/identity/javascript.test.ts",
  "test/clients/azure/identity/python.test.ts",
  "test/clients/pipelines/lint.test.ts",
  "test/security/fuzz/campaign.test.ts",
  "test/site/audit-page.test.ts",
  "test/site/site.test.ts",
  "test/unit/credential-helper/aws-clients.test.ts",
  "test/unit/credential-helper/helper/kills.test.ts",
  "test/unit/credential-helper/install-folders.test.ts",
  "test/unit/credential-helper/install-parallel.test.ts",
  "test/unit/credential-helper/install-python.test.ts",
  "lab/test/pulumi/plugins/schema/sdk-type-tables.test.ts",
  "lab/test/pulumi/toolchain/official-release.test.ts",
  "test/unit/packaging/installed-optional-sdks.test.ts",
  "test/unit/structure/recipes/recipes.test.ts",
  "test/unit/tools/release/local-registries.test.ts",
];

/**
 * The longest files: those of the night, then those of `npm run test:all`, and at the end those of `npm test`. They start first, so
 * that no worker ends long after the others.
 */
export const LONGEST = [
  // Ten million policies at night: more than an hour.
  "test/unit/laws/laws.test.ts",
  "test/clients/matrix.nightly.ts",
  "test/security/exploits/exploits.nightly.ts",
  "test/security/exploits/exploits-engine.test.ts",
  "test/unit/structure/recipes/recipes.test.ts",
  "test/engine/packaging/pipelines/pipelines.test.ts",
  "test/engine/release/fresh-project.test.ts",
  "test/engine/packaging/yaml-program.test.ts",
  "test/engine/packaging/installed-package.test.ts",
  "test/engine/components/entra-audience/owners.test.ts",
  "test/engine/tools/acceptance/run-acceptance.test.ts",
  "test/security/faults/seeded-faults-engine.test.ts",
  "test/engine/components/federation/changes/argument-changes.test.ts",
  "test/engine/components/federated-role/failed-update.test.ts",
  "test/engine/cli/roles/suspended.test.ts",
  "test/engine/components/federated-role/federated-role.test.ts",
  "test/engine/components/virtual-machine/region.test.ts",
  "test/engine/components/virtual-machine/azure-virtual-machine.test.ts",
  "test/engine/components/entra-audience/refused-audience.test.ts",
  "test/engine/components/guest-installation/guest-verification.test.ts",
  "test/clients/azure-cli/documented-commands.test.ts",
  "test/clients/azure-cli/double.test.ts",
  "test/site/site.test.ts",
  "test/unit/credential-helper/install-parallel.test.ts",
  "test/clients/quick.test.ts",
  "test/unit/credential-helper/install-python.test.ts",
  "test/unit/credential-helper/install-folders.test.ts",
];

/**
 * What runs with the official `azuread`: the demo, owners, changes that Entra refuses, a directory that lags, and what was deleted by
 * hand. Each ends with a destroy.
 */
export const WITH_AZUREAD = [
  "test/engine/components/entra-audience/replication-retries.test.ts",
  "test/engine/components/entra-audience/owners.test.ts",
  "test/engine/components/entra-audience/refused-audience.test.ts",
  "test/engine/components/federation/refused-token-version.test.ts",
  "test/engine/components/federation/replication.test.ts",
  "test/engine/components/federation/federation-life.test.ts",
  "test/engine/components/entra-audience/deleted-by-hand.test.ts",
  "test/engine/components/entra-audience/replication-seeds.test.ts",
  "test/engine/tools/demo/run-demo.test.ts",
];

/**
 * The suites. Each takes the paths of all files in {@link FOLDERS}, and returns those it runs.
 *
 * - `daily` (`npm test`): of `test`, everything without an engine but {@link NOT_DAILY}, and {@link DAILY_ENGINE}.
 * - `lab` (`npm test -w lab`), `bench` (`npm test -w bench`): the tests of that workspace without an engine but {@link NOT_DAILY}.
 * - `all` (`npm run test:all`): every `*.test.ts`.
 * - `nightly` (`npm run test:nightly`): every `*.test.ts` and `*.nightly.ts`.
 * - `azuread` (`npm test -- azuread`): {@link WITH_AZUREAD}.
 * - `attacks`, `faults`: what docs/assurance.md is made from. These write it with `ASSURANCE=write`.
 */
export const SUITES = {
  daily: (files) => files.filter((file) => file.startsWith("test/") && isDaily(file)),
  lab: (files) => files.filter((file) => file.startsWith("lab/") && isDaily(file)),
  bench: (files) => files.filter((file) => file.startsWith("bench/") && isDaily(file)),
  all: (files) => files.filter(isTest),
  nightly: (files) => files.filter((file) => isTest(file) || file.endsWith(".nightly.ts")),
  azuread: (files) => files.filter((file) => WITH_AZUREAD.includes(file)),
  attacks: (files) =>
    files.filter(
      (file) =>
        (file.startsWith("test/security/attacks/") && isTest(file)) ||
        /^test\/security\/exploits\/(?:leaked-state\.test|exploits\.nightly)\.ts$/.test(file),
    ),
  faults: (files) =>
    files.filter(
      (file) =>
        (file.startsWith("test/security/faults/") && isTest(file)) ||
        file === "test/security/faults/seeded-faults-table.nightly.ts",
    ),
};

/** Programs that test without mocha, by the name of their suite. */
export const PROGRAMS = {
  fuzz: "test/security/fuzz/main.ts",
  assurance: "tools/assurance/main.ts",
};

/** Sorts {@link LONGEST} first, then the demo and the other engine tests, then the rest by name. */
export function inOrder(files) {
  const rank = (file) => {
    const place = LONGEST.indexOf(file);
    return place !== -1 ? place : LONGEST.length + (startsEngine(file) ? 0 : 1);
  };
  return [...files].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function isDaily(file) {
  return isTest(file) && (startsEngine(file) ? DAILY_ENGINE.includes(file) : !NOT_DAILY.includes(file));
}

function isTest(file) {
  return file.endsWith(".test.ts");
}
