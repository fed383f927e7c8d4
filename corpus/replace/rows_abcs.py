# [ours] What abstract classes remember of a class that is replaced; hooks that keep what they are told.
import abc
import collections.abc
import sys
import typing
from support.cases import Named, run, same, test
from theseus import replace, replaced, swap


@test
def registered():

    class Abstract(abc.ABC):
        pass

    class A:
        pass

    class B:
        pass
    Abstract.register(A)
    a = A()
    assert not isinstance(B(), Abstract)
    r = replace(A, B)
    assert isinstance(a, Abstract) and issubclass(B, Abstract)
    r.undo()
    assert isinstance(A(), Abstract) and not isinstance(B(), Abstract)


@test
def by_hook():

    class A:

        def __len__(self):
            return 1

    class B:
        pass

    class Sub(A):
        pass
    s = Sub()
    assert isinstance(s, collections.abc.Sized)
    r = replace(A, B)
    assert not isinstance(s, collections.abc.Sized)
    r.undo()
    assert isinstance(s, collections.abc.Sized)


@test
def inherited():

    class A(abc.ABC):
        pass

    class B(abc.ABC):
        pass

    class Sub(A):
        pass
    assert issubclass(Sub, A) and not issubclass(Sub, B)
    replace(A, B)
    assert issubclass(Sub, B)


@test
def protocol():

    @typing.runtime_checkable
    class Closes(typing.Protocol):

        def close(self):
            ...

    class A:

        def close(self):
            pass

    class B:
        pass

    class Sub(A):
        pass
    s = Sub()
    assert isinstance(s, Closes)
    with replaced(A, B):
        assert not isinstance(s, Closes)
    assert isinstance(s, Closes)


HEARD = []


def hook(event, args):
    if event == 'theseus.replace':
        HEARD.append(args)


sys.addaudithook(hook)


@test
def audit_hook_keeps():
    old, new = Named('old'), Named('new')
    held = [old]
    HEARD.clear()
    r = replace(old, new)
    (event,) = HEARD
    # The arguments are those of the call: they go on naming the old object.
    same([str(event[0]), str(event[1]), event[2]], ['old', 'new', r.count])
    assert held[0] is new
    swap(new, Named('third'))
    same(len(HEARD), 3)
    HEARD.clear()


run()
