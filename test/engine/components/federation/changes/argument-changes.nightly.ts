import { describeArgumentChanges } from "./argument-changes";

describeArgumentChanges("the federation");
