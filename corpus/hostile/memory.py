# [slow] Where memory ends there is MemoryError, and what was there stays as it was.
import io
import itertools
import resource
from array import array

with open("/proc/self/statm") as f:
    size = int(f.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + (96 << 20), resource.getrlimit(resource.RLIMIT_AS)[1]))


def attempt(name, work):
    try:
        work()
        print(name, "ends")
    except MemoryError:
        print(name, "MemoryError")


def grow(step):
    while True:
        step()


def grow_list():
    items = []
    grow(lambda: items.append(len(items)))


def grow_dict():
    items = {}
    i = 0
    while True:
        items[i] = i
        i += 1


def grow_set():
    items = set()
    i = 0
    while True:
        items.add(i)
        i += 1


def grow_chain():
    chain = None
    while True:
        chain = [chain]


def grow_text():
    text = "x"
    while True:
        text += text


class Thing:
    pass


def grow_things():
    things = []
    while True:
        thing = Thing()
        thing.name = str(len(things))
        things.append(thing)


for name, work in {
    "list": grow_list,
    "dict": grow_dict,
    "set": grow_set,
    "chain": grow_chain,
    "text": grow_text,
    "things": grow_things,
    "list of an iterator": lambda: list(map(float, range(10**9))),
    "pairs": lambda: list(zip(range(10**9), range(10**9))),
    "comprehension": lambda: [i for i in range(10**9)],
    "array": lambda: array("d", range(10**9)),
    "tee": lambda: list(itertools.tee(range(10**9))[0]),
    "bytes": lambda: bytes(10**9),
    "repeated": lambda: [0] * 10**9,
    "joined": lambda: "".join(["x" * 10**7] * 100),
    "buffer": lambda: grow(lambda b=io.BytesIO(): b.write(b"x" * 10**6)),
    "string buffer": lambda: grow(lambda b=io.StringIO(): b.write("x" * 10**6)),
    "shift": lambda: 1 << 10**10,
}.items():
    attempt(name, work)
print("alive", sum(range(1000)))
