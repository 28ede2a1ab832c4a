/**
 * Single events of a generated trail as text, in the form of CloudTrail's files.
 *
 * Source: AWS, CloudTrail user guide, "CloudTrail record contents for management, data, and network activity events", "CloudTrail
 * userIdentity element", and "CloudTrail log file examples"; IAM user guide, "Logging IAM and AWS STS API calls with AWS CloudTrail".
 */
import { TRAIL_ACCOUNT, type TrailCall, type TrailKey } from "./trail-people";

/** Where and when an event is. */
export interface EventPlace {
  readonly time: string;
  readonly region: string;
  /** A number that no other event of the trail has. */
  readonly serial: number;
}

/** The role of the sessions of a trail. */
export const TRAIL_ROLE = `arn:aws:iam::${TRAIL_ACCOUNT}:role/azure-orders`;

/** A call of a user's key. */
export function keyEvent(
  key: TrailKey,
  call: TrailCall,
  address: string,
  agent: string,
  place: EventPlace,
): string {
  const identity = `{"type":"IAMUser","principalId":"AIDA${key.keyId.slice(4)}","arn":"arn:aws:iam::${TRAIL_ACCOUNT}:user/${key.userName}","accountId":"${TRAIL_ACCOUNT}","accessKeyId":"${key.keyId}","userName":"${key.userName}"}`;
  return record(identity, call, address, agent, place, key.vpcEndpointId);
}

/** A call of a session of {@link TRAIL_ROLE}, or of another role. */
export function sessionEvent(
  call: TrailCall,
  address: string,
  agent: string,
  place: EventPlace,
  role = TRAIL_ROLE,
): string {
  const identity = `{"type":"AssumedRole","principalId":"AROAORDERS0000000001:orders","arn":"arn:aws:sts::${TRAIL_ACCOUNT}:assumed-role/azure-orders/orders","accountId":"${TRAIL_ACCOUNT}","accessKeyId":"ASIA${unique(place.serial, 16)}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROAORDERS0000000001","arn":"${role}","accountId":"${TRAIL_ACCOUNT}","userName":"azure-orders"},"webIdFederationData":{"federatedProvider":"arn:aws:iam::${TRAIL_ACCOUNT}:oidc-provider/sts.windows.net/6babcaad-604b-40ac-a9d7-9fd97c0b779f/","attributes":{}},"attributes":{"creationDate":"${place.time}","mfaAuthenticated":"false"}}}`;
  return record(identity, call, address, agent, place);
}

/** A call that begins a session, with the session's key ID in its answer. */
export function startCall(name: string, sessionId: string, roleArn: string): TrailCall {
  return {
    source: "sts.amazonaws.com",
    name,
    parameters: roleArn === "" ? {} : { roleArn, roleSessionName: "work" },
    response: {
      credentials: {
        accessKeyId: sessionId,
        sessionToken: "FwoGZXIvYXdzEBMaDGV4YW1wbGU=",
        expiration: "Nov 28, 2026, 8:00:00 AM",
      },
    },
  };
}

