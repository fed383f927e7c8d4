"""[slow] Bytes and bytearray: a CRC table, element reads and writes, slices, translate."""
import sys


def crc_table():
    table = []
    for i in range(256):
        c = i
        for _ in range(8):
            c = (c >> 1) ^ 0xEDB88320 if c & 1 else c >> 1
        table.append(c)
    return table


def crc(data, table):
    c = 0xFFFFFFFF
    for byte in data:
        c = table[(c ^ byte) & 255] ^ (c >> 8)
    return c ^ 0xFFFFFFFF


def main(n):
    table = crc_table()
    buf = bytearray(n)
    x = 17
    for i in range(n):
        x = (x * 109 + 57) & 255
        buf[i] = x
    check = crc(buf, table)
    for r in range(4):
        part = bytes(buf[r * 100: n - r * 50])
        check ^= crc(part, table)
    check += bytes(buf).count(b"\x00") + bytes(buf).find(b"\x01\x02")
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 70000
print("checksum", main(n))
