# [exits] Failure in a class body within a function.
def make():
    class Outer:
        x = 1

        class Inner:
            y = x + 1
    return Outer


make()
