//! Element strings and labels in brackets.

#![no_main]

#[path = "../../tests/labels/properties.rs"]
#[allow(dead_code, reason = "each target checks its own part")]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    properties::element_string(bytes, properties::today());
    properties::brackets(bytes, properties::today());
});
