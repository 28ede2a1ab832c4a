"""Condition operators as IAM was recorded to compare.

MiniStack compares code points, whole times, and floats, takes a negated
operator for the opposite of the other one, and reads a list as one text.
Whether the conditions of a statement hold stays its decision. Source of all:
radkawar/stackd at 9dc356f, testdata/aws/iam/condition_strings.json,
condition_values.json, and condition_sets.json, observed on 12 September 2026.
"""

import ipaddress
import re
from datetime import timezone
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from ministack.core import iam_evaluator

_SUPPLEMENTARY = re.compile("[\U00010000-\U0010FFFF]")
_SETS = ("forallvalues:", "foranyvalue:")

_COMPARISONS = {
    "equals": lambda one, other: one == other, "lessthan": lambda one, other: one < other,
    "lessthanequals": lambda one, other: one <= other, "greaterthan": lambda one, other: one > other,
    "greaterthanequals": lambda one, other: one >= other}

_evaluate = iam_evaluator._evaluate_single_condition


def _units(text):
    """*text* with one character for each UTF-16 code unit."""
    # The first unit is the byte order mark.
    return "".join(map(chr, memoryview(text.encode("utf-16", "surrogatepass")).cast("H")[1:]))


@lru_cache(maxsize=4096)
def _pattern(pattern):
    return re.compile("".join({"*": ".*", "?": "."}.get(c) or re.escape(c) for c in _units(pattern)), re.DOTALL)


def _like(value, pattern):
    """Whether *value* matches a pattern of resources, texts, and ARNs."""
    return _pattern(pattern).fullmatch(_units(value)) is not None


def _folded(text):
    """*text* as IAM compares it without case.

    Evidence: recorded Without case, texts are compared in lower case: a sigma
    at the end of a word is another one, and letters beyond U+FFFF keep their
    case. Source: radkawar/stackd testdata/aws/iam/condition_strings.json at
    9dc356f.
    """
    kept = iter(_SUPPLEMENTARY.findall(text))
    return _SUPPLEMENTARY.sub(lambda _: next(kept), text.lower())


def _number(text):
    """None, or the number that *text* is.

    Evidence: recorded Numbers are exact, and may have a sign, leading zeros,
    and an exponent. Source: radkawar/stackd
    testdata/aws/iam/condition_values.json at 9dc356f.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _moment(text):
    """None, or the time that *text* is.

    Evidence: recorded Times are compared to the millisecond, and may be a date
    alone or seconds since 1970. Source: radkawar/stackd
    testdata/aws/iam/condition_values.json at 9dc356f.
    """
    moment = iam_evaluator._parse_date(text)
    return moment and int(moment.replace(tzinfo=moment.tzinfo or timezone.utc).timestamp() * 1000)


def _bool(actual, expected):
    """Evidence: recorded Every text but "true", in any case, is false, in the
    policy too. Source: radkawar/stackd testdata/aws/iam/condition_values.json
    at 9dc356f.
    """
    return (str(actual).lower() == "true") == (str(expected).lower() == "true")


def _address(text):
    """None, or the address that *text* is.

    Evidence: recorded The numbers of an address may have leading zeros, and a
    network is no address. Source: radkawar/stackd
    testdata/aws/iam/condition_values.json at 9dc356f.
    """
    try:
        return ipaddress.ip_address(re.sub(r"(?<![0-9A-Fa-f:])0+(?=\d)", "", text) if "." in text else text)
    except ValueError:
        return None


def _in_network(actual, expected):
    """Evidence: recorded A text that is not an address is neither in a network
    nor out of it. Source: radkawar/stackd
    testdata/aws/iam/condition_values.json at 9dc356f.
    """
    address = _address(actual)
    return None if address is None else address in ipaddress.ip_network(expected, strict=False)


def _arn(actual, expected):
    """Evidence: recorded A text that is not an ARN meets neither an ARN
    operator nor its negation. Source: radkawar/stackd
    testdata/aws/iam/condition_values.json at 9dc356f.
    """
    return _like(actual, expected) if actual.startswith("arn:") else None


def _compared(read, compare):
    """An operator on what *read* makes of both texts.

    Evidence: recorded A text that is not a number or not a time equals none,
    and the negated operator holds. Source: radkawar/stackd
    testdata/aws/iam/condition_values.json at 9dc356f.
    """
    def operator(actual, expected):
        one, other = read(str(actual)), read(str(expected))
        return one is not None and other is not None and compare(one, other)
    return operator


def _evaluate_single_condition(operator, actual, expected):
    """Whether one condition holds for a value, a list, or ``None``."""
    if not isinstance(actual, list):
        return _evaluate(operator, actual, expected)
    if actual and not operator.lower().startswith((*_SETS, "null")):
        return False
    return _evaluate(operator, actual or None, expected)


def close():
    operators = {
        f"{kind}{name}": _compared(read, compare)
        for kind, read in (("numeric", _number), ("date", _moment)) for name, compare in _COMPARISONS.items()}
    operators.update(
        stringequalsignorecase=lambda actual, expected: _folded(actual) == _folded(expected),
        stringlike=_like, bool=_bool, ipaddress=_in_network, arnlike=_arn, arnequals=_arn)
    negated = {
        "stringnotequalsignorecase": "stringequalsignorecase", "stringnotlike": "stringlike",
        "numericnotequals": "numericequals", "datenotequals": "dateequals", "notipaddress": "ipaddress",
        "arnnotlike": "arnlike", "arnnotequals": "arnequals"}
    operators.update({
        name: lambda actual, expected, positive=operators[of]: positive(actual, expected) is False
        for name, of in negated.items()})
    iam_evaluator._CONDITION_OPS.update(operators)
    # Evidence: recorded `?` stands for one UTF-16 code unit. Source: radkawar/stackd
    # testdata/aws/iam/condition_strings.json at 9dc356f.
    #
    # Evidence: recorded `*` and `?` also stand for a line break, and a backslash and brackets for themselves. Source:
    # radkawar/stackd testdata/aws/iam/condition_strings.json at 9dc356f (`simulation`).
    iam_evaluator.fnmatch_iam_cs = _like
    # Evidence: recorded An empty list is no value. Source: radkawar/stackd testdata/aws/iam/condition_sets.json at 9dc356f.
    #
    # Evidence: recorded Without a set operator, a key with a list meets no operator and no negation, even if the list has
    # one value. Source: radkawar/stackd testdata/aws/iam/condition_sets.json at 9dc356f.
    iam_evaluator._evaluate_single_condition = _evaluate_single_condition
