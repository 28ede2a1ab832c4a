"""What the tests of the provider share: its clock, a source of tokens, and STS on the loopback address. No vendor's host is asked."""
import base64
import json
import os
import threading
import unittest
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock
from urllib.parse import parse_qsl

from azure_to_aws_provider import AzureToAwsProvider, _exchange, _refresh

ROLE = "arn:aws:iam::111122223333:role/orders"
TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f"
AUDIENCE = "api://%s/orders" % TENANT
CLIENT_ID = "4b7c6d5e-9f8a-4b3c-a2d1-0e9f8a7b6c5d"
CLAIMS = {"iss": "https://sts.windows.net/%s/" % TENANT, "aud": AUDIENCE, "sub": "d0a1f7c2", "uti": "Zx9-kQ_p"}
SECRET = "the/secret/key"
SESSION = "the-session-token"


def jwt(claims):
    """A token with these claims, signed by nobody."""
    parts = [json.dumps(each).encode() for each in ({"alg": "RS256"}, claims, {})]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


TOKEN = jwt(CLAIMS)


class Tokens:
    """A credential of azure-identity. `fail` is what it raises; `held` lets it wait."""

    def __init__(self, token=TOKEN):
        self.token, self.scopes, self.fail = token, [], None
        self.asked, self.held = threading.Event(), threading.Event()
        self.held.set()

    def get_token(self, *scopes):
        self.scopes.extend(scopes)
        self.asked.set()
        self.held.wait(10)
        if self.fail is not None:
            raise self.fail
        return mock.Mock(token=self.token)


class Sts:
    """AWS STS. It notes each request in `forms`, `agents`, and `signatures`. A test sets `refusal` (status, code, and text), `end` (when sessions
    end), or `body` (the whole answer)."""

    def __init__(self, now):
        self.forms, self.agents, self.signatures = [], [], []
        self.refusal, self.end, self.body = None, None, None
        sts = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
                sts.forms.append(form)
                sts.agents.append(self.headers["User-Agent"])
                sts.signatures.append(self.headers["Authorization"])
                status, body = 200, sts.granted(form, now())
                if sts.refusal is not None:
                    status, code, text = sts.refusal
                    body = "<ErrorResponse><Error><Code>%s</Code><Message>%s</Message></Error></ErrorResponse>" % (code, text)
                self.send_response(status)
                self.send_header("Content-Type", "text/xml")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = "http://127.0.0.1:%d" % self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def granted(self, form, now):
        if self.body is not None:
            return self.body
        end = self.end or now + timedelta(seconds=int(form.get("DurationSeconds", 3600)))
        parts = {
            "AccessKeyId": "ASIA%d" % len(self.forms),
            "SecretAccessKey": SECRET,
            "SessionToken": SESSION,
            "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        text = "".join("<%s>%s</%s>" % (name, value, name) for name, value in parts.items())
        result = "<AssumeRoleWithWebIdentityResult><Credentials>%s</Credentials></AssumeRoleWithWebIdentityResult>" % text
        return "<AssumeRoleWithWebIdentityResponse>%s</AssumeRoleWithWebIdentityResponse>" % result


class WatchedLock:
    """A lock as botocore uses it. `waits` is set once a thread waits for it."""

    def __init__(self):
        self._lock, self.waits = threading.Lock(), threading.Event()
        self.acquire, self.release = self._lock.acquire, self._lock.release

    def __enter__(self):
        self.waits.set()
        return self._lock.__enter__()

    def __exit__(self, *error):
        return self._lock.__exit__(*error)


class ProviderTest(unittest.TestCase):
    """Has a clock that only a test moves, an environment of its own, and STS."""

    def setUp(self):
        self.time = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)
        self.sts = Sts(lambda: self.time)
        self.addCleanup(self.sts.server.server_close)
        self.addCleanup(self.sts.server.shutdown)
        for module in (_exchange, _refresh):
            self.patch(mock.patch.object(module, "now", lambda: self.time))
        environment = {
            "PATH": os.environ["PATH"],
            "AWS_ENDPOINT_URL_STS": self.sts.url,
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        self.patch(mock.patch.dict(os.environ, environment, clear=True))
        # The SDK's pauses between its attempts.
        self.patch(mock.patch("time.sleep"))
        self.tokens = Tokens()

    def patch(self, patch):
        patch.start()
        self.addCleanup(patch.stop)

    def provider(self, **options):
        """A provider of the role, and its credentials by the test's clock."""
        provider = AzureToAwsProvider(ROLE, AUDIENCE, **{"credential": self.tokens, **options})
        provider.load()._time_fetcher = lambda: self.time
        return provider

    def credentials(self, **options):
        return self.provider(**options).load()

    def passes(self, **time):
        self.time += timedelta(**time)

    def fails(self, credentials):
        """The error of a call."""
        with self.assertRaises(_exchange.AzureToAwsError) as raised:
            credentials.get_frozen_credentials()
        return raised.exception


def at_once(count, work):
    """Runs work in so many threads at once, and returns what each returns or raises."""
    start, results = threading.Barrier(count), []

    def run():
        start.wait()
        try:
            results.append(work())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results
