"""`type` statements behind a semicolon or the colon of a block, and `type` as a name."""

x = 1; type A = int
if 1: type B = str
type C[T] = list[T]; type D = A
print(A, B, C, D, A.__value__, B.__value__)
type = 3; type; print(type)


def f():
    type X = int; return X


if 0: pass
else: type Z = int


class K: type V = int; w = lambda type: type


for i in 1, 2: type I = i; print(I.__value__)
print(f(), Z, K.V, K.w(4))
del type
print(type(1))
