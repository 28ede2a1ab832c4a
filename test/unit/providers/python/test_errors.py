import os
import sys
import traceback
import types
from unittest import mock

from azure_to_aws import entra, exchange, sts, sts_remedies
from azure_to_aws.messages import TEXTS
from azure_to_aws_provider import _errors, _exchange
from botocore.exceptions import ReadTimeoutError, SSLError

from fixture import AUDIENCE, CLAIMS, CLIENT_ID, ROLE, SECRET, TOKEN, ProviderTest, jwt

NO_TOKEN = "ManagedIdentityCredential authentication unavailable, no response from the IMDS endpoint."


class Errors(ProviderTest):
    def answers(self, *answers):
        """What requests for a token get, one after the other: a status with a body, or None if nothing answers, or "" for no request."""
        given = list(answers)
        self.options = []

        class ManagedIdentityCredential:
            def __init__(identity, **options):
                identity.ask, identity.note = options["raw_request_hook"], options["raw_response_hook"]
                self.options.append(options)

            def get_token(identity, _scope):
                answer = given.pop(0)
                if answer != "":
                    identity.ask(None)
                if answer:
                    response = mock.Mock(status_code=answer[0], **{"text.return_value": answer[1]})
                    identity.note(mock.Mock(http_response=response))
                raise ValueError(NO_TOKEN)

        module = types.SimpleNamespace(ManagedIdentityCredential=ManagedIdentityCredential)
        self.patch(mock.patch.dict(sys.modules, {"azure": types.ModuleType("azure"), "azure.identity": module}))

    def code(self, credentials):
        self.passes(minutes=1)
        return self.fails(credentials).code

    def test_catalog(self):
        """has only codes of the credential helper, and ends each message with its code"""
        codes = {each["code"] for each in _errors.REFUSALS} | {"sts-clock", "sts-no-credentials", "token-not-jwt", "session-not-renewed"}
        self.assertEqual(codes - TEXTS.keys(), set())
        self.tokens.fail = OSError("AADSTS501051: not assigned")
        self.assertRegex(str(self.fails(self.credentials())), r"^azure-to-aws: the identity is not assigned .* \[entra-not-assigned\]$")

    def test_entra(self):
        """gives each code of Entra the code that the credential helper gives it"""
        credentials = self.credentials()
        known = {**entra.MESSAGES, **dict.fromkeys(entra.PASSING, "token-service-trouble")}
        for number, code in known.items():
            self.tokens.fail = OSError("authentication failed: %s: In Entra's own words." % number)
            self.assertEqual((number, self.code(credentials)), (number, code))

    def test_hosts(self):
        """tells apart what the metadata service and the identity endpoint refuse with"""
        cases = [
            (400, '{"error":"invalid_request","error_description":"Identity not found"}', "identity-not-on-vm", None),
            (400, '{"error":"invalid_request","error_description":"Identity not found"}', "identity-not-on-vm", "app"),
            (400, '{"message":"No User Assigned or Delegated Managed Identity found"}', "identity-not-on-app", "app"),
            (400, '{"exceptionMessage":"AADSTS501051: no role","message":null}', "entra-not-assigned", "app"),
            (500, '{"statusCode":500,"message":"An unexpected error occured"}', "identity-endpoint-error", "app"),
            (500, "{}", "token-service-trouble", None),
            (410, "", "token-service-trouble", None),
            (404, "", "token-service-trouble", None),
            (429, '{"error_description":"AADSTS700016: too many requests"}', "token-service-trouble", None),
            (403, "{}", "token-request-refused", None),
        ]
        self.answers(*[case[:2] for case in cases])
        credentials = self.credentials(credential=None)
        for status, body, code, app in cases:
            os.environ.pop("IDENTITY_ENDPOINT", None)
            if app:
                os.environ["IDENTITY_ENDPOINT"] = "http://127.0.0.1:1/token"
            self.assertEqual((status, body, self.code(credentials)), (status, body, code))

    def test_throttled(self):
        """keeps the reason while azure-identity repeats a refusal without a request, and not once nothing answers"""
        self.answers((400, '{"error_description":"AADSTS501051: no role"}'), "", None)
        credentials = self.credentials(credential=None)
        codes = [self.code(credentials) for _ in range(3)]
        self.assertEqual(codes, ["entra-not-assigned", "entra-not-assigned", "service-unreachable"])
        # One credential, so its cache of tokens serves all sessions. It may not wait for minutes.
        self.assertEqual(len(self.options), 1)
        self.assertEqual({"connection_timeout": 3, "read_timeout": 10, "retry_total": 3}.items() - self.options[0].items(), set())

    def test_network(self):
        """tells apart services that do not answer and those that cannot be reached"""
        credentials = self.credentials()
        cases = [
            ("HTTPConnectionPool(host='h', port=80): Read timed out. (read timeout=10)", "service-timeout"),
            ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate", "certificate-untrusted"),
            ("Failed to establish a new connection: Connection refused", "service-unreachable"),
            ("[Errno 2] No such file or directory: '/var/run/secrets/azure/tokens/azure-identity-token'", "token-file-unreadable"),
            ("something else", "token-request-refused"),
        ]
        for text, code in cases:
            self.tokens.fail = OSError(text)
            self.assertEqual((text, self.code(credentials)), (text, code))
        self.tokens.fail = None
        for error, code in (
            (SSLError(endpoint_url="https://sts", error="self-signed certificate"), "certificate-untrusted"),
            (ReadTimeoutError(endpoint_url="https://sts"), "service-timeout"),
        ):
            with mock.patch("botocore.endpoint.Endpoint.make_request", side_effect=error):
                self.assertEqual(self.code(credentials), code)
        self.sts.server.shutdown()
        self.sts.server.server_close()
        self.assertEqual(self.code(credentials), "service-unreachable")

    def test_sts(self):
        """gives each refusal of STS the code that the credential helper gives it"""
        credentials = self.credentials()
        texts = {
            "AccessDenied": ["Not authorized to perform sts:AssumeRoleWithWebIdentity"],
            "InvalidIdentityToken": [
                "No OpenIDConnect provider found in your account for https://sts.windows.net/x/",
                "The web identity token provided could not be validated",
                "Incorrect token audience",
                "Couldn't retrieve verification key from your identity provider",
                "Token signature invalid",
            ],
            "ExpiredTokenException": ["Token expired"],
            "ValidationError": ["The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", "1 validation error"],
            "RegionDisabledException": ["STS is not activated in this region"],
            "IDPRejectedClaim": ["The identity provider rejected the claim"],
            "PackedPolicyTooLarge": ["too large"],
        }
        for error, words in texts.items():
            for text in words:
                self.sts.refusal = 400, error, text
                self.assertEqual((text, self.code(credentials)), (text, sts_remedies._code(error, text)))
        for error in sts.PASSING:
            self.sts.refusal = 400, error, "later"
            self.assertEqual((error, self.code(credentials)), (error, "sts-trouble"))
        self.sts.refusal = 502, "", ""
        self.assertEqual(self.code(credentials), "sts-trouble")

    def test_message(self):
        """says what the trust policy must name: for a token of version 2, its client ID"""
        self.tokens.token = jwt({**CLAIMS, "azp": CLIENT_ID})
        self.sts.refusal = 403, "AccessDenied", "Not authorized"
        self.assertEqual(
            str(self.fails(self.credentials())),
            f"azure-to-aws: AWS STS refused the token for {ROLE}. The role does not exist, does not trust this token, or is suspended. "
            f"Its trust policy must name the provider {CLAIMS['iss']}, aud {CLIENT_ID}, and sub {CLAIMS['sub']}. "
            "AWS STS answered 403 AccessDenied: Not authorized [sts-access-denied]",
        )

    def test_secrets(self):
        """never shows a token, a key, or the header of the identity endpoint"""
        os.environ["IDENTITY_HEADER"] = "header-value"
        self.sts.refusal = 400, "InvalidIdentityToken", "bad token %s" % TOKEN
        credentials = self.credentials()
        shown = str(self.fails(credentials))
        self.assertIn("bad token <", shown)
        self.assertNotIn(TOKEN[:20], shown)
        self.tokens.fail = OSError("refused %s with header-value" % TOKEN)
        self.passes(minutes=1)
        shown = str(self.fails(credentials))
        self.assertIn("refused <token> with <secret>", shown)
        self.tokens.fail = None
        for token in ("not-a-jwt-%s" % SECRET, "a.%s.b" % SECRET, "a.bm90IGpzb24.b", "a.W10x.b", ""):
            with self.subTest(token):
                self.tokens.token = token
                self.passes(minutes=1)
                error = self.fails(credentials)
                text = "".join(traceback.format_exception(error))
                self.assertEqual((error.code, SECRET in text, "During handling" in text), ("token-not-jwt", False, False))

    def test_one_line(self):
        """shows what a service says as one line without control characters, and not all of it"""
        self.tokens.fail = OSError("a\x1b[31m\r\nb " + "c" * 5000)
        shown = str(self.fails(self.credentials()))
        self.assertTrue(shown.isprintable())
        self.assertLess(len(shown), 700)

    def test_session_name(self):
        """names sessions as the credential helper does: by the app or host, and by the token"""
        cases = [("WEBSITE_SITE_NAME", "shop"), ("CONTAINER_APP_NAME", "jobs 1/ä"), ("CONTAINER_APP_NAME", "x" * 80), ("WEBSITE_SITE_NAME", "a")]
        for variable, host in cases:
            for claims in ({"uti": "Zx9-kQ_p"}, {"jti": "6d0e/4a7b"}, {"uti": "u" * 50}, {}):
                with mock.patch.dict(os.environ, {variable: host}):
                    token_id = claims.get("uti") or claims.get("jti")
                    self.assertEqual(_exchange.session_name(claims), exchange.session_name(host, token_id))
        host = os.uname().nodename
        self.assertEqual(_exchange.session_name({"uti": "Zx9"}), exchange.session_name(host, "Zx9"))
        self.credentials().get_frozen_credentials()
        self.assertEqual(self.sts.forms[0]["RoleSessionName"], exchange.session_name(host, CLAIMS["uti"]))
        self.assertEqual(self.tokens.scopes, [AUDIENCE + "/.default"])
