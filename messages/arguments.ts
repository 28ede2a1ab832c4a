import { Catalog, entry } from "./catalog";

/**
 * What is wrong with the arguments of a component, whatever their meaning: presence, type, and combination. Each text
 * continues the argument's path: `workloads.app: …`. The value that was given follows the text: `; got "x"`.
 */
export const ARGUMENTS = new Catalog("Component arguments", {
  "argument-unknown": entry({
    text: (nearest: string | undefined, valid: readonly string[]) =>
      `unknown argument; ${nearest === undefined ? "" : `did you mean "${nearest}"? `}Valid arguments: ${valid.join(", ")}`,
    sample: ["permissions", ["permissions", "subject"]],
    cause:
      "The component has no argument of this name. The name is misspelled, or it belongs to another object.",
    fix: "Use one of the listed names. [Arguments](arguments.md) lists them all.",
  }),
  "argument-misplaced": entry({
    text: (home: string) => `unknown argument here. ${home}`,
    sample: ["Set it on the federation, next to workloads"],
    cause: "The argument exists, but it belongs to another object of the program.",
    fix: "Move the argument to the object that the message names. [Arguments](arguments.md) lists the arguments of each object.",
  }),
  "argument-missing": entry({
    text: (_how?: string) => "required argument is missing",
    next: (how?: string) => how,
    sample: ["Set it, or identityId instead"],
    cause: "The component needs this argument, and the program does not set it. A `null` counts as missing.",
    fix: "Set the argument. [Arguments](arguments.md) says what it must be.",
  }),
  "argument-type": entry({
    text: (expected: string) => `wrong type. Expected ${expected}`,
    sample: ["a string"],
    cause: "The value has another type than the argument. Programs without type checks can send anything.",
    fix: "Convert the value, or set the argument that the value was meant for. In YAML, quote numbers and booleans that must be strings.",
  }),
  "argument-not-plain": entry({
    text: (what = "value") =>
      `must be a plain ${what}, not an Output: it decides which resources are created` +
      (what === "value" ? "" : ". The values in it may be Outputs"),
    sample: ["object"],
    cause:
      "The engine must know this value before it creates anything. The value of an Output is known only later.",
    fix: "Use a literal, or a setting of the stack: `new pulumi.Config().get(…)`.",
  }),
  "argument-empty": entry({
    text: (item: string, _canOmit = false) => `empty. Expected at least one ${item}`,
    next: (_item: string, canOmit = false) =>
      canOmit ? "Omit the argument if that is what you want" : undefined,
    sample: ["audience", true],
    cause: "The list or map is there, but it has no entry. That is usually a missing setting.",
    fix: "Add an entry. If the argument is optional and you want none, omit it.",
  }),
  "argument-too-many": entry({
    text: (what: string, most: number, count: number) =>
      `too many ${what}. Expected at most ${most}; got ${count}`,
    sample: ["tags", 50, 61],
    cause: "Azure, Entra, or AWS limits how many entries one resource can have.",
    fix: "Remove entries until the limit holds.",
  }),
  "argument-too-long": entry({
    text: (most: number, unit?: string) => `too long. Expected at most ${most} ${unit ?? "characters"}`,
    sample: [256],
    cause: "The cloud that receives the value refuses a longer one.",
    fix: "Shorten the value.",
  }),
  "argument-out-of-range": entry({
    text: (unit: string, least: string, most: string) =>
      `out of range. Expected a whole number of ${unit} from ${least} to ${most}`,
    sample: ["seconds", "3600 (1 hour)", "43200 (12 hours)"],
    cause: "The number is too small, too large, or not a whole number.",
    fix: "Choose a whole number within the range.",
  }),
  "argument-choice": entry({
    text: (allowed: readonly (string | number)[]) => `unknown value. Expected one of: ${allowed.join(", ")}`,
    sample: [["public", "usgovernment", "china"]],
    cause: "The argument accepts only a few values, and this is not one of them.",
    fix: "Use one of the listed values, with the same spelling.",
  }),
  "argument-excluded": entry({
    text: (other: string, why?: string) =>
      `cannot be combined with ${other}${why === undefined ? "" : `: ${why}`}`,
    next: (other: string, _why?: string) => `Omit this argument or ${other}`,
    sample: ["identityId", "an existing identity is never changed"],
    cause: "Two arguments exclude each other, or the one has no effect next to the other.",
    fix: "Decide for one of the two, and omit the other. The description in [Arguments](arguments.md) names what excludes it.",
  }),
  "argument-requires": entry({
    text: (other: string, why?: string) => `requires ${other}${why === undefined ? "" : `: ${why}`}`,
    sample: ["virtualMachine or existingVirtualMachineId"],
    cause: "The argument has an effect only together with another one, which is missing.",
    fix: "Set the other argument too, or omit this one.",
  }),
  "default-unsuitable": entry({
    text: (value: string, reason: string) =>
      `the default is ${JSON.stringify(value)}, which cannot be used: ${reason}`,
    next: () => "Set the argument, or rename the component",
    sample: ["api://<tenantId>/app-dev-" + "x".repeat(20), "too long. Expected at most 120 characters"],
    cause:
      "The default contains the names of the project, the stack, and the component, and one of them does not fit.",
    fix: "Set the argument to a value that fits, or give the component another name.",
  }),
  "name-invalid": entry({
    text: () =>
      "invalid name. Expected letters, digits, and hyphens, starting with a letter and not ending with a hyphen",
    sample: [],
    cause: "Names of IAM roles and Azure VMs are made from the name of the component.",
    fix: "Rename the component. To keep its resources, add an alias for the old name.",
  }),
  "workload-name-invalid": entry({
    text: () =>
      "invalid name. Expected letters, digits, and hyphens, starting and ending with a letter or digit",
    sample: [],
    cause: "Names of IAM roles and Azure VMs are made from the name of the workload.",
    fix: "Rename the workload. Renaming one that is deployed creates a new identity and role, and deletes the old ones.",
  }),
  "entry-name-invalid": entry({
    text: () =>
      "invalid name. Expected 1 to 40 letters, digits, hyphens, or underscores, starting and ending with a letter or digit",
    sample: [],
    cause: "The name of the entry becomes part of a resource's name.",
    fix: "Rename the entry.",
  }),
  "name-too-long": entry({
    text: (most: number, whole?: string) =>
      `${whole === undefined ? "too long" : `makes the name "${whole}", which is too long`}. Expected at most ${most} characters, because AWS and Azure names are made from it`,
    sample: [51],
    cause:
      "IAM roles and Azure VMs have names of at most 64 characters, and the component adds a suffix to its own.",
    fix: "Shorten the name.",
  }),
  "contract-given": entry({
    text: () => "cannot be combined with contract, which already contains it",
    next: () => "Omit this argument or contract",
    sample: [],
    cause: "A federation contract contains the issuer, the audiences, the subjects, and the app role.",
    fix: "Omit the argument, or omit `contract` and set all of its parts yourself.",
  }),
  "contract-invalid": entry({
    text: (reason: string) => `invalid federation contract: ${reason}`,
    next: () => "Use the contract output of the other stack unchanged",
    sample: ["audience must be an application ID URI"],
    cause: "The JSON text is not a federation contract, or someone changed it by hand.",
    fix: "Take the output `contract` from the stack that exports it: `pulumi stack output contract --stack ORG/PROJECT/STACK`.",
  }),
  "contract-without-assignment": entry({
    text: () => "invalid federation contract: assignment is missing",
    next: () => 'Use the contract that the stack of the "EntraAudience" exports',
    sample: [],
    cause: "Only a contract with `assignment` names the app role to which a new identity is assigned.",
    fix: "Take the contract from the stack that owns the `EntraAudience`.",
  }),
  "contract-without-workloads": entry({
    text: () => "the federation contract has no workload yet",
    next: () => "Use the contract that the stack of the identities exports",
    sample: [],
    cause:
      "The contract comes from the stack of the audience alone. Each `AzureWorkload` adds its identity and exports the contract again.",
    fix: "Take the output `contract` of the last `AzureWorkload` instead of the one of the `EntraAudience`.",
  }),
  "contract-workload-name-invalid": entry({
    text: (reason: string) => `invalid workload name: it ${reason}`,
    sample: ["must be 1 to 64 letters, digits, dots, underscores or hyphens"],
    cause: "The name of a workload is a key in the federation contract.",
    fix: "Set `workloadName` to a name that fits.",
  }),
  "contract-workload-unknown": entry({
    text: (known: readonly string[]) =>
      `the contract has no workload of this name. Expected one of: ${known.join(", ")}`,
    sample: [["app", "batch"]],
    cause: "The name is misspelled, or the contract is older than the workload.",
    fix: "Use one of the listed names, or export the contract again after the workload was added.",
  }),
  "contract-workloads-ambiguous": entry({
    text: (known: readonly string[]) =>
      `required because the contract has several workloads. Expected a list of at least one of: ${known.join(", ")}`,
    sample: [["app", "batch"]],
    cause: "A role must not trust every workload of a contract by accident, so the program has to name them.",
    fix: "Set `workloads` to the names of the workloads that may assume the role.",
  }),
});
