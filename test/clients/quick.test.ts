import { QUICK } from "./clients";
import { describeMatrix } from "./matrix";

describeMatrix("AWS clients that are there and start quickly", QUICK);
