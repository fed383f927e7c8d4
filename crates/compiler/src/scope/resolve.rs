//! Decides where each name of each scope lives.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use rustpython_parser::text_size::TextRange;

use super::{Name, Place, Scope, ScopeId, ScopeKind, Scopes, Symbol, seen};
use crate::error::{Res, SyntaxError};
use crate::source::Source;

/// The variable through which annotation scopes see the namespace of a class body.
pub(crate) const CLASS_DICT: &str = "__classdict__";

type Names = FxHashSet<Name>;

pub(super) fn resolve(source: &Source, scopes: &mut Scopes) -> Res<()> {
    declare_in_module(scopes);
    scope(source, &mut scopes.all, 0, &Names::default(), 0)?;
    Ok(())
}

/// A `global` statement anywhere holds for the module's own code too. It makes a difference where the
/// code runs with a namespace apart from its globals.
fn declare_in_module(scopes: &mut Scopes) {
    let Some((module, inner)) = scopes.all.split_first_mut() else { return };
    if module.kind != ScopeKind::Module {
        return;
    }
    for (name, symbol) in inner.iter().flat_map(|s| &s.symbols) {
        if symbol.seen & seen::GLOBAL != 0
            && let Some(own) = module.symbols.get_mut(name)
        {
            own.seen |= seen::GLOBAL;
        }
    }
}

/// Resolves one scope inside function scopes that bind `bound`; returns the names that it and
/// its children need from outside.
fn scope(source: &Source, all: &mut Vec<Scope>, id: ScopeId, bound: &Names, depth: u32) -> Res<Names> {
    if depth > 20_000 {
        return Err(SyntaxError::too_deep());
    }
    check_nonlocals(source, all, id)?;
    let class = class_names(all, id);
    let this = &mut all[id];
    let mut inner = own_names(source, this, bound, &class)?;
    if this.kind == ScopeKind::Class {
        inner.insert(Rc::from("__class__"));
        inner.insert(Rc::from(CLASS_DICT));
    }
    let children = this.children.clone();
    let mut needed = Names::default();
    for child in children {
        needed.extend(scope(source, all, child, &inner, depth + 1)?);
    }
    let this = &mut all[id];
    if this.kind == ScopeKind::Class && needed.remove("__class__") {
        this.needs_class_cell = true;
    }
    if this.kind == ScopeKind::Class && needed.remove(CLASS_DICT) {
        this.needs_class_dict = true;
    }
    let mut free = Names::default();
    for name in needed {
        match this.symbols.get_mut(&name) {
            Some(symbol) if symbol.place == Place::Local && this.kind.is_function() => {
                symbol.place = Place::Cell;
            }
            Some(symbol) if symbol.place == Place::Cell => {}
            Some(symbol) if this.kind == ScopeKind::Class || symbol.place == Place::Free => {
                free.insert(name);
            }
            Some(symbol) => {
                if !this.inlined {
                    symbol.place = Place::Free;
                }
                free.insert(name);
            }
            None => {
                if !this.inlined {
                    let symbol = Symbol { seen: 0, place: Place::Free, declared: TextRange::default() };
                    this.symbols.insert(name.clone(), symbol);
                }
                free.insert(name);
            }
        }
    }
    if !this.inlined || this.over_class {
        let own = this.symbols.iter().filter(|(_, s)| s.place == Place::Free);
        free.extend(own.map(|(name, _)| name.clone()));
    }
    if !this.inlined {
        this.free = free.iter().cloned().collect();
        this.free.sort();
    }
    Ok(free)
}

/// How the names of the class body occur there that an annotation scope looks into.
fn class_names(all: &[Scope], id: ScopeId) -> FxHashMap<Name, u16> {
    let mut at = id;
    while all[at].sees_class {
        let Some(parent) = all[at].parent else { break };
        at = parent;
        if all[at].kind == ScopeKind::Class {
            return all[at].symbols.iter().map(|(name, s)| (name.clone(), s.seen)).collect();
        }
    }
    FxHashMap::default()
}

/// `nonlocal` cannot mean a type parameter.
fn check_nonlocals(source: &Source, all: &[Scope], id: ScopeId) -> Res<()> {
    for (name, symbol) in all[id].symbols.iter().filter(|(_, s)| s.seen & seen::NONLOCAL != 0) {
        let mut outer = all[id].parent;
        while let Some(at) = outer {
            let scope = &all[at];
            let seen = scope.symbols.get(name).map_or(0, |s| s.seen);
            if scope.kind.is_function() && seen & seen::BOUND != 0 {
                if seen & seen::TYPE_PARAM != 0 {
                    let message = format!("nonlocal binding not allowed for type parameter '{name}'");
                    return Err(source.symbolic(message, symbol.declared));
                }
                break;
            }
            outer = scope.parent;
        }
    }
    Ok(())
}

/// Places of the names that occur in the scope itself. Returns what its children see bound.
fn own_names(source: &Source, this: &mut Scope, bound: &Names, class: &FxHashMap<Name, u16>) -> Res<Names> {
    let mut inner = if this.kind == ScopeKind::Module { Names::default() } else { bound.clone() };
    for (name, symbol) in &mut this.symbols {
        symbol.place = if symbol.seen & seen::GLOBAL != 0 {
            if symbol.seen & seen::NONLOCAL != 0 {
                let message = format!("name '{name}' is nonlocal and global");
                return Err(source.symbolic(message, symbol.declared));
            }
            // What a class body declares holds for the body alone.
            if this.kind != ScopeKind::Class {
                inner.remove(name);
            }
            Place::GlobalExplicit
        } else if symbol.seen & seen::NONLOCAL != 0 {
            if !bound.contains(name) {
                let message = format!("no binding for nonlocal '{name}' found");
                return Err(source.symbolic(message, symbol.declared));
            }
            Place::Free
        } else if symbol.seen & seen::BOUND != 0 {
            if this.kind.is_function() {
                inner.insert(name.clone());
            }
            Place::Local
        } else if this.over_class && **name == *"__class__" {
            Place::GlobalImplicit
        } else if this.inlined && !this.over_class {
            Place::Outer
        } else if class.get(name).is_some_and(|s| s & seen::GLOBAL != 0) {
            Place::GlobalExplicit
        } else if class.get(name).is_some_and(|s| s & seen::BOUND != 0 && s & seen::NONLOCAL == 0) {
            Place::GlobalImplicit
        } else if bound.contains(name) {
            Place::Free
        } else {
            Place::GlobalImplicit
        };
    }
    Ok(inner)
}
