"""Over TLS: the certificate is checked for the host's name, though the connection goes to a checked address."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallywire.errors import OutageError
from tallywire.watch import Limits, Response, fetch_address
from tests.needs import command
from tests.watch.server import Site, answer, serving

LIMITS = Limits(total_seconds=20, retries=0)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key in one file, for stat.example, signed by itself."""
    openssl = command("openssl")
    folder = tmp_path_factory.mktemp("tls")
    key, certificate, both = folder / "key.pem", folder / "certificate.pem", folder / "both.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=stat.example"),
            *("-addext", "subjectAltName=DNS:stat.example"),
        ],
        check=True,
        capture_output=True,
    )
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


@pytest.fixture
def site(certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as site:
        site.answers["/"] = answer(b"over TLS")
        yield site


def get(site: Site, host: str, tls: ssl.SSLContext | None = None, limits: Limits = LIMITS) -> Response:
    return fetch_address(
        f"https://{host}:{site.port}/",
        allow_hosts=(host,),
        limits=limits,
        resolver=lambda host, port: ("127.0.0.1",),
        tls=tls,
    )


def test_a_certificate_that_nobody_vouches_for_is_refused(site: Site) -> None:
    with pytest.raises(OutageError, match=r"(?i)certificate"):
        get(site, "stat.example")
    assert site.requests == []


def test_the_certificate_has_to_be_the_hosts(site: Site, certificate: Path) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    assert get(site, "stat.example", trusting).body == b"over TLS"
    with pytest.raises(OutageError, match=r"(?i)certificate"):
        get(site, "other.example", trusting)
    assert len(site.requests) == 1


def test_a_server_that_does_not_speak_tls_is_an_outage() -> None:
    with serving() as plain, pytest.raises(OutageError):
        get(plain, "stat.example", limits=Limits(connect_seconds=0.3, retries=0))
