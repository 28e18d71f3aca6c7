"""Addresses and names that try to lead a fetch inside, each with why. `{port}`: where a trap listens on loopback."""

from __future__ import annotations

import msgspec


class Hostile(msgspec.Struct, frozen=True):
    """An address, why it is hostile, and for a name what its resolver says, one answer a lookup."""

    why: str
    address: str
    answers: tuple[tuple[str, ...], ...] = ()


TEREDO = "2001:0:4136:e378:8000:63bf:80ff:fffe"
PUBLIC = "93.184.216.34"
PUBLIC_V6 = "2606:2800:220:1::1"

ADDRESSES = (
    # loopback, and the ways in which programs write it
    Hostile("loopback", "http://127.0.0.1:{port}/"),
    Hostile("loopback is a whole /8", "http://127.0.0.2:{port}/"),
    Hostile("two parts", "http://127.1:{port}/"),
    Hostile("three parts", "http://127.0.1:{port}/"),
    Hostile("one decimal number", "http://2130706433:{port}/"),
    Hostile("one hexadecimal number", "http://0x7f000001:{port}/"),
    Hostile("hexadecimal parts", "http://0x7f.0x0.0x0.0x1:{port}/"),
    Hostile("one octal number", "http://017700000001:{port}/"),
    Hostile("an octal part", "http://0177.0.0.1:{port}/"),
    Hostile("octal and hexadecimal", "http://0177.0x0.0.1:{port}/"),
    Hostile("zeros before", "http://127.000.000.001:{port}/"),
    Hostile("a number that wraps round", "http://4425673729:{port}/"),
    Hostile("a dot at the end", "http://127.0.0.1.:{port}/"),
    Hostile("this host", "http://0.0.0.0:{port}/"),
    Hostile("this host, short", "http://0:{port}/"),
    Hostile("localhost", "http://localhost:{port}/"),
    Hostile("capitals and a dot", "http://LocalHost.:{port}/"),
    Hostile("under localhost", "http://stat.localhost:{port}/"),
    Hostile("localhost's domain", "http://localhost.localdomain:{port}/"),
    # IPv6, and IPv4 inside it
    Hostile("IPv6 loopback", "http://[::1]:{port}/"),
    Hostile("IPv6 loopback, long", "http://[0:0:0:0:0:0:0:1]:{port}/"),
    Hostile("IPv6 this host", "http://[::]:{port}/"),
    Hostile("mapped", "http://[::ffff:127.0.0.1]:{port}/"),
    Hostile("mapped, hexadecimal", "http://[::ffff:7f00:1]:{port}/"),
    Hostile("compatible", "http://[::127.0.0.1]:{port}/"),
    Hostile("translated (SIIT)", "http://[::ffff:0:127.0.0.1]:{port}/"),
    Hostile("NAT64", "http://[64:ff9b::127.0.0.1]:{port}/"),
    Hostile("NAT64, local", "http://[64:ff9b:1::7f00:1]:{port}/"),
    Hostile("6to4", "http://[2002:7f00:1::]:{port}/"),
    Hostile("Teredo", f"http://[{TEREDO}]:{{port}}/"),
    Hostile("ISATAP", "http://[2606:2800::5efe:127.0.0.1]:{port}/"),
    Hostile("ISATAP, universal", "http://[2606:2800::200:5efe:7f00:1]:{port}/"),
    Hostile("a zone", "http://[::1%25lo]:{port}/"),
    Hostile("link-local with a zone", "http://[fe80::1%25eth0]:{port}/"),
    # private space and metadata services
    Hostile("private", "http://10.0.0.1/"),
    Hostile("private", "http://172.16.0.1/"),
    Hostile("private", "http://192.168.0.1/"),
    Hostile("carrier-grade NAT", "http://100.64.0.1/"),
    Hostile("private in IPv6", "http://[fc00::1]/"),
    Hostile("metadata", "http://169.254.169.254/latest/meta-data/"),
    Hostile("metadata as a number", "http://2852039166/latest/meta-data/"),
    Hostile("metadata, mapped", "http://[::ffff:169.254.169.254]/"),
    Hostile("metadata in IPv6", "http://[fd00:ec2::254]/latest/meta-data/"),
    Hostile("metadata of tasks", "http://169.254.170.2/v2/credentials/"),
    Hostile("metadata of another cloud", "http://100.100.100.200/latest/meta-data/"),
    Hostile("metadata of a third", "http://168.63.129.16/metadata/instance"),
    Hostile("metadata by name", "http://metadata.google.internal/computeMetadata/v1/"),
    Hostile("metadata by a short name", "http://metadata/computeMetadata/v1/"),
    # an address that two programs read in two ways
    Hostile("a user name before it", "http://stat.example@127.0.0.1:{port}/"),
    Hostile("user name and password", "http://stat.example:80@127.0.0.1:{port}/"),
    Hostile("a backslash that some read as a slash", "http://127.0.0.1:{port}\\@stat.example/"),
    Hostile("a backslash that some read as text", "http://stat.example\\@127.0.0.1:{port}/"),
    Hostile("backslashes for slashes", "http:\\\\127.0.0.1:{port}/"),
    Hostile("a fragment before the at sign", "http://127.0.0.1:{port}#@stat.example/"),
    Hostile("a tab in the host", "http://127.0.0\t.1:{port}/"),
    Hostile("a tab before it", "http://\t127.0.0.1:{port}/"),
    Hostile("a line break in the scheme", "ht\ntp://127.0.0.1:{port}/"),
    Hostile("a space after it", "http://127.0.0.1:{port} .stat.example/"),
    Hostile("a header put in", "http://other.example/\r\nHost: 127.0.0.1"),
    Hostile("percent-encoded digits", "http://%31%32%37.0.0.1:{port}/"),
    Hostile("a percent-encoded dot", "http://127%2E0.0.1:{port}/"),
    Hostile("a percent-encoded slash", "http://127.0.0.1:{port}%2f@stat.example/"),
    # letters that stand for others
    Hostile("ideographic dots", "http://127。0。0。1:{port}/"),
    Hostile("digits in circles", "http://①②⑦.⓪.⓪.①:{port}/"),
    Hostile("wide digits", "http://１２７.０.０.１:{port}/"),
    Hostile("Arabic digits", "http://١٢٧.٠.٠.١:{port}/"),
    Hostile("a letter in a circle", "http://ⓛocalhost:{port}/"),
    Hostile("a long s", "http://localhoſt:{port}/"),
    Hostile("a Roman numeral for a letter", "http://loⅽalhost:{port}/"),
    Hostile("a Cyrillic letter for a Latin one", "http://lоcalhost:{port}/"),
    Hostile("the same in Punycode", "http://xn--lcalhost-gih:{port}/"),
    Hostile("Punycode of plain letters", "http://xn--localhost-:{port}/"),
    Hostile("a letter of no width", "http://local\u200bhost:{port}/"),
    Hostile("a soft hyphen", "http://local\u00adhost:{port}/"),
    # ports and schemes
    Hostile("a mail server's port", "http://stat.example:25/"),
    Hostile("a remote shell's port", "http://127.0.0.1:22/"),
    Hostile("a port that wraps round", "http://stat.example:65616/"),
    Hostile("a file", "file:///etc/passwd"),
    Hostile("a file of a host", "file://127.0.0.1/etc/passwd"),
    Hostile("gopher", "gopher://127.0.0.1:{port}/_GET%20/"),
    Hostile("data", "data:text/csv,month,people"),
    Hostile("ftp", "ftp://127.0.0.1:{port}/"),
    Hostile("a dictionary server", "dict://127.0.0.1:{port}/d"),
    Hostile("a web socket", "ws://127.0.0.1:{port}/"),
    Hostile("a file inside another", "jar:http://127.0.0.1:{port}!/"),
    Hostile("no scheme", "//127.0.0.1:{port}/"),
    Hostile("three slashes", "http:///127.0.0.1:{port}/"),
)

