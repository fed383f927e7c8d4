"""The module `traceback` suggests names that differ in fewer places than the name has letters."""

import traceback


class Thing:
    popen = 1
    nape = 2


class Other:
    popen = 1
    maximum = 3


for owner, name in (Thing, "nope"), (Other, "nope"), (Other, "maximun"), (Other, "mximum"), (Other, "pope"):
    try:
        getattr(owner(), name)
    except AttributeError as e:
        print(name, "->", traceback.format_exception_only(e)[-1].strip())

# A name is looked for in the frame of a traceback that was given, and nowhere without one.
for name in "prnt", "trcaeback", "json":
    try:
        eval(name)
    except NameError as e:
        print(traceback.format_exception_only(e)[-1].strip())
        print(traceback.format_exc().splitlines()[-1])

# Blanks behind a statement stay in the report of what nobody caught.
Other().nope ; 
