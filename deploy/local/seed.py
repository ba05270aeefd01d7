"""Gives a fresh installation what it needs to sell its first machine: the demo
cluster, an address pool, images, plans and prices. Through the API, as an
operator would, and safe to run again."""

import argparse
import pathlib
import sys
import time

from api import Api, Refused

PLANS = [
    # slug, name, vCPUs, memory MiB, disk GiB, setup, hour, month (EUR micros)
    ("small", "Small", 1, 1024, 20, 1_000_000, 6_900, 4_990_000),
    ("medium", "Medium", 2, 4096, 40, 1_000_000, 13_800, 9_990_000),
]
IMAGES = [("debian-12", "Debian 12", "debian"), ("ubuntu-2404", "Ubuntu 24.04 LTS", "ubuntu")]


def money(micros):
    return {"currencyCode": "EUR", "micros": str(micros)}


def call(api, method, path, body=None, accept=()):
    """A call whose refusal is none when its reason is in `accept`. What was
    just started may still answer 503 for a moment."""
    for _ in range(40):
        try:
            return api.call(method, path, body)
        except Refused as refused:
            if refused.reason in accept:
                return {}
            if refused.status != 503:
                sys.exit(f"seed: {method} {path}: {refused}")
            last = refused
            time.sleep(0.25)
    sys.exit(f"seed: {method} {path}: {last}")


def seed(api, arguments):
    call(api, "POST", "/api/v1/clusters", {
        "clusterId": "demo",
        "cluster": {
            "endpoints": [arguments.cluster_endpoint],
            "fingerprints": [pathlib.Path(arguments.fingerprint_file).read_text().strip()],
            "tokenId": "nexus@pve!panel",
            "tokenSecret": pathlib.Path(arguments.token_file).read_text().strip(),
            "firstVmid": 10000,
            "lastVmid": 19999,
        }}, accept=["CLUSTER_EXISTS"])
    call(api, "POST", "/api/v1/addressPools", {
        "addressPoolId": "demo",
        "addressPool": {
            "cluster": "clusters/demo", "cidr": "10.20.0.0/22", "gateway": "10.20.0.1",
            "dnsServers": ["9.9.9.9", "149.112.112.112"], "bridge": "vmbr0",
        }}, accept=["ADDRESS_POOL_EXISTS"])
    for slug, name, user in IMAGES:
        call(api, "POST", "/api/v1/images", {
            "imageId": slug, "image": {"displayName": name, "defaultUser": user}}, accept=["IMAGE_EXISTS"])
    priced = {price["plan"] for price in call(api, "GET", "/api/v1/prices").get("prices", [])}
    for slug, name, vcpus, memory, disk, setup, hour, month in PLANS:
        call(api, "POST", "/api/v1/plans", {
            "planId": slug,
            "plan": {"displayName": name, "vcpus": vcpus, "memoryMib": str(memory), "diskGib": str(disk)},
        }, accept=["PLAN_EXISTS"])
        if f"plans/{slug}" not in priced:
            call(api, "POST", "/api/v1/prices", {"price": {
                "plan": f"plans/{slug}", "setupFee": money(setup), "hour": money(hour), "month": money(month)}})


def main():
    parser = argparse.ArgumentParser()
    for name in ("url", "ca", "administrator", "password-file", "cluster-endpoint", "fingerprint-file", "token-file"):
        parser.add_argument(f"--{name}", required=True)
    arguments = parser.parse_args()
    api = Api(arguments.url, arguments.ca)
    api.log_in(arguments.administrator, pathlib.Path(arguments.password_file).read_text().strip())
    seed(api, arguments)
    api.log_out()


if __name__ == "__main__":
    main()
