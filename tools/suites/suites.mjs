/** Which test file belongs to which suite. A file's path says it; the lists below are all that is kept by hand. */

/** The folders with tests, from the root. The lab and the benchmarks are workspaces with tests of their own. */
export const FOLDERS = ["test", "lab/test", "bench"];

/** Whether a test file starts the Pulumi engine. test/unit/structure/suites.test.ts holds the paths to it. */
export const startsEngine = (file) =>
  /^(?:lab\/)?test\/engine\//.test(file) || /^test\/security\/.*-engine\.test\.ts$/.test(file);

/**
 * The engine tests of `npm test`: the demo, the policy pack, a component in its own plugin, and an example. Longest first. Each other
 * component and example has its deployment in `npm run test:all`.
 */
export const DAILY_ENGINE = [
  "test/engine/tools/demo/run-demo.test.ts",
  "test/engine/policypack/engine.test.ts",
  "test/engine/components/suspending.test.ts",
  "test/engine/examples/scale-set.test.ts",
];

/**
 * What `npm test` and `npm test -w lab` leave out although it starts no engine, as files and as folders (with a slash at the end). These
 * start many processes, need an environment of their own or a browser, or take four seconds of processor time or more for something that
 * rarely changes. `npm run test:all` has them.
 */
export const NOT_DAILY = [
  "test/clients/",
  "test/security/fuzz/",
  "test/site/",
  "test/unit/packaging/",
  "test/unit/structure/recipes/",
  "test/unit/tools/acceptance/",
  "test/unit/tools/release/",
  "test/security/faults/command-line.test.ts",
  "test/unit/cli/clouds/proxy.test.ts",
  "test/unit/cli/judge/pre-commit.test.ts",
  "test/unit/cli/keys/from-keys-to-zero-page.test.ts",
  "test/unit/cli/keys/retire/run-retire.test.ts",
  "test/unit/cli/report/sarif-code-scanning.test.ts",
  "test/unit/credential-helper/aws-clients.test.ts",
  "test/unit/credential-helper/helper/concurrency.test.ts",
  "test/unit/credential-helper/helper/kills.test.ts",
  "test/unit/credential-helper/helper/repeated-failure.test.ts",
  "test/unit/credential-helper/install-folders.test.ts",
  "test/unit/credential-helper/install-parallel.test.ts",
  "test/unit/credential-helper/install-python.test.ts",
  "test/unit/credential-helper/remove-script.test.ts",
  "test/unit/policypack/rules/patched-programs.test.ts",
  "test/unit/tools/demo/command.test.ts",
  "test/unit/tools/eslint/types-of-files.test.ts",
  "test/unit/tools/packages/plugin.test.ts",
  "test/unit/tools/products.test.ts",
  "test/unit/tools/schema/examples.test.ts",
  "lab/test/pulumi/plugins/schema/sdk-type-tables.test.ts",
  "lab/test/pulumi/toolchain/official-release.test.ts",
  "lab/test/upstream.test.ts",
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
  "test/clients/providers/javascript/twelve-hours.test.ts",
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
 * - `nightly` (`npm test -- nightly`): every `*.test.ts` and `*.nightly.ts`.
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
  return isTest(file) && (startsEngine(file) ? DAILY_ENGINE.includes(file) : !isIn(file, NOT_DAILY));
}

/** Whether a file is in a list of files and of folders. */
export function isIn(file, list) {
  return list.some((entry) => (entry.endsWith("/") ? file.startsWith(entry) : file === entry));
}

function isTest(file) {
  return file.endsWith(".test.ts");
}
