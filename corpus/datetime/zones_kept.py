"""Zones of a program's own are pickled and copied by what they hold."""
import copy
import pickle
from datetime import timedelta, timezone, tzinfo


class Plain(tzinfo):
    """Has object's way to be taken apart, since its own constructor takes nothing."""

    def __init__(self):
        super().__init__()
        self.hours = 2

    def utcoffset(self, when):
        return timedelta(hours=self.hours)

    __reduce__ = object.__reduce__


class Given(tzinfo):
    def __init__(self, name):
        self.name = name

    def __getinitargs__(self):
        return (self.name,)


for zone in (Plain(), Given("east"), timezone.utc, timezone(timedelta(hours=-3)), timezone(timedelta(hours=1), "CET")):
    for protocol in (2, pickle.HIGHEST_PROTOCOL):
        other = pickle.loads(pickle.dumps(zone, protocol))
        print(type(other).__name__, getattr(other, "__dict__", None), other == zone, other is zone)
    print(type(copy.copy(zone)).__name__, type(copy.deepcopy(zone)).__name__)
print(Plain().__reduce_ex__(2)[1:], Given("west").__reduce__()[1:])
