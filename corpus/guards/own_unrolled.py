# [ours] Which loops over ranges have copies of their bodies, and that these run.
import guards

guards.configure("on")


def plain():
    t = 0
    for i in range(4): t += i
    return t

def steps():
    t = []
    for i in range(9, 0, -4):
        t.append(i)
    return t

def leaves():
    for i in range(3):
        if i == 1: break
    return i

def long():
    for i in range(17): pass
    return i

def large():
    for i in range(255, 258): pass
    return i

def nested():
    t = 0
    for i in range(2):
        for j in range(3): t += i * j
    return t

def variable(n=3):
    for i in range(n): pass
    return i


for f in (plain, steps, leaves, long, large, nested, variable):
    for _ in range(50): r = f()
    shown = guards.explain(f)
    copies = shown.count("LoadInt ")
    print(f"{f.__name__}: {r}, {copies} copies, {'unrolled at' in shown}")

# In the copies, sites of their own have been specialised.
words = guards.explain(plain).split("LoadInt")[1:]
print(["AddInt" in w for w in words])
