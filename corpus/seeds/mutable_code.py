# After the page "Everything in Python is mutable", which names no author or date: the code of a function, and
# what else a function is made of.


def add(x, y):
    return x + y


def mock(x, y):
    return "mock"


print("1+2 =", add(1, 2))
real = add.__code__
add.__code__ = mock.__code__
print("1+2 =", add(1, 2), add.__name__, add.__code__.co_name)
add.__code__ = real
print("1+2 =", add(1, 2))

# A running call ends in the code that it began with; the next one is new.
def switch(n):
    if n:
        switch.__code__ = (lambda n: "new code").__code__
    return "old code", n


print(switch(0), switch(1), switch(2))

# In a loop that is warm already.
def caller(n):
    return [add(i, 1) for i in range(n)]


print(caller(40)[-1])
add.__code__ = mock.__code__
print(caller(40)[-1])
add.__code__ = real
print(caller(40)[-1])

# Constants, defaults, keyword defaults, closures, globals, the module of names.
add.__code__ = real.replace(co_consts=real.co_consts)
def greet(name="world", *, mark="!"):
    return f"hello {name}{mark}"


print(greet())
greet.__defaults__ = ("mutable",)
greet.__kwdefaults__ = {"mark": "?"}
print(greet())
greet.__kwdefaults__["mark"] = "."
print(greet())
greet.__defaults__ = None
try:
    greet()
except TypeError as e:
    print(e)


def counter():
    n = 0
    def step():
        nonlocal n
        n += 1
        return n
    return step


step = counter()
print(step(), step())
step.__closure__[0].cell_contents = 40
print(step())
greet.__defaults__ = ("again",)
greet.__globals__["f"] = lambda: "a global of the function"
print(f(), greet())
try:
    add.__code__ = step.__code__
except ValueError as e:
    print(e)


class Thing:
    def method(self):
        return "method"


t = Thing()
bound = t.method
print(t.method(), bound())
Thing.method = lambda self: "replaced in the class"
print(t.method(), bound())
bound.__func__.__code__ = (lambda self: "replaced in the code").__code__
print(t.method(), bound())
t.method = lambda: "of the instance"
print(t.method())
