"""The program as a library: it is opened, and a function that is not there is told by its name."""

import ctypes

library = ctypes.CDLL(None)
print(library._name, hasattr(library, 'no_such_function'))
for name in 'no_such_function', '__nosuch__':
    try:
        getattr(library, name)
    except AttributeError as e:
        print(str(e).rpartition(': ')[2])
try:
    ctypes.CDLL()
except TypeError as e:
    print(e)
