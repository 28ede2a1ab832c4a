/** `@azure-to-aws/credentials` as users get it, with the oldest SDKs that it allows. */
import assert from "node:assert/strict";
import { mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import manifest from "../../../package.json";
import { buildPackages, type PackedPackage } from "../../../tools/packages/build-packages";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { AUDIENCE, ROLE, StandInSts, TOKEN } from "../providers/javascript/stand-ins";
import { oldestPeers } from "./installed-project";

const NAME = "@azure-to-aws/credentials";

/** Asks for credentials at once with two clients, which share them, and prints them. */
const ASK = `
const credential = { getToken: async () => ({ token: "${TOKEN}", expiresOnTimestamp: Date.now() + 3600000 }) };
const credentials = fromAzure({ roleArn: "${ROLE}", audience: "${AUDIENCE}", credential });
const clients = [1, 2].map(() => new STSClient({ credentials, region: "eu-west-1" }));
Promise.all(clients.map(({ config }) => config.credentials()))
  .then((sessions) => console.log(sessions.map(({ accessKeyId }) => accessKeyId).join()));
`;

const PROGRAMS = {
  "program.cjs": `const { STSClient } = require("@aws-sdk/client-sts");\nconst { fromAzure } = require("${NAME}");${ASK}`,
  "program.mjs": `import { STSClient } from "@aws-sdk/client-sts";\nimport { fromAzure } from "${NAME}";${ASK}`,
};

/** What a program in TypeScript does with the package, and one that is wrong. */
const TYPED = `
import { STSClient } from "@aws-sdk/client-sts";
import { type AwsCredentialIdentityProvider, AzureToAwsError, fromAzure, type FromAzureOptions } from "${NAME}";
const options: FromAzureOptions = { clientId: process.env["AZURE_CLIENT_ID"], durationSeconds: 900 };
const credentials: AwsCredentialIdentityProvider = fromAzure(options);
export const client = new STSClient({ credentials });
export const code = (error: unknown): string => (error instanceof AzureToAwsError ? error.code : "");
`;
const WRONG = `${TYPED}fromAzure({ clientID: "" });\nfromAzure({ durationSeconds: "900" });\n`;

describe("the installed package of the credential provider", function () {
  this.timeout(300_000); // Packages are fetched.
  let directory = "";
  let sts: StandInSts;
  let packages: readonly PackedPackage[] = [];

  before(async () => {
    directory = await realpath(await mkdtemp(path.join(tmpdir(), "installed-credentials-")));
    packages = await buildPackages(directory, [NAME]);
    await writeFile(path.join(directory, "package.json"), '{ "private": true }');
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
    const tarballs = packages.map(({ tarball }) => tarball);
    await execa("npm", ["install", ...options, ...tarballs, ...oldestPeers(packages)], { cwd: directory });
    await symlink(
      path.join(PROJECT_ROOT, "node_modules/@types"),
      path.join(directory, "node_modules/@types"),
    );
    sts = await StandInSts.start();
  });

  after(async () => {
    await sts.stop();
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });

  it("brings the code of the provider alone", () => {
    const [{ files, manifest: packed } = assert.fail()] = packages;
    assert.deepEqual(Object.keys(packed.exports ?? {}), [".", "./package.json"]);
    assert.deepEqual([...new Set(files.map((file) => file.replace(/[^/]*$/, "")))].sort(), [
      "",
      "dist/providers/",
      "dist/providers/javascript/",
      "docs/errors/",
      "docs/how-to/in-your-application/",
    ]);
    assert.deepEqual(packed.peerDependencies, {
      "@aws-sdk/client-sts": manifest.peerDependencies["@aws-sdk/client-sts"],
      "@azure/identity": manifest.peerDependencies["@azure/identity"],
    });
  });

  for (const [name, program] of Object.entries(PROGRAMS)) {
    it(`gives two clients one session in ${name}`, async () => {
      await writeFile(path.join(directory, name), program);
      const before = sts.requests.length;
      const { stdout } = await execa(process.execPath, [name], {
        cwd: directory,
        env: { AWS_ENDPOINT_URL_STS: sts.url },
      });
      assert.match(stdout, /^(KEY\d+),\1$/);
      assert.equal(sts.requests.length, before + 1);
    });
  }

  for (const [module, ending] of [
    ["nodenext", "mts"],
    ["nodenext", "cts"],
    ["commonjs", "ts"],
  ] as const) {
    it(`has types for the strictest options, with ${module} in a file .${ending}`, async () => {
      const files = [`right.${ending}`, `wrong.${ending}`] as const;
      await writeFile(path.join(directory, files[0]), TYPED);
      await writeFile(path.join(directory, files[1]), WRONG);
      const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit"];
      const resolution = module === "commonjs" ? "node10" : module;
      const modules = ["--target", "es2022", "--module", module, "--moduleResolution", resolution];
      const others = ["--esModuleInterop", "--types", "node", "--skipLibCheck"];
      const tsc = path.join(PROJECT_ROOT, "node_modules/.bin/tsc");
      const { stdout } = await execa(tsc, [...strict, ...modules, ...others, ...files], {
        cwd: directory,
        reject: false,
      });
      assert.doesNotMatch(stdout, /^(?!wrong\.)/m);
      assert.match(stdout, /'clientID' does not exist/);
      assert.match(stdout, /'string' is not assignable to type 'number'/);
    });
  }
});
