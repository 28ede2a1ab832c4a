/**
 * What messages of several areas need. A catalog that one area prints has its own entry, so a program loads only the catalogs of the areas
 * that it uses.
 */
export { about } from "./about";
export { ARGUMENTS } from "./arguments";
export { Catalog, coded, type Entries, type Entry, entry, type Message, withCode } from "./catalog";
export { ENTRA } from "./entra";
export { IAM } from "./iam";
export { nearestName } from "./nearest-name";
export { PROJECT, PUBLICATION } from "./project";
export { ROLES } from "./roles";
export { withoutSecrets } from "./without-secrets";
export { followedBy, oneOf, quoted } from "./wording";
