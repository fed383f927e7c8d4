# Globals that look constant change in the middle of loops and branches.
DEBUG = False
LIMIT = 10
MODE = "fast"


def work(n):
    out = []
    for i in range(n):
        if DEBUG:
            out.append("debug")
        elif i < LIMIT:
            out.append(MODE)
        else:
            out.append("over")
        step(i)
    return out


def step(i):
    global DEBUG, LIMIT, MODE
    if i == 20:
        LIMIT = 40
    if i == 30:
        MODE = "slow"
    if i == 50:
        DEBUG = True
    if i == 60:
        DEBUG = 0


def runs(items):
    out = []
    for x in items:
        if out and out[-1][0] == x:
            out[-1][1] += 1
        else:
            out.append([x, 1])
    return out


print(runs(work(80)))
DEBUG, LIMIT, MODE = None, 5, "again"
print(runs(work(80)))


def nested():
    def inner():
        return LIMIT
    return inner


inner = nested()
total = 0
for LIMIT in range(100):
    total += inner()
print(total)


def countdown():
    global LIMIT
    n = 0
    while LIMIT:
        LIMIT -= 1
        n += 1
    return n


LIMIT = 77
print(countdown(), LIMIT)
