import { describeArgumentChanges } from "./argument-changes";

describeArgumentChanges("workloads and parts");
