//! Symbol tables: which names each scope binds, and where the others come from.
//!
//! `collect` fills a table for each scope in source order; `resolve` then decides, from the
//! outside in, which names are local, cells, free or global. Comprehensions that are inlined
//! keep a table of their own for their targets; what they merely use counts as used by the
//! scope around them.

mod collect;
mod resolve;

pub(crate) use collect::is_simple;
pub(crate) use resolve::CLASS_DICT;

use std::borrow::Cow;
use std::rc::Rc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap};
use rustpython_parser::ast;
use rustpython_parser::text_size::TextRange;

use crate::error::Res;
use crate::parse::{Strings, Tree};
use crate::source::Source;

pub(crate) type ScopeId = usize;
pub(crate) type Name = Rc<str>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    /// A comprehension; generator expressions are `Generator`.
    Comprehension,
    Generator,
    /// Around a generic function, class or alias: its type parameters.
    TypeParams,
    /// The bound or the constraints of a type variable.
    TypeBound,
    /// The value of a type alias.
    TypeAlias,
}

impl ScopeKind {
    pub fn is_comprehension(self) -> bool {
        matches!(self, ScopeKind::Comprehension | ScopeKind::Generator)
    }

    /// Whether names live in registers.
    pub fn is_function(self) -> bool {
        !matches!(self, ScopeKind::Module | ScopeKind::Class)
    }
}

/// Where a name lives, as seen from one scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    Local,
    /// A local that an inner function captures.
    Cell,
    Free,
    GlobalExplicit,
    GlobalImplicit,
    /// Used in an inlined comprehension: look in the scope around it.
    Outer,
}

/// How a name occurs in a scope.
pub(crate) mod seen {
    pub const GLOBAL: u16 = 1;
    pub const LOCAL: u16 = 2;
    pub const PARAM: u16 = 4;
    pub const NONLOCAL: u16 = 8;
    pub const USE: u16 = 16;
    pub const ANNOTATED: u16 = 32;
    /// Target of a comprehension.
    pub const TARGET: u16 = 64;
    pub const TYPE_PARAM: u16 = 128;
    /// Bound by `:=` in a comprehension.
    pub const WALRUS: u16 = 256;
    pub const IMPORT: u16 = 512;
    pub const BOUND: u16 = LOCAL | PARAM | IMPORT;
}

#[derive(Clone, Debug)]
pub(crate) struct Symbol {
    pub seen: u16,
    pub place: Place,
    /// Where a `global` or `nonlocal` statement declared it.
    pub declared: TextRange,
}

#[derive(Debug)]
pub(crate) struct Scope {
    pub kind: ScopeKind,
    /// What symbol tables call it, and the line they give.
    pub title: Name,
    pub line: u32,
    pub parent: Option<ScopeId>,
    pub children: Vec<ScopeId>,
    pub symbols: IndexMap<Name, Symbol, FxBuildHasher>,
    /// Parameters in register order.
    pub params: Vec<Name>,
    /// Name of the class around it, for `__private` names.
    pub private: Option<Name>,
    /// What a comprehension is called in messages.
    pub comprehension: &'static str,
    /// A comprehension that becomes part of the code around it.
    pub inlined: bool,
    /// An inlined comprehension in a class body: what it does not bind is looked up outside the class.
    pub over_class: bool,
    pub generator: bool,
    /// The body of an `async def`.
    pub is_async: bool,
    /// A comprehension that waits: with `await` or `async for`.
    pub awaits: bool,
    pub has_delete: bool,
    pub has_walrus: bool,
    /// A class whose methods use `__class__` or `super`.
    pub needs_class_cell: bool,
    /// A class whose annotation scopes look into it.
    pub needs_class_dict: bool,
    /// An annotation scope in a class body: its names are looked up there first.
    pub sees_class: bool,
    /// Names of free variables, sorted.
    pub free: Vec<Name>,
    /// A class body that annotates a name, or a module that does.
    pub has_annotations: bool,
}

