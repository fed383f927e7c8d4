

# ---- Theseus: where a class begins in its source

def _class_line(cls, lines):
    """The index of the first line of a class, decorators included, found by names and indentation."""
    import tokenize

    path = cls.__qualname__.split(".")
    reader = iter(lines)
    stack = []                # (indentation, name) of the blocks that are open
    found = []
    decorator = None          # line of the first decorator before a definition
    start = True              # a statement begins here
    column = 0
    words = []
    try:
        for kind, text, (line, col), _, _ in tokenize.generate_tokens(lambda: next(reader, "")):
            if kind in (tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
                continue
            if kind == tokenize.NEWLINE:
                start = True
                continue
            if start:
                start = False
                column, words = col, []
                first = line
                while stack and stack[-1][0] >= column:
                    stack.pop()
                if text == "@":
                    decorator = line if decorator is None else decorator
                    continue
                if text not in ("class", "def", "async"):
                    decorator = None
            words.append(text)
            if words[0] == "class" and len(words) == 2 or words[:1] == ["def"] and len(words) == 2 \
                    or words[:2] == ["async", "def"] and len(words) == 3:
                name = words[-1]
                if words[0] == "class":
                    if [n for _, n in stack] + [name] == path:
                        found.append((decorator or first) - 1)
                    stack.append((column, name))
                else:
                    stack.extend([(column, name), (column, "<locals>")])
                decorator = None
    except (tokenize.TokenError, SyntaxError, StopIteration):
        pass
    if not found:
        raise ClassFoundException("could not find class definition")
    # Of several, nobody can tell which the name means: the first, as 3.12 says.
    return found[0]
