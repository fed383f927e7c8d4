//! A tree that a program made, as the tree the parser would have made: places are those the nodes tell.
//!
//! The parser's nodes stand at byte ranges of a text, so this makes one up: each beginning and end of a node
//! is a byte of it, whose line and column a table gives; the strings stand between them, escaped.

use rustpython_parser::ast::{self, Expr, Identifier, Pattern, Stmt};
use rustpython_parser::text_size::{TextRange, TextSize};
use theseus_bytecode::Const;

use super::{DEPTH, Node, Place, Value};
use crate::error::{ErrorKind, Res, SyntaxError};
use crate::parse::{Strings, Tree};
use crate::source::{self, Source};
use crate::tokens::{Field, Literal, Part, Tokens};

/// What stands for a beginning or end: neither space nor part of any syntax.
const MARK: char = '\u{7f}';

#[derive(Default)]
pub(super) struct Given {
    text: String,
    places: Vec<source::Place>,
    tokens: Tokens,
    fields: Vec<Expr>,
    depth: u32,
}

/// A node that is being built: where it begins, and where it will end.
pub(super) struct Open {
    start: u32,
    end: (u32, u32),
}

/// What the parser would have made of a module, an interactive statement or an expression.
pub(crate) fn parsed(root: Node) -> Res<(Source, Tree, Strings)> {
    let mut g = Given::default();
    // Code that belongs to no node stands at the first byte.
    g.mark(1, 0);
    let mut root = root;
    let tree = match root.class {
        "Expression" => Tree::Expression(Build::build(root.take("body"), &mut g)?),
        _ => Tree::Body(Build::build(root.take("body"), &mut g)?),
    };
    Ok((Source::given(g.text, g.places), tree, Strings::given(g.tokens, g.fields)))
}

impl Node {
    /// The value of a field, which is taken out.
    pub(super) fn take(&mut self, name: &str) -> Value {
        let found = self.fields.iter_mut().find(|(field, _)| *field == name);
        found.map_or(Value::None, |(_, value)| std::mem::replace(value, Value::None))
    }
}

pub(super) fn broken(what: &str) -> Box<SyntaxError> {
    SyntaxError::bare(ErrorKind::Value, format!("malformed node or string in the tree: {what}"))
}

impl Given {
    fn mark(&mut self, line: u32, column: u32) -> u32 {
        let offset = self.text.len() as u32;
        self.text.push(MARK);
        self.places.push(source::Place { offset, line, column });
        offset
    }

    pub(super) fn enter(&mut self, place: Option<Place>) -> Open {
        let [line, column, end_line, end_column] =
            place.unwrap_or_default().map(|n| u32::try_from(n).unwrap_or(0));
        Open { start: self.mark(line, column), end: (end_line, end_column) }
    }

    pub(super) fn leave(&mut self, open: Open) -> TextRange {
        let end = self.mark(open.end.0, open.end.1);
        TextRange::new(TextSize::from(open.start), TextSize::from(end))
    }

    pub(super) fn node(&self, value: Value, class: &str) -> Res<Node> {
        match value {
            Value::Node(node) if node.class == class => Ok(*node),
            _ => Err(broken(class)),
        }
    }

    /// As the parser sees it, a constant that is a tuple is one of constants, a replacement field that stands
    /// alone is an f-string, and an f-string is a constant.
    fn normal(&self, value: Value) -> Res<Value> {
        let Value::Node(mut node) = value else { return Ok(value) };
        match (node.class, &node.fields[..]) {
            ("Constant", [("value", Value::Const(Const::Tuple(_))), ..]) => {
                let Value::Const(Const::Tuple(items)) = node.take("value") else {
                    return Err(broken("tuple"));
                };
                let place = node.place;
                let constant = |value| {
                    let fields = vec![("value", Value::Const(value)), ("kind", Value::None)];
                    Value::Node(Box::new(Node { class: "Constant", fields, place }))
                };
                let ctx = Value::Node(Box::new(Node { class: "Load", fields: Vec::new(), place: None }));
                let elts = Value::List(items.into_vec().into_iter().map(constant).collect());
                let fields = vec![("elts", elts), ("ctx", ctx)];
                Ok(Value::Node(Box::new(Node { class: "Tuple", fields, place })))
            }
            ("FormattedValue", _) => {
                let place = node.place;
                let fields = vec![("values", Value::List(vec![Value::Node(node)]))];
                Ok(Value::Node(Box::new(Node { class: "Constant", fields, place })))
            }
            ("JoinedStr", _) => {
                node.class = "Constant";
                Ok(Value::Node(node))
            }
            _ => Ok(Value::Node(node)),
        }
    }

