import { EntraCloud } from "../../entra/entra-cloud";
import { oneOf } from "./one-of";

/** A cloud of Microsoft's, by the name that the Azure providers' `environment` has. */
export const entraCloud = oneOf(Object.values(EntraCloud));
