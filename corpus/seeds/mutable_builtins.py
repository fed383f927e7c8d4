# After the page "Everything in Python is mutable", which names no author or date: builtin functions.
import builtins
import sys


def length_of(x):
    return "length: %s" % (len(x),)


print(length_of("abc"))
original = builtins.len
builtins.len = lambda x: "mock!"
print(length_of("abc"), [length_of(x) for x in ("", "ab")])
builtins.len = original
print(length_of("abc"))

# A global of that name stands in front of it, as long as it is there.
len = lambda x: "shadow!"
print(length_of("abc"))
builtins.len = lambda x: "mock!"
print(length_of("abc"))
del len
print(length_of("abc"))
builtins.len = original
print(length_of("abc"))

# Where the builtins are found: in the frame, the module, and the globals.
frame = sys._getframe()
print(frame.f_builtins is builtins.__dict__, __builtins__ is builtins, length_of.__builtins__ is builtins.__dict__)
frame.f_builtins["len"] = lambda x: "through the frame"
print(length_of("abc"))
frame.f_builtins["len"] = original

# Code that runs with globals of its own sees builtins of its own.
space = {"__builtins__": {"len": lambda x: "private"}}
exec("def f(x): return len(x)", space)
print(space["f"]("abc"), length_of("abc"))
space["__builtins__"]["len"] = lambda x: "changed"
print(space["f"]("abc"))
del space["__builtins__"]["len"]
try:
    space["f"]("abc")
except NameError as e:
    print(e)

# Warm code obeys at once.
def warm():
    return [len("ab") for _ in range(50)][-1]


print(warm())
builtins.len = lambda x: 7
print(warm())
builtins.len = original
print(warm())
del builtins.len
try:
    warm()
except NameError as e:
    print(e)
builtins.len = original
