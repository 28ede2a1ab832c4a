/** Logins of a lab to try by hand: rows of docs/reference/permissions.md, and two of AWS. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Clouds } from "./clouds";
import { LAB_DEPLOYER } from "./lab-facts";
import { shellWord } from "./terminal/shell";

/** A login whose environment is in a separate file. */
export interface HandLogin {
  /** Absolute path of the file. */
  readonly file: string;
  /** Who it is. */
  readonly who: string;
}

/** The variables of a login of Azure and Entra. Each file sets all of them, so the files can follow each other in any order. */
const AZURE_LOGIN = ["ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "LAB_AZ_REFRESH_TOKEN"];
const AWS_LOGIN = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

const OWNED = LAB_DEPLOYER.graphPermissions.filter(
  (permission) => !permission.startsWith("AppRoleAssignment"),
);

/** Adds the logins to a lab, and writes a file for each, which a shell sources after the lab's environment. */
export async function writeHandLogins(lab: Clouds): Promise<readonly HandLogin[]> {
  const { azure, aws } = lab;
  const person = azure.addPerson({ displayName: "Grace" });
  const administrator = azure.addPerson({
    displayName: "Ada",
    directoryRoles: [{ role: "Cloud Application Administrator" }],
  });
  const azureLogins: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ["usual", azure.environment(), "the usual application: the login of the environment above"],
    [
      "narrow",
      azure.addDeployer(OWNED).environment,
      "an application with narrow rights, without its directory role",
    ],
    [
      "broad",
      azure.addDeployer(["Application.ReadWrite.All"]).environment,
      "an application with broad rights",
    ],
    ["person", person.environment, `a person with narrow rights; object ID ${person.objectId}`],
    [
      "administrator",
      administrator.environment,
      "a person with broad rights: Cloud Application Administrator",
    ],
  ];
  const awsLogins: typeof azureLogins = [
    ["aws-deployer", { ...aws.environment() }, "AWS: the deployer, the login of the environment above"],
    [
      "aws-operator",
      { ...aws.rootEnvironment() },
      "AWS: the root user of the account, with all rights, such as iam:ListRoles",
    ],
  ];
  const write = async (
    [name, environment, who]: (typeof azureLogins)[number],
    variables: readonly string[],
  ): Promise<HandLogin> => {
    const file = path.join(lab.directory, `as-${name}.sh`);
    const lines = variables.map(
      (variable) => `export ${variable}=${shellWord(environment[variable] ?? "")}\n`,
    );
    await writeFile(file, lines.join(""), { mode: 0o600 });
    return { file, who };
  };
  return Promise.all([
    ...azureLogins.map(async (login) => write(login, AZURE_LOGIN)),
    ...awsLogins.map(async (login) => write(login, AWS_LOGIN)),
  ]);
}