    /// Writes the code points of a string, escaped.
    fn write(&mut self, value: &Const) -> Part {
        use std::fmt::Write;
        let start = self.text.len() as u32;
        let mut put = |code: u32| match char::from_u32(code) {
            // A line end would be made one of the text's.
            Some(char) if !matches!(char, '\\' | '\r') => self.text.push(char),
            // Writing into a String cannot fail.
            _ => _ = write!(self.text, "\\U{code:08x}"),
        };
        match value {
            Const::Str(text) => text.chars().for_each(|char| put(char as u32)),
            Const::WideStr(codes) => codes.iter().for_each(|&code| put(code)),
            Const::Bytes(bytes) => bytes.iter().for_each(|byte| _ = write!(self.text, "\\x{byte:02x}")),
            _ => {}
        }
        Part::Text { start, end: self.text.len() as u32 }
    }

    fn literal(&mut self, range: TextRange, parts: Vec<Part>, bytes: bool, format: bool) {
        let (start, end) = (range.start().into(), range.end().into());
        let index = self.tokens.literals.len() as u32;
        self.tokens.by_start.insert(start, index);
        self.tokens.literals.push(Literal { start, end, bytes, raw: false, format, parts, adjacent: None });
    }

    /// The parts of an f-string, or of a format in one.
    fn parts(&mut self, values: Value) -> Res<Vec<Part>> {
        let Value::List(values) = values else { return Err(broken("JoinedStr")) };
        let mut parts = Vec::new();
        for value in values {
            let Value::Node(mut node) = value else { return Err(broken("JoinedStr")) };
            match node.class {
                "JoinedStr" => parts.extend(self.parts(node.take("values"))?),
                "Constant" => match node.take("value") {
                    Value::Const(c @ (Const::Str(_) | Const::WideStr(_))) => parts.push(self.write(&c)),
                    _ => return Err(broken("Constant in JoinedStr")),
                },
                "FormattedValue" => parts.push(Part::Field(self.field(*node)?)),
                // Any other expression stands for its value, which is to be a str.
                _ => {
                    let place = node.place;
                    let fields = vec![("value", Value::Node(node))];
                    parts.push(Part::Field(self.field(Node { class: "FormattedValue", fields, place })?));
                }
            }
        }
        Ok(parts)
    }

    fn field(&mut self, mut node: Node) -> Res<Field> {
        let open = self.enter(node.place);
        let expr = Expr::build(node.take("value"), self)?;
        let range = ast::Ranged::range(&expr);
        let parsed = self.fields.len();
        self.fields.push(expr);
        let spec = match node.take("format_spec") {
            Value::None => None,
            spec => Some(self.parts(Value::List(vec![spec]))?),
        };
        let conversion = match node.take("conversion") {
            Value::Int(n @ 1..=127) => n as u8,
            _ => 0,
        };
        let own = self.leave(open);
        Ok(Field {
            start: own.start().into(),
            end: own.end().into(),
            expr_start: range.start().into(),
            expr_end: range.end().into(),
            debug: None,
            conversion,
            spec,
            strings: Vec::new(),
            parsed,
        })
    }
}

/// What the value of a field becomes.
pub(super) trait Build: Sized {
    fn build(value: Value, g: &mut Given) -> Res<Self>;
}

impl<T: Build> Build for Box<T> {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        T::build(value, g).map(Box::new)
    }
}

impl<T: Build> Build for Option<T> {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        match value {
            Value::None => Ok(None),
            value => T::build(value, g).map(Some),
        }
    }
}

impl<T: Build> Build for Vec<T> {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        match value {
            Value::List(items) => items.into_iter().map(|item| T::build(item, g)).collect(),
            _ => Err(broken("list")),
        }
    }
}

