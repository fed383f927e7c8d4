//! The module `sys.monitoring`: tools, the events they want, what is called for them.

use theseus_builtins::namespace::simple_namespace;
use theseus_object::methods::NativeDef;
use theseus_object::module::module_over;
use theseus_object::{Cx, ObjRef, PyResult};

use crate::code::CodeData;
use crate::machine::Vm;
use crate::monitor::{self, Event, NAMES, TOOLS};

static FUNCTIONS: &[NativeDef] = &[
    NativeDef::f2("use_tool_id", use_tool_id, "use_tool_id($module, tool_id, name, /)\n--\n\n"),
    NativeDef::f1("free_tool_id", free_tool_id, "free_tool_id($module, tool_id, /)\n--\n\n"),
    NativeDef::f1("get_tool", get_tool, "get_tool($module, tool_id, /)\n--\n\n"),
    NativeDef::f3(
        "register_callback",
        register_callback,
        "register_callback($module, tool_id, event, func, /)\n--\n\n",
    ),
    NativeDef::f1("get_events", get_events, "get_events($module, tool_id, /)\n--\n\n"),
    NativeDef::f2("set_events", set_events, "set_events($module, tool_id, event_set, /)\n--\n\n"),
    NativeDef::f2(
        "get_local_events",
        get_local_events,
        "get_local_events($module, tool_id, code, /)\n--\n\n",
    ),
    NativeDef::f3(
        "set_local_events",
        set_local_events,
        "set_local_events($module, tool_id, code, event_set, /)\n--\n\n",
    ),
    NativeDef::f0("restart_events", restart_events, "restart_events($module, /)\n--\n\n"),
    NativeDef::f0("_all_events", all_events, "_all_events($module, /)\n--\n\n"),
];

/// The tools that ids are kept for.
static RESERVED: &[(&str, i64)] =
    &[("DEBUGGER_ID", 0), ("COVERAGE_ID", 1), ("PROFILER_ID", 2), ("OPTIMIZER_ID", 5)];

