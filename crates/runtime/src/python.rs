//! The right to work with an interpreter: running code, names, attributes, calls.

use std::rc::Rc;

use theseus_object::cx::Compile;
use theseus_object::heap::interp_of;
use theseus_object::{Args, Cx, ObjRef, PyResult};

use crate::convert::{Arguments, FromPython, ToPython};
use crate::function::{self, RustFunction};
use crate::object::{Exception, Object};

/// What most operations give: a value, or the exception that was raised.
pub type Result<T = Object> = std::result::Result<T, Exception>;

/// The right to work with an interpreter, lent by [`Interpreter::python`](crate::Interpreter::python) and
/// to functions in Rust that Python calls.
pub struct Python<'a> {
    cx: &'a mut Cx,
}

impl Python<'_> {
    pub(crate) fn new(cx: &mut Cx) -> Python<'_> {
        Python { cx }
    }

    pub(crate) fn cx(&mut self) -> &mut Cx {
        self.cx
    }

    /// The exception in flight, which is caught.
    pub(crate) fn caught(&mut self) -> Exception {
        let e = match self.cx.take_exception() {
            Some(e) => e,
            None => self.cx.new_exception(&self.cx.excs.system_error, &[]),
        };
        Exception::new(self.cx, e)
    }

    pub(crate) fn or_caught<T>(&mut self, result: PyResult<T>) -> Result<T> {
        result.map_err(|_| self.caught())
    }

    /// The object of a handle, which must be of this interpreter.
    pub(crate) fn own(&mut self, o: &Object) -> Result<ObjRef> {
        if std::ptr::eq(interp_of(o.0.as_ptr()), self.cx.heap.interp()) {
            return Ok(o.0.clone());
        }
        Err(self.error("TypeError", "the object belongs to another interpreter"))
    }

    /// A new exception of a builtin class, such as `ValueError`.
    pub fn error(&mut self, class: &str, message: &str) -> Exception {
        let text = self.cx.new_str(message);
        let builtins = self.cx.builtins.clone();
        let name = self.cx.intern(class);
        let class = self.cx.namespace_get(&builtins, &name).unwrap_or_else(|| self.cx.none.clone());
        match self.cx.call(&class, &[text]) {
            Ok(e) if e.has_payload::<theseus_object::payload::Exception>() => Exception::new(self.cx, e),
            Ok(_) => self.error("TypeError", "exceptions must derive from BaseException"),
            Err(_) => self.caught(),
        }
    }

    // ---- code

    /// The namespace of `__main__`.
    fn main(&mut self) -> Result<ObjRef> {
        let (modules, name) = (self.cx.modules.clone(), self.cx.names.main.clone());
        let main = self.cx.namespace_get(&modules, &name);
        match main.and_then(|m| self.cx.existing_dict(&m)) {
            Some(dict) => Ok(dict),
            None => Err(self.error("RuntimeError", "there is no module __main__")),
        }
    }

    fn execute(&mut self, source: ObjRef, filename: &str, mode: &str) -> Result<ObjRef> {
        const PLAIN: Compile = Compile { optimize: None, flags: 0, inherit: false, feature_version: None };
        let main = self.main()?;
        let filename = self.cx.new_str(filename);
        let (compile, execute) = (self.cx.upcalls.compile, self.cx.upcalls.exec_code);
        let code = compile(self.cx, &source, &filename, mode, &PLAIN);
        let result = code.and_then(|code| execute(self.cx, &code, &main, &main, None));
        self.or_caught(result)
    }

    /// Runs statements in `__main__`.
    pub fn run(&mut self, source: &str) -> Result<()> {
        let source = self.cx.new_str(source);
        self.execute(source, "<string>", "exec").map(drop)
    }

    /// Runs a file in `__main__`.
    ///
    /// # Errors
    /// What the file raises; OSError if it cannot be read.
    pub fn run_file(&mut self, path: &str) -> Result<()> {
        match theseus_host::read_file(path.as_bytes()) {
            Ok(bytes) => {
                self.set("__file__", path)?;
                let source = self.cx.new_bytes(&bytes);
                self.execute(source, path, "exec").map(drop)
            }
            Err(errno) => {
                let text = theseus_host::error_text(errno);
                Err(self.error("OSError", &format!("[Errno {errno}] {text}: '{path}'")))
            }
        }
    }

    /// The value of an expression in `__main__`.
    pub fn eval<T: FromPython>(&mut self, expression: &str) -> Result<T> {
        let source = self.cx.new_str(expression);
        let value = self.execute(source, "<string>", "eval")?;
        T::from_python(self, &Object(value))
    }

    /// A module, imported if it was not yet.
    pub fn import(&mut self, name: &str) -> Result {
        let import = self.cx.upcalls.import;
        let none = self.cx.none.clone();
        let (text, level) = (self.cx.new_str(name), self.cx.int(0));
        // With something to be taken from it, the module itself is given, not its package.
        let wanted = self.cx.new_list(vec![self.cx.new_str("__name__")]);
        let module = import(self.cx, &[text, none.clone(), none, wanted, level]);
        self.or_caught(module).map(Object)
    }

    // ---- names and attributes

    /// A global of `__main__`.
    ///
    /// # Errors
    /// NameError if there is none; TypeError if it is no `T`.
    pub fn get<T: FromPython>(&mut self, name: &str) -> Result<T> {
        let (main, key) = (self.main()?, self.cx.intern(name));
        match self.cx.namespace_get(&main, &key) {
            Some(value) => T::from_python(self, &Object(value)),
            None => Err(self.error("NameError", &format!("name '{name}' is not defined"))),
        }
    }

    /// Sets a global of `__main__`.
    pub fn set(&mut self, name: &str, value: impl ToPython) -> Result<()> {
        let (main, value) = (self.main()?, value.to_python(self)?);
        let key = self.cx.intern(name);
        drop(self.cx.namespace_set(&main, &key, value.0));
        Ok(())
    }

    pub fn attribute<T: FromPython>(&mut self, o: &Object, name: &str) -> Result<T> {
        let (o, name) = (self.own(o)?, self.cx.intern(name));
        let value = self.cx.getattr(&o, &name);
        let value = self.or_caught(value)?;
        T::from_python(self, &Object(value))
    }

    pub fn set_attribute(&mut self, o: &Object, name: &str, value: impl ToPython) -> Result<()> {
        let (o, value) = (self.own(o)?, value.to_python(self)?);
        let name = self.cx.intern(name);
        let done = self.cx.setattr(&o, &name, Some(&value.0));
        self.or_caught(done)
    }

    /// A Python object of a value.
    pub fn object(&mut self, value: impl ToPython) -> Result {
        value.to_python(self)
    }

    /// The value of an object.
    pub fn value<T: FromPython>(&mut self, o: &Object) -> Result<T> {
        T::from_python(self, o)
    }

    /// What `str` gives.
    pub fn text(&mut self, o: &Object) -> Result<String> {
        let o = self.own(o)?;
        let text = self.cx.str_text(&o);
        self.or_caught(text)
    }

    /// What `repr` gives.
    pub fn repr(&mut self, o: &Object) -> Result<String> {
        let o = self.own(o)?;
        let text = self.cx.repr_text(&o);
        self.or_caught(text)
    }

    // ---- calls

    /// Calls an object with a tuple of arguments.
    ///
    /// ```
    /// # let mut interpreter = theseus_runtime::Builder::new().build()?;
    /// # let mut py = interpreter.python();
    /// let max = py.eval("max")?;
    /// assert_eq!(py.call::<i64>(&max, (1, 3, 2))?, 3);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn call<T: FromPython>(&mut self, f: &Object, arguments: impl Arguments) -> Result<T> {
        self.call_named(f, arguments, &[])
    }

    /// Calls an object with positional and named arguments.
    pub fn call_named<T: FromPython>(
        &mut self,
        f: &Object,
        arguments: impl Arguments,
        named: &[(&str, Object)],
    ) -> Result<T> {
        let f = self.own(f)?;
        let mut values: Vec<ObjRef> = arguments.values(self)?.into_iter().map(|o| o.0).collect();
        let mut names = Vec::new();
        for (name, value) in named {
            names.push(self.cx.intern(name));
            values.push(self.own(value)?);
        }
        let value = self.cx.call_args(&f, &Args { values: &values, names: &names });
        let value = self.or_caught(value)?;
        T::from_python(self, &Object(value))
    }

    pub fn call_method<T: FromPython>(
        &mut self,
        o: &Object,
        name: &str,
        arguments: impl Arguments,
    ) -> Result<T> {
        let method: Object = self.attribute(o, name)?;
        self.call(&method, arguments)
    }

    /// Makes a function in Rust a global of `__main__`; it gets the positional arguments.
    ///
    /// ```
    /// # let mut interpreter = theseus_runtime::Builder::new().build()?;
    /// # let mut py = interpreter.python();
    /// py.define("add", |py, arguments| {
    ///     let mut sum = 0;
    ///     for o in arguments {
    ///         sum += py.value::<i64>(o)?;
    ///     }
    ///     py.object(sum)
    /// })?;
    /// assert_eq!(py.eval::<i64>("add(1, 2, 3)")?, 6);
    /// assert_eq!(py.run("add('x')").unwrap_err().kind(), "TypeError");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn define(
        &mut self,
        name: &str,
        f: impl Fn(&mut Python, &[Object]) -> Result + 'static,
    ) -> Result<()> {
        let function = RustFunction { name: name.to_string(), f: Rc::new(f) };
        let function = function::make(self.cx, function);
        self.set(name, Object(function))
    }
}
