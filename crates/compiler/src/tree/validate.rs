//! Whether a tree that a program made can be one of Python's, in CPython's words where it cannot.

use theseus_bytecode::Const;

use super::grammar::{Count, shape};
use super::{DEPTH, Node, Value};
use crate::error::{ErrorKind, Res, SyntaxError};

/// Names that are keywords with a value.
const CONSTANTS: [&str; 3] = ["None", "True", "False"];

/// Checks the tree of a module, an interactive statement or an expression.
pub(crate) fn validate(root: &Node) -> Res<()> {
    let mut v = Validator { depth: 0 };
    match root.class {
        "Expression" => v.expr(root.get("body"), "Load"),
        "FunctionType" => {
            v.exprs(root, "argtypes", "Load", false)?;
            v.expr(root.get("returns"), "Load")
        }
        _ => v.stmts(root, "body"),
    }
}

fn fail<T>(message: impl Into<String>) -> Res<T> {
    Err(SyntaxError::bare(ErrorKind::Value, message))
}

impl Node {
    fn get(&self, name: &str) -> &Value {
        self.fields.iter().find(|(field, _)| *field == name).map_or(&Value::None, |(_, value)| value)
    }

    fn list(&self, name: &str) -> &[Value] {
        match self.get(name) {
            Value::List(items) => items,
            _ => &[],
        }
    }

    fn child(&self, name: &str) -> Option<&Node> {
        self.get(name).as_node()
    }

    fn has(&self, name: &str) -> bool {
        !matches!(self.get(name), Value::None)
    }
}

impl Value {
    fn as_node(&self) -> Option<&Node> {
        match self {
            Value::Node(node) => Some(node),
            _ => None,
        }
    }
}

struct Validator {
    depth: u32,
}

impl Validator {
    fn deeper(&mut self, check: impl FnOnce(&mut Self) -> Res<()>) -> Res<()> {
        if self.depth == DEPTH {
            return Err(SyntaxError::too_deep());
        }
        self.depth += 1;
        let checked = check(self);
        self.depth -= 1;
        checked
    }

    fn nonempty(&self, node: &Node, field: &str) -> Res<()> {
        if node.list(field).is_empty() { fail(format!("empty {field} on {}", node.class)) } else { Ok(()) }
    }

    fn stmts(&mut self, node: &Node, field: &str) -> Res<()> {
        for item in node.list(field) {
            match item.as_node() {
                Some(statement) => self.deeper(|v| v.stmt(statement))?,
                None => return fail("None disallowed in statement list"),
            }
        }
        Ok(())
    }

    fn body(&mut self, node: &Node, field: &str) -> Res<()> {
        self.nonempty(node, field)?;
        self.stmts(node, field)
    }

    fn exprs(&mut self, node: &Node, field: &str, ctx: &str, null: bool) -> Res<()> {
        for item in node.list(field) {
            match item {
                Value::None if null => {}
                Value::None => return fail("None disallowed in expression list"),
                item => self.expr(item, ctx)?,
            }
        }
        Ok(())
    }

    fn some_exprs(&mut self, node: &Node, field: &str, ctx: &str) -> Res<()> {
        self.nonempty(node, field)?;
        self.exprs(node, field, ctx, false)
    }

    fn optional(&mut self, node: &Node, field: &str, ctx: &str) -> Res<()> {
        if node.has(field) { self.expr(node.get(field), ctx) } else { Ok(()) }
    }

    fn load(&mut self, node: &Node, fields: &[&str]) -> Res<()> {
        fields.iter().try_for_each(|field| self.expr(node.get(field), "Load"))
    }

