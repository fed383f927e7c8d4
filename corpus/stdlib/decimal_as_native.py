"""[slow] `decimal` is named in messages as the native module it is in CPython, and keeps its signals in that order."""

from decimal import Clamped, Context, Decimal, Inexact, InvalidOperation, getcontext
import asyncio
import statistics
import xml.etree.ElementTree as tree
import zoneinfo


def show(text):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as e:
        print(text, "!!", type(e).__name__, e)


show("Decimal(1) + 1.0")
show("Decimal(1) < 'a'")
show("Decimal(1).nope")
show("2.5 ** Decimal(1)")
show("[].__getitem__(Decimal(1))")
show("Decimal.__name__, Decimal.__qualname__, Decimal.__module__, Decimal")
show("[signal.__name__ for signal in getcontext().flags]")
show("Context(flags=[InvalidOperation, Inexact, Clamped])")
show("tree.Element('a') + 1")
show("zoneinfo.ZoneInfo('UTC') + 1")
show("asyncio.Future, asyncio.Task")


class Price(Decimal):
    pass


show("Price(1) + 1.0")
show("Price('2') + Price(1)")
show("statistics.NormalDist(5, 1).cdf(1)")
show("statistics.NormalDist(0, 1).samples(3, seed=5)")
