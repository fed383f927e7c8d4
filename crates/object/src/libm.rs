//! Functions of C's mathematical library that Rust's has not. Where there is no such library, the
//! crate `libm` stands in, whose last digits may differ.

#[cfg(unix)]
mod c {
    unsafe extern "C" {
        pub fn erf(x: f64) -> f64;
        pub fn erfc(x: f64) -> f64;
    }
}

/// The cube root of the C library, which is not found by linking: Rust has a function of that name.
/// It is looked up in what is loaded; where that fails, Rust's is taken.
pub fn cbrt(x: f64) -> f64 {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    {
        use std::ffi::{CStr, c_char, c_void};
        use std::sync::OnceLock;
        unsafe extern "C" {
            fn dlsym(handle: *mut c_void, name: *const c_char) -> *mut c_void;
        }
        type Function = unsafe extern "C" fn(f64) -> f64;
        const NAME: &CStr = c"cbrt";
        static FOUND: OnceLock<Option<Function>> = OnceLock::new();
        // SAFETY: a null handle stands for all that is loaded, and `cbrt` has this type by the C
        // standard.
        let found = FOUND.get_or_init(|| unsafe {
            let p = dlsym(std::ptr::null_mut(), NAME.as_ptr());
            (!p.is_null()).then(|| std::mem::transmute::<*mut c_void, Function>(p))
        });
        if let Some(f) = found {
            // SAFETY: a pure function of a number.
            return unsafe { f(x) };
        }
    }
    x.cbrt()
}

/// The error function.
pub fn erf(x: f64) -> f64 {
    #[cfg(unix)]
    // SAFETY: a pure function of a number.
    return unsafe { c::erf(x) };
    #[cfg(not(unix))]
    libm::erf(x)
}

/// The complementary error function.
pub fn erfc(x: f64) -> f64 {
    #[cfg(unix)]
    // SAFETY: a pure function of a number.
    return unsafe { c::erfc(x) };
    #[cfg(not(unix))]
    libm::erfc(x)
}
