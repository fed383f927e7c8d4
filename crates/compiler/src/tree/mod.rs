//! The syntax tree as neutral data, for Python's `ast`: nodes by class name, fields by name.

mod comments;
mod given;
pub mod grammar;
mod signature;
mod validate;
mod version;

use std::cell::Cell;

use rustpython_parser::ast::{self, Expr, Identifier, Pattern, Ranged, Stmt};
use rustpython_parser::text_size::{TextRange, TextSize};
use theseus_bytecode::{Const, Position};

use crate::error::{Res, SyntaxError};
use crate::fold;
use crate::literal::{Text, decode_text};
use crate::lower::fstring::without_comments;
use crate::names;
use crate::parse::{StringKind, Strings, Tree};
use crate::scope::is_simple;
use crate::source::Source;
use crate::tokens::{Field, Literal, Part};
use given::{Build, Given};

pub(crate) use given::parsed;
pub(crate) use signature::{as_pair, function_type};
pub(crate) use validate::validate;
pub(crate) use version::check as check_version;

/// What a field holds.
#[derive(Debug)]
pub enum Value {
    None,
    Int(i64),
    Name(String),
    Const(Const),
    Node(Box<Node>),
    List(Vec<Value>),
}

/// A node: the name of its class in `ast`, its fields, and where it stands.
#[derive(Debug)]
pub struct Node {
    pub class: &'static str,
    pub fields: Vec<(&'static str, Value)>,
    pub place: Option<Place>,
}

/// Line from 1, column in bytes, and those of the end.
pub type Place = [i64; 4];

fn place_of(p: Position) -> Place {
    [p.line, p.column, p.end_line, p.end_column].map(i64::from)
}

/// Nodes nested in each other.
const DEPTH: u32 = 10_000;

struct Trees<'a> {
    source: &'a Source,
    strings: &'a Strings,
    depth: Cell<u32>,
}

/// The tree of a program; `interactive` for one statement of a prompt, `type_comments` with those.
pub(crate) fn tree(
    source: &Source,
    tree: &Tree,
    strings: &Strings,
    interactive: bool,
    type_comments: bool,
) -> Res<Node> {
    let t = Trees { source, strings, depth: Cell::new(0) };
    let (class, fields) = match tree {
        Tree::Body(body) if interactive => ("Interactive", vec![("body", body.shape(&t)?)]),
        Tree::Body(body) => {
            ("Module", vec![("body", body.shape(&t)?), ("type_ignores", Value::List(Vec::new()))])
        }
        Tree::Expression(e) => ("Expression", vec![("body", e.shape(&t)?)]),
    };
    let mut node = Node { class, fields, place: None };
    if type_comments {
        comments::attach(source, strings.tokens(), &mut node)?;
    }
    Ok(node)
}

