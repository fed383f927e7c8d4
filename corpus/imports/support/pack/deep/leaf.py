print("leaf runs", __name__, __package__)
from .. import value as above
try:
    from ... import nothing
except ImportError as e:
    print(type(e).__name__, e)
