# [ours] [slow] The limits of CPython's policies: what is lost for good, and after how many mutations.
import guards


def state(f, name):
    return [s["op"] for s in guards.stats(f) if s["assume"] == name]


def read_k(n):
    for _ in range(n):
        x = K
    return x


def lost_after(policy, most):
    """Mutations of the keys until the site stays generic, to the next thousand."""
    guards.configure("keysver,backoff=" + policy)
    # What was specialised under another policy stays as it is: a code of its own for each.
    read = type(read_k)(read_k.__code__.replace(), globals())
    g = globals()
    for i in range(1, most + 1):
        g["x"] = i
        del g["x"]
        read(55)
        if i % 1000 == 0:
            read(9000)
            if state(read, "K") == ["LoadGlobal"]:
                return i
    return None


K = 1
print("theseus", lost_after("theseus", 3000))
print("cpython312", lost_after("cpython312", 70000))


class C:
    a = 1


def read_a(c, n):
    for _ in range(n):
        x = c.a
    return x


def class_lost_after(policy, most):
    guards.configure("keysver,backoff=" + policy)
    read = type(read_a)(read_a.__code__.replace(), globals())
    c = C()
    for i in range(1, most + 1):
        C.a = i
        read(c, 55)
        if i % 100 == 0 and state(read, "a") == ["LoadAttr"]:
            read(c, 9000)
            if state(read, "a") == ["LoadAttr"]:
                return i
    return None


print("class", class_lost_after("theseus", 2000), class_lost_after("cpython313", 2000))


def g():
    return 1


def call(n):
    for _ in range(n):
        g()


def calls():
    return [s["op"] for s in guards.stats(call) if s["opt"] == "call-py"]


for policy in ("theseus", "cpython313"):
    guards.configure("on,backoff=" + policy)
    call(9000)
    before = calls()
    g.__code__ = (lambda: 2).__code__
    call(9000)
    print("function", policy, before, calls())
guards.configure("on")
