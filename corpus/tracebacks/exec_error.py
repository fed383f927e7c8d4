# [exits] An error within exec and eval has frames without source lines.
namespace = {}
exec("def double(x):\n    return x * y\n", namespace)
print(sorted(n for n in namespace if n[0] != "_"))
code = compile("double(2) + 1", "<made up>", "eval")
eval(code, namespace)
