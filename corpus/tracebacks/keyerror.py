# [exits] KeyError shows the repr of the key; non-ASCII source before the caret.
words = {"naïve": 1, "日本": 2}
ключ = "нет"
print(words["naïve"])
print("日本語", words["日本"], words[ключ], "tail")
