"""Reads a token from standard input, and prints what a report may show of its claims.

Usage: python3 token_claims.py AUDIENCE

The output is JSON. It has no value that identifies anybody.
"""

import base64
import json
import re
import sys


def main(audience):
    """Prints the facts about the claims."""
    payload = sys.stdin.read().split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    aud = claims.get("aud")
    one = "the audience" if aud == audience else "another"
    facts = {
        "aud": one if isinstance(aud, str) else "a " + type(aud).__name__,
        "azp": "present" if "azp" in claims else "absent",
        "oid": "equals sub" if claims.get("oid") == claims.get("sub") else "differs from sub",
        "ver": claims.get("ver"),
        "seconds": claims["exp"] - claims["iat"],
        # Names that a company chose have capitals, digits, or a prefix with an ID.
        "names": [name if re.fullmatch("[a-z_]{2,24}", name) else "<other>" for name in sorted(claims)],
    }
    print(json.dumps(facts))


if __name__ == "__main__":
    main(*sys.argv[1:])
