//! The native stack: where its pointer stands.

/// The stack pointer, or an address close to it.
///
/// The address of a local variable would do, but for AddressSanitizer, which keeps locals elsewhere.
#[inline(always)]
pub fn pointer() -> usize {
    let here: usize;
    // SAFETY: reads a register, and touches neither memory nor flags.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!("mov {}, rsp", out(reg) here, options(nomem, nostack, preserves_flags));
    }
    // SAFETY: as above.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        std::arch::asm!("mov {}, sp", out(reg) here, options(nomem, nostack, preserves_flags));
    }
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    {
        let local = 0u8;
        here = &raw const local as usize;
    }
    here
}
