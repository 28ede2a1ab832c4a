import * as general from "../../../messages";
import * as ofCommandLine from "../../../messages/cli";
import * as ofLab from "../../../messages/lab";

/** All catalogs of messages. */
export const CATALOGS: readonly general.Catalog[] = [general, ofCommandLine, ofLab]
  .flatMap((entry): unknown[] => Object.values(entry))
  .filter((value) => value instanceof general.Catalog);
