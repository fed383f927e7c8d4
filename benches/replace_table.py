"""Seconds of one replace by size of the heap and number of references, as other tools were measured:
half of the heap lists, a quarter instances, a quarter dicts; the references in lists, dicts and instances.
Run it with a release build on a quiet machine."""

import sys
import time

import theseus


class Thing:
    pass


def filler(n):
    out = []
    for i in range(n // 4):
        thing = Thing()
        thing.a = i
        out += [i], [i, i], thing, {"a": i}
    return out


def holders(o, n):
    out = []
    for i in range(n):
        if i % 3 == 0:
            out.append([o])
        elif i % 3 == 1:
            out.append({"k": o})
        else:
            thing = Thing()
            thing.k = o
            out.append(thing)
    return out


def seconds(f, *args):
    best = None
    for _ in range(3):
        start = time.perf_counter()
        f(*args)
        taken = time.perf_counter() - start
        best = taken if best is None else min(best, taken)
    return best


def there_and_back(a, b):
    theseus.replace(a, b)
    theseus.replace(b, a)


def main(sizes):
    references = [1, 1_000, 100_000]
    print(f"{'objects':>10}" + "".join(f"{n:>12,}" for n in references))
    for size in sizes:
        heap = filler(size)
        row = f"{size:>10,}"
        for n in references:
            a, b = Thing(), Thing()
            places = holders(a, n)
            row += f"{seconds(there_and_back, a, b) / 2:12.4f}"
            del places
        print(row)
        del heap


main([int(a) for a in sys.argv[1:]] or [10_000, 100_000, 1_000_000])
