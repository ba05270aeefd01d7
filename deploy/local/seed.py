"""Gives a fresh installation what it needs to sell its first machine: the demo
cluster, an address pool, images, plans and prices. Through the API, as an
operator would, and safe to run again."""

import argparse
import http.client
import json
import pathlib
import ssl
import sys
import urllib.parse

PLANS = [
    # slug, name, vCPUs, memory MiB, disk GiB, setup, hour, month (EUR micros)
    ("small", "Small", 1, 1024, 20, 1_000_000, 6_900, 4_990_000),
    ("medium", "Medium", 2, 4096, 40, 1_000_000, 13_800, 9_990_000),
]
IMAGES = [("debian-12", "Debian 12", "debian"), ("ubuntu-2404", "Ubuntu 24.04 LTS", "ubuntu")]


class Api:
    """One session of the administrator, as a browser has it."""

    def __init__(self, url, ca):
        parts = urllib.parse.urlsplit(url)
        self.origin = url
        context = ssl.create_default_context(cafile=ca)
        self.connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=context, timeout=30)
        self.headers = {"Content-Type": "application/json", "Origin": url}

    def call(self, method, path, body=None, accept=()):
        """Answers the JSON body; an error whose reason is in `accept` is none."""
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        if response.getheader("X-CSRF-Token"):
            self.headers["X-CSRF-Token"] = response.getheader("X-CSRF-Token")
        if response.getheader("Set-Cookie"):
            self.headers["Cookie"] = response.getheader("Set-Cookie").split(";")[0]
        answer = json.loads(text) if text else {}
        if response.status >= 300:
            reasons = {detail.get("reason") for detail in answer.get("details", [])}
            if not reasons & set(accept):
                sys.exit(f"seed: {method} {path} answered {response.status}: {text}")
        return answer


def money(micros):
    return {"currencyCode": "EUR", "micros": str(micros)}


def seed(api, arguments):
    api.call("POST", "/api/v1/clusters", {
        "clusterId": "demo",
        "cluster": {
            "endpoints": [arguments.cluster_endpoint],
            "fingerprints": [pathlib.Path(arguments.fingerprint_file).read_text().strip()],
            "tokenId": "nexus@pve!panel",
            "tokenSecret": pathlib.Path(arguments.token_file).read_text().strip(),
            "firstVmid": 10000,
            "lastVmid": 19999,
        }}, accept=["CLUSTER_EXISTS"])
    api.call("POST", "/api/v1/addressPools", {
        "addressPoolId": "demo",
        "addressPool": {
            "cluster": "clusters/demo", "cidr": "10.20.0.0/22", "gateway": "10.20.0.1",
            "dnsServers": ["9.9.9.9", "149.112.112.112"], "bridge": "vmbr0",
        }}, accept=["ADDRESS_POOL_EXISTS"])
    for slug, name, user in IMAGES:
        api.call("POST", "/api/v1/images", {
            "imageId": slug, "image": {"displayName": name, "defaultUser": user}}, accept=["IMAGE_EXISTS"])
    priced = {price["plan"] for price in api.call("GET", "/api/v1/prices").get("prices", [])}
    for slug, name, vcpus, memory, disk, setup, hour, month in PLANS:
        api.call("POST", "/api/v1/plans", {
            "planId": slug,
            "plan": {"displayName": name, "vcpus": vcpus, "memoryMib": str(memory), "diskGib": str(disk)},
        }, accept=["PLAN_EXISTS"])
        if f"plans/{slug}" not in priced:
            api.call("POST", "/api/v1/prices", {"price": {
                "plan": f"plans/{slug}", "setupFee": money(setup), "hour": money(hour), "month": money(month)}})


def main():
    parser = argparse.ArgumentParser()
    for name in ("url", "ca", "administrator", "password-file", "cluster-endpoint", "fingerprint-file", "token-file"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    api = Api(arguments.url, arguments.ca)
    api.call("POST", "/api/v1/auth:logIn", {
        "email": arguments.administrator,
        "password": pathlib.Path(arguments.password_file).read_text().strip()})
    seed(api, arguments)
    api.call("POST", "/api/v1/auth:logOut", {})


if __name__ == "__main__":
    main()
