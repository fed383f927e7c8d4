# [ours] Hooks that few programs need: an empty namespace that is refilled, a value replaced where it stands,
# a class that changes while a function is under way.
import theseus

SOURCE = "def size(): return len('abc')\ndef name(): return K"
builtins = vars(__import__("builtins"))
ns = {"__builtins__": builtins}
exec(SOURCE, ns)
size = ns["size"]
ns.clear()
print({size() for _ in range(100)})
ns.update({"len": lambda s: "refilled", "K": 1})
print({size() for _ in range(100)})
ns.clear()
print({size() for _ in range(100)})
ns |= {"len": lambda s: "again", "K": 1}
print({size() for _ in range(100)})


class Old:
    tag = "old"


class New:
    tag = "new"


old, new = Old(), New()
ns = {"K": old}
exec(SOURCE, ns)
name = ns["name"]
print({name().tag for _ in range(100)})
theseus.replace(old, new)
print({name().tag for _ in range(100)}, ns["K"] is new)


class C:
    def m(self):
        return "m"


def inside(c, n, change):
    seen = []
    for i in range(n):
        seen.append(c.m())
        if i == n // 2:
            change()
    return sorted(set(seen))


c = C()
print(inside(c, 100, lambda: None))
print(inside(c, 10, lambda: setattr(C, "m", lambda self: "changed")))
