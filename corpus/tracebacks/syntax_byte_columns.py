# [exits] Without a declared encoding the parser counts columns in bytes.
x = '😀' + y z
