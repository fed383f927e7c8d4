# What an except* clause raises for an exception that is no group.
def f():
    try:
        raise ValueError("naked")
    except* TypeError:
        pass


def g():
    try:
        f()
    except* ValueError as e:
        raise


def h():
    try:
        g()
    except* ValueError:
        raise OSError("other")
    finally:
        print("finally")


h()
