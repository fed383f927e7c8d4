# [exits] An exception that leaves a generator, through yield from.
def leaf():
    yield 1
    yield 1 / 0


def branch():
    yield "start"
    yield from leaf()


def consume():
    for item in branch():
        print(item)


consume()
