# Sockets to the kernel: their addresses, and the network's interfaces asked for.
import socket
import struct

RTM_GETLINK, REQUEST_OF_ALL, RTM_NEWLINK, DONE = 18, 0x301, 16, 3

with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
    print(kernel.family, kernel.getsockname())
    for wrong in (5, (1,), (1, 2, 3), ("a", 1), (1.5, 0)):
        try:
            kernel.bind(wrong)
        except TypeError as error:
            print(wrong, "->", error)
    kernel.bind((0, 0))
    port, groups = kernel.getsockname()
    print("a port of its own:", port > 0, groups)
    kernel.sendto(struct.pack("=IHHIIi", 20, RTM_GETLINK, REQUEST_OF_ALL, 7, 0, 0), (0, 0))
    kinds = set()
    while DONE not in kinds:
        data, sender = kernel.recvfrom(1 << 16)
        while data:
            length, kind, _, sequence, _ = struct.unpack_from("=IHHII", data)
            kinds.add(kind)
            data = data[length + 3 & ~3:]
    print("from", sender, "in answer to", sequence, "came", sorted(kinds))
