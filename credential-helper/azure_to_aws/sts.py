"""AssumeRoleWithWebIdentity, unsigned, by POST. From the AWS Security Token Service API reference."""
import calendar
import re
import time
from urllib.parse import urlencode
from xml.etree import ElementTree

from . import checks, endpoint, sts_remedies, tls, web
from .failure import Failure, one_line
from .messages import Message, answered

# From botocore: IDPCommunicationError of `data/_retry.json`, the others of `retries/standard.py`.
PASSING = (
    "IDPCommunicationError",
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottled",
    "RequestThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "SlowDown",
    "PriorRequestNotComplete",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceUnavailable",
)
REFUSED = ("AccessDenied", "InvalidIdentityToken")


class Granted:
    """Credentials as STS gave them. expires: seconds since 1970; arn: who they are, or None."""

    def __init__(self, access_key_id, secret_access_key, session_token, expires, arn):
        self.access_key_id = access_key_id
        self.secret_access_key = secret_access_key
        self.session_token = session_token
        self.expires = expires
        self.arn = arn


def assume_role(options, claims, token, session_name, environ, deadline):
    """Credentials of the role, or a Failure with STS's code, its own words, and the fix."""
    place = endpoint.sts(environ, options.region)
    who = "AWS STS" if place.host.startswith("sts.") else "AWS STS at %s" % place.host
    settings = tls.context(environ) if place.scheme == "https" else None
    headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8", "Accept": "application/xml"}
    body = urlencode(
        {
            "Action": "AssumeRoleWithWebIdentity",
            "Version": "2011-06-15",
            "RoleArn": options.role_arn,
            "RoleSessionName": session_name,
            "WebIdentityToken": token,
            "DurationSeconds": options.duration,
        }
    ).encode("ascii")

    def attempt(seconds):
        answer = web.send(place, who, "POST", "/", headers, body, seconds, settings)
        if answer.status == 200:
            return _granted(answer, who)
        raise _refusal(answer, who, options, claims, token)

    return web.retrying(attempt, deadline)


def _tree(body):
    try:
        text = body.decode("utf-8")
        # A document type could make a small text huge; STS sends none. A zero is no letter of XML: expat takes a text
        # that has some for UTF-16.
        if "<!" in text or "\0" in text:
            return None
        # As a string, so that it is read as what was looked at: bytes may name another encoding, or look like one.
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError, LookupError):
        return None
    return {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in root.iter()}


def _granted(answer, who):
    texts = _tree(answer.body) or {}
    values = [texts.get(name) for name in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")]
    expires = _seconds(values[3] or "")
    if not all(values) or expires is None:
        raise Failure(Message("sts-no-credentials", service=who), passing=True, attempts=3)
    if expires <= time.time():
        raise Failure(Message("sts-clock", expires=values[3]))
    return Granted(values[0], values[1], values[2], expires, texts.get("Arn"))


def _seconds(text):
    found = re.match(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:?00)$", text, re.ASCII)
    try:
        return calendar.timegm(time.strptime(found.group(1), "%Y-%m-%dT%H:%M:%S")) if found else None
    except ValueError:
        return None


def _refusal(answer, who, options, claims, token):
    texts = _tree(answer.body) or {}
    code = one_line(texts.get("Code", ""), token, 100)
    text = one_line(texts.get("Message", ""), token, 700)
    reply = answered(who, "%d %s" % (answer.status, code or "without a code"), text)
    if 300 <= answer.status < 400:
        return Failure(Message("redirect-refused", service=who, status=answer.status))
    if code in PASSING or answer.status == 429 or answer.status >= 500:
        retry_after = web.retry_after(answer.headers)
        return Failure(Message("sts-trouble", reply=reply), passing=True, retry_after=retry_after)
    age = checks.age_remark(claims) if code in REFUSED else ""
    return Failure(
        sts_remedies.message(code, text, reply, age, options, claims),
        refused=code in REFUSED,
        awaited=code == "AccessDenied" or any(each in text for each in sts_remedies.AWAITED),
    )
