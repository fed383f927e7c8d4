//! The roots as the explorer shows them: what the interpreter and the frames of the program hold.
//!
//! They are asked of the machine before a graph is made. Frames that run the explorer's own functions
//! are left out, and so is what the interpreter keeps for itself, such as its pools and names.

use theseus_object::edges::Relation;
use theseus_object::header::Kind;
use theseus_object::roots::{Place, Role, Root, RootVisitor};
use theseus_object::{Cx, ObjRef};

use crate::graph::{Observers, is_observer};

/// A variable of a running frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Variable {
    pub machine: u32,
    pub depth: u32,
    pub name: String,
}

/// A reference that no object holds.
#[derive(Clone)]
pub struct Held {
    pub object: ObjRef,
    /// What comes behind `hp.Root.` in a path.
    pub label: String,
    pub variable: Option<Variable>,
}

struct Collect<'a> {
    modules: &'a ObjRef,
    builtins: &'a ObjRef,
    /// What the interpreter holds for itself too.
    all: bool,
    found: Vec<(ObjRef, Root)>,
}

impl RootVisitor for Collect<'_> {
    fn root(&mut self, slot: &mut ObjRef, root: Root) {
        // Of what the interpreter holds for itself, only modules and the states of modules are the
        // program's.
        let own = !self.all && root.place == Place::Interp && matches!(root.relation, Relation::Derived(_));
        if own && !slot.is(self.modules) && !slot.is(self.builtins) && slot.ty().name() != "state" {
            return;
        }
        self.found.push((slot.clone(), root));
    }
}

/// Every object held outside the heap, by whomever.
pub fn all_held(cx: &mut Cx) -> Vec<ObjRef> {
    let (modules, builtins) = (cx.modules.clone(), cx.builtins.clone());
    let mut collect = Collect { modules: &modules, builtins: &builtins, all: true, found: Vec::new() };
    (cx.upcalls.frames.visit)(cx, &mut collect);
    collect.found.into_iter().map(|(o, _)| o).collect()
}

/// What the program holds outside the heap.
pub fn held(cx: &mut Cx) -> Vec<Held> {
    let (modules, builtins) = (cx.modules.clone(), cx.builtins.clone());
    let mut collect = Collect { modules: &modules, builtins: &builtins, all: false, found: Vec::new() };
    (cx.upcalls.frames.visit)(cx, &mut collect);
    let found = collect.found;
    let state = cx.state::<Observers>();
    let observers = cx.heap.get::<Observers>(&state);
    // A frame that runs a function of the explorer's presents that function.
    let hidden: Vec<(u32, u32)> = found
        .iter()
        .filter(|(o, _)| o.kind() == Kind::Function && is_observer(observers, o))
        .filter_map(|(_, root)| match root.place {
            Place::Frame { machine, depth, role: Role::Own } => Some((machine, depth)),
            _ => None,
        })
        .collect();
    let mut list = Vec::new();
    for (object, root) in found {
        let Place::Frame { machine, depth, role } = root.place else {
            let label = if object.is(&modules) {
                "i0_modules".to_string()
            } else if object.is(&builtins) {
                "i0_builtins".to_string()
            } else {
                format!("i0_{}", root.relation.name().unwrap_or_default().replace([' ', '.'], "_"))
            };
            list.push(Held { object, label, variable: None });
            continue;
        };
        if hidden.contains(&(machine, depth)) || role == Role::Own && object.kind() != Kind::Function {
            continue;
        }
        let frame = format!("t{machine}_f{depth}");
        let name = (role == Role::Local).then(|| variable_name(cx, &root)).flatten();
        let label = match (&name, role) {
            (Some(name), _) => format!("{frame}.f_locals['{name}']"),
            (None, Role::Own) => format!("{frame}.f_func"),
            (None, _) => format!("{frame}.??"),
        };
        list.push(Held { object, label, variable: name.map(|name| Variable { machine, depth, name }) });
    }
    list.sort_by_key(|h| !h.label.starts_with("i0_modules"));
    list
}

/// The name in the machine's words `local x of f`.
fn variable_name(cx: &mut Cx, root: &Root) -> Option<String> {
    name_in((cx.upcalls.frames.describe)(cx, root))
}

fn name_in(words: String) -> Option<String> {
    let (name, _) = words.strip_prefix("local ")?.rsplit_once(" of ")?;
    Some(name.to_string())
}

/// The name of a local variable of a suspended frame.
pub fn local_name(cx: &Cx, keeper: &ObjRef, register: usize) -> Option<String> {
    name_in((cx.upcalls.frames.local_name)(cx, keeper, register)?)
}
