import { vmFolderProblems } from "../../../credential-helper";

/** The folder of the credential helper on a VM: absolute, plain letters, in no folder that users own. */
export function helperFolder(value: string): readonly string[] {
  return vmFolderProblems(value).map((sentence) => sentence.replace(/^helperFolder: "[^"]*" /, ""));
}
