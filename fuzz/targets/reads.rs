//! Whole reads: exact decoding in every form, and the forgiving one.

#![no_main]


use libfuzzer_sys::fuzz_target;
use testing::properties;

fuzz_target!(|bytes: &[u8]| {
    properties::decoded(bytes, properties::today());
    if let Some((&pick, rest)) = bytes.split_last() {
        properties::decoded_as_set_up(rest, pick, properties::today());
    }
});
