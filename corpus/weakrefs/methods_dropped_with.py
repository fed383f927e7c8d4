# A bound method whose parts are dropped together with the weak reference to it.
import types
import weakref


def told(reference):
    print("told", reference() is None)


class Held:
    pass


def make():
    def method(self):
        pass

    held = Held()
    return method, held, weakref.WeakMethod(types.MethodType(method, held), told)


method, held, reference = make()
del held
print(reference())
method, held, reference = make()
del method
print(reference())
method, held, reference = make()
together = [reference, held, method]
del method, held, reference
del together
print("end")