impl Trees<'_> {
    fn node(&self, class: &'static str, range: TextRange, fields: Vec<(&'static str, Value)>) -> Value {
        Value::Node(Box::new(Node { class, fields, place: Some(place_of(self.source.position(range))) }))
    }

    fn placeless(&self, class: &'static str, fields: Vec<(&'static str, Value)>) -> Value {
        Value::Node(Box::new(Node { class, fields, place: None }))
    }

    fn deeper(&self, shape: impl FnOnce() -> Res<Value>) -> Res<Value> {
        if self.depth.get() == DEPTH {
            return Err(SyntaxError::too_deep());
        }
        self.depth.set(self.depth.get() + 1);
        let value = shape();
        self.depth.set(self.depth.get() - 1);
        value
    }

    fn constant(&self, range: TextRange, value: Const) -> Value {
        let start: u32 = range.start().into();
        let old = self.source.text.get(start as usize..).is_some_and(|t| t.starts_with(['u', 'U']));
        let kind = match (&value, old) {
            (Const::Str(_) | Const::WideStr(_), true) => Value::Name("u".to_string()),
            _ => Value::None,
        };
        self.node("Constant", range, vec![("value", Value::Const(value)), ("kind", kind)])
    }

    fn string(&self, range: TextRange) -> Res<Value> {
        match self.strings.value(self.source, range.start().into())? {
            StringKind::Plain(value) => Ok(self.constant(range, value)),
            StringKind::Format => {
                let (mut pieces, mut run) = (Vec::new(), Run::default());
                for literal in self.strings.pieces(range.start().into()) {
                    self.pieces(literal, &literal.parts, &mut run, &mut pieces)?;
                }
                self.end_run(&mut run, &mut pieces);
                Ok(self.node("JoinedStr", range, vec![("values", Value::List(pieces))]))
            }
        }
    }

    fn pieces(&self, literal: &Literal, parts: &[Part], run: &mut Run, pieces: &mut Vec<Value>) -> Res<()> {
        for part in parts {
            match part {
                Part::Text { start, end } => {
                    decode_text(self.source, literal, *start, *end, &mut run.text)?;
                    if literal.format {
                        run.cover(*start, self.behind_brace(*end));
                    } else {
                        run.cover(literal.start, literal.end);
                    }
                }
                Part::Field(field) => {
                    if let Some((start, end)) = field.debug {
                        let shown = &self.source.text[start as usize..end as usize];
                        run.text.push_str(&without_comments(shown));
                        run.cover(start, end);
                    }
                    self.end_run(run, pieces);
                    pieces.push(self.deeper(|| self.field(literal, field))?);
                }
            }
        }
        Ok(())
    }

    /// The end of a text of an f-string: a brace at its end is doubled in the source.
    fn behind_brace(&self, end: u32) -> u32 {
        let text = self.source.text.as_bytes();
        let last = text.get(end as usize - 1).filter(|b| matches!(b, b'{' | b'}'));
        end + u32::from(last.is_some() && text.get(end as usize) == last)
    }

    /// Makes a constant of the text before a field or the end, if there is any.
    fn end_run(&self, run: &mut Run, pieces: &mut Vec<Value>) {
        if !run.text.is_empty() {
            let run = std::mem::take(run);
            pieces.push(self.constant(range(run.start, run.end), run.text.into_const()));
        }
    }

    /// The end of an assignment expression, behind the parentheses around its value.
    fn end_of_named(&self, e: &ast::ExprNamedExpr) -> u32 {
        let text = &self.source.text;
        let mut end = match &*e.value {
            Expr::NamedExpr(inner) => self.end_of_named(inner),
            value => value.range().end().into(),
        };
        let between = usize::from(e.target.range().end())..usize::from(e.value.range().start());
        for _ in text.get(between).unwrap_or("").matches('(') {
            let close = text.get(end as usize..).and_then(|rest| rest.find(')'));
            end += close.map_or(0, |at| at as u32 + 1);
        }
        end
    }

    fn field(&self, literal: &Literal, field: &Field) -> Res<Value> {
        let Some(expr) = self.strings.field(field.parsed) else { return Err(SyntaxError::too_deep()) };
        let conversion = match field.conversion {
            0 if field.debug.is_some() && field.spec.is_none() => i64::from(b'r'),
            0 => -1,
            letter => i64::from(letter),
        };
        let spec = match &field.spec {
            Some(parts) => {
                let (mut pieces, mut run) = (Vec::new(), Run::default());
                self.pieces(literal, parts, &mut run, &mut pieces)?;
                let brace = field.end - 1;
                // CPython 3.12 ends a specification in a text, if it has fields: in an empty one, if need be.
                if run.text.is_empty() && !pieces.is_empty() {
                    pieces.push(self.constant(range(brace, brace), Text::default().into_const()));
                }
                self.end_run(&mut run, &mut pieces);
                let behind = &self.source.text[field.expr_end as usize..brace as usize];
                let colon = field.expr_end + behind.find(':').unwrap_or(0) as u32;
                self.node("JoinedStr", range(colon, brace), vec![("values", Value::List(pieces))])
            }
            None => Value::None,
        };
        let fields =
            vec![("value", expr.shape(self)?), ("conversion", Value::Int(conversion)), ("format_spec", spec)];
        Ok(self.node("FormattedValue", range(field.start, field.end), fields))
    }
}

fn range(start: u32, end: u32) -> TextRange {
    TextRange::new(TextSize::from(start), TextSize::from(end))
}

/// Text between the fields of an f-string, and where it stands.
#[derive(Default)]
struct Run {
    text: Text,
    start: u32,
    end: u32,
}

impl Run {
    fn cover(&mut self, start: u32, end: u32) {
        if self.end == 0 {
            self.start = start;
        }
        self.end = end;
    }
}

