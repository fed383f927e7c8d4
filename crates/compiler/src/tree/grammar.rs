//! The abstract grammar: which nodes there are, what their fields hold, which have a place.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

/// Sum types with their members, then product types. A field is `name:type`; with `?` it may be None, with
/// `*` it is a list. The nodes of a type with `@` have a place in the source.
pub const GRAMMAR: &str = "
mod
    Module: body:stmt* type_ignores:type_ignore*
    Interactive: body:stmt*
    Expression: body:expr
    FunctionType: argtypes:expr* returns:expr
stmt @
    FunctionDef: name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*
    AsyncFunctionDef: name:identifier args:arguments body:stmt* decorator_list:expr* returns:expr? type_comment:string? type_params:type_param*
    ClassDef: name:identifier bases:expr* keywords:keyword* body:stmt* decorator_list:expr* type_params:type_param*
    Return: value:expr?
    Delete: targets:expr*
    Assign: targets:expr* value:expr type_comment:string?
    TypeAlias: name:expr type_params:type_param* value:expr
    AugAssign: target:expr op:operator value:expr
    AnnAssign: target:expr annotation:expr value:expr? simple:int
    For: target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?
    AsyncFor: target:expr iter:expr body:stmt* orelse:stmt* type_comment:string?
    While: test:expr body:stmt* orelse:stmt*
    If: test:expr body:stmt* orelse:stmt*
    With: items:withitem* body:stmt* type_comment:string?
    AsyncWith: items:withitem* body:stmt* type_comment:string?
    Match: subject:expr cases:match_case*
    Raise: exc:expr? cause:expr?
    Try: body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
    TryStar: body:stmt* handlers:excepthandler* orelse:stmt* finalbody:stmt*
    Assert: test:expr msg:expr?
    Import: names:alias*
    ImportFrom: module:identifier? names:alias* level:int?
    Global: names:identifier*
    Nonlocal: names:identifier*
    Expr: value:expr
    Pass:
    Break:
    Continue:
expr @
    BoolOp: op:boolop values:expr*
    NamedExpr: target:expr value:expr
    BinOp: left:expr op:operator right:expr
    UnaryOp: op:unaryop operand:expr
    Lambda: args:arguments body:expr
    IfExp: test:expr body:expr orelse:expr
    Dict: keys:expr* values:expr*
    Set: elts:expr*
    ListComp: elt:expr generators:comprehension*
    SetComp: elt:expr generators:comprehension*
    DictComp: key:expr value:expr generators:comprehension*
    GeneratorExp: elt:expr generators:comprehension*
    Await: value:expr
    Yield: value:expr?
    YieldFrom: value:expr
    Compare: left:expr ops:cmpop* comparators:expr*
    Call: func:expr args:expr* keywords:keyword*
    FormattedValue: value:expr conversion:int format_spec:expr?
    JoinedStr: values:expr*
    Constant: value:constant kind:string?
    Attribute: value:expr attr:identifier ctx:expr_context
    Subscript: value:expr slice:expr ctx:expr_context
    Starred: value:expr ctx:expr_context
    Name: id:identifier ctx:expr_context
    List: elts:expr* ctx:expr_context
    Tuple: elts:expr* ctx:expr_context
    Slice: lower:expr? upper:expr? step:expr?
expr_context
    Load:
    Store:
    Del:
boolop
    And:
    Or:
operator
    Add:
    Sub:
    Mult:
    MatMult:
    Div:
    Mod:
    Pow:
    LShift:
    RShift:
    BitOr:
    BitXor:
    BitAnd:
    FloorDiv:
unaryop
    Invert:
    Not:
    UAdd:
    USub:
cmpop
    Eq:
    NotEq:
    Lt:
    LtE:
    Gt:
    GtE:
    Is:
    IsNot:
    In:
    NotIn:
= comprehension: target:expr iter:expr ifs:expr* is_async:int
excepthandler @
    ExceptHandler: type:expr? name:identifier? body:stmt*
= arguments: posonlyargs:arg* args:arg* vararg:arg? kwonlyargs:arg* kw_defaults:expr* kwarg:arg? defaults:expr*
= arg @: arg:identifier annotation:expr? type_comment:string?
= keyword @: arg:identifier? value:expr
= alias @: name:identifier asname:identifier?
= withitem: context_expr:expr optional_vars:expr?
= match_case: pattern:pattern guard:expr? body:stmt*
pattern @
    MatchValue: value:expr
    MatchSingleton: value:constant
    MatchSequence: patterns:pattern*
    MatchMapping: keys:expr* patterns:pattern* rest:identifier?
    MatchClass: cls:expr patterns:pattern* kwd_attrs:identifier* kwd_patterns:pattern*
    MatchStar: name:identifier?
    MatchAs: pattern:pattern? name:identifier?
    MatchOr: patterns:pattern*
type_ignore
    TypeIgnore: lineno:int tag:string
type_param @
    TypeVar: name:identifier bound:expr?
    ParamSpec: name:identifier
    TypeVarTuple: name:identifier
";

/// How often a field's value is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Count {
    One,
    Optional,
    Many,
}

pub struct FieldShape {
    pub name: &'static str,
    /// A type of the grammar, or `identifier`, `string`, `int`, `constant`.
    pub kind: &'static str,
    pub count: Count,
}

/// One class of nodes.
pub struct NodeShape {
    pub class: &'static str,
    /// The type it belongs to; itself, of a product type.
    pub kind: &'static str,
    pub placed: bool,
    pub fields: Vec<FieldShape>,
}

/// The shape of a class of nodes.
pub fn shape(class: &str) -> Option<&'static NodeShape> {
    static SHAPES: OnceLock<FxHashMap<&'static str, NodeShape>> = OnceLock::new();
    SHAPES.get_or_init(|| shapes().map(|shape| (shape.class, shape)).collect()).get(class)
}

/// Whether the nodes of a type have a place.
pub fn is_placed(kind: &str) -> bool {
    GRAMMAR.lines().any(|line| line.strip_suffix(" @").is_some_and(|name| name == kind))
}

fn shapes() -> impl Iterator<Item = NodeShape> {
    let mut sum = ("", false);
    GRAMMAR.lines().filter(|line| !line.is_empty()).filter_map(move |line| {
        if let Some(product) = line.strip_prefix("= ") {
            let (head, fields) = product.split_once(':')?;
            let (class, placed) = heading(head);
            return Some(NodeShape { class, kind: class, placed, fields: fields_of(fields) });
        }
        if let Some(member) = line.strip_prefix("    ") {
            let (class, fields) = member.split_once(':')?;
            return Some(NodeShape { class, kind: sum.0, placed: sum.1, fields: fields_of(fields) });
        }
        sum = heading(line);
        None
    })
}

fn heading(text: &'static str) -> (&'static str, bool) {
    text.strip_suffix(" @").map_or((text, false), |name| (name, true))
}

fn fields_of(text: &'static str) -> Vec<FieldShape> {
    let field = |word: &'static str| {
        let (name, kind) = word.split_once(':')?;
        let (kind, count) = match (kind.strip_suffix('?'), kind.strip_suffix('*')) {
            (Some(kind), _) => (kind, Count::Optional),
            (_, Some(kind)) => (kind, Count::Many),
            _ => (kind, Count::One),
        };
        Some(FieldShape { name, kind, count })
    };
    text.split_whitespace().filter_map(field).collect()
}
