# [slow] Signals whose handler raises nothing come while natives work on much: they go on, and their results are right.
import signal

times = 0


def count(number, frame):
    global times
    times += 1


signal.signal(signal.SIGALRM, count)
signal.setitimer(signal.ITIMER_REAL, 0.002, 0.002)
data = b"ab" * 3_000_000
text = "ab" * 3_000_000
print(len(data.replace(b"a", b"xyz")), data.count(b"b"), data.find(b"bb"), len(data.split(b"a")), data.upper()[-2:])
print(len(text.replace("ab", "abc")), text.count("ab"), len(text.split("b")), text.swapcase()[-3:], text[::-3][:4], text.isalpha())
print(data.hex()[-4:], bytes.fromhex(data.hex()) == data, data.translate(bytes(range(256)), b"a") == b"b" * 3_000_000)
print(len(text.encode()), len(data.decode()), len(text.ljust(7_000_000)), len(("\t" * 1_000_000).expandtabs()))
items = list(range(2_000_000))
print(len(items * 3), sum(items[1:]), items[::-1] == items[::-1], sorted(items, key=lambda i: -i)[0], (-1 in items), items.count(7))
print(sorted(map(str, items))[-1], sorted([(i % 7, i) for i in items[:300_000]])[-1], len(set(items) | set(items)), len({1} ^ set(items)))
names = dict.fromkeys(items)
print(names == dict(names), len(repr(items)), len(names | {None: 1}), (0,) * 5_000_000 == (0,) * 5_000_000)
import sys

sys.set_int_max_str_digits(0)
large = 7**60_000
middle = 7**800
print(len(str(large)), int(str(large)) == large, int(hex(large), 16) == large, int(oct(large), 8) == large, int(bin(large), 2) == large)
print(pow(3, middle, middle + 2) % 10**9, pow(large, -1, 2**2000) * large % 2**2000)
import math

print(math.gcd(large * 3**900, 3**2_000 * 5) == 3**900, math.lcm(*range(1, 3000)) % (10**9 + 7), math.gcd(large * 11**5_000, large * 13**5_000) == large)
signal.setitimer(signal.ITIMER_REAL, 0)
print(times > 0)
