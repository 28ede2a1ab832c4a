"""Proves that the credential helper works: asks AWS who is calling, with the credentials that it gives.

verify_caller.py <AWS config> <cache folder> [--wait]

Goes through every profile of the config, the way an AWS SDK would, but with a cache of its own: a session from before
would prove nothing. Prints `<profile> is <ARN>` for each. Ends with 1 at the first that fails, and with the helper's
own explanation on stderr. Started by the verification script as the user who is to use the helper.
"""
import configparser
import hashlib
import hmac
import importlib.util
import json
import os
import shlex
import subprocess
import sys
import time
from xml.etree import ElementTree

BODY = b"Action=GetCallerIdentity&Version=2011-06-15"
CONTENT_TYPE = "application/x-www-form-urlencoded; charset=utf-8"
# The time limit for one profile's question to AWS.
SECONDS = 30
# Not in the helper's messages.py: the installed helper may be of another version.
TEXTS = {
    "verify-no-config": "there is no AWS config at {config}. Install it again",
    "verify-no-credentials": "profile {profile} gets no credentials. The next line says why",
    "verify-refused": "AWS refuses the credentials of profile {profile}. {reason}",
}


def main(arguments):
    config, cache = arguments[:2]
    sections = configparser.RawConfigParser(default_section="")
    if not sections.read(config):
        return fail("verify-no-config", config=config)
    for section in sections.sections():
        profile = section[len("profile ") :] if section.startswith("profile ") else section
        command = shlex.split(sections.get(section, "credential_process"))
        helper = subprocess.run(
            command + ["--cache-dir", cache] + arguments[2:], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        if helper.returncode != 0:
            return fail("verify-no-credentials", helper.stderr.decode("utf-8", "replace"), profile=profile)
        provide_modules(command[0])
        try:
            arn = caller(json.loads(helper.stdout.decode("utf-8")), sections.get(section, "region"), os.environ)
        except Exception as error:
            # A Failure of the helper holds no secret. The text of another error could.
            text = str(error) if type(error).__name__ == "Failure" else type(error).__name__
            return fail("verify-refused", profile=profile, reason=text)
        print("%s is %s" % (profile, arn))
    return 0


def fail(code, explanation="", **fields):
    sys.stderr.write("azure-to-aws: %s [%s]\n%s" % (TEXTS[code].format(**fields), code, explanation))
    return 1


def provide_modules(helper):
    """Makes the modules of the installed helper importable."""
    spec = importlib.util.spec_from_file_location("azure_to_aws.front", helper)
    front = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(front)
    sys.modules[spec.name] = front
    front.provide_modules()


def caller(credentials, region, environ):
    """The ARN that sts:GetCallerIdentity answers."""
    from azure_to_aws import endpoint, tls, web
    from azure_to_aws.failure import Failure, one_line

    place = endpoint.sts(environ, region)
    settings = tls.context(environ) if place.scheme == "https" else None
    who = "AWS STS at %s" % place.host

    def attempt(seconds):
        headers = signed(place, region, credentials, time.gmtime())
        answer = web.send(place, who, "POST", "/", headers, BODY, seconds, settings)
        texts = read(answer.body)
        if answer.status == 200 and texts.get("Arn", "").startswith("arn:"):
            return one_line(texts["Arn"], longest=300)
        reply = "%s answered %d %s: %s" % (who, answer.status, texts.get("Code", ""), texts.get("Message", ""))
        raise Failure(one_line(reply, credentials["SecretAccessKey"]), passing=answer.status >= 500)

    return web.retrying(attempt, time.monotonic() + SECONDS)


def read(body):
    """The texts of an XML answer by the names of their elements."""
    # A document type could make a small text huge; STS sends none.
    if b"<!" in body:
        return {}
    try:
        return {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in ElementTree.fromstring(body).iter()}
    except (ElementTree.ParseError, ValueError, LookupError):
        return {}


def signed(place, region, credentials, now):
    """The headers of the request with its signature ("AWS Signature Version 4 for API requests")."""
    default = {"http": 80, "https": 443}[place.scheme]
    stamp = time.strftime("%Y%m%dT%H%M%SZ", now)
    scope = "%s/%s/sts/aws4_request" % (stamp[:8], region)
    headers = {
        "Content-Type": CONTENT_TYPE,
        "Host": place.host if place.port == default else "%s:%d" % (place.host, place.port),
        "X-Amz-Date": stamp,
        "X-Amz-Security-Token": credentials["SessionToken"],
    }
    names = ";".join(name.lower() for name in headers)
    lines = ["%s:%s\n" % (name.lower(), value) for name, value in headers.items()]
    request = ["POST", place.path + "/", "", "".join(lines), names, hashlib.sha256(BODY).hexdigest()]
    digest = hashlib.sha256("\n".join(request).encode("utf-8")).hexdigest()
    key = ("AWS4" + credentials["SecretAccessKey"]).encode("utf-8")
    for part in scope.split("/"):
        key = mac(key, part)
    signature = mac(key, "\n".join(["AWS4-HMAC-SHA256", stamp, scope, digest])).hex()
    authorization = "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s"
    headers["Authorization"] = authorization % (credentials["AccessKeyId"], scope, names, signature)
    return headers


def mac(key, text):
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).digest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
