//! `_thread._local`: attributes of one's own in each thread, of which there is one.

use theseus_object::class::TypeSpec;
use theseus_object::edges::{EdgeVisitor, Payload};
use theseus_object::methods::GetSet;
use theseus_object::typeobj::{Layout, type_flag};
use theseus_object::{Args, Cx, ObjRef, PyResult, Slots};

use crate::object::has_plain_init;
use crate::type_::instance_dict;

struct Local;

impl Payload for Local {
    fn edges(&mut self, _: &mut dyn EdgeVisitor) {}
}

static SPEC: TypeSpec = TypeSpec {
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[],
    getsets: &[GetSet::new("__dict__", instance_dict, "")],
    doc: "Thread-local data",
};

pub(super) fn install(cx: &mut Cx, dict: &ObjRef) {
    let layout = Layout { has_dict: true, ..Layout::WEAK };
    let flags = type_flag::BASE_TYPE;
    let ty = cx.add_native_type_over::<Local>("_thread._local", None, flags, layout);
    cx.fill_type(&ty, &SPEC);
    cx.namespace_put(dict, "_local", ty.as_ref().clone());
}

fn new(cx: &mut Cx, class: &ObjRef, args: &Args) -> PyResult {
    let ty = cx.expect_type(class)?;
    if !args.values.is_empty() && has_plain_init(ty) {
        return Err(cx.type_error("Initialization arguments are not supported"));
    }
    Ok(cx.new_instance(ty, Local))
}
