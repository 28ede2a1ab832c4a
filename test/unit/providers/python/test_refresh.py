import logging
import pickle
import threading
import traceback
from datetime import timedelta
from unittest import mock

import azure_to_aws_provider
from azure_to_aws_provider import AzureToAwsError

from fixture import AUDIENCE, ROLE, SECRET, SESSION, TOKEN, ProviderTest, WatchedLock, at_once


class Refresh(ProviderTest):
    def test_request(self):
        """asks for the audience's token, and sends it to STS without a signature"""
        keys = self.credentials(session_name="job").get_frozen_credentials()
        self.assertEqual((keys.access_key, keys.secret_key, keys.token), ("ASIA1", SECRET, SESSION))
        self.assertEqual(self.tokens.scopes, [AUDIENCE + "/.default"])
        self.assertEqual(
            self.sts.forms,
            [
                {
                    "Action": "AssumeRoleWithWebIdentity",
                    "Version": "2011-06-15",
                    "RoleArn": ROLE,
                    "RoleSessionName": "job",
                    "WebIdentityToken": TOKEN,
                    "DurationSeconds": "3600",
                }
            ],
        )
        self.assertEqual(self.sts.signatures, [None])
        self.assertIn("azure-to-aws/", self.sts.agents[0])

    def test_lazy(self):
        """sends no request before a client needs credentials, and asks no other source of them"""
        with mock.patch("botocore.credentials.create_credential_resolver", side_effect=AssertionError):
            azure_to_aws_provider.session(ROLE, AUDIENCE, region="eu-west-1", credential=self.tokens).client("s3")
        self.assertEqual((self.tokens.scopes, self.sts.forms), ([], []))

    def test_session(self):
        """gives all clients of a boto3 session one session of AWS, in the region of the argument"""
        boto = azure_to_aws_provider.session(ROLE, AUDIENCE, region="eu-west-1", credential=self.tokens)
        boto.get_credentials()._time_fetcher = lambda: self.time
        keys = {boto.get_credentials().get_frozen_credentials().access_key for _ in range(3)}
        self.assertEqual((boto.region_name, keys, len(self.sts.forms)), ("eu-west-1", {"ASIA1"}, 1))

    def test_concurrent(self):
        """asks once for a token and once for a session while 50 threads call"""
        credentials = self.credentials()
        keys = at_once(50, lambda: credentials.get_frozen_credentials().access_key)
        self.assertEqual((keys, len(self.tokens.scopes), len(self.sts.forms)), (["ASIA1"] * 50, 1, 1))

    def test_concurrent_failure(self):
        """makes one attempt that fails for 50 threads"""
        credentials = self.credentials()
        self.sts.refusal = 403, "AccessDenied", "Not authorized"
        errors = at_once(50, credentials.get_frozen_credentials)
        self.assertEqual({type(error) for error in errors}, {AzureToAwsError})
        self.assertEqual((len(errors), len(self.sts.forms)), (50, 1))

    def test_event_loops(self):
        """asks once while callers that share no lock of botocore ask, such as event loops"""
        provider = self.provider()
        keys = [session["access_key"] for session in at_once(10, provider.refresh)]
        self.assertEqual((keys, len(self.sts.forms)), (["ASIA1"] * 10, 1))

    def test_renewal(self):
        """renews a session 15 minutes before its end, and not before"""
        credentials = self.credentials()
        for minutes, key in ((0, "ASIA1"), (44, "ASIA1"), (2, "ASIA2"), (44, "ASIA2"), (2, "ASIA3")):
            self.passes(minutes=minutes)
            self.assertEqual(credentials.get_frozen_credentials().access_key, key)

    def test_short_session(self):
        """uses a session of 15 minutes for half of its time"""
        credentials = self.credentials(duration_seconds=900)
        for seconds, key in ((0, "ASIA1"), (440, "ASIA1"), (20, "ASIA2"), (440, "ASIA2")):
            self.passes(seconds=seconds)
            self.assertEqual(credentials.get_frozen_credentials().access_key, key)

    def test_outage_of_sts(self):
        """uses the old session through an outage of STS, and tries again every 30 seconds"""
        self.check_outage(lambda: setattr(self.sts, "refusal", (503, "ServiceUnavailable", "down")))

    def test_outage_of_entra(self):
        """uses the old session through an outage of Entra, and tries again every 30 seconds"""
        self.check_outage(lambda: setattr(self.tokens, "fail", OSError("cannot connect")))

    def check_outage(self, begin):
        credentials = self.credentials()
        credentials.get_frozen_credentials()
        self.passes(minutes=46)
        begin()
        attempts = []
        with self.assertLogs("azure_to_aws_provider", logging.WARNING) as logs:
            # To the last second of the session.
            for second in range(14 * 60):
                before = len(self.tokens.scopes)
                for _ in range(20 if second == 0 else 1):
                    self.assertEqual(credentials.get_frozen_credentials().access_key, "ASIA1")
                attempts += [second] * (len(self.tokens.scopes) - before)
                self.passes(seconds=1)
        self.assertEqual(attempts, list(range(0, 14 * 60, 30)))
        self.assertEqual(len(logs.output), len(attempts))
        self.assertRegex(logs.output[0], r"using the old session, which is valid for 14 min\. Its renewal failed: .* \[session-not-renewed\]$")
        # Once it is over, callers get the reason.
        self.assertIn(self.fails(credentials).code, ("sts-trouble", "service-unreachable"))

    def test_end_of_outage(self):
        """gets a new session once the outage is over"""
        credentials = self.credentials()
        credentials.get_frozen_credentials()
        self.passes(minutes=50)
        self.tokens.fail = OSError("cannot connect")
        with self.assertLogs("azure_to_aws_provider"):
            credentials.get_frozen_credentials()
        self.tokens.fail = None
        self.passes(seconds=31)
        self.assertEqual(credentials.get_frozen_credentials().access_key, "ASIA2")

    def test_last_seconds(self):
        """gives the reason once the old session is over, even if the last attempt failed seconds before"""
        credentials = self.credentials()
        credentials.get_frozen_credentials()
        self.passes(minutes=59, seconds=50)
        self.tokens.fail = OSError("cannot connect")
        with self.assertLogs("azure_to_aws_provider"):
            credentials.get_frozen_credentials()
        self.passes(seconds=11)
        self.assertEqual(self.fails(credentials).code, "service-unreachable")

    def test_silent_service(self):
        """lets other threads use the old session while a service is silent, and wait in its last minute"""
        credentials = self.credentials()
        lock = credentials._refresh_lock = WatchedLock()
        credentials.get_frozen_credentials()
        self.passes(minutes=55)
        self.tokens.held.clear()
        self.tokens.asked.clear()
        asking = threading.Thread(target=credentials.get_frozen_credentials)
        asking.start()
        self.assertTrue(self.tokens.asked.wait(10))
        self.assertEqual(credentials.get_frozen_credentials().access_key, "ASIA1")
        self.passes(minutes=4, seconds=10)
        keys = []
        waiting = threading.Thread(target=lambda: keys.append(credentials.get_frozen_credentials().access_key))
        waiting.start()
        self.assertTrue(lock.waits.wait(10))
        self.tokens.held.set()
        for thread in (asking, waiting):
            thread.join(10)
        self.assertEqual((keys, len(self.sts.forms)), (["ASIA2"], 2))

    def test_repeated_failure(self):
        """repeats a failure for 5 seconds without a request, with its cause, and then asks again"""
        credentials = self.credentials()
        self.sts.refusal = 403, "AccessDenied", "Not authorized"
        first = self.fails(credentials)
        self.passes(seconds=4)
        second = self.fails(credentials)
        self.assertEqual((str(second), second.__cause__), (str(first), first.__cause__))
        self.assertEqual(len(self.sts.forms), 1)
        self.passes(seconds=2)
        self.sts.refusal = None
        self.assertEqual(credentials.get_frozen_credentials().access_key, "ASIA2")

    def test_slow_clock(self):
        """renews in time if this machine's clock is an hour behind"""
        self.sts.end = self.time + timedelta(hours=2)
        credentials = self.credentials()
        credentials.get_frozen_credentials()
        self.passes(minutes=46)
        self.assertEqual(credentials.get_frozen_credentials().access_key, "ASIA2")

    def test_fast_clock(self):
        """says that the clock is wrong if a new session is over"""
        self.sts.end = self.time - timedelta(hours=1)
        error = self.fails(self.credentials())
        self.assertEqual(error.code, "sts-clock")
        self.assertIn("ends at 2026-11-24 11:00:00+00:00, which is past. Set the clock [sts-clock]", str(error))

    def test_broken_answer(self):
        """names an answer of STS that has no credentials, or cannot be read, and repeats none of it"""
        credentials = self.credentials()
        for body in ("<AssumeRoleWithWebIdentityResponse/>", "<SecretAccessKey>%s<" % SECRET, "<html>portal</html>", ""):
            with self.subTest(body):
                self.sts.body = body
                self.passes(minutes=1)
                error = self.fails(credentials)
                shown = "".join(traceback.format_exception(error))
                self.assertEqual((error.code, SECRET in shown), ("sts-no-credentials", False))

    def test_error(self):
        """raises errors that other processes can read, with the cause of the SDK"""
        self.sts.refusal = 403, "AccessDenied", "Not authorized"
        error = self.fails(self.credentials())
        self.assertEqual(type(error.__cause__).__name__, "ClientError")
        copy = pickle.loads(pickle.dumps(error))
        self.assertEqual((copy.code, str(copy)), ("sts-access-denied", str(error)))
