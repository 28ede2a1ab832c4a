"""Limits of request members and the texts with which AWS refuses what breaks them."""

import re
import unicodedata
from xml.sax.saxutils import escape

from ministack.services import iam


def violation(member, constraint, value=None):
    """A ValidationError for one member; *value* is named where AWS names it."""
    shown = "Value" if value is None else f"Value '{escape(value)}'"
    # Evidence: recorded A member that breaks a limit is 400 `ValidationError` with the limit. Source:
    # localstack/localstack tests/aws/services/sts/test_sts.snapshot.json at 8b9a79f.
    return iam._error(
        400, "ValidationError",
        f"1 validation error detected: {shown} at '{member}' failed to satisfy constraint: {constraint}")


def length(member, value, minimum, maximum):
    """None, or the refusal of a *value* whose number of characters is out of range."""
    if len(value) < minimum:
        # Evidence: documentation A member that is too short is refused. Source: IAM API Reference (limits); the text
        # is that of public logs.
        return violation(member, f"Member must have length greater than or equal to {minimum}")
    if len(value) > maximum:
        # Evidence: documentation A member that is too long is refused. Source: IAM API Reference (limits); the text
        # is that of public logs.
        return violation(member, f"Member must have length less than or equal to {maximum}")
    return None


def malformed_number(value):
    """None, or the refusal of a *value* that is not a 32-bit whole number in decimal digits."""
    # Python converts no more than 4,300 digits.
    if re.fullmatch(r"[+-]?[0-9]{1,4300}", value) and -2 ** 31 <= int(value) < 2 ** 31:
        return None
    # Evidence: recorded A page size of ListUsers that is not a 32-bit whole number is `MalformedInput`; a plus sign and
    # leading zeros are allowed. Source: radkawar/stackd testdata/aws/iam/pagination_inputs.json at 9dc356f
    # (`users_size_…`).
    #
    # Evidence: inferred Every other number is refused as the page size of ListUsers, and the text is this. Reason: the
    # recording has ListUsers alone, and only its codes.
    return iam._error(400, "MalformedInput", "Invalid Argument")


def seconds(member, value, minimum, maximum):
    """None, or the refusal of a *value* (text of a whole number) out of range."""
    refusal = malformed_number(value)
    if refusal:
        return refusal
    if int(value) < minimum:
        # Evidence: documentation A number that is too small is refused. Source: IAM API Reference (limits); the text
        # is that of public logs.
        return violation(member, f"Member must have value greater than or equal to {minimum}", value)
    if int(value) > maximum:
        # Evidence: documentation A number that is too large is refused. Source: IAM API Reference (limits); the text
        # is that of public logs.
        return violation(member, f"Member must have value less than or equal to {maximum}", value)
    return None


def limit_exceeded(message):
    # Evidence: log A quota is 409 `LimitExceeded`. Source: kubeflow/dashboard #29.
    return iam._error(409, "LimitExceeded", message)


def members(params, name):
    """The values of a list parameter, in order."""
    values = []
    while (value := iam._p(params, f"{name}.member.{len(values) + 1}", None)) is not None:
        values.append(value)
    return values


def extract_tags(params):
    """The tags of a request. A key that is empty is a tag too, which MiniStack takes for the end of the list."""
    tags = []
    while (key := iam._p(params, f"Tags.member.{len(tags) + 1}.Key", None)) is not None:
        tags.append({"Key": key, "Value": iam._p(params, f"Tags.member.{len(tags) + 1}.Value")})
    return tags


def _tag_part_refusal(member, value, minimum, maximum):
    """None, or the refusal of a tag's key or value.

    Evidence: documentation A tag's key has 1 to 128 characters, its value up to
    256. Source: IAM API Reference, Tag.
    """
    if all(unicodedata.category(character)[0] in "LZN" or character in "_.:/=+-@" for character in value):
        return length(member, value, minimum, maximum)
    pattern = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]" + ("+" if minimum else "*")
    # Evidence: report A tag's key or value keeps to its pattern, IAM does not quote it, and the pattern of a value ends
    # with a star. Source: a log of the AWS provider for Terraform 6 (``CreateUser`` with a dash that is not a hyphen).
    return violation(member, f"Member must satisfy regular expression pattern: {pattern}")


def tags_refusal(tags, any_case=False):
    """None, or the refusal of *tags* that are too many, repeat a key or have a wrong key or value.

    any_case: whether keys that differ in the case of their letters are two, as those of policies and providers are
    """
    if len(tags) > 50:
        # Evidence: recorded A request with more than 50 tags is 400 `ValidationError`. Source: radkawar/stackd
        # internal/services/iam/testdata/tags_aws.json at 9dc356f (`user_exceed_request_tag_limit`).
        #
        # Evidence: inferred The refusal of more than 50 tags has this text. Reason: it follows those of other limits.
        return violation("tags", "Member must have length less than or equal to 50")
    if any(tag["Key"].lower().startswith("aws:") for tag in tags):
        # Evidence: recorded A key that begins with `aws:` is reserved. Source: radkawar/stackd
        # internal/services/iam/testdata/tags_aws.json at 9dc356f (`user_reserved_key`, `mfa_reserved_key`).
        return iam._error(400, "InvalidInput", "Tag keys beginning with aws: are reserved for system use.")
    for number, tag in enumerate(tags, 1):
        refusal = (_tag_part_refusal(f"tags.{number}.member.key", tag["Key"], 1, 128)
                   or _tag_part_refusal(f"tags.{number}.member.value", tag["Value"], 0, 256))
        if refusal:
            return refusal
    if len({tag["Key"] if any_case else tag["Key"].lower() for tag in tags}) < len(tags):
        # Evidence: recorded Tags of users and roles have keys that differ in more than their case; those of policies and
        # providers may differ in it alone. Source: radkawar/stackd internal/services/iam/testdata/tags_aws.json at 9dc356f
        # (`user_duplicate_case_keys`, `create_policy_case_variants`); the text is MiniStack's.
        return iam._error(400, "InvalidInput", iam.DUPLICATE_IDENTITY_TAG_KEYS)
    return None


def merged_tags(old, new, any_case=False):
    """*old* tags with the *new* ones in place of those of the same key."""
    return list({(tag["Key"] if any_case else tag["Key"].lower()): tag for tag in [*old, *new]}.values())


def tagging_refusal(old, new, any_case=False):
    """None, or the refusal to add *new* tags to the *old* ones of something."""
    if not new:
        # Evidence: recorded Tagging without a tag is 400 `InvalidInput`. Source: radkawar/stackd
        # testdata/aws/iam/resource_inputs.json at 9dc356f (`tags`).
        #
        # Evidence: inferred The refusal to tag without a tag has this text. Reason: other `InvalidInput` has it.
        return iam._error(400, "InvalidInput", "Unknown")
    refusal = tags_refusal(new, any_case)
    if not refusal and len(merged_tags(old, new, any_case)) > 50:
        # Evidence: recorded More than 50 tags of one resource are 409 `LimitExceeded`. Source: radkawar/stackd
        # internal/services/iam/testdata/tags_aws.json at 9dc356f (`user_exceed_total_tag_quota`); the text follows those
        # of other quotas.
        return limit_exceeded("Cannot exceed quota for TagsPerResource: 50")
    return refusal


def tags_xml(tags):
    """The members of a list of tags.

    Evidence: documentation A tag has `Key` and `Value`. Source: IAM API
    Reference, Tag.
    """
    return "".join(
        f"<member><Key>{escape(tag['Key'])}</Key><Value>{escape(tag['Value'])}</Value></member>" for tag in tags)
