import { QUICK } from "./clients";
import { describeMatrix } from "./matrix";

describeMatrix("AWS clients that are quick to get", QUICK);