    fn stmt(&mut self, s: &Node) -> Res<()> {
        required(s)?;
        match s.class {
            "FunctionDef" | "AsyncFunctionDef" => {
                self.body(s, "body")?;
                self.type_params(s)?;
                self.arguments(s)?;
                self.exprs(s, "decorator_list", "Load", false)?;
                self.optional(s, "returns", "Load")
            }
            "ClassDef" => {
                self.body(s, "body")?;
                self.type_params(s)?;
                self.exprs(s, "bases", "Load", false)?;
                self.keywords(s)?;
                self.exprs(s, "decorator_list", "Load", false)
            }
            "Return" => self.optional(s, "value", "Load"),
            "Delete" => self.some_exprs(s, "targets", "Del"),
            "Assign" => {
                self.some_exprs(s, "targets", "Store")?;
                self.load(s, &["value"])
            }
            "AugAssign" => {
                self.expr(s.get("target"), "Store")?;
                self.load(s, &["value"])
            }
            "AnnAssign" => {
                let simple = matches!(s.get("simple"), Value::Int(n) if *n != 0);
                if simple && s.child("target").is_none_or(|target| target.class != "Name") {
                    return fail_type("AnnAssign with simple non-Name target");
                }
                self.expr(s.get("target"), "Store")?;
                self.optional(s, "value", "Load")?;
                self.load(s, &["annotation"])
            }
            "TypeAlias" => {
                self.expr(s.get("name"), "Store")?;
                self.type_params(s)?;
                self.load(s, &["value"])
            }
            "For" | "AsyncFor" => {
                self.expr(s.get("target"), "Store")?;
                self.load(s, &["iter"])?;
                self.body(s, "body")?;
                self.stmts(s, "orelse")
            }
            "While" | "If" => {
                self.load(s, &["test"])?;
                self.body(s, "body")?;
                self.stmts(s, "orelse")
            }
            "With" | "AsyncWith" => {
                self.nonempty(s, "items")?;
                for item in s.list("items").iter().filter_map(Value::as_node) {
                    required(item)?;
                    self.load(item, &["context_expr"])?;
                    self.optional(item, "optional_vars", "Store")?;
                }
                self.body(s, "body")
            }
            "Match" => {
                self.load(s, &["subject"])?;
                self.nonempty(s, "cases")?;
                for case in s.list("cases").iter().filter_map(Value::as_node) {
                    required(case)?;
                    self.pattern(case.get("pattern"), false)?;
                    self.optional(case, "guard", "Load")?;
                    self.body(case, "body")?;
                }
                Ok(())
            }
            "Raise" if s.has("exc") => {
                self.load(s, &["exc"])?;
                self.optional(s, "cause", "Load")
            }
            "Raise" if s.has("cause") => fail("Raise with cause but no exception"),
            "Try" | "TryStar" => self.try_(s),
            "Assert" => {
                self.load(s, &["test"])?;
                self.optional(s, "msg", "Load")
            }
            "Import" | "Global" | "Nonlocal" => self.names(s),
            "ImportFrom" if matches!(s.get("level"), Value::Int(n) if *n < 0) => {
                fail("Negative ImportFrom level")
            }
            "ImportFrom" => self.names(s),
            "Expr" => self.load(s, &["value"]),
            _ => Ok(()),
        }
    }

    fn names(&self, s: &Node) -> Res<()> {
        self.nonempty(s, "names")?;
        s.list("names").iter().filter_map(Value::as_node).try_for_each(required)
    }

    fn try_(&mut self, s: &Node) -> Res<()> {
        let class = s.class;
        self.body(s, "body")?;
        let handlers = s.list("handlers");
        if handlers.is_empty() && s.list("finalbody").is_empty() {
            return fail(format!("{class} has neither except handlers nor finalbody"));
        }
        if handlers.is_empty() && !s.list("orelse").is_empty() {
            return fail(format!("{class} has orelse but no except handlers"));
        }
        for handler in handlers.iter().filter_map(Value::as_node) {
            place(handler)?;
            self.optional(handler, "type", "Load")?;
            self.body(handler, "body")?;
        }
        self.stmts(s, "finalbody")?;
        self.stmts(s, "orelse")
    }

    fn type_params(&mut self, node: &Node) -> Res<()> {
        for param in node.list("type_params").iter().filter_map(Value::as_node) {
            required(param)?;
            name(param.get("name"))?;
            self.optional(param, "bound", "Load")?;
        }
        Ok(())
    }

    fn keywords(&mut self, node: &Node) -> Res<()> {
        let keywords = node.list("keywords").iter().filter_map(Value::as_node);
        keywords.into_iter().try_for_each(|keyword| {
            required(keyword)?;
            self.load(keyword, &["value"])
        })
    }

    fn arguments(&mut self, node: &Node) -> Res<()> {
        let Some(args) = node.child("args") else { return Ok(()) };
        let lists = ["posonlyargs", "args", "kwonlyargs"].map(|field| args.list(field));
        let single = ["vararg", "kwarg"].map(|field| args.child(field));
        let all = lists.iter().flat_map(|list| list.iter().filter_map(Value::as_node));
        for arg in all.chain(single.into_iter().flatten()) {
            required(arg)?;
            self.optional(arg, "annotation", "Load")?;
        }
        if args.list("defaults").len() > lists[0].len() + lists[1].len() {
            return fail("more positional defaults than args on arguments");
        }
        if args.list("kw_defaults").len() != lists[2].len() {
            return fail("length of kwonlyargs is not the same as kw_defaults on arguments");
        }
        self.exprs(args, "defaults", "Load", false)?;
        self.exprs(args, "kw_defaults", "Load", true)
    }

    fn expr(&mut self, value: &Value, ctx: &str) -> Res<()> {
        let Some(e) = value.as_node() else { return Ok(()) };
        self.deeper(|v| {
            required(e)?;
            context(e, ctx)?;
            v.inside(e, ctx)
        })
    }

