from __future__ import annotations

from ipaddress import ip_address

import pytest

from tallywire.errors import RefusedError
from tallywire.watch import check_address, check_ip

HOSTILE = [
    # no web address
    "",
    "stat.example.org",
    "//stat.example.org/",
    "file:///etc/passwd",
    "ftp://stat.example.org/",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "javascript:alert(1)",
    "data:text/html,1",
    "http:stat.example.org",
    "http:///table",
    "https://",
    "http://?q",
    # credentials, ports
    "http://user@stat.example.org/",
    "http://user:secret@stat.example.org/",
    "http://stat.example.org@127.0.0.1/",
    "http://stat.example.org:22/",
    "http://stat.example.org:0/",
    "http://stat.example.org:25/",
    "http://stat.example.org:1023/",
    "http://stat.example.org:70000/",
    "http://stat.example.org:80x/",
    # loopback, private and other space that is not public
    "http://127.0.0.1/",
    "http://127.8.9.10/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.100.100.200/latest/meta-data/",
    "http://168.63.129.16/machine",
    "http://192.0.0.192/opc/v1/",
    "http://169.254.1.1/",
    "http://0.0.0.0/",
    "http://0.1.2.3/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://203.0.113.9/",
    "http://224.0.0.1/",
    "http://239.255.255.255/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://192.88.99.1/",
    # the same in IPv6
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[fd12:3456::1]/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[ff02::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:93.184.216.34]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:0:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[2a00:1450::5efe:7f00:1]/",
    "http://[2001:db8::1]/",
    "http://[1::2::3]/",
    "http://[v1.x]/",
    # other ways to write an IPv4 address
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://1.2.3.4.5/",
    "http://93.184.216.256/",
    "http://093.184.216.34/",
    "http://0x/",
    # names inside some network
    "http://localhost/",
    "http://LOCALHOST:8080/",
    "http://stat.localhost/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://printer.local/",
    "http://intranet/",
    # dots, percent signs, letters that stand for others
    "http://stat.example.org./",
    "http://127.0.0.1./",
    "http://stat..example.org/",
    "http://.example.org/",
    "http://-stat.example.org/",
    "http://stat%2eexample.org/",
    "http://%31%32%37.0.0.1/",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://stat。example。org/",
    "http://ｅxample.org/",
    "http://ⓔxample.org/",
    "http://xn--a/",
    "http://xn--a-ecp.ru.xn--/",
    "http://xn--example-.org/",
    "http://stat.example.org\\@127.0.0.1/",
    "http://stat.example.org\t/",
    "http://stat.example.org/\r\nX: y",
    "http://stat.example.org /",
    "http://stat\u00ad.example.org/",
    "http://stat\u200b.example.org/",
    "http://st\u202eat.example.org/",
    "http://a/" + "b" * 5000,
    "http://" + "a" * 64 + ".org/",
    "http://" + "a." * 130 + "org/",
]


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_is_refused(address: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_address(address)
    assert refused.value.what


@pytest.mark.parametrize(
    ("address", "host", "port"),
    [
        ("https://stat.example.org/table.html", "stat.example.org", 443),
        ("HTTP://Stat.Example.ORG:80/a?b=c#d", "stat.example.org", 80),
        ("http://stat.example.org:8080/", "stat.example.org", 8080),
        ("http://93.184.216.34/", "93.184.216.34", 80),
        ("http://[2606:2800:220:1::1]/", "2606:2800:220:1::1", 80),
        ("https://статистика.example/", "xn--80aaxak2bcfbc.example", 443),
        ("https://xn--80aaxak2bcfbc.example/", "xn--80aaxak2bcfbc.example", 443),
        ("https://müller.example/größe", "xn--mller-kva.example", 443),
        ("https://data_file.example.org/", "data_file.example.org", 443),
    ],
)
def test_a_public_address_passes(address: str, host: str, port: int) -> None:
    target = check_address(address)
    assert (target.host, target.port) == (host, port)


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]:8000/", "::1"),
        ("http://[::1]:8000/", "[::1]"),
        ("http://localhost:8000/", "LOCALHOST"),
        ("http://192.168.1.20/", "192.168.1.20"),
        ("http://intranet/", "intranet"),
    ],
)
def test_a_source_may_name_its_private_host_and_no_other(address: str, named: str) -> None:
    assert check_address(address, (named,)).address.startswith("http://")
    with pytest.raises(RefusedError, match="allow_hosts"):
        check_address(address, ("other.example",))


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "100.100.100.200",
        "fd00:ec2::254",
        "0.0.0.0",
        "::",
        "224.0.0.1",
        "fe80::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_some_addresses_are_refused_even_when_named(host: str) -> None:
    with pytest.raises(RefusedError):
        check_ip(ip_address(host), host, (host,))


def test_a_name_that_is_allowed_may_be_private_but_not_metadata() -> None:
    check_ip(ip_address("10.1.2.3"), "stat.corp.example", ("stat.corp.example",))
    with pytest.raises(RefusedError, match="metadata"):
        check_ip(ip_address("169.254.169.254"), "stat.corp.example", ("stat.corp.example",))
