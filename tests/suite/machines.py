"""What a customer does with machines, over the HTTP API."""

import http.client
import uuid

from suite import Refused, eventually


def create(api, name, request_id=None, image="debian-12", plan="small"):
    """Asks until there is an answer, with one request id, as a good client does."""
    request_id = request_id or str(uuid.uuid4())

    def ask():
        try:
            return api.call("POST", f"/api/v1/{api.project}/instances", {
                "requestId": request_id,
                "instance": {"displayName": name, "plan": f"plans/{plan}", "image": f"images/{image}"}})
        except Refused as refused:
            if refused.status in (502, 503, 504) or refused.reason == "REQUEST_IN_PROGRESS":
                return None
            raise
        except (OSError, http.client.HTTPException):
            return None

    return eventually(ask, what=f"an answer to the create of {name}")["instance"]


def get(api, instance):
    """The instance now, or nothing while somebody is down."""
    try:
        return api.call("GET", f"/api/v1/{instance['name']}")
    except Refused as refused:
        if refused.status >= 500:
            return None
        raise
    except (OSError, http.client.HTTPException):
        return None


def wait_for(api, instance, *states, seconds=60):
    def reached():
        now = get(api, instance)
        return now if now and now["state"] in states else None

    return eventually(reached, seconds, what=f"{instance['displayName']} becoming {' or '.join(states)}")


def act(api, instance, verb):
    """start, stop or delete, asked until there is an answer."""
    request_id = str(uuid.uuid4())

    def ask():
        try:
            if verb == "delete":
                return api.call("DELETE", f"/api/v1/{instance['name']}?requestId={request_id}")
            return api.call("POST", f"/api/v1/{instance['name']}:{verb}", {"requestId": request_id})
        except Refused as refused:
            if refused.status in (502, 503, 504) or refused.reason == "REQUEST_IN_PROGRESS":
                return None
            raise
        except (OSError, http.client.HTTPException):
            return None

    return eventually(ask, what=f"an answer to {verb}")


def balance(api):
    account = api.call("GET", f"/api/v1/{api.project}/billingAccount")
    return int(account["wallet"]["micros"]), int(account["held"]["micros"])