/// Makes the module an attribute of `sys`.
pub fn install(cx: &mut Cx) {
    let dict = cx.new_dict();
    let module = module_over(cx, "sys.monitoring", "", dict.clone());
    let name = cx.intern("sys.monitoring");
    for def in FUNCTIONS {
        let f = cx.native_function(def, Some(name.clone()));
        cx.namespace_put(&dict, def.name, f);
    }
    for (name, id) in RESERVED {
        cx.namespace_put(&dict, name, cx.int(*id));
    }
    let mut events: Vec<(&'static str, ObjRef)> =
        NAMES.iter().enumerate().map(|(i, name)| (*name, cx.int(1 << i))).collect();
    events.push(("NO_EVENTS", cx.int(0)));
    let events = simple_namespace(cx, events);
    cx.namespace_put(&dict, "events", events);
    let [disable, missing] = [(); 2].map(|()| cx.alloc_instance(&cx.types.object));
    cx.namespace_put(&dict, "DISABLE", disable.clone());
    cx.namespace_put(&dict, "MISSING", missing.clone());
    let vm = Vm::of(cx);
    let mut monitoring = vm.shared.monitoring.borrow_mut();
    (monitoring.disable, monitoring.missing) = (Some(disable), Some(missing));
    drop(monitoring);
    let sys = vm.namespace_get(&vm.modules, &vm.intern("sys"));
    if let Some(sys) = sys.and_then(|sys| vm.existing_dict(&sys)) {
        vm.namespace_put(&sys, "monitoring", module);
    }
}

/// An int as C has it.
fn c_int(cx: &mut Cx, o: &ObjRef) -> PyResult<i32> {
    let n = cx.index_word(o)?;
    match i32::try_from(n) {
        Ok(n) => Ok(n),
        Err(_) => Err(cx.overflow_error("Python int too large to convert to C int")),
    }
}

fn tool_of(cx: &mut Cx, o: &ObjRef) -> PyResult<usize> {
    let n = c_int(cx, o)?;
    match usize::try_from(n) {
        Ok(tool) if tool < TOOLS => Ok(tool),
        _ => Err(cx.value_error(format!("invalid tool {n} (must be between 0 and {})", TOOLS - 1))),
    }
}

/// An error if nobody has taken the tool's id.
fn check_used(cx: &mut Cx, tool: usize) -> PyResult<()> {
    if Vm::of(cx).shared.monitoring.borrow().names[tool].is_none() {
        return Err(cx.value_error(format!("tool {tool} is not in use")));
    }
    Ok(())
}

/// A set of events out of `allowed`; those after calls may be asked for together with calls only.
fn event_set(cx: &mut Cx, o: &ObjRef, allowed: u32, kind: &str) -> PyResult<u32> {
    let mut events = c_int(cx, o)?.cast_unsigned();
    let calls = Event::AFTER_CALL | Event::Call.bit();
    if kind.is_empty() && events & !Event::ALL != 0 {
        return Err(cx.value_error(format!("invalid event set 0x{events:x}")));
    }
    if events & Event::AFTER_CALL != 0 {
        if events & calls != calls {
            return Err(cx.value_error("cannot set C_RETURN or C_RAISE events independently"));
        }
        events &= !Event::AFTER_CALL;
    }
    if events & !allowed != 0 {
        return Err(cx.value_error(format!("invalid {kind}event set 0x{events:x}")));
    }
    Ok(events)
}

fn use_tool_id(cx: &mut Cx, tool: &ObjRef, name: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    if !name.is_str() {
        return Err(cx.value_error("tool name must be a str"));
    }
    let mut monitoring = Vm::of(cx).shared.monitoring.borrow_mut();
    if monitoring.names[tool].is_some() {
        drop(monitoring);
        return Err(cx.value_error(format!("tool {tool} is already in use")));
    }
    monitoring.names[tool] = Some(name.clone());
    Ok(cx.none.clone())
}

fn free_tool_id(cx: &mut Cx, tool: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    let old = Vm::of(cx).shared.monitoring.borrow_mut().names[tool].take();
    drop(old);
    Ok(cx.none.clone())
}

fn get_tool(cx: &mut Cx, tool: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    let name = Vm::of(cx).shared.monitoring.borrow().names[tool].clone();
    Ok(name.unwrap_or_else(|| cx.none.clone()))
}

fn register_callback(cx: &mut Cx, tool: &ObjRef, event: &ObjRef, f: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    let event = c_int(cx, event)?;
    if event.count_ones() != 1 || event < 0 {
        return Err(cx.value_error("The callback can only be set for one event at a time"));
    }
    let number = event.trailing_zeros() as usize;
    if number >= NAMES.len() {
        return Err(cx.value_error(format!("invalid event {event}")));
    }
    let name = cx.new_str("sys.monitoring.register_callback");
    crate::sysfuncs::audit(cx, &[name, f.clone()])?;
    let new = Some(f.clone()).filter(|f| !f.is_none());
    let mut monitoring = Vm::of(cx).shared.monitoring.borrow_mut();
    let old = std::mem::replace(&mut monitoring.callbacks[tool][number], new);
    drop(monitoring);
    Ok(old.unwrap_or_else(|| cx.none.clone()))
}

fn get_events(cx: &mut Cx, tool: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    let events = Vm::of(cx).shared.monitoring.borrow().events[tool];
    Ok(cx.int(events.into()))
}

fn set_events(cx: &mut Cx, tool: &ObjRef, events: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    let events = event_set(cx, events, Event::ALL, "")?;
    check_used(cx, tool)?;
    Vm::of(cx).shared.monitoring.borrow_mut().events[tool] = events;
    crate::trace::monitor_all(Vm::of(cx));
    Ok(cx.none.clone())
}

fn code_of<'a>(cx: &'a mut Cx, code: &'a ObjRef) -> PyResult<&'a CodeData> {
    if !code.has_payload::<CodeData>() {
        return Err(cx.type_error("code must be a code object"));
    }
    cx.heap.get::<CodeData>(code).ok_or(theseus_object::Raised)
}

fn get_local_events(cx: &mut Cx, tool: &ObjRef, code: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    let events = monitor::local_events(code_of(cx, code)?, tool);
    Ok(cx.int(events.into()))
}

fn set_local_events(cx: &mut Cx, tool: &ObjRef, code: &ObjRef, events: &ObjRef) -> PyResult {
    let tool = tool_of(cx, tool)?;
    code_of(cx, code)?;
    let events = event_set(cx, events, Event::LOCAL, "local ")?;
    check_used(cx, tool)?;
    let vm = Vm::of(cx);
    if let Some(data) = vm.heap.get::<CodeData>(code) {
        monitor::set_local_events(vm, data, tool, events);
    }
    crate::trace::monitor_all(vm);
    Ok(vm.none.clone())
}

fn restart_events(cx: &mut Cx) -> PyResult {
    Vm::of(cx).shared.monitoring.borrow_mut().restart();
    Ok(cx.none.clone())
}

/// For each event that is wanted of all code: bits of the tools.
fn all_events(cx: &mut Cx) -> PyResult {
    let events = Vm::of(cx).shared.monitoring.borrow().events;
    let dict = cx.new_dict();
    for (number, name) in NAMES.iter().enumerate() {
        let wants = |tool: &usize| events[*tool] & 1 << number != 0;
        let tools = (0..TOOLS).filter(wants).fold(0, |bits, tool| bits | 1 << tool);
        if tools != 0 {
            cx.namespace_put(&dict, name, cx.int(tools));
        }
    }
    Ok(dict)
}
