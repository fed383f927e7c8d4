# recursion whose code changes on the way down and up
def down(n):
    if n == trigger[0]:
        down.__code__ = other.__code__
    if n <= 0: return ["bottom"]
    return down(n - 1) + [n]
def other(n):
    if n == back[0]:
        other_name.__code__ = first
    if n <= 0: return ["other bottom"]
    return down(n - 1) + [-n]
first = down.__code__
other_name = down
trigger, back = [None], [None]
for t, b in ((None, None), (5, None), (5, 3), (9, 8), (0, 0), (3, 0), (10, 1)):
    for rep in range(5):
        down.__code__ = first
        trigger[0] = back[0] = None
        down(10)
        trigger[0], back[0] = t, b
        r = down(10)
    print(t, b, r)
    down.__code__ = first
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
def trib(n): return 1 if n < 3 else fib(n - 1) + fib(n - 2) + fib(n - 3)
fc = fib.__code__
count = 0
def counted(n):
    global count
    count += 1
    if count % 17 == 0: fib.__code__ = trib.__code__ if count % 2 else cc
    return n if n < 2 else fib(n - 1) + fib(n - 2)
cc = counted.__code__
print(fib(10))
fib.__code__ = cc
print([fib(n) for n in range(12)], count)
