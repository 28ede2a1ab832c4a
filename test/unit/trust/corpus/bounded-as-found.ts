/**
 * Policies that are rated bounded and have a finding of reach `anyone` or `tenant` that says what the rating says: everyone
 * in the named owner, organization, project, or group can assume the role. Each finding was compared with the rating's reason by hand, after
 * the analyzer ran.
 */
export const BOUNDED_AS_FOUND: ReadonlySet<string> = new Set(
  (
    "c018 c051 c065 c066 c069 c070 c079 c080 c087 c098 c111 c131 c169 c189 c190 c191 c192 c194 c223 c229 c231 c285 " +
    "c325 c329 c330 c342 c362 c388 c389 c390 c408 c409 c411 c412 c415 c423 c427 c473 c478 c513 c528 c544 c563 c567"
  ).split(" "),
);