/// What can stand in a field.
trait Shape {
    fn shape(&self, t: &Trees) -> Res<Value>;
}

impl<T: Shape> Shape for Box<T> {
    fn shape(&self, t: &Trees) -> Res<Value> {
        (**self).shape(t)
    }
}

impl<T: Shape> Shape for Option<T> {
    fn shape(&self, t: &Trees) -> Res<Value> {
        self.as_ref().map_or(Ok(Value::None), |v| v.shape(t))
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape(&self, t: &Trees) -> Res<Value> {
        Ok(Value::List(self.iter().map(|v| v.shape(t)).collect::<Res<_>>()?))
    }
}

impl Shape for Identifier {
    fn shape(&self, _: &Trees) -> Res<Value> {
        Ok(Value::Name(names::unmarked(self).to_owned()))
    }
}

impl Shape for String {
    fn shape(&self, _: &Trees) -> Res<Value> {
        Ok(Value::Name(self.clone()))
    }
}

impl Shape for bool {
    fn shape(&self, _: &Trees) -> Res<Value> {
        Ok(Value::Int(*self as i64))
    }
}

/// Operators and contexts: nodes without fields.
macro_rules! bare {
    ($($ty:ident { $($variant:ident)* })*) => {$(
        impl Shape for ast::$ty {
            fn shape(&self, t: &Trees) -> Res<Value> {
                let class = match self { $(ast::$ty::$variant => stringify!($variant),)* };
                Ok(t.placeless(class, Vec::new()))
            }
        }

        impl Build for ast::$ty {
            fn build(value: Value, _: &mut Given) -> Res<Self> {
                match value {
                    $(Value::Node(node) if node.class == stringify!($variant) => Ok(ast::$ty::$variant),)*
                    _ => Err(given::broken(stringify!($ty))),
                }
            }
        }
    )*};
}

bare! {
    ExprContext { Load Store Del }
    BoolOp { And Or }
    Operator { Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv }
    UnaryOp { Invert Not UAdd USub }
    CmpOp { Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn }
}

/// Nodes whose fields have the names that Python gives them.
macro_rules! nodes {
    ($($ty:ident $class:ident { $($field:ident)* })*) => {$(
        impl Shape for ast::$ty {
            fn shape(&self, t: &Trees) -> Res<Value> {
                let fields = vec![$((stringify!($field), self.$field.shape(t)?)),*];
                Ok(t.node(stringify!($class), self.range, fields))
            }
        }

        impl Build for ast::$ty {
            fn build(value: Value, g: &mut Given) -> Res<Self> {
                #[allow(unused_mut)]
                let mut node = g.node(value, stringify!($class))?;
                let open = g.enter(node.place);
                $(let $field = Build::build(node.take(stringify!($field)), g)?;)*
                Ok(ast::$ty { $($field,)* range: g.leave(open) })
            }
        }
    )*};
}

nodes! {
    StmtFunctionDef FunctionDef { name args body decorator_list returns type_comment type_params }
    StmtAsyncFunctionDef AsyncFunctionDef { name args body decorator_list returns type_comment type_params }
    StmtClassDef ClassDef { name bases keywords body decorator_list type_params }
    StmtReturn Return { value }
    StmtDelete Delete { targets }
    StmtAssign Assign { targets value type_comment }
    StmtTypeAlias TypeAlias { name type_params value }
    StmtAugAssign AugAssign { target op value }
    StmtFor For { target iter body orelse type_comment }
    StmtAsyncFor AsyncFor { target iter body orelse type_comment }
    StmtWhile While { test body orelse }
    StmtIf If { test body orelse }
    StmtWith With { items body type_comment }
    StmtAsyncWith AsyncWith { items body type_comment }
    StmtMatch Match { subject cases }
    StmtRaise Raise { exc cause }
    StmtTry Try { body handlers orelse finalbody }
    StmtTryStar TryStar { body handlers orelse finalbody }
    StmtAssert Assert { test msg }
    StmtImport Import { names }
    StmtGlobal Global { names }
    StmtNonlocal Nonlocal { names }
    StmtExpr Expr { value }
    StmtPass Pass {}
    StmtBreak Break {}
    StmtContinue Continue {}
    ExprBoolOp BoolOp { op values }
    ExprBinOp BinOp { left op right }
    ExprUnaryOp UnaryOp { op operand }
    ExprLambda Lambda { args body }
    ExprIfExp IfExp { test body orelse }
    ExprDict Dict { keys values }
    ExprSet Set { elts }
    ExprListComp ListComp { elt generators }
    ExprSetComp SetComp { elt generators }
    ExprDictComp DictComp { key value generators }
    ExprAwait Await { value }
    ExprYield Yield { value }
    ExprYieldFrom YieldFrom { value }
    ExprCompare Compare { left ops comparators }
    ExprCall Call { func args keywords }
    ExprAttribute Attribute { value attr ctx }
    ExprStarred Starred { value ctx }
    ExprName Name { id ctx }
    ExprList List { elts ctx }
    ExprTuple Tuple { elts ctx }
    ExprSlice Slice { lower upper step }
    Arg arg { arg annotation type_comment }
    Keyword keyword { arg value }
    Alias alias { name asname }
    PatternMatchValue MatchValue { value }
    PatternMatchSequence MatchSequence { patterns }
    PatternMatchMapping MatchMapping { keys patterns rest }
    PatternMatchClass MatchClass { cls patterns kwd_attrs kwd_patterns }
    PatternMatchStar MatchStar { name }
    PatternMatchAs MatchAs { pattern name }
    PatternMatchOr MatchOr { patterns }
    TypeParamTypeVar TypeVar { name bound }
    TypeParamParamSpec ParamSpec { name }
    TypeParamTypeVarTuple TypeVarTuple { name }
}

/// Nodes that have no place.
macro_rules! placeless {
    ($($ty:ident $class:ident { $($field:ident)* })*) => {$(
        impl Shape for ast::$ty {
            fn shape(&self, t: &Trees) -> Res<Value> {
                let fields = vec![$((stringify!($field), self.$field.shape(t)?)),*];
                Ok(t.placeless(stringify!($class), fields))
            }
        }

        impl Build for ast::$ty {
            fn build(value: Value, g: &mut Given) -> Res<Self> {
                let mut node = g.node(value, stringify!($class))?;
                $(let $field = Build::build(node.take(stringify!($field)), g)?;)*
                Ok(ast::$ty { $($field,)* range: TextRange::default().into() })
            }
        }
    )*};
}

placeless! {
    Comprehension comprehension { target iter ifs is_async }
    WithItem withitem { context_expr optional_vars }
    MatchCase match_case { pattern guard body }
}

macro_rules! either {
    ($ty:ident { $($variant:ident)* }) => {
        impl Shape for $ty {
            fn shape(&self, t: &Trees) -> Res<Value> {
                t.deeper(|| match self {
                    $($ty::$variant(node) => node.shape(t),)*
                })
            }
        }
    };
}

either! { Stmt {
    FunctionDef AsyncFunctionDef ClassDef Return Delete Assign TypeAlias AugAssign AnnAssign For AsyncFor While
    If With AsyncWith Match Raise Try TryStar Assert Import ImportFrom Global Nonlocal Expr Pass Break Continue
} }

either! { Expr {
    BoolOp NamedExpr BinOp UnaryOp Lambda IfExp Dict Set ListComp SetComp DictComp GeneratorExp Await Yield
    YieldFrom Compare Call FormattedValue JoinedStr Constant Attribute Subscript Starred Name List Tuple Slice
} }

either! { Pattern {
    MatchValue MatchSingleton MatchSequence MatchMapping MatchClass MatchStar MatchAs MatchOr
} }

impl Shape for ast::TypeParam {
    fn shape(&self, t: &Trees) -> Res<Value> {
        match self {
            ast::TypeParam::TypeVar(p) => p.shape(t),
            ast::TypeParam::ParamSpec(p) => p.shape(t),
            ast::TypeParam::TypeVarTuple(p) => p.shape(t),
        }
    }
}

impl Shape for ast::ExceptHandler {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let ast::ExceptHandler::ExceptHandler(h) = self;
        let fields =
            vec![("type", h.type_.shape(t)?), ("name", h.name.shape(t)?), ("body", h.body.shape(t)?)];
        Ok(t.node("ExceptHandler", h.range, fields))
    }
}

