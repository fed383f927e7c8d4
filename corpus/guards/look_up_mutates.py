# __eq__, __hash__, __index__ mutate the container that is looked into, and the world
class E:
    def __init__(s, h, act): s.h, s.act = h, act
    def __hash__(s): return s.h
    def __eq__(s, o):
        s.act()
        return s is o or isinstance(o, E)
G = 0
d = {}
l = []
def bump():
    global G
    G += 1
    C.x = G
    f.__defaults__ = (G,)
def f(a=0): return a
class C: x = 0
def no(): pass
def clear(): bump(); d.clear()
def grow(): bump(); d.update((i, i) for i in range(50))
def hot(k):
    r = [G, C.x, f()]
    try: r.append(d[k] and 1)
    except KeyError: r.append("KeyError")
    r += [G, C.x, f(), k in d, G, C.x, f(), d.get(k) and 1, G, f()]
    d[k] = 5
    return r + [G, C.x, f(), len(d)]
for i in range(60):
    d.clear()
    d[E(1, no)] = 1
    d["s"] = 2
    act = {30: bump, 31: clear, 40: grow}.get(i, no)
    r = hot(E(1, act))
    if i in (0, 30, 31, 40, 59): print(i, r)
class Idx:
    def __init__(s, act): s.act = act
    def __index__(s): s.act(); return 0
def lclear(): bump(); l.clear()
def item(k):
    r = [G, f()]
    try: r.append(l[k])
    except IndexError as e: r.append(str(e))
    try: l[k] = "set"
    except IndexError as e: r.append(str(e))
    return r + [G, f(), C.x, l[:], l[k:1] if l else None]
for i in range(60):
    l[:] = [1, 2, 3]
    r = item(Idx({30: bump, 40: lclear}.get(i, no)) if i % 10 == 0 else 0)
    if i in (0, 29, 30, 31, 40, 41, 59): print(i, r)
