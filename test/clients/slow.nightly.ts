import { SLOW } from "./clients";
import { describeMatrix } from "./matrix";

describeMatrix("AWS clients that start slowly, or come as small wheels", SLOW);
