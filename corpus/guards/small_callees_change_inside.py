# A small function that an operand of its own changes while it runs.
def add(a, b): return a + b
class N(int):
    def __add__(self, o):
        hook()
        return int(self) + int(o)
def hook(): pass
def caller(x): return add(x, 1), add(x, 2), add(x, 3)
for i in range(60): caller(i)
def hook():
    add.__code__ = (lambda a, b: a * b * 1000).__code__
print(caller(N(5)))
print(caller(N(5)))
add.__code__ = (lambda a, b: a + b).__code__
def hook():
    global add
    add = lambda a, b: ('new', a, b)
print(caller(N(2)))
def add(a, b=10): return a + b
def c2(x): return add(x), add(x)
for i in range(60): c2(i)
def hook(): add.__defaults__ = (99,)
print(c2(N(1)), c2(N(1)))
def hook(): add.__defaults__ = None
try: print(c2(N(1)))
except TypeError as e: print(e)