    fn inside(&mut self, e: &Node, ctx: &str) -> Res<()> {
        match e.class {
            "BoolOp" if e.list("values").len() < 2 => fail("BoolOp with less than 2 values"),
            "BoolOp" => self.exprs(e, "values", "Load", false),
            "NamedExpr" => {
                if e.child("target").is_some_and(|target| target.class != "Name") {
                    return fail_type("NamedExpr target must be a Name");
                }
                self.load(e, &["value"])
            }
            "BinOp" => self.load(e, &["left", "right"]),
            "UnaryOp" => self.load(e, &["operand"]),
            "Lambda" => {
                self.arguments(e)?;
                self.load(e, &["body"])
            }
            "IfExp" => self.load(e, &["test", "body", "orelse"]),
            "Dict" => {
                if e.list("keys").len() != e.list("values").len() {
                    return fail("Dict doesn't have the same number of keys as values");
                }
                self.exprs(e, "keys", "Load", true)?;
                self.exprs(e, "values", "Load", false)
            }
            "Set" => self.exprs(e, "elts", "Load", false),
            "ListComp" | "SetComp" | "GeneratorExp" => {
                self.generators(e)?;
                self.load(e, &["elt"])
            }
            "DictComp" => {
                self.generators(e)?;
                self.load(e, &["key", "value"])
            }
            "Yield" => self.optional(e, "value", "Load"),
            "YieldFrom" | "Await" => self.load(e, &["value"]),
            "Compare" => {
                if e.list("comparators").is_empty() {
                    return fail("Compare with no comparators");
                }
                if e.list("comparators").len() != e.list("ops").len() {
                    return fail("Compare has a different number of comparators and operands");
                }
                self.exprs(e, "comparators", "Load", false)?;
                self.load(e, &["left"])
            }
            "Call" => {
                self.load(e, &["func"])?;
                self.exprs(e, "args", "Load", false)?;
                self.keywords(e)
            }
            "JoinedStr" => self.exprs(e, "values", "Load", false),
            "FormattedValue" => {
                self.load(e, &["value"])?;
                self.optional(e, "format_spec", "Load")
            }
            "Attribute" => self.load(e, &["value"]),
            "Subscript" => self.load(e, &["slice", "value"]),
            "Starred" => self.expr(e.get("value"), ctx),
            "Slice" => ["lower", "upper", "step"].iter().try_for_each(|f| self.optional(e, f, "Load")),
            "List" | "Tuple" => self.exprs(e, "elts", ctx, false),
            _ => Ok(()),
        }
    }

    fn generators(&mut self, e: &Node) -> Res<()> {
        if e.list("generators").is_empty() {
            return fail("comprehension with no generators");
        }
        for generator in e.list("generators").iter().filter_map(Value::as_node) {
            required(generator)?;
            self.expr(generator.get("target"), "Store")?;
            self.load(generator, &["iter"])?;
            self.exprs(generator, "ifs", "Load", false)?;
        }
        Ok(())
    }

    fn patterns(&mut self, node: &Node, field: &str, star: bool) -> Res<()> {
        node.list(field).iter().try_for_each(|pattern| self.pattern(pattern, star))
    }

    fn pattern(&mut self, value: &Value, star: bool) -> Res<()> {
        let Some(p) = value.as_node() else { return Ok(()) };
        self.deeper(|v| v.pattern_node(p, star))
    }

    fn pattern_node(&mut self, p: &Node, star: bool) -> Res<()> {
        required(p)?;
        match p.class {
            "MatchValue" => self.pattern_value(p.get("value")),
            "MatchSingleton" => match p.get("value") {
                Value::Const(Const::None | Const::True | Const::False) => Ok(()),
                _ => fail("MatchSingleton can only contain True, False and None"),
            },
            "MatchSequence" => self.patterns(p, "patterns", true),
            "MatchMapping" => {
                if p.list("keys").len() != p.list("patterns").len() {
                    return fail("MatchMapping doesn't have the same number of keys as patterns");
                }
                capture(p.get("rest"))?;
                for key in p.list("keys") {
                    let constant = key.as_node().filter(|key| key.class == "Constant");
                    let literal = constant.is_some_and(|k| {
                        matches!(k.get("value"), Value::Const(Const::None | Const::True | Const::False))
                    });
                    if !literal {
                        self.pattern_value(key)?;
                    }
                }
                self.patterns(p, "patterns", false)
            }
            "MatchClass" => {
                if p.list("kwd_attrs").len() != p.list("kwd_patterns").len() {
                    return fail("MatchClass doesn't have the same number of keyword attributes as patterns");
                }
                self.load(p, &["cls"])?;
                let mut class = p.child("cls");
                while let Some(attribute) = class.filter(|c| c.class == "Attribute") {
                    class = attribute.child("value");
                }
                if class.is_none_or(|c| c.class != "Name") {
                    return fail("MatchClass cls field can only contain Name or Attribute nodes.");
                }
                p.list("kwd_attrs").iter().try_for_each(name)?;
                self.patterns(p, "patterns", false)?;
                self.patterns(p, "kwd_patterns", false)
            }
            "MatchStar" if !star => fail("can't use MatchStar here"),
            "MatchStar" => capture(p.get("name")),
            "MatchAs" => {
                capture(p.get("name"))?;
                match (p.has("pattern"), p.has("name")) {
                    (true, false) => fail("MatchAs must specify a target name if a pattern is given"),
                    _ => self.pattern(p.get("pattern"), false),
                }
            }
            "MatchOr" if p.list("patterns").len() < 2 => fail("MatchOr requires at least 2 patterns"),
            "MatchOr" => self.patterns(p, "patterns", false),
            _ => fail("unexpected pattern"),
        }
    }

