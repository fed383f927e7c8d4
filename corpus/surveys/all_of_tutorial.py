# The tutorial from beginning to end.  [slow]
squares = [x**2 for x in range(10)]; print(squares, squares[-3:], squares[:], squares + [100])
letters = list("abcdefg"); letters[2:5] = ["C", "D", "E"]; print(letters); letters[2:5] = []; print(letters); letters[:] = []; print(letters, len(letters))
a, b = 0, 1
while a < 100: print(a, end=","); a, b = b, a + b
print()
for n in range(2, 10):
    for x in range(2, n):
        if n % x == 0: print(n, "equals", x, "*", n // x); break
    else: print(n, "is a prime number")
def ask(prompt, retries=4, reminder="Please try again!"): return prompt, retries, reminder
print(ask("q"), ask("q", 2), ask("q", reminder="x"))
def f(a, L=[]): L.append(a); return L
print(f(1), f(2), f(3))
def cheese(kind, *arguments, **keywords):
    print("--", kind)
    for a in arguments: print(a)
    for k in keywords: print(k, ":", keywords[k])
cheese("Limburger", "runny", "really", shop="M", client="J")
def concat(*args, sep="/"): return sep.join(args)
print(concat("a", "b"), concat("a", "b", sep="."), list(range(*[3, 6])), sorted([(1, "one"), (2, "two")], key=lambda p: p[1]))
def my():
    """Do nothing.

    No, really."""
print(my.__doc__, my.__annotations__)
stack = [3, 4]; stack.append(5); print(stack.pop(), stack); from collections import deque; q = deque(["E", "J"]); q.append("T"); print(q.popleft(), q)
matrix = [[1, 2, 3], [4, 5, 6]]; print([[r[i] for r in matrix] for i in range(3)], list(zip(*matrix)))
t = 12345, 54321, "hello!"; x, y, z = t; print(t, x, (), len(("hello",)), {"apple", "pear"} == {"pear", "apple"}, set("abracadabra") - set("alacazam") == {"r", "d", "b"})
tel = {"jack": 4098, "sape": 4139}; tel["guido"] = 4127; del tel["sape"]; print(tel, list(tel), sorted(tel), "guido" in tel, dict([("s", 1)]), {x: x**2 for x in (2, 4)})
for i, v in enumerate(["tic", "tac"]): print(i, v)
for q_, a_ in zip(["name", "quest"], ["l", "g"]): print("What is your {0}?  It is {1}.".format(q_, a_))
print(f"Results {2016}", f"{3.14159:.3f}", "{:-9} YES votes  {:2.2%}".format(42, 0.4967), str("Hello\n"), repr("Hello\n"), "We {} the {}".format("a", "b"), "{1} {0}".format("x", "y"), "{food} {adj}".format(food="s", adj="h"), "J: {0[J]:d}".format({"J": 1}), "12".zfill(5), "-3.14".zfill(7), "%5.3f" % 3.14159)
for x in range(1, 4): print(repr(x).rjust(2), repr(x * x).rjust(3), end=" "); print(repr(x * x * x).rjust(4)); print("{0:2d} {1:3d}".format(x, x * x))
def divide(x, y):
    try: r = x / y
    except ZeroDivisionError: print("division by zero!")
    else: print("result is", r)
    finally: print("executing finally clause")
divide(2, 1); divide(2, 0)
try: divide("2", "1")
except TypeError as e: print(e)
class B(Exception): pass
class C(B): pass
class D(C): pass
for cls in [B, C, D]:
    try: raise cls()
    except D: print("D")
    except C: print("C")
    except B: print("B")
try: raise Exception("spam", "eggs")
except Exception as inst: print(type(inst), inst.args, inst); x, y = inst.args; print("x =", x)
def scope_test():
    def do_local(): spam = "local"
    def do_nonlocal():
        nonlocal spam; spam = "nonlocal"
    def do_global():
        global spam; spam = "global"
    spam = "test"; do_local(); print(spam); do_nonlocal(); print(spam); do_global(); print(spam)
scope_test(); print(spam)
class Dog:
    kind = "canine"; tricks = []
    def __init__(self, name): self.name = name
    def add(self, t): self.tricks.append(t)
d, e = Dog("F"), Dog("B"); d.add("r"); e.add("p"); print(d.tricks, d.kind, Dog.kind, d.__class__, isinstance(d, Dog))
class Mapping:
    def __init__(self, it): self.l = []; self.__update(it)
    def update(self, it): self.l += it
    __update = update
class Sub(Mapping):
    def update(self, k, v): self.l += zip(k, v)
s = Sub([1]); s.update([1], [2]); print(s.l, sorted(k for k in vars(Mapping) if "update" in k))
class Rev:
    def __init__(self, d): self.d = d; self.i = len(d)
    def __iter__(self): return self
    def __next__(self):
        if self.i == 0: raise StopIteration
        self.i -= 1; return self.d[self.i]
print(list(Rev("spam")), sum(i * i for i in range(10)), max((len(w), w) for w in "a bb".split()))
import decimal, fractions, math; print(0.1 + 0.2, format(math.pi, ".12g"), round(2.675, 2), .1 + .1 + .1 == .3, round(.1 + .1 + .1, 10) == round(.3, 10), (3.14159).as_integer_ratio(), (3.14159).hex(), decimal.Decimal.from_float(0.1), math.fsum([.1] * 10) == 1.0, 17 / 3, 17 // 3, 17 % 3, 5 ** 2, -3 ** 2, 4 * 3.75 - 1, "doesn't", 'doesn\'t', '"Yes," he said.', "Py" "thon", 3 * "un" + "ium", r"C:\some\name", """\
Usage
""")
import sys, os, glob, re, datetime, zlib, timeit, string, struct, threading, logging, weakref, array, bisect, heapq
print(re.findall(r"\bf[a-z]*", "which foot or hand fell fastest"), re.sub(r"(\b[a-z]+) \1", r"\1", "cat in the the hat"), "tea for too".replace("too", "two"), zlib.crc32(b"witch which"), array.array("H", [4000, 10, 700])[1:], string.Template("${village}folk").substitute(village="N"))
