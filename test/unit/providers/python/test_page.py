"""The lines with the vendors' classes on docs/how-to/in-your-application/python.md, and what the page says of them."""
import os
import re
import sys
import types
from unittest import mock

from fixture import ProviderTest, at_once

PAGE = os.path.join(os.path.dirname(__file__), "../../../../docs/how-to/in-your-application/python.md")


class Page(ProviderTest):
    def setUp(self):
        super().setUp()
        # Both the fetcher and the credentials ask for the time.
        self.patch(mock.patch("botocore.credentials._local_now", lambda: self.time))
        identity = types.SimpleNamespace(ManagedIdentityCredential=lambda client_id: self.tokens)
        self.patch(mock.patch.dict(sys.modules, {"azure": types.ModuleType("azure"), "azure.identity": identity}))

    def credentials(self, duration=None):
        """Those of the first program on the page."""
        with open(PAGE) as page:
            program = re.search(r"^```python\n(.*?)^```$", page.read(), re.M | re.S).group(1)
        if duration is not None:
            program = program.replace("role_arn)\n", "role_arn, {'DurationSeconds': %d})\n" % duration)
        names = {"__name__": "page"}
        exec(program, names)
        credentials = names["core"].get_credentials()
        credentials._time_fetcher = lambda: self.time
        return credentials

    def test_renewal(self):
        """shows lines of the vendors' classes, which renew the session 15 minutes before its end"""
        credentials = self.credentials()
        for minutes, key in ((0, "ASIA1"), (44, "ASIA1"), (2, "ASIA2")):
            self.passes(minutes=minutes)
            self.assertEqual(credentials.get_frozen_credentials().access_key, key)

    def test_outage(self):
        """says that these lines fail in the last ten minutes of an outage, with an attempt for each call"""
        credentials = self.credentials()
        credentials.get_frozen_credentials()
        self.tokens.fail = OSError("cannot connect")
        self.passes(minutes=49)
        asked = len(self.tokens.scopes)
        for _ in range(5):
            self.assertEqual(credentials.get_frozen_credentials().access_key, "ASIA1")
        self.assertEqual(len(self.tokens.scopes) - asked, 5)
        self.passes(minutes=2)
        with self.assertRaises(OSError):
            credentials.get_frozen_credentials()

    def test_failure(self):
        """says that 50 calls at once make 50 attempts if they fail"""
        credentials = self.credentials()
        self.tokens.fail = OSError("cannot connect")
        errors = at_once(50, credentials.get_frozen_credentials)
        self.assertEqual(({type(error) for error in errors}, len(self.tokens.scopes)), ({OSError}, 50))

    def test_short_session(self):
        """says that each call opens a session if sessions last 15 minutes"""
        credentials = self.credentials(duration=900)
        self.passes(seconds=1)
        keys = []
        for _ in range(3):
            keys.append(credentials.get_frozen_credentials().access_key)
            self.passes(seconds=1)
        self.assertEqual(keys, ["ASIA1", "ASIA2", "ASIA3"])
