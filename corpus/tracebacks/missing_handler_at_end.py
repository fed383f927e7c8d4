# [exits] Neither has it behind a try.
try:
    pass
