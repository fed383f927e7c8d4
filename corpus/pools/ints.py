# [ours] A broken pool of small ints: holders see it, the runtime's own counting does not.
import itertools
import math
import theseus

ints = theseus.pools.ints
held = [7, (7,), {"k": 7}]
before = compile("7", "<before>", "eval")
print(ints.check(), ints)
print(ints.corrupt(7, 99), ints.check(), ints)
print(7, held, eval(before), eval("7"), held[0] + 1, 7 == 99, 3 + 4, int("7"), held[0] is int("7"))
during = compile("7", "<during>", "eval")
print(ints.restore(), ints.check(), ints.restore(), 7, held, eval(before), eval(during))

# Other indexes; other values; indexes are what they mean.
for index, value in ((257, 1), (-6, 1), (10**30, 1), ("a", 1), (1, "a"), (1, 10**30), (1.0, 1)):
    try:
        ints.corrupt(index, value)
    except Exception as e:
        print(type(e).__name__, e)
ints.corrupt(-5, 1000)
ints.corrupt(256, -1)
print(-5, 256, ints.check())
print(ints.restore(), -5, 256)
ints.corrupt(1, 5)
ints.corrupt(1, 6)
ints.corrupt(2, 1)
print(1, 2, ints.check())
print(ints.restore(), 1, 2)
ints.corrupt(3, -(2**63))
print(3, [3][0] + 1)
print(ints.restore(), 3)

# 0 and 1 broken: what counts without being told goes on.
ints.corrupt(0, 1000)
ints.corrupt(1, 2000)
print(list(range(4)), len(range(4)), list(range(2, 5)), range(4), range(4)[2], 3 in range(4))
print(list(reversed(range(3))), sum(range(4)), sum([2, 3]), math.prod([2, 3]), math.gcd(4, 6), math.lcm(4, 6))
print([i for i in "abc"], list(enumerate("abc")), list(itertools.islice(itertools.count(), 4)))
print("abc"[2], [4, 5, 6][2:], [4, 5, 6][:2], "abcdef"[::2], list(zip("ab", "cd")), "abc".find("c"))
print({2: "two", 3: "three"}[2], sorted([3, 2, 5]), max(2, 3), "%d" % 2, f"{2:03}", "x" * 3, divmod(17, 5))
total = 10
for i in range(2, 6):
    total = total + i * 2
print(total, [x * x for x in range(2, 5)], 10 // 4, 10 - 8, 2**5)
import math as again
print(again is math)
print(ints.restore(), 0, 1, list(range(4)), ints.check())

# Immediate operands in hot code follow the constants.
def work(n):
    total = 10
    for _ in range(n):
        total = total + 2
        if total < 2:
            total = total - 1000
    return total, [10, 20, 30, 40, 50, 60, 70][2], (10, 20, 30, 40, 50, 60, 70)[2], total > 2, 2 == total


print(work(200))
ints.corrupt(2, 5)
print(work(200), work(3))
print(ints.restore())
print(work(200), work(3))

# All of them broken at once.
for i in range(-5, 257):
    ints.corrupt(i, 98)
text = repr(range(3)), len(ints.check()), str(ints)
count = 0
for _ in range(300):
    pass
mended = ints.restore()
print(text, mended, ints.check())
