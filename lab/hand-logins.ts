/** Logins of a lab that a person can try by hand: rows of docs/reference/permissions.md, and two of AWS. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Lab } from "./lab";
import { LAB_DEPLOYER } from "./lab-facts";
import { shellWord } from "./shell";

/** A login whose environment is in a file of its own. */
export interface HandLogin {
  /** Absolute path of the file. */
  readonly file: string;
  /** Who it is. */
  readonly who: string;
}

/** The variables that say who somebody is in Azure and Entra: each file sets all, so that any can follow any. */
const AZURE_LOGIN = ["ARM_CLIENT_ID", "ARM_CLIENT_SECRET", "LAB_AZ_REFRESH_TOKEN"];
const AWS_LOGIN = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];

const OWNED = LAB_DEPLOYER.graphPermissions.filter(
  (permission) => !permission.startsWith("AppRoleAssignment"),
);

/** Adds the logins to a lab and writes a file for each, which a shell reads after the lab's environment. */
export async function writeHandLogins(lab: Lab): Promise<readonly HandLogin[]> {
  const { azure, aws } = lab;
  const person = azure.addPerson({ displayName: "Grace" });
  const administrator = azure.addPerson({
    displayName: "Ada",
    directoryRoles: [{ role: "Cloud Application Administrator" }],
  });
  const azureLogins: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ["usual", azure.environment(), "an application, usual: the login of the environment above"],
    ["narrow", azure.addDeployer(OWNED).environment, "an application, narrow, without its directory role"],
    ["broad", azure.addDeployer(["Application.ReadWrite.All"]).environment, "an application, broad"],
    ["person", person.environment, `a person, narrow; their object ID is ${person.objectId}`],
    ["administrator", administrator.environment, "a person, broad: Cloud Application Administrator"],
  ];
  const awsLogins: typeof azureLogins = [
    ["aws-deployer", { ...aws.environment() }, "AWS: the deployer, the login of the environment above"],
    [
      "aws-operator",
      { ...aws.rootEnvironment() },
      "AWS: may do everything, such as iam:ListRoles or simulate",
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
