import { NIGHTLY } from "./clients";
import { describeMatrix } from "./matrix";

describeMatrix("AWS clients that need apt, a JVM, a compiler or large downloads", NIGHTLY);
