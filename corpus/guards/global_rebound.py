# Globals that functions change while others read them.
value = 0


def bump():
    global value
    value += 1


def read_around():
    out = []
    for i in range(100):
        a = value
        bump()
        out.append(value - a)
    return out


print(set(read_around()), value)


def helper():
    return "first"


def call_it():
    return helper()


for i in range(100):
    r = call_it()
print(r)


def helper():
    return "second"


print(call_it())
helper = str
print(repr(call_it()))
helper = lambda: value
print(call_it())
