# [exits] AttributeError with a suggestion, and an import hint chained before.
class Shape:
    colour = "red"

    def area(self):
        return self.color


try:
    time.monotonic()
except NameError:
    Shape().area()
