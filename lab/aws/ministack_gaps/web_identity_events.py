"""What the event history of CloudTrail has of AssumeRoleWithWebIdentity.

MiniStack calls such a request ``POST.sts``. Here, a refusal by a trust policy
is an event with its own name. A token that STS does not accept never comes
here, so it leaves no event. Requests that succeed are not played.
"""

import json
import os
import time

from ministack.core.responses import get_account_id, get_region, new_uuid

ACTION = "AssumeRoleWithWebIdentity"


# Evidence: log A refusal by a trust policy has the code `AccessDenied` and the text `An unknown error occurred`; its
# caller is a `WebIdentityUser` with provider, audience, and subject. Source: greenpau/argo-workflows-aws-plugin
# DEVELOPMENT.md.
# Evidence: documentation A refused token may have no event. Source: IAM User Guide, "Logging IAM and AWS STS API calls
# with AWS CloudTrail" (requests that are not sufficiently valid).
# Evidence: inferred A refused token has none. Reason: no recorded event of `InvalidIdentityToken` is known.
# Evidence: inferred An event is shown at once. Reason: AWS promises no time.
def note_refusal(role_arn, session_name, provider, keys):
    """Adds the event, if the history has requests at all.

    keys: the condition keys of the request, see web_identity
    """
    if os.environ.get("CLOUDTRAIL_RECORDING") != "1":
        return
    from ministack.services import cloudtrail

    name = provider.partition(":oidc-provider/")[2].lower()
    audience, subject = keys[f"{name}:aud"], keys[f"{name}:sub"]
    now, event_id = time.time(), new_uuid()
    event = {
        "eventVersion": "1.08",
        "userIdentity": {
            "type": "WebIdentityUser",
            "principalId": f"{provider}:{audience}:{subject}",
            "userName": subject,
            "identityProvider": provider,
        },
        "eventTime": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
        "eventSource": "sts.amazonaws.com",
        "eventName": ACTION,
        "awsRegion": get_region(),
        "errorCode": "AccessDenied",
        "errorMessage": "An unknown error occurred",
        "requestParameters": {"roleArn": role_arn, "roleSessionName": session_name},
        "responseElements": None,
        "eventID": event_id,
        "eventType": "AwsApiCall",
        "recipientAccountId": get_account_id(),
    }
    cloudtrail._get_event_queue().append({
        "EventId": event_id, "EventName": ACTION, "EventSource": "sts.amazonaws.com", "EventTime": now,
        "Username": subject, "ReadOnly": "true", "Resources": [], "CloudTrailEvent": json.dumps(event)})
