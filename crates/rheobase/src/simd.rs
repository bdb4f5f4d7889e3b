//! Code compiled for several instruction sets and chosen at run time.
//!
//! The functions are plain Rust whose loops the compiler vectorises; no fused multiply-add is ever
//! formed but where it is written, so every version gives the same bits.

/// Defines a function three times, for AVX-512, for AVX2 and for the baseline of the target, and
/// calls the best that the machine has. With `<const FUSED: bool>` behind its name, it is told
/// whether the instruction set has fused multiply-add, which is slow where it has not.
macro_rules! multiversion {
    ($(#[$meta:meta])* $vis:vis fn $name:ident$(<const $fused:ident: bool>)?($($arg:ident: $ty:ty),* $(,)?) $(-> $ret:ty)? $body:block) => {
        $(#[$meta])*
        #[inline]
        #[allow(clippy::too_many_arguments)]
        $vis fn $name($($arg: $ty),*) $(-> $ret)? {
            #[inline(always)]
            #[allow(clippy::too_many_arguments)]
            fn body$(<const $fused: bool>)?($($arg: $ty),*) $(-> $ret)? $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx512f,avx512dq,avx512vl,popcnt")]
                #[allow(clippy::too_many_arguments)]
                fn avx512($($arg: $ty),*) $(-> $ret)? {
                    body$(::<{ !stringify!($fused).is_empty() }>)?($($arg),*)
                }
                #[target_feature(enable = "avx2,fma,popcnt")]
                #[allow(clippy::too_many_arguments)]
                fn avx2($($arg: $ty),*) $(-> $ret)? {
                    body$(::<{ !stringify!($fused).is_empty() }>)?($($arg),*)
                }
                match $crate::simd::level() {
                    // SAFETY: `level` says that the processor has these instructions.
                    $crate::simd::Level::Avx512 => return unsafe { avx512($($arg),*) },
                    $crate::simd::Level::Avx2 => return unsafe { avx2($($arg),*) },
                    $crate::simd::Level::Baseline => {}
                }
            }
            body$(::<{ stringify!($fused).is_empty() }>)?($($arg),*)
        }
    };
}
pub(crate) use multiversion;

/// Instruction sets that the engine is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What every machine of the target has.
    Baseline,
    /// x86-64 with AVX2 and fused multiply-add.
    Avx2,
    /// x86-64 with AVX-512 F, DQ and VL.
    Avx512,
}

/// The best level of this machine; `RHEOBASE_SIMD=baseline|avx2|avx512` lowers it, for tests.
pub fn level() -> Level {
    static LEVEL: std::sync::OnceLock<Level> = std::sync::OnceLock::new();
    *LEVEL.get_or_init(|| {
        let best = best_level();
        match std::env::var("RHEOBASE_SIMD").as_deref() {
            Ok("baseline") => Level::Baseline,
            Ok("avx2") => best.min(Level::Avx2),
            _ => best,
        }
    })
}

#[cfg(target_arch = "x86_64")]
fn best_level() -> Level {
    use std::arch::is_x86_feature_detected as has;
    if has!("popcnt") && has!("avx512f") && has!("avx512dq") && has!("avx512vl") {
        Level::Avx512
    } else if has!("avx2") && has!("fma") && has!("popcnt") {
        Level::Avx2
    } else {
        Level::Baseline
    }
}

#[cfg(not(target_arch = "x86_64"))]
fn best_level() -> Level {
    Level::Baseline
}
