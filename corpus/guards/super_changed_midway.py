# super() twice in one method; in between bases, classes and methods change.
class A:
    v = 'A'
    def m(self): return 'A.m'
class X:
    v = 'X'
    def m(self): return 'X.m'
class B(A):
    def m(self, hook=None):
        a = super().m()
        if hook: hook()
        b = super().m()
        c = super().v
        return a, b, c
b = B()
for i in range(60): b.m()
print(b.m(lambda: setattr(A, 'm', lambda s: 'A2')))
def swap(): B.__bases__ = (X,)
print(b.m(swap))
print(b.m())
def cls():
    class Z(B): pass
    b.__class__ = Z
print(b.m(cls), type(b).__name__)
def swap2(): B.__bases__ = (A,)
print(b.m(swap2))
