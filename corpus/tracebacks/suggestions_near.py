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

# Blanks behind a statement stay in the report of what nobody caught.
Other().nope ; 
