/** The double of AWS, and CloudTrail logs that are made for tests. */
export { DEPLOYER } from "./account";
export { AwsDouble, type AwsEnvironment } from "./aws-double";
export { generateTrail } from "./cloudtrail/generate-trail";
export {
  AZURE_ADDRESS,
  TRAIL_ACCOUNT,
  TRAIL_KEYS,
  TRAIL_SERVICE_TAGS,
  type TrailCall,
  type TrailKey,
} from "./cloudtrail/trail-people";
export {
  keyEvent,
  serviceEvent,
  sessionEvent,
  sessionId,
  startCall,
  startedSessionEvent,
  TRAIL_ROLE,
  webIdentityEvent,
} from "./cloudtrail/trail-records";
export { type AwsRequest, CALLER_ADDRESS } from "./front";
export { noKey } from "./sts/issuer-keys";
export { emulatorRefusal } from "./sts/emulator-refusal";
export { notValidated } from "./sts/web-identity-token";
