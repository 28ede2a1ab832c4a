import { WHEELS } from "./clients";
import { describeMatrix } from "./matrix";

describeMatrix("AWS clients that come as small wheels", WHEELS);
