"""The HTTP API as a program with a session sees it. Standard library only."""

import http.client
import json
import ssl
import urllib.parse


class Refused(Exception):
    """The API's own error: a status, a reason and one sentence."""

    def __init__(self, status, answer):
        details = answer.get("details", [])
        self.status = status
        self.reason = next((detail["reason"] for detail in details if "reason" in detail), "")
        self.message = answer.get("message", "")
        super().__init__(f"{status} {self.reason}: {self.message}")


class Api:
    """One session, as a browser has it. One thread at a time."""

    def __init__(self, url, ca, timeout=30):
        parts = urllib.parse.urlsplit(url)
        self._address = (parts.hostname, parts.port)
        self._context = ssl.create_default_context(cafile=ca)
        self._timeout = timeout
        self._connection = None
        self.headers = {"Content-Type": "application/json", "Origin": url}
        self.user = {}

    def call(self, method, path, body=None, headers=None):
        """Answers the JSON body, or raises Refused. A connection that breaks
        raises OSError or http.client.HTTPException: the outcome is unknown."""
        if self._connection is None:
            host, port = self._address
            self._connection = http.client.HTTPSConnection(
                host, port, context=self._context, timeout=self._timeout)
        text = json.dumps(body) if body is not None else None
        try:
            self._connection.request(method, path, text, {**self.headers, **(headers or {})})
            response = self._connection.getresponse()
            content = response.read().decode()
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        self._remember(response)
        answer = json.loads(content) if content else {}
        if response.status >= 300:
            raise Refused(response.status, answer)
        return answer

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _remember(self, response):
        if response.getheader("X-CSRF-Token"):
            self.headers["X-CSRF-Token"] = response.getheader("X-CSRF-Token")
        if response.getheader("Set-Cookie"):
            self.headers["Cookie"] = response.getheader("Set-Cookie").split(";")[0]

    def sign_up(self, email, password):
        self.user = self.call("POST", "/api/v1/auth:signUp", {"email": email, "password": password})["user"]

    def log_in(self, email, password):
        self.user = self.call("POST", "/api/v1/auth:logIn", {"email": email, "password": password})["user"]

    def log_out(self):
        self.call("POST", "/api/v1/auth:logOut", {})
