/** The messages of the lab that a run on real accounts is compared with. */
import { emulatorRefusal, notValidated } from "../../lab/aws";
import { entraRefusals } from "../../lab/azure";
import type { AttemptId } from "../demo/steps/refuse-strangers";

/** Placeholders of the messages. The redactor writes the same ones into the messages of the clouds. */
export const PLACEHOLDERS = {
  audience: "<audience>",
  application: "<application>",
  readableBucket: "<readable bucket>",
  otherBucket: "<other bucket>",
  subscription: "<subscription>",
  location: "<location>",
} as const;

/** A refusal in the lab. */
export interface LabText {
  /** Which service words it. */
  readonly service: "AWS STS" | "Amazon S3" | "Entra, through IMDS" | "Azure Virtual Network";
  /** The text, with placeholders for what differs from run to run. */
  readonly text: string;
}

const { audience, application, readableBucket, otherBucket, subscription, location } = PLACEHOLDERS;

/**
 * How the emulator words a denied request. The row of evidence is in docs/reference/lab-evidence.md, "IAM".
 *
 * @param resource - the ARN of what was asked for
 */
function deniedByS3(action: string, resource: string): LabText {
  return {
    service: "Amazon S3",
    text:
      "AccessDenied: User: arn:aws:sts::<account>:assumed-role/<role>/<session> is not authorized to perform: " +
      `${action} on resource: "${resource}" because no identity-based policy allows the ${action} action`,
  };
}

function refusedBySts({ code, message }: { readonly code: string; readonly message: string }): LabText {
  return { service: "AWS STS", text: `${code}: ${message}` };
}

/** Entra's refusal in the answer of IMDS, with the lines that Entra adds. */
function refusedByEntra({ error, code, message }: ReturnType<typeof entraRefusals.notAssigned>): LabText {
  const lines = [
    `${error}: AADSTS${code}: ${message}`,
    "Trace ID: <GUID>",
    "Correlation ID: <GUID>",
    "Timestamp: <time>",
  ];
  return { service: "Entra, through IMDS", text: lines.join("\n") };
}

/** The answer of the lab to each attempt. */
export const LAB_TEXTS: Readonly<Record<AttemptId, LabText>> = {
  write: deniedByS3("s3:PutObject", `arn:aws:s3:::${readableBucket}/planted`),
  "other-bucket": deniedByS3("s3:ListBucket", `arn:aws:s3:::${otherBucket}`),
  unassigned: refusedByEntra(
    entraRefusals.notAssigned({ appId: "<GUID>", displayName: "unassigned" }, audience, {
      displayName: application,
    }),
  ),
  "other-subject": refusedBySts(emulatorRefusal()),
  "other-audience": refusedBySts(notValidated()),
  "forged-signature": refusedBySts(notValidated()),
  // The words of the OpenSSH client. Source: openssh/openssh-portable sshconnect.c.
  neighbor: {
    service: "Azure Virtual Network",
    text: "ssh: connect to host <address> port 22: Connection timed out",
  },
};

/** The answer to a long-running operation in the lab, and how clients poll it. */
export interface LabPolling {
  readonly status: number;
  /** Headers with their addresses, from `/subscriptions` on, without query; `Retry-After` has none. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The headers with which clients poll an operation. */
export const POLLING_HEADERS = ["azure-asyncoperation", "location", "retry-after"] as const;

/** The address of an operation of compute. */
const STATUS = `/subscriptions/${subscription}/providers/Microsoft.Compute/locations/${location}/operations/<GUID>`;

/** The address of an operation of networks. */
const NETWORK_STATUS = STATUS.replace("Microsoft.Compute", "Microsoft.Network");

/** The address of the deletion of a resource group. */
const RESULT = `/subscriptions/${subscription}/operationresults/<GUID>`;

/** Only the name counts, because seconds differ. */
const SOON = { "retry-after": "" };

/**
 * The answers of Resource Manager in the lab to the run's own operations: `lab/azure/arm/arm-exchange.ts`. A test runs against the
 * lab and compares this table with it.
 */
export const LAB_POLLING: Readonly<Record<string, LabPolling>> = {
  "PUT Microsoft.Compute/virtualMachines/runCommands": {
    status: 201,
    headers: { "azure-asyncoperation": STATUS, ...SOON },
  },
  "PATCH Microsoft.Compute/virtualMachines": {
    status: 200,
    headers: { "azure-asyncoperation": STATUS, ...SOON },
  },
  "PUT Microsoft.Network/networkInterfaces": {
    status: 201,
    headers: { "azure-asyncoperation": NETWORK_STATUS, ...SOON },
  },
  "PUT Microsoft.Compute/virtualMachines": {
    status: 201,
    headers: { "azure-asyncoperation": STATUS, ...SOON },
  },
  "DELETE resourceGroups": { status: 202, headers: { location: RESULT, ...SOON } },
};
