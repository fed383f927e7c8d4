"""A native method read from an instance is named after the instance's class in messages."""


class Mine(list):
    pass


def show(f, *args, **names):
    try:
        f(*args, **names)
    except TypeError as e:
        print(e)


conjugate, append, add = True.conjugate, Mine().append, ValueError().add_note
show(conjugate, 1)
show(conjugate, x=1)
show(append)
show(append, x=1)
show(add)
show(int.conjugate, True, 1)
show(Mine.append, Mine())
show(lambda: Mine().append())
show(lambda: True.conjugate(1))
show(lambda: KeyError().add_note())
show((3).__setattr__)
show((3).__add__)
show("a".__mul__)
show([].__setitem__, 1)
show(property().__set__)
show(None.__format__)
show(object.__format__, None)
print(True.conjugate.__qualname__, Mine().append.__qualname__, int.conjugate.__qualname__, repr(Mine.append))
