# A least-recently-used cache as a doubly linked list and a dict.
class Entry:
    __slots__ = ("key", "value", "before", "after")

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.before = self.after = self


class LRU:
    def __init__(self, size, on_evict=None):
        if size <= 0:
            raise ValueError(f"size must be positive, not {size}")
        self.size, self.on_evict = size, on_evict
        self.map = {}
        self.root = Entry()
        self.hits = self.misses = 0

    def _unlink(self, e):
        e.before.after, e.after.before = e.after, e.before

    def _front(self, e):
        e.before, e.after = self.root, self.root.after
        e.before.after = e.after.before = e

    def __getitem__(self, key):
        try:
            e = self.map[key]
        except KeyError:
            self.misses += 1
            raise
        self.hits += 1
        self._unlink(e)
        self._front(e)
        return e.value

    def __setitem__(self, key, value):
        if key in self.map:
            e = self.map[key]
            e.value = value
            self._unlink(e)
        else:
            e = self.map[key] = Entry(key, value)
        self._front(e)
        if len(self.map) > self.size:
            last = self.root.before
            del self[last.key]
            if self.on_evict:
                self.on_evict(last.key, last.value)

    def __delitem__(self, key):
        self._unlink(self.map.pop(key))

    def __contains__(self, key):
        return key in self.map

    def __len__(self):
        return len(self.map)

    def __iter__(self):
        e = self.root.after
        while e is not self.root:
            yield e.key
            e = e.after

    def __repr__(self):
        return f"LRU({', '.join(f'{k}={self.map[k].value}' for k in self)})"

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default


def cached(size):
    def deco(fn):
        cache = LRU(size)

        def inner(*args):
            try:
                return cache[args]
            except KeyError:
                result = cache[args] = fn(*args)
                return result
        inner.cache = cache
        return inner
    return deco


evicted = []
c = LRU(3, lambda k, v: evicted.append((k, v)))
for i, k in enumerate("abcd"):
    c[k] = i
print(c, len(c), evicted, "a" in c, "d" in c)
print(c["b"], c, c.get("zz"), c.get("zz", 5))
c["e"] = 9
c["b"] = 10
print(c, list(c), evicted)
del c["d"]
print(c, c.hits, c.misses)
for bad in (lambda: c["zz"], lambda: c.__delitem__("zz"), lambda: LRU(0), lambda: c[[]]):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)


@cached(20)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


@cached(4)
def slow_square(x):
    calls.append(x)
    return x * x


calls = []
print(fib(80), fib.cache.hits, fib.cache.misses, len(fib.cache))
print([slow_square(x) for x in [1, 2, 3, 1, 2, 4, 5, 1, 3, 3, 5, 6, 1]], calls, slow_square.cache)
trace = LRU(8)
state = 12345
for _ in range(3000):
    state = (state * 1103515245 + 12345) % (1 << 31)
    key = state // 65536 % 12
    if trace.get(key) is None:
        trace[key] = state % 100 + 1
print(trace.hits, trace.misses, trace)
