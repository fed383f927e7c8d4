//! Questions about subtrees that lowering asks before it evaluates them.

use rustpython_parser::ast::{self, Expr, Stmt};

use super::Lower;

/// Calls `visit` on the direct children of an expression that are evaluated in the same scope.
pub(crate) fn children<'e>(expr: &'e Expr, visit: &mut dyn FnMut(&'e Expr)) {
    match expr {
        Expr::BoolOp(e) => e.values.iter().for_each(visit),
        Expr::NamedExpr(e) => visit(&e.value),
        Expr::BinOp(e) => {
            visit(&e.left);
            visit(&e.right);
        }
        Expr::UnaryOp(e) => visit(&e.operand),
        Expr::IfExp(e) => {
            visit(&e.test);
            visit(&e.body);
            visit(&e.orelse);
        }
        Expr::Dict(e) => {
            e.keys.iter().flatten().for_each(&mut *visit);
            e.values.iter().for_each(visit);
        }
        Expr::Set(e) => e.elts.iter().for_each(visit),
        Expr::List(e) => e.elts.iter().for_each(visit),
        Expr::Tuple(e) => e.elts.iter().for_each(visit),
        Expr::ListComp(e) => {
            visit(&e.elt);
            generators(&e.generators, visit);
        }
        Expr::SetComp(e) => {
            visit(&e.elt);
            generators(&e.generators, visit);
        }
        Expr::DictComp(e) => {
            visit(&e.key);
            visit(&e.value);
            generators(&e.generators, visit);
        }
        Expr::GeneratorExp(e) => generators(&e.generators[..1.min(e.generators.len())], visit),
        Expr::Await(e) => visit(&e.value),
        Expr::Yield(e) => e.value.iter().for_each(|v| visit(v)),
        Expr::YieldFrom(e) => visit(&e.value),
        Expr::Compare(e) => {
            visit(&e.left);
            e.comparators.iter().for_each(visit);
        }
        Expr::Call(e) => {
            visit(&e.func);
            e.args.iter().for_each(&mut *visit);
            e.keywords.iter().for_each(|k| visit(&k.value));
        }
        Expr::Attribute(e) => visit(&e.value),
        Expr::Subscript(e) => {
            visit(&e.value);
            visit(&e.slice);
        }
        Expr::Starred(e) => visit(&e.value),
        Expr::Slice(e) => {
            let parts = [&e.lower, &e.upper, &e.step];
            parts.into_iter().flatten().for_each(|p| visit(p));
        }
        Expr::Lambda(_)
        | Expr::Constant(_)
        | Expr::Name(_)
        | Expr::JoinedStr(_)
        | Expr::FormattedValue(_) => {}
    }
}

fn generators<'e>(generators: &'e [ast::Comprehension], visit: &mut dyn FnMut(&'e Expr)) {
    for part in generators {
        visit(&part.iter);
        part.ifs.iter().for_each(&mut *visit);
    }
}

impl<'a> Lower<'a> {
    /// Whether evaluating the expression may bind a name with `:=`.
    pub(super) fn rebinds(&self, expr: &Expr, name: &str) -> bool {
        let current = match self.hidden.last() {
            Some((scope, _)) => self.scopes.all[*scope].has_walrus,
            None => false,
        };
        if !current && !self.scope().has_walrus {
            return false;
        }
        let mut stack = vec![expr];
        while let Some(next) = stack.pop() {
            match next {
                Expr::NamedExpr(e) => {
                    if matches!(&*e.target, Expr::Name(n) if n.id.as_str() == name) {
                        return true;
                    }
                }
                // A replacement field may hold one; do not look, be careful.
                Expr::Constant(c)
                    if matches!(c.value, ast::Constant::Str(_))
                        && self.strings.is_format(c.range.start().into()) =>
                {
                    return true;
                }
                _ => {}
            }
            children(next, &mut |child| stack.push(child));
        }
        false
    }
}

/// Whether a loop test is small enough to stand twice in the code.
pub(super) fn is_small(expr: &Expr) -> bool {
    let mut budget = 24;
    let mut stack = vec![expr];
    while let Some(next) = stack.pop() {
        budget -= 1;
        let heavy = matches!(
            next,
            Expr::Lambda(_)
                | Expr::ListComp(_)
                | Expr::SetComp(_)
                | Expr::DictComp(_)
                | Expr::GeneratorExp(_)
        );
        if heavy || budget == 0 {
            return false;
        }
        children(next, &mut |child| stack.push(child));
    }
    true
}

/// Names that a block may unbind: `del` and the names of `except ... as`.
pub(super) fn unbound_in<'s>(body: &'s [Stmt], out: &mut Vec<&'s str>) {
    for stmt in body {
        match stmt {
            Stmt::Delete(s) => s.targets.iter().for_each(|t| deleted(t, out)),
            Stmt::For(s) => {
                unbound_in(&s.body, out);
                unbound_in(&s.orelse, out);
            }
            Stmt::While(s) => {
                unbound_in(&s.body, out);
                unbound_in(&s.orelse, out);
            }
            Stmt::If(_) => {
                // `elif` chains nest; follow them without recursion.
                let mut next = Some(stmt);
                while let Some(Stmt::If(s)) = next.take() {
                    unbound_in(&s.body, out);
                    match &s.orelse[..] {
                        [only @ Stmt::If(_)] => next = Some(only),
                        rest => unbound_in(rest, out),
                    }
                }
            }
            Stmt::AsyncFor(s) => {
                unbound_in(&s.body, out);
                unbound_in(&s.orelse, out);
            }
            Stmt::With(s) => unbound_in(&s.body, out),
            Stmt::AsyncWith(s) => unbound_in(&s.body, out),
            Stmt::Match(s) => s.cases.iter().for_each(|case| unbound_in(&case.body, out)),
            Stmt::Try(s) => unbound_in_try([&s.body, &s.orelse, &s.finalbody], &s.handlers, out),
            Stmt::TryStar(s) => unbound_in_try([&s.body, &s.orelse, &s.finalbody], &s.handlers, out),
            _ => {}
        }
    }
}

fn unbound_in_try<'s>(blocks: [&'s [Stmt]; 3], handlers: &'s [ast::ExceptHandler], out: &mut Vec<&'s str>) {
    blocks.into_iter().for_each(|b| unbound_in(b, out));
    for ast::ExceptHandler::ExceptHandler(handler) in handlers {
        out.extend(handler.name.as_ref().map(|n| n.as_str()));
        unbound_in(&handler.body, out);
    }
}

fn deleted<'s>(target: &'s Expr, out: &mut Vec<&'s str>) {
    match target {
        Expr::Name(name) => out.push(&name.id),
        Expr::Tuple(t) => t.elts.iter().for_each(|e| deleted(e, out)),
        Expr::List(t) => t.elts.iter().for_each(|e| deleted(e, out)),
        _ => {}
    }
}
