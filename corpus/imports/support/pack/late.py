print("late runs", __name__, __package__)
from . import value
from .deep import leaf as renamed
