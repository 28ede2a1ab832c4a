"""Limits of request members and the texts with which AWS refuses what breaks them."""

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


def seconds(member, value, minimum, maximum):
    """None, or the refusal of a *value* (text of a whole number) out of range."""
    if not value.isascii() or not value.isdecimal():
        # Evidence: inferred A value that is not a number is `MalformedInput`. Reason: nothing states it.
        return iam._error(400, "MalformedInput", "Invalid Argument")
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


def tags_refusal(tags):
    """None, or the refusal of *tags* that are too many, repeat a key or have a wrong key or value."""
    for number, tag in enumerate(tags, 1):
        refusal = (_tag_part_refusal(f"tags.{number}.member.key", tag["Key"], 1, 128)
                   or _tag_part_refusal(f"tags.{number}.member.value", tag["Value"], 0, 256))
        if refusal:
            return refusal
    if len(tags) > 50:
        # Evidence: documentation A resource has at most 50 tags. Source: IAM User Guide, quotas page; the text
        # follows those of other quotas.
        return limit_exceeded("Cannot exceed quota for TagsPerResource: 50")
    if iam._identity_tags_have_duplicate_keys(tags):
        # Evidence: documentation Tags have different keys. Source: IAM API Reference, InvalidInput; the text is
        # MiniStack's.
        return iam._error(400, "InvalidInput", iam.DUPLICATE_IDENTITY_TAG_KEYS)
    return None


def tags_xml(tags):
    """The members of a list of tags.

    Evidence: documentation A tag has `Key` and `Value`. Source: IAM API
    Reference, Tag.
    """
    return "".join(
        f"<member><Key>{escape(tag['Key'])}</Key><Value>{escape(tag['Value'])}</Value></member>" for tag in tags)