impl Build for String {
    fn build(value: Value, _: &mut Given) -> Res<Self> {
        match value {
            Value::Name(text) => Ok(text),
            _ => Err(broken("identifier")),
        }
    }
}

impl Build for Identifier {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        String::build(value, g).map(Identifier::new)
    }
}

impl Build for bool {
    fn build(value: Value, _: &mut Given) -> Res<Self> {
        match value {
            Value::Int(n) => Ok(n != 0),
            _ => Err(broken("int")),
        }
    }
}

/// One of the members of a sum type, by the class of the node.
macro_rules! members {
    ($ty:ident { $($variant:ident)* }) => {
        impl Build for $ty {
            fn build(value: Value, g: &mut Given) -> Res<Self> {
                if g.depth == DEPTH {
                    return Err(SyntaxError::too_deep());
                }
                g.depth += 1;
                let value = g.normal(value)?;
                let made = match &value {
                    $(Value::Node(node) if node.class == stringify!($variant) => {
                        Build::build(value, g).map($ty::$variant)
                    })*
                    _ => Err(broken(stringify!($ty))),
                };
                g.depth -= 1;
                made
            }
        }
    };
}

members! { Stmt {
    FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While
    If With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue
} }

members! { Expr {
    BoolOp NamedExpr BinOp UnaryOp Lambda IfExp Dict Set ListComp SetComp DictComp GeneratorExp Await Yield
    YieldFrom Compare Call Constant Attribute Subscript Starred Name List Tuple Slice
} }

members! { Pattern {
    MatchValue MatchSingleton MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr
} }

use ast::TypeParam;
members! { TypeParam { TypeVar ParamSpec TypeVarTuple } }

impl Build for ast::ExceptHandler {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "ExceptHandler")?;
        let open = g.enter(node.place);
        let type_ = Build::build(node.take("type"), g)?;
        let name = Build::build(node.take("name"), g)?;
        let body = Build::build(node.take("body"), g)?;
        let range = g.leave(open);
        let handler = ast::ExceptHandlerExceptHandler { type_, name, body, range };
        Ok(ast::ExceptHandler::ExceptHandler(handler))
    }
}

impl Build for ast::StmtAnnAssign {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "AnnAssign")?;
        let open = g.enter(node.place);
        let target = Build::build(node.take("target"), g)?;
        let annotation = Build::build(node.take("annotation"), g)?;
        let value = Build::build(node.take("value"), g)?;
        let simple = Build::build(node.take("simple"), g)?;
        Ok(ast::StmtAnnAssign { target, annotation, value, simple, range: g.leave(open) })
    }
}

impl Build for ast::StmtImportFrom {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "ImportFrom")?;
        let open = g.enter(node.place);
        let module = Build::build(node.take("module"), g)?;
        let names = Build::build(node.take("names"), g)?;
        let level = match node.take("level") {
            Value::Int(n) => u32::try_from(n).unwrap_or(0),
            _ => 0,
        };
        Ok(ast::StmtImportFrom { module, names, level: Some(ast::Int::new(level)), range: g.leave(open) })
    }
}

impl Build for ast::ExprConstant {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "Constant")?;
        let open = g.enter(node.place);
        if let values @ Value::List(_) = node.take("values") {
            let parts = g.parts(values)?;
            let range = g.leave(open);
            g.literal(range, parts, false, true);
            return Ok(ast::ExprConstant { value: ast::Constant::Str(String::new()), kind: None, range });
        }
        let Value::Const(value) = node.take("value") else { return Err(broken("Constant")) };
        let part = g.write(&value);
        let range = g.leave(open);
        let bytes = matches!(value, Const::Bytes(_));
        if bytes || matches!(value, Const::Str(_) | Const::WideStr(_)) {
            g.literal(range, vec![part], bytes, false);
        }
        Ok(ast::ExprConstant { value: constant(value)?, kind: None, range })
    }
}

impl Build for ast::ExprNamedExpr {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "NamedExpr")?;
        let open = g.enter(node.place);
        let target = Build::build(node.take("target"), g)?;
        let value = Build::build(node.take("value"), g)?;
        Ok(ast::ExprNamedExpr { target, value, range: g.leave(open) })
    }
}

