//! Symbol tables as the library's `symtable` shows them: the scopes of a text, with how each name occurs.

use crate::scope::{Place, Scope, ScopeKind, Scopes, seen};

/// How a name occurs, by CPython's numbers; where it lives stands above `PLACE`.
mod bit {
    pub const GLOBAL: u32 = 1;
    pub const LOCAL: u32 = 2;
    pub const PARAM: u32 = 4;
    pub const NONLOCAL: u32 = 8;
    pub const USE: u32 = 16;
    pub const IMPORT: u32 = 128;
    pub const ANNOTATED: u32 = 256;
    pub const TARGET: u32 = 512;
    pub const TYPE_PARAM: u32 = 1024;
    pub const PLACE: u32 = 12;
}

/// Which bit says what the compiler saw.
const BITS: [(u16, u32); 9] = [
    (seen::GLOBAL, bit::GLOBAL),
    (seen::LOCAL, bit::LOCAL),
    (seen::PARAM, bit::PARAM),
    (seen::NONLOCAL, bit::NONLOCAL),
    (seen::USE, bit::USE),
    (seen::IMPORT, bit::IMPORT),
    (seen::ANNOTATED, bit::ANNOTATED),
    (seen::TARGET, bit::TARGET),
    (seen::TYPE_PARAM, bit::TYPE_PARAM),
];

/// The table of one scope.
#[derive(Debug)]
pub struct Table {
    /// `module`, `function`, `class`, `TypeVar bound`, `type alias` or `type parameter`.
    pub kind: &'static str,
    pub name: String,
    pub line: u32,
    /// Inside a function.
    pub nested: bool,
    /// Names with how they occur.
    pub symbols: Vec<(String, u32)>,
    pub params: Vec<String>,
    pub children: Vec<Table>,
}

/// The table of the module, and below it those of all others.
pub(crate) fn table(scopes: &Scopes) -> Table {
    let mut module = of(scopes, 0, false);
    let inner = scopes.all.iter().skip(1).flat_map(|scope| &scope.symbols);
    for (name, _) in inner.filter(|(_, symbol)| symbol.seen & seen::GLOBAL != 0) {
        declare_global(&mut module, name);
    }
    module
}

/// A name that any scope declares global is so in the module, too.
fn declare_global(module: &mut Table, name: &str) {
    let flags = flags(seen::GLOBAL, Place::GlobalExplicit);
    match module.symbols.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = *known & ((1 << bit::PLACE) - 1) | flags,
        None => module.symbols.push((name.to_owned(), flags)),
    }
}

fn of(scopes: &Scopes, id: usize, nested: bool) -> Table {
    let scope = &scopes.all[id];
    let mut table = Table {
        kind: kind(scope.kind),
        name: title(scope).to_owned(),
        line: scope.line,
        nested,
        symbols: scope.symbols.iter().map(|(name, s)| (name.to_string(), flags(s.seen, s.place))).collect(),
        params: scope.params.iter().map(ToString::to_string).collect(),
        children: Vec::new(),
    };
    add_children(scopes, scope, nested || scope.kind.is_function(), &mut table);
    table
}

/// Adds the scopes inside. One that becomes part of the code around it gives its names and its own.
fn add_children(scopes: &Scopes, scope: &Scope, nested: bool, table: &mut Table) {
    for &id in &scope.children {
        let child = &scopes.all[id];
        if !child.inlined {
            table.children.push(of(scopes, id, nested));
            continue;
        }
        for (name, symbol) in &child.symbols {
            let known = table.symbols.iter().any(|(other, _)| **other == **name);
            if !known && symbol.place != Place::Outer {
                table.symbols.push((name.to_string(), flags(symbol.seen & !seen::TARGET, symbol.place)));
            }
        }
        add_children(scopes, child, nested, table);
    }
}

fn flags(seen: u16, place: Place) -> u32 {
    let place = match place {
        Place::Local => 1,
        Place::GlobalExplicit => 2,
        Place::GlobalImplicit | Place::Outer => 3,
        Place::Free => 4,
        Place::Cell => 5,
    };
    let bits = BITS.iter().filter(|(ours, _)| seen & ours != 0).fold(0, |bits, (_, bit)| bits | bit);
    bits | place << bit::PLACE
}

fn kind(kind: ScopeKind) -> &'static str {
    match kind {
        ScopeKind::Module => "module",
        ScopeKind::Class => "class",
        ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Comprehension | ScopeKind::Generator => {
            "function"
        }
        ScopeKind::TypeParams => "type parameter",
        ScopeKind::TypeBound => "TypeVar bound",
        ScopeKind::TypeAlias => "type alias",
    }
}

fn title(scope: &Scope) -> &str {
    match scope.comprehension {
        "" => &scope.title,
        "list comprehension" => "listcomp",
        "set comprehension" => "setcomp",
        "dict comprehension" => "dictcomp",
        _ => "genexpr",
    }
}
