/** The texts of the lab that a run on real accounts meets: the one table that it is compared with. */
import { notAllowed } from "../aws/sts/not-allowed";
import { notValidated } from "../aws/sts/web-identity-token";
import { notAssigned } from "../azure/entra/entra-refusals";
import type { AttemptId } from "../demo/steps/refuse-strangers";

/** Placeholders of the texts; the redactor writes the same ones into what is seen. */
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
  readonly service: "AWS STS" | "Amazon S3" | "Entra, through IMDS";
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
function refusedByEntra({ error, code, message }: ReturnType<typeof notAssigned>): LabText {
  const lines = [
    `${error}: AADSTS${code}: ${message}`,
    "Trace ID: <GUID>",
    "Correlation ID: <GUID>",
    "Timestamp: <time>",
  ];
  return { service: "Entra, through IMDS", text: lines.join("\n") };
}

/** What the lab answers to each attempt. */
export const LAB_TEXTS: Readonly<Record<AttemptId, LabText>> = {
  write: deniedByS3("s3:PutObject", `arn:aws:s3:::${readableBucket}/planted`),
  "other-bucket": deniedByS3("s3:ListBucket", `arn:aws:s3:::${otherBucket}`),
  unassigned: refusedByEntra(
    notAssigned({ appId: "<GUID>", displayName: "unassigned" }, audience, { displayName: application }),
  ),
  "other-subject": refusedBySts(notAllowed()),
  "other-audience": refusedBySts(notValidated()),
  "forged-signature": refusedBySts(notValidated()),
};

/** How a long-running operation is answered and followed in the lab. */
export interface LabPolling {
  readonly status: number;
  /** Headers with their addresses, from `/subscriptions` on, without query; `Retry-After` has none. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The headers by which an operation is followed. */
export const POLLING_HEADERS = ["azure-asyncoperation", "location", "retry-after"] as const;

/** Where an operation of compute is followed. */
const STATUS = `/subscriptions/${subscription}/providers/Microsoft.Compute/locations/${location}/operations/<GUID>`;

/** Where the deletion of a group is followed. */
const RESULT = `/subscriptions/${subscription}/operationresults/<GUID>`;

/** There is some; seconds differ. */
const SOON = { "retry-after": "" };

/**
 * What Resource Manager answers in the lab to the operations that a run starts itself: `lab/azure/arm/arm-exchange.ts`. A run
 * against the lab holds this table to it.
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
  "DELETE resourceGroups": { status: 202, headers: { location: RESULT, ...SOON } },
};
