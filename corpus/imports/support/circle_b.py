import circle_a
try:
    circle_a.one
except AttributeError as e:
    print(e)
try:
    from circle_a import one
except ImportError as e:
    print(str(e).split(" (/")[0], e.name, e.name_from, e.path is None)