impl Scope {
    fn new(kind: ScopeKind, parent: Option<ScopeId>, private: Option<Name>) -> Scope {
        Scope {
            kind,
            title: "top".into(),
            line: 0,
            parent,
            children: Vec::new(),
            symbols: IndexMap::default(),
            params: Vec::new(),
            private,
            comprehension: "",
            inlined: false,
            over_class: false,
            generator: false,
            is_async: false,
            awaits: false,
            has_delete: false,
            has_walrus: false,
            needs_class_cell: false,
            needs_class_dict: false,
            sees_class: false,
            free: Vec::new(),
            has_annotations: false,
        }
    }
}

/// A `def` or `async def` statement, whose nodes differ in name only.
#[derive(Clone, Copy)]
pub(crate) struct Def<'a> {
    pub name: &'a ast::Identifier,
    pub args: &'a ast::Arguments,
    pub body: &'a [ast::Stmt],
    pub decorator_list: &'a [ast::Expr],
    pub returns: Option<&'a ast::Expr>,
    pub type_params: &'a [ast::TypeParam],
    pub range: TextRange,
    pub is_async: bool,
    node: usize,
}

macro_rules! def_from {
    ($($node:ident $is_async:literal,)*) => {$(
        impl<'a> From<&'a ast::$node> for Def<'a> {
            fn from(s: &'a ast::$node) -> Def<'a> {
                Def {
                    name: &s.name,
                    args: &s.args,
                    body: &s.body,
                    decorator_list: &s.decorator_list,
                    returns: s.returns.as_deref(),
                    type_params: &s.type_params,
                    range: s.range,
                    is_async: $is_async,
                    node: address(s),
                }
            }
        }
    )*};
}

def_from! { StmtFunctionDef false, StmtAsyncFunctionDef true, }

pub(crate) struct Scopes {
    pub all: Vec<Scope>,
    by_node: FxHashMap<usize, ScopeId>,
}

impl Scopes {
    /// The scope that a node of the tree opens.
    pub fn of<T>(&self, node: &T) -> Option<ScopeId> {
        self.by_node.get(&address(node)).copied()
    }

    /// The scope of a function's body.
    pub fn of_def(&self, def: &Def<'_>) -> Option<ScopeId> {
        self.by_node.get(&def.node).copied()
    }

    /// The scope of a list of type parameters.
    pub fn of_type_params(&self, list: &[ast::TypeParam]) -> Option<ScopeId> {
        self.by_node.get(&type_params_node(list)).copied()
    }

    /// The scope of a type variable's bound.
    pub fn of_bound(&self, param: &ast::TypeParamTypeVar) -> Option<ScopeId> {
        self.by_node.get(&bound_node(param)).copied()
    }
}

/// The tree is not moved while it is compiled, so a node's address names it.
fn address<T>(node: &T) -> usize {
    std::ptr::from_ref(node).cast::<()>() as usize
}

/// A list of type parameters as a node: no node has an odd address.
fn type_params_node(list: &[ast::TypeParam]) -> usize {
    list.as_ptr().cast::<()>() as usize + 1
}

fn bound_node(param: &ast::TypeParamTypeVar) -> usize {
    address(param) + 3
}

pub(crate) fn scopes(
    source: &Source,
    tree: &Tree,
    strings: &Strings,
    future_annotations: bool,
) -> Res<Scopes> {
    let mut scopes = collect::collect(source, tree, strings, future_annotations)?;
    resolve::resolve(source, &mut scopes)?;
    Ok(scopes)
}

/// The name an identifier stands for: `__name` inside a class is `_Class__name`.
pub(crate) fn mangle<'n>(private: Option<&Name>, name: &'n str) -> Cow<'n, str> {
    let class = private.map_or("", |class| class.trim_start_matches('_'));
    if class.is_empty() || !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return Cow::Borrowed(name);
    }
    Cow::Owned(format!("_{class}{name}"))
}
