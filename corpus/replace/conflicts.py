# [ours] A refusal tells everything that stands against it, with holder and reason.
import theseus


def told(act, *args):
    """Prints what an error tells, which is what the plan tells."""
    try:
        act(*args)
    except theseus.ReplaceError as e:
        print(*e.conflicts, "", sep="\n")
        assert all(text in str(e) for text in e.conflicts)
        if act is theseus.replace:
            assert theseus.plan(*args).conflicts == e.conflicts
    else:
        print("not refused")


class X:
    pass


class A:
    def __repr__(self):
        return "A()"


class B(X):
    pass


# Instances, and each class whose base it is.
class First(A):
    pass


class Second(A):
    pass


a, b = A(), A()
told(theseus.replace, A, 5)
told(theseus.replace, A, bool)


# Two orders of classes that cannot be, one that could; and a key.
class Third(X, A):
    pass


class Fourth(X, A):
    pass


class Below(Fourth):
    pass


table = {A: 1, B: 2}
told(theseus.replace, A, B)
del table

# Different places of one object.
items = [1]
going, add = iter(items), items.append


class Hashed(list):
    __hash__ = object.__hash__


hashed = Hashed([1])
going_too = iter(hashed)
keys = [{hashed: 1, "b": 2}, {hashed: 1}, {hashed}]
told(theseus.replace, items, (1,))
told(theseus.replace, hashed, {})

# Pairs that can never be do not hide what stands against the others.
told(theseus.replace_many, [(None, 1), (items, (2,)), (5, 6), (a, b), (a, items)])
told(theseus.swap, items, 7)
try:
    theseus.replace(a, b, keep=5)
except TypeError as e:
    print(type(e), hasattr(e, "conflicts"))
print(items, going.__reduce__()[1][0] is items, a, b)