/** A call of a session that a user's key, or another session, began: of a role, or with the permissions of the user. */
export function startedSessionEvent(
  { userName }: Pick<TrailKey, "userName">,
  sessionId: string,
  roleArn: string,
  call: TrailCall,
  address: string,
  agent: string,
  place: EventPlace,
): string {
  const attributes = `"attributes":{"creationDate":"${place.time}","mfaAuthenticated":"false"}`;
  const role = roleArn.replace(/^.*\//, "");
  const identity =
    roleArn === ""
      ? `{"type":"IAMUser","principalId":"AIDASESSION","arn":"arn:aws:iam::${TRAIL_ACCOUNT}:user/${userName}","accountId":"${TRAIL_ACCOUNT}","accessKeyId":"${sessionId}","userName":"${userName}","sessionContext":{"sessionIssuer":{},"webIdFederationData":{},${attributes}}}`
      : `{"type":"AssumedRole","principalId":"AROASTARTED:work","arn":"arn:aws:sts::${TRAIL_ACCOUNT}:assumed-role/${role}/work","accountId":"${TRAIL_ACCOUNT}","accessKeyId":"${sessionId}","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROASTARTED","arn":"${roleArn}","accountId":"${TRAIL_ACCOUNT}","userName":"${role}"},"webIdFederationData":{},${attributes}}}`;
  return record(identity, call, address, agent, place);
}

/** The key ID of a session, another one for each number. */
export function sessionId(serial: number): string {
  return `ASIAT${unique(serial, 15)}`;
}

/** A session that begins: a token of Entra for a session of {@link TRAIL_ROLE}. */
export function webIdentityEvent(address: string, agent: string, place: EventPlace): string {
  const provider = `arn:aws:iam::${TRAIL_ACCOUNT}:oidc-provider/sts.windows.net/6babcaad-604b-40ac-a9d7-9fd97c0b779f/`;
  const identity = `{"type":"WebIdentityUser","principalId":"${provider}:api://azure-to-aws:3c7e6c1c-27ef-4c7d-8f8c-8b9e3f2f7a10","userName":"3c7e6c1c-27ef-4c7d-8f8c-8b9e3f2f7a10","identityProvider":"${provider}"}`;
  return record(
    identity,
    {
      source: "sts.amazonaws.com",
      name: "AssumeRoleWithWebIdentity",
      parameters: { roleArn: TRAIL_ROLE, roleSessionName: "orders" },
      resources: [{ ARN: TRAIL_ROLE, type: "AWS::IAM::Role" }],
    },
    address,
    agent,
    place,
  );
}

/** An AWS service that works for the account. */
export function serviceEvent(place: EventPlace): string {
  return record(
    '{"type":"AWSService","invokedBy":"cloudtrail.amazonaws.com"}',
    { source: S3_SOURCE, name: "GetBucketAcl", parameters: { bucketName: "trail-logs", acl: "" } },
    "cloudtrail.amazonaws.com",
    "cloudtrail.amazonaws.com",
    place,
  );
}

const S3_SOURCE = "s3.amazonaws.com";

/** Somebody who signs in to the console. */
export function consoleEvent(userName: string, place: EventPlace): string {
  return `{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","principalId":"AIDACONSOLE","arn":"arn:aws:iam::${TRAIL_ACCOUNT}:user/${userName}","accountId":"${TRAIL_ACCOUNT}","userName":"${userName}"},"eventTime":"${place.time}","eventSource":"signin.amazonaws.com","eventName":"ConsoleLogin","awsRegion":"${place.region}","sourceIPAddress":"203.0.113.20","userAgent":"Mozilla/5.0 (\\"quoted\\" {brace] \\\\)","requestParameters":null,"responseElements":{"ConsoleLogin":"Success"},"additionalEventData":{"LoginTo":"https://console.aws.amazon.com/console/home","MobileVersion":"No","MFAUsed":"Yes"},"eventID":"${eventId(place.serial)}","readOnly":false,"eventType":"AwsConsoleSignIn","managementEvent":true,"recipientAccountId":"${TRAIL_ACCOUNT}","eventCategory":"Management"}`;
}

function record(
  identity: string,
  { source, name, parameters, resources, isData = false, errorCode, response }: TrailCall,
  address: string,
  agent: string,
  { time, region, serial }: EventPlace,
  vpcEndpointId?: string,
): string {
  const numbered = (text: string): string => text.replaceAll("#", String(serial % 1000));
  const error =
    errorCode === undefined
      ? ""
      : `"errorCode":"${errorCode}","errorMessage":"User is not authorized to perform: ${name}",`;
  const held = resources === undefined ? "" : `"resources":${numbered(JSON.stringify(resources))},`;
  const endpoint =
    vpcEndpointId === undefined
      ? ""
      : `"vpcEndpointId":"${vpcEndpointId}","vpcEndpointAccountId":"${TRAIL_ACCOUNT}",`;
  return `{"eventVersion":"1.11","userIdentity":${identity},"eventTime":"${time}","eventSource":"${source}","eventName":"${name}","awsRegion":"${region}","sourceIPAddress":"${address}","userAgent":"${agent}",${error}"requestParameters":${numbered(JSON.stringify(parameters))},"responseElements":${JSON.stringify(response ?? null)},"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","bytesTransferredOut":${serial % 9973}},"requestID":"${unique(serial, 16)}","eventID":"${eventId(serial)}","readOnly":${/^(Get|List|Describe)/.test(name)},${held}"eventType":"AwsApiCall","managementEvent":${!isData},"recipientAccountId":"${TRAIL_ACCOUNT}",${endpoint}"eventCategory":"${isData ? "Data" : "Management"}","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"${source}"}}`;
}

/** Upper-case letters and digits, other ones for each number. */
function unique(serial: number, length: number): string {
  return serial.toString(36).toUpperCase().padStart(length, "0");
}

function eventId(serial: number): string {
  return `7c1d2e3f-0000-4000-8000-${serial.toString(16).padStart(12, "0")}`;
}
