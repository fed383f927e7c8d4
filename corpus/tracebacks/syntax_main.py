# [exits] SyntaxError in the main program itself: nothing runs.
print("not printed")


def broken(:
    pass