NAME = "http://rebind.example:{port}/"
NAMES = (
    Hostile("a public name for loopback", NAME, (("127.0.0.1",),)),
    Hostile("a public name for IPv6 loopback", NAME, (("::1",),)),
    Hostile("a public name for a private address", NAME, (("10.0.0.1",),)),
    Hostile("a public name for metadata", NAME, (("169.254.169.254",),)),
    Hostile("a public name for this host", NAME, (("0.0.0.0",),)),
    Hostile("a public name for all", NAME, (("224.0.0.1",),)),
    Hostile("public and private", NAME, ((PUBLIC, "127.0.0.1"),)),
    Hostile("private and public", NAME, (("127.0.0.1", PUBLIC),)),
    Hostile("A public, AAAA private", NAME, ((PUBLIC, "::1"),)),
    Hostile("AAAA public, A private", NAME, ((PUBLIC_V6, "192.168.0.1"),)),
    Hostile("AAAA public, AAAA private", NAME, ((PUBLIC_V6, "fd00:ec2::254"),)),
    Hostile("mapped in the answer", NAME, (("::ffff:127.0.0.1",),)),
    Hostile("public, mapped", NAME, ((f"::ffff:{PUBLIC}",),)),
    Hostile("NAT64 in the answer", NAME, (("64:ff9b::7f00:1",),)),
    Hostile("6to4 in the answer", NAME, (("2002:7f00:1::",),)),
    Hostile("Teredo in the answer", NAME, ((TEREDO,),)),
    Hostile("a zone in the answer", NAME, (("fe80::1%lo",),)),
    Hostile("a name in the answer", NAME, (("localhost",),)),
    Hostile("a number in the answer", NAME, (("2130706433",),)),
    Hostile("an octal part in the answer", NAME, (("0177.0.0.1",),)),
    Hostile("nothing in the answer", NAME, (("",),)),
    Hostile("public at first, then loopback", NAME, ((PUBLIC,), ("127.0.0.1",))),
    Hostile("public at first, then metadata", NAME, ((PUBLIC,), (PUBLIC,), ("169.254.169.254",))),
    Hostile("public in one, then both", NAME, ((PUBLIC_V6,), (PUBLIC_V6, "::1"))),
)