impl Shape for ast::StmtAnnAssign {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let fields = vec![
            ("target", self.target.shape(t)?),
            ("annotation", self.annotation.shape(t)?),
            ("value", self.value.shape(t)?),
            ("simple", Value::Int(is_simple(t.source, self).into())),
        ];
        Ok(t.node("AnnAssign", self.range, fields))
    }
}

impl Shape for ast::StmtImportFrom {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let level = self.level.map_or(0, |l| i64::from(l.to_u32()));
        let fields = vec![
            ("module", self.module.shape(t)?),
            ("names", self.names.shape(t)?),
            ("level", Value::Int(level)),
        ];
        Ok(t.node("ImportFrom", self.range, fields))
    }
}

fn constant(value: &ast::Constant) -> Option<Const> {
    Some(match value {
        ast::Constant::None => Const::None,
        ast::Constant::Bool(true) => Const::True,
        ast::Constant::Bool(false) => Const::False,
        ast::Constant::Int(n) => fold::integer(n),
        ast::Constant::Float(n) => Const::Float(*n),
        ast::Constant::Complex { real, imag } => Const::Complex(*real, *imag),
        ast::Constant::Ellipsis => Const::Ellipsis,
        _ => return None,
    })
}

impl Shape for ast::ExprNamedExpr {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let range = TextRange::new(self.range.start(), t.end_of_named(self).into());
        let fields = vec![("target", self.target.shape(t)?), ("value", self.value.shape(t)?)];
        Ok(t.node("NamedExpr", range, fields))
    }
}

