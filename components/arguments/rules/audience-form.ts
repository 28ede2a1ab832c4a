import { AudienceForm } from "../../entra/audience-form";
import { oneOf } from "./one-of";

/** How the audience is made where it is not given. */
export const audienceForm = oneOf(Object.values(AudienceForm));