    fn pattern_value(&mut self, value: &Value) -> Res<()> {
        self.expr(value, "Load")?;
        let Some(e) = value.as_node() else { return Ok(()) };
        let refuse = || fail("patterns may only match literals and attribute lookups");
        let constant = |e: &Node| match (e.class, e.get("value")) {
            ("Constant", Value::Const(c)) => Some(c.clone()),
            _ => None,
        };
        match e.class {
            "Constant" => match constant(e) {
                Some(Const::Ellipsis) => fail("unexpected constant inside of a literal pattern"),
                Some(
                    Const::Int(_)
                    | Const::BigInt { .. }
                    | Const::Float(_)
                    | Const::Complex(..)
                    | Const::Str(_)
                    | Const::WideStr(_)
                    | Const::Bytes(_),
                ) => Ok(()),
                _ => fail("unexpected constant inside of a literal pattern"),
            },
            "Attribute" | "JoinedStr" => Ok(()),
            "UnaryOp" => {
                let minus = e.child("op").is_some_and(|op| op.class == "USub");
                let number = e.child("operand").and_then(constant);
                let fits = matches!(
                    number,
                    Some(Const::Int(_) | Const::BigInt { .. } | Const::Float(_) | Const::Complex(..))
                );
                if minus && fits { Ok(()) } else { refuse() }
            }
            "BinOp" => {
                let signed = e.child("op").is_some_and(|op| matches!(op.class, "Add" | "Sub"));
                let imaginary = matches!(e.child("right").and_then(constant), Some(Const::Complex(..)));
                if signed && imaginary { Ok(()) } else { refuse() }
            }
            _ => refuse(),
        }
    }
}

fn fail_type<T>(message: &str) -> Res<T> {
    Err(SyntaxError::bare(ErrorKind::Type, message))
}

/// The name of a variable.
fn name(value: &Value) -> Res<()> {
    match value {
        Value::Name(text) if CONSTANTS.contains(&text.as_str()) => {
            fail(format!("identifier field can't represent '{text}' constant"))
        }
        _ => Ok(()),
    }
}

/// The name that a pattern captures.
fn capture(value: &Value) -> Res<()> {
    match value {
        Value::Name(text) if text == "_" => fail("can't capture name '_' in patterns"),
        value => name(value),
    }
}

/// The place is one, and the fields that must have a value have one.
fn required(node: &Node) -> Res<()> {
    place(node)?;
    let fields = shape(node.class).map_or(&[][..], |shape| &shape.fields);
    for field in fields.iter().filter(|f| f.count == Count::One && f.kind != "constant") {
        if !node.has(field.name) {
            return fail(format!("field '{}' is required for {}", field.name, node.class));
        }
    }
    Ok(())
}

fn place(node: &Node) -> Res<()> {
    let Some(p) = node.place else { return Ok(()) };
    let [line, column, end_line, end_column] = p;
    if line > end_line {
        return fail(format!("AST node line range ({line}, {end_line}) is not valid"));
    }
    if (line < 0 && end_line != line) || (column < 0 && column != end_column) {
        return fail(format!(
            "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
        ));
    }
    if line == end_line && column > end_column {
        return fail(format!("line {line}, column {column}-{end_column} is not a valid range"));
    }
    Ok(())
}

/// An expression that can be a target has the context it stands in; no other stands in one but Load.
fn context(e: &Node, ctx: &str) -> Res<()> {
    if e.class == "Name" {
        name(e.get("id"))?;
    }
    match e.child("ctx") {
        Some(actual) if actual.class != ctx => {
            fail(format!("expression must have {ctx} context but has {} instead", actual.class))
        }
        None if ctx != "Load" => fail(format!("expression which can't be assigned to in {ctx} context")),
        _ => Ok(()),
    }
}
