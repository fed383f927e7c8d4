# Methods over cells of a function exchanged between classes, cells rebound.
def outer():
    x = 1
    class C:
        y = x
        def m(self): return x, self.y, __class__.__name__
    def s(v):
        nonlocal x
        x = v
    return C, s
C, s = outer()
def call(o): return o.m()
o = C()
for _ in range(60): call(o)
s(2); print(call(o)); C.y = 'new'; print(call(o)); o.y = 'inst'; print(call(o)); C.__name__ = 'Renamed'; print(call(o))
D, s2 = outer(); C.m = D.m; print(call(o)); s2('other'); print(call(o), call(D()))
C.m.__closure__[0].cell_contents = type('Cell', (), {}); print(call(o))
C.m = property(lambda self: lambda: ('prop', self.y)); print(call(o))
C.m = classmethod(lambda cls: ('cm', cls.__name__)); print(call(o)); C.m = staticmethod(lambda: 'sm'); print(call(o))
type.__setattr__(C, 'm', lambda self: 'type.setattr'); print(call(o)); 
try: object.__setattr__(C, 'm', 5)
except TypeError as e: print(e)
