"""From which network a question comes, however the proxy in front writes the address."""

import pytest

from participa.questions import device


@pytest.mark.parametrize(
    ("written", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        (" 203.0.113.7 ", "203.0.113.7"),
        ("2001:db8:1:2:3::1", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3::1]", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3::1]:4711", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("[::ffff:203.0.113.7]:4711", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unknown", "unknown"),
        ("_gateway:80", "unknown"),
        ("203.0.113.999:80", "unknown"),
        ("[]:80", "unknown"),
    ],
)
def test_each_way_to_write_an_address_gives_its_network(app, written, network):
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": written}):
        assert device.arrival().network == network
