# How a class is called stands in its help; lines that hold no text end at the bar.
import datetime
import enum
import inspect
import pydoc


class Animal:
    """An animal.

    More of it.
    """

    def __init__(self, name, legs=4):
        "Make one."

    def speak(self, *, loud=False) -> str:
        """Speak.

        Louder."""

    @property
    def age(self):
        "Years."

    @property
    def kind(self):
        "Which."

    @kind.setter
    def kind(self, to):
        pass


class Plain:
    "Called without arguments."


for of in Animal, Plain, type("Dog", (Animal,), {"__doc__": None, "__module__": "__main__"}):
    print(pydoc.render_doc(of, renderer=pydoc.plaintext))


# An enumeration says itself how it is called.
class Colour(enum.Enum):
    RED = 1


print(inspect.signature(Colour), inspect.signature(enum.Enum))
print(tuple.__contains__.__doc__)


# Which names a function uses, and where each is found.
def outer():
    free = 1

    def inner(x):
        return free, len(x), nowhere, datetime

    return inner


print({k: sorted(v) for k, v in inspect.getclosurevars(outer())._asdict().items()})

# A date and a moment have no distance, either way.
day, moment = datetime.date(2024, 1, 1), datetime.datetime(2024, 1, 5)
for a, b in (day, moment), (moment, day):
    try:
        print(a - b)
    except TypeError as e:
        print(e)
print(datetime.date.__sub__(moment, moment), day - day, moment - moment)

# A default is missing: where the list goes on it has words of its own.
for source in "lambda x=: 1", "lambda x=, y: 1", "def f(x=): 1", "def f(x=, y=1): 1":
    try:
        compile(source, "s", "exec")
    except SyntaxError as e:
        print(source, "|", e.msg, e.offset, e.end_offset)