impl Build for ast::ExprGeneratorExp {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "GeneratorExp")?;
        let open = g.enter(node.place);
        let elt = Build::build(node.take("elt"), g)?;
        let generators = Build::build(node.take("generators"), g)?;
        Ok(ast::ExprGeneratorExp { elt, generators, range: g.leave(open) })
    }
}

impl Build for ast::ExprSubscript {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "Subscript")?;
        let open = g.enter(node.place);
        let value = Build::build(node.take("value"), g)?;
        let slice = Build::build(node.take("slice"), g)?;
        let ctx = Build::build(node.take("ctx"), g)?;
        Ok(ast::ExprSubscript { value, slice, ctx, range: g.leave(open) })
    }
}

impl Build for ast::PatternMatchSingleton {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "MatchSingleton")?;
        let open = g.enter(node.place);
        let Value::Const(value) = node.take("value") else { return Err(broken("MatchSingleton")) };
        Ok(ast::PatternMatchSingleton { value: constant(value)?, range: g.leave(open) })
    }
}

/// A constant of the parser; of strings only their kind, for their value stands in the text.
fn constant(value: Const) -> Res<ast::Constant> {
    use ast::bigint::{BigInt, Sign};
    Ok(match value {
        Const::None => ast::Constant::None,
        Const::True => ast::Constant::Bool(true),
        Const::False => ast::Constant::Bool(false),
        Const::Ellipsis => ast::Constant::Ellipsis,
        Const::Int(n) => ast::Constant::Int(n.into()),
        Const::BigInt { negative, magnitude } => {
            let sign = if negative { Sign::Minus } else { Sign::Plus };
            ast::Constant::Int(BigInt::from_bytes_le(sign, &magnitude))
        }
        Const::Float(n) => ast::Constant::Float(n),
        Const::Complex(real, imag) => ast::Constant::Complex { real, imag },
        Const::Str(_) | Const::WideStr(_) => ast::Constant::Str(String::new()),
        Const::Bytes(_) => ast::Constant::Bytes(Vec::new()),
        // The parser makes none of these: here they are frozen sets.
        Const::FrozenSet(items) => {
            ast::Constant::Tuple(items.into_vec().into_iter().map(member).collect::<Res<_>>()?)
        }
        Const::Tuple(_) | Const::Code(_) | Const::Stored(_) => return Err(broken("Constant")),
    })
}

/// A member of a frozen set, whose strings stand in it.
fn member(value: Const) -> Res<ast::Constant> {
    match value {
        Const::Str(text) => Ok(ast::Constant::Str(text.into())),
        Const::Bytes(bytes) => Ok(ast::Constant::Bytes(bytes.into())),
        value => constant(value),
    }
}

impl Build for ast::Arguments {
    fn build(value: Value, g: &mut Given) -> Res<Self> {
        let mut node = g.node(value, "arguments")?;
        let posonly: Vec<ast::Arg> = Build::build(node.take("posonlyargs"), g)?;
        let plain: Vec<ast::Arg> = Build::build(node.take("args"), g)?;
        let vararg = Build::build(node.take("vararg"), g)?;
        let kwonly: Vec<ast::Arg> = Build::build(node.take("kwonlyargs"), g)?;
        let kw_defaults: Vec<Option<Box<Expr>>> = Build::build(node.take("kw_defaults"), g)?;
        let kwarg = Build::build(node.take("kwarg"), g)?;
        let defaults: Vec<Box<Expr>> = Build::build(node.take("defaults"), g)?;
        let range = || TextRange::default().into();
        let with = |def, default| ast::ArgWithDefault { def, default, range: range() };
        let bare = (posonly.len() + plain.len()).saturating_sub(defaults.len());
        let mut defaults = std::iter::repeat_with(|| None).take(bare).chain(defaults.into_iter().map(Some));
        let mut next = || defaults.next().flatten();
        Ok(ast::Arguments {
            posonlyargs: posonly.into_iter().map(|def| with(def, next())).collect(),
            args: plain.into_iter().map(|def| with(def, next())).collect(),
            vararg,
            kwonlyargs: kwonly
                .into_iter()
                .zip(kw_defaults)
                .map(|(def, default)| with(def, default))
                .collect(),
            kwarg,
            range: range(),
        })
    }
}
