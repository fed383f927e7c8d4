# Closure cells are written from outside while the closure runs.
def make():
    n = 1

    def read():
        return n

    def loop():
        total = 0
        for i in range(100):
            if i == 50:
                poke(10)
            total += n
        return total
    return read, loop


def poke(v):
    read.__closure__[0].cell_contents = v


read, loop = make()
print(read(), loop(), read())
del read.__closure__[0].cell_contents
try:
    read()
except NameError as e:
    print(e)
poke("again")
print(read())


def adders():
    fs = []
    for i in range(3):
        def add(x, f=None):
            return x + i
        fs.append(add)
    return fs


print([f(0) for f in adders()])