impl Shape for ast::ExprConstant {
    fn shape(&self, t: &Trees) -> Res<Value> {
        match constant(&self.value) {
            Some(value) => Ok(t.constant(self.range, value)),
            None => t.string(self.range),
        }
    }
}

impl Shape for ast::ExprGeneratorExp {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let fields = vec![("elt", self.elt.shape(t)?), ("generators", self.generators.shape(t)?)];
        Ok(t.node("GeneratorExp", t.source.generator_range(self), fields))
    }
}

impl Shape for ast::ExprSubscript {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let slice = self.slice.shape(t)?;
        // What is unpacked alone makes a tuple all the same.
        let slice = match &*self.slice {
            Expr::Starred(item) => {
                let ctx = ast::ExprContext::Load.shape(t)?;
                t.node("Tuple", item.range, vec![("elts", Value::List(vec![slice])), ("ctx", ctx)])
            }
            _ => slice,
        };
        let fields = vec![("value", self.value.shape(t)?), ("slice", slice), ("ctx", self.ctx.shape(t)?)];
        Ok(t.node("Subscript", self.range, fields))
    }
}

impl Shape for ast::ExprJoinedStr {
    fn shape(&self, t: &Trees) -> Res<Value> {
        t.string(self.range)
    }
}

impl Shape for ast::ExprFormattedValue {
    fn shape(&self, t: &Trees) -> Res<Value> {
        t.string(self.range)
    }
}

impl Shape for ast::PatternMatchSingleton {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let value = constant(&self.value).unwrap_or(Const::None);
        Ok(t.node("MatchSingleton", self.range, vec![("value", Value::Const(value))]))
    }
}

impl Shape for ast::Arguments {
    fn shape(&self, t: &Trees) -> Res<Value> {
        let names = |list: &[ast::ArgWithDefault]| -> Res<Value> {
            Ok(Value::List(list.iter().map(|a| a.def.shape(t)).collect::<Res<_>>()?))
        };
        let positional = self.posonlyargs.iter().chain(&self.args);
        let defaults = positional.filter_map(|a| a.default.as_ref()).map(|d| d.shape(t));
        let keyword = self.kwonlyargs.iter().map(|a| a.default.shape(t));
        let fields = vec![
            ("posonlyargs", names(&self.posonlyargs)?),
            ("args", names(&self.args)?),
            ("vararg", self.vararg.shape(t)?),
            ("kwonlyargs", names(&self.kwonlyargs)?),
            ("kw_defaults", Value::List(keyword.collect::<Res<_>>()?)),
            ("kwarg", self.kwarg.shape(t)?),
            ("defaults", Value::List(defaults.collect::<Res<_>>()?)),
        ];
        Ok(t.placeless("arguments", fields))
    }
}
