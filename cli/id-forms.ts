/** Forms of IDs for all that hide them, as parts of regular expressions. */

/** A GUID, in lower case. */
export const GUID_FORM = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** An ID of a key, role, user, group, or policy. Source: IAM user guide, "IAM identifiers": "Unique ID prefixes". */
export const IAM_ID_FORM = String.raw`\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{12,}`;
