//! `del`.

use rustpython_parser::ast::{Expr, Ranged};
use theseus_bytecode::Op;

use super::Lower;
use crate::error::Res;

impl<'a> Lower<'a> {
    pub(super) fn delete(&mut self, target: &'a Expr) -> Res<()> {
        match target {
            Expr::Name(name) => {
                if &name.id == "__debug__" {
                    return self.fail("cannot delete __debug__", name.range);
                }
                self.at(name.range);
                self.delete_name(&name.id);
                Ok(())
            }
            Expr::Attribute(e) => {
                let mark = self.top;
                let object = self.operand(&e.value)?;
                self.at_attribute(e);
                let name = self.mangled(&e.attr);
                let name = self.unit.name(&name);
                self.emit(Op::DeleteAttr, 0, object.take(), 0, name);
                self.top = mark;
                Ok(())
            }
            Expr::Subscript(e) => self.delete_subscript(e),
            Expr::Tuple(e) => e.elts.iter().try_for_each(|elt| self.delete(elt)),
            Expr::List(e) => e.elts.iter().try_for_each(|elt| self.delete(elt)),
            other => {
                let message = format!("cannot delete {}", self.kind_of(other));
                self.fail(message, other.range())
            }
        }
    }
}
