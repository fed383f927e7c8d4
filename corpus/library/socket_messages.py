# Messages with ancillary data over sockets: descriptors sent to the other end.
import array
import os
import socket

print([socket.CMSG_LEN(n) for n in (0, 1, 4, 8, 9)], [socket.CMSG_SPACE(n) for n in (0, 1, 4, 8, 9)])
for call in ("socket.CMSG_LEN(-1)", "socket.CMSG_SPACE(2**40)", "socket.CMSG_LEN('a')"):
    try:
        print(eval(call))
    except (OverflowError, TypeError) as e:
        print(call, type(e).__name__, e)

a, b = socket.socketpair()
print(a.sendmsg([b"one", bytearray(b"two"), memoryview(b"three")]), b.recvmsg(100))
a.sendmsg([b"abcdef"])
first, second = bytearray(2), bytearray(3)
print(b.recvmsg_into([first, second]), first, second, b.recv(9))

read_end, write_end = os.pipe()
socket.send_fds(a, [b"fd"], [write_end])
data, fds, flags, address = socket.recv_fds(b, 10, 2)
print(data, len(fds), flags, address)
os.write(fds[0], b"through the pipe")
print(os.read(read_end, 99), os.get_inheritable(fds[0]))
for fd in (*fds, read_end, write_end):
    os.close(fd)

fds = array.array("i", [0])
a.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
data, ancillary, flags, address = b.recvmsg(5, socket.CMSG_SPACE(4))
level, kind, raw = ancillary[0]
print(data, level == socket.SOL_SOCKET, kind == socket.SCM_RIGHTS, len(raw), flags)
os.close(int.from_bytes(raw, "little"))

b.settimeout(0.01)
for call in (
    "b.recvmsg(5)", "b.recvmsg(-1)", "b.recvmsg(5, -1)", "a.sendmsg(5)", "a.sendmsg([5])", "a.sendmsg([b'a'], 5)",
    "a.sendmsg([b'a'], [5])", "a.sendmsg([b'a'], [(1, 2)])", "b.recvmsg_into([b'a'])", "b.recvmsg_into(5)",
):
    try:
        print(call, eval(call))
    except (ValueError, TypeError, TimeoutError, OSError) as e:
        print(call, type(e).__name__, e)
a.close()
b.close()
