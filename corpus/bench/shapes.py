"""[slow] Polymorphic calls: one call site, eight receiver classes, super() chains."""
import sys


class Shape:
    scale = 1

    def __init__(self, a):
        self.a = a

    def area(self):
        return 0

    def grow(self, k):
        self.a = (self.a + k) % 97
        return self.a

    def describe(self):
        return self.area() * self.scale


class Square(Shape):
    def area(self):
        return self.a * self.a


class Rect(Shape):
    def __init__(self, a, b):
        super().__init__(a)
        self.b = b

    def area(self):
        return self.a * self.b


class Triangle(Rect):
    def area(self):
        return super().area() // 2


class Ring(Square):
    scale = 3

    def grow(self, k):
        return super().grow(k + 1)


class Dot(Shape):
    pass


class Line(Shape):
    def describe(self):
        return self.a


class Cube(Square):
    def area(self):
        return 6 * super().area()


class Odd(Rect):
    scale = 2

    def describe(self):
        return self.area() - self.scale


def main(n):
    shapes = []
    for i in range(64):
        k = i * 7 % 8
        if k == 0:
            shapes.append(Square(i))
        elif k == 1:
            shapes.append(Rect(i, i + 1))
        elif k == 2:
            shapes.append(Triangle(i, 5))
        elif k == 3:
            shapes.append(Ring(i))
        elif k == 4:
            shapes.append(Dot(i))
        elif k == 5:
            shapes.append(Line(i))
        elif k == 6:
            shapes.append(Cube(i))
        else:
            shapes.append(Odd(i, 3))
    total = 0
    for r in range(n):
        for shape in shapes:
            total += shape.describe()
            shape.grow(r)
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
print("checksum", main(n))
