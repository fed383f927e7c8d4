# [exits] AssertionError without a message in a method of a nested class.
class Outer:
    class Inner:
        def check(self, items):
            assert len(items) == 2 and items[0] < items[1]
            return True


print(Outer.Inner().check([1, 2]))
Outer.Inner().check([2, 1])
