# [slow] Addresses and networks.
import ipaddress as ip

a = ip.ip_address("192.168.1.10")
n = ip.ip_network("192.168.0.0/23")
print(
    a,
    repr(a),
    int(a),
    a.is_private,
    a in n,
    n.num_addresses,
    n.netmask,
    n.hostmask,
    n.broadcast_address,
    list(n.subnets(1)),
    n.supernet(),
)
b = ip.ip_address("2001:db8::1")
print(b, b.exploded, b.is_global, b.packed, b.reverse_pointer, b.ipv4_mapped)
for bad in ["256.1.1.1", "1.2.3", "::g", "1::2::3", "10.0.0.1/8", "", 5.5]:
    for f in (ip.ip_address, ip.ip_network):
        try:
            print(f(bad))
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
print(
    list(ip.ip_network("10.0.0.0/30").hosts()),
    ip.ip_interface("10.0.0.1/24").network,
    list(ip.summarize_address_range(ip.ip_address("10.0.0.0"), ip.ip_address("10.0.0.5"))),
)
print(
    list(ip.collapse_addresses([ip.ip_network("10.0.0.0/25"), ip.ip_network("10.0.0.128/25")])),
    sorted([ip.ip_address("10.0.0.2"), ip.ip_address("9.1.1.1")]),
)
print(
    a + 1,
    a - 5,
    a < ip.ip_address("192.168.1.11"),
    hash(a) == hash(ip.ip_address("192.168.1.10")),
    f"{a:b}",
    f"{a:#x}",
    format(b, "n")[:10],
)
print(
    ip.v4_int_to_packed(1),
    ip.IPv4Network("0.0.0.0/0").is_private,
    ip.ip_network("10.0.0.0/8").overlaps(n),
    list(ip.ip_network("10.0.0.0/29").address_exclude(ip.ip_network("10.0.0.0/31"))),
)
try:
    a < b
except TypeError as e:
    print(e)
