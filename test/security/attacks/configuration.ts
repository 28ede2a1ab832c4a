/** Values from a stack's configuration that try to inject something. */
import { readFile, writeFile } from "node:fs/promises";
import { parse, stringify } from "yaml";
import { Refused } from "../exploits/outcome";
import type { Attack, AttackGroup } from "./attack";

/** One value of the quickstart's configuration, changed for a preview. */
function configurationAttack(name: string, key: string, value: unknown, message: string): Attack {
  return {
    name,
    refusal: { code: "exit 1", message },
    async arrange({ stack: { configFile } }) {
      const text = await readFile(configFile, "utf8");
      const { config } = parse(text) as { config: object };
      await writeFile(
        configFile,
        stringify({ config: { ...config, [`azure-to-aws-quickstart:${key}`]: value } }),
      );
      return () => writeFile(configFile, text);
    },
    async attempt({ stack }) {
      const { exitCode, output } = await stack.preview();
      if (exitCode === 0) {
        return output;
      }
      const [problem = output] = output.split("\n").filter((line) => line.includes("workloads."));
      throw new Refused(`exit ${exitCode}`, problem.trim());
    },
  };
}

export const configuration: AttackGroup = {
  name: "configuration",
  title: "Configuration values that inject more than a value",
  attacks: [
    configurationAttack(
      "profile name that adds a command to the AWS config",
      "profileName",
      "x]\ncredential_process = /tmp/planted\n[profile y",
      'workloads.devteam.profileName: invalid profile name. Expected 1 to 64 letters, digits, or _ . @ + = , -; got "x]\\ncredential_process = ' +
        '/tmp/planted\\n[profile y" [profile-name-invalid]',
    ),
    configurationAttack(
      "bucket name that adds a statement to the policy",
      "buckets",
      ['devteam-reports/*"]},{"Effect":"Allow","Action":"*","Resource":["*'],
      "workloads.devteam.permissions.readBuckets[0]: invalid bucket name. Expected 3 to 63 lower-case letters, digits, hyphens, " +
        'and single dots, starting and ending with a letter or digit; got "devteam-reports/*\\"]},{\\"Effect\\":' +
        '\\"Allow\\",\\"Action\\":\\"*\\",\\"Resource\\":[\\"*" [bucket-name-invalid]',
    ),
  ],
};
