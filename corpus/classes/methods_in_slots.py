"""Special methods that are slots: each instance has its own, and the interpreter calls them."""


class Own:
    __slots__ = ('__getitem__', '__setitem__', '__delitem__', '__len__', '__call__', '__iter__', '__contains__',
                 '__add__', '__radd__', '__bool__', '__enter__', '__exit__', '__repr__', '__hash__', '__eq__',
                 '__index__', '__neg__', '__lt__', 'plain')

    def __init__(self, name):
        self.plain = name
        self.__getitem__ = lambda key: (name, key)
        self.__setitem__ = lambda key, value: print(name, 'sets', key, value)
        self.__delitem__ = lambda key: print(name, 'deletes', key)
        self.__len__ = lambda: len(name)
        self.__call__ = lambda *args: (name, args)
        self.__iter__ = lambda: iter(name)
        self.__contains__ = lambda item: item == name
        self.__add__ = lambda other: (name, '+', other)
        self.__radd__ = lambda other: (other, '+', name)
        self.__bool__ = lambda: name != 'no'
        self.__enter__ = lambda: name
        self.__exit__ = lambda *args: print(name, 'leaves', args[0])
        self.__repr__ = lambda: f'<{name}>'
        self.__hash__ = lambda: 7
        self.__eq__ = lambda other: other == name
        self.__index__ = lambda: 2
        self.__neg__ = lambda: name[::-1]
        self.__lt__ = lambda other: name < other


for own in Own('abc'), Own('no'):
    print(own, own[1], len(own), own(1, 2), list(own), 'abc' in own, own + 1, 1 + own, bool(own), hash(own))
    print(own == 'no', 'xyz'[own], -own, own < 'b', own.plain)
    own['k'] = 1
    del own['k']
    with own as name:
        print(name)


class Heir(Own):
    __slots__ = ()

    def __str__(self):
        return 'heir'


print(len(Heir('q')), Heir('q')[0], Heir('q'), [Heir('q')])

empty = Own('e')
del empty.__getitem__, empty.__len__
for use in (lambda: empty[0]), (lambda: len(empty)):
    try:
        print(use())
    except AttributeError as e:
        print(type(e).__name__, e)
